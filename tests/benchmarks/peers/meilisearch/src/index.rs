//! One index of the engine: its documents, and searches among them.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::{OnceLock, RwLock};
use std::time::Duration;

use bumpalo::Bump;
use memmap2::Mmap;
use milli_core::heed::{EnvOpenOptions, RoTxn};
use milli_core::progress::Progress;
use milli_core::score_details::ScoringStrategy;
use milli_core::update::IndexerConfig;
use milli_core::update::new::indexer::{self, DocumentOperation};
use milli_core::vector::EmbeddingConfigs;
use milli_core::{
    AscDesc, DEFAULT_VALUES_PER_FACET, Filter, Search, SearchResult, TermsMatchingStrategy,
    ThreadPoolNoAbort, ThreadPoolNoAbortBuilder, TimeBudget, obkv_to_json,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::refusal::Refusal;
use crate::settings::Settings;

/// Addresses, not memory: an index may grow to this size.
const MOST_BYTES: usize = 64 << 30;
const INDEXING_THREADS: usize = 2;
const MOST_HITS: usize = 1000;
const MOST_WORDS: usize = 10;

pub struct Index {
    index: milli_core::Index,
    settings: RwLock<Settings>,
    /// Goes with the index.
    _folder: TempDir,
}

/// What happens to documents, as it came: lists in JSON, and ids.
pub enum Change {
    Replace(Vec<u8>),
    /// Only the fields that are named.
    Update(Vec<u8>),
    Delete(Vec<String>),
}

/// A change as the engine wants it.
enum Payload<'a> {
    Replace(Mmap),
    Update(Mmap),
    Delete(Vec<&'a str>),
}

impl<'a> Payload<'a> {
    fn new(change: &'a Change) -> Result<Self, Refusal> {
        Ok(match change {
            Change::Replace(documents) => Self::Replace(as_lines(documents)?),
            Change::Update(documents) => Self::Update(as_lines(documents)?),
            Change::Delete(ids) => Self::Delete(ids.iter().map(String::as_str).collect()),
        })
    }
}

/// A search, as far as the adapter says it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    pub index_uid: String,
    q: Option<String>,
    filter: Option<Value>,
    sort: Option<Vec<String>>,
    #[serde(default)]
    offset: usize,
    #[serde(default = "twenty")]
    limit: usize,
    facets: Option<Vec<String>>,
    attributes_to_retrieve: Option<BTreeSet<String>>,
    matching_strategy: Option<String>,
}

fn twenty() -> usize {
    20
}

impl Index {
    pub fn new(folder: &Path) -> Result<Self, Refusal> {
        let folder = TempDir::new_in(folder)?;
        let mut options = EnvOpenOptions::new().read_txn_without_tls();
        options.map_size(MOST_BYTES);
        let index = milli_core::Index::new(options, folder.path(), true)?;
        Ok(Self { index, settings: RwLock::default(), _folder: folder })
    }

    pub fn settings(&self) -> Settings {
        self.settings.read().unwrap().clone()
    }

    pub fn change_settings(&self, changes: Map<String, Value>) -> Result<(), Refusal> {
        let settings = self.settings().changed(changes)?;
        let mut wtxn = self.index.write_txn()?;
        settings.apply(&mut wtxn, &self.index, &IndexerConfig::default())?;
        wtxn.commit()?;
        *self.settings.write().unwrap() = settings;
        Ok(())
    }

    /// Make changes, one after the other, in one go.
    pub fn write(&self, changes: &[Change]) -> Result<(), Refusal> {
        let payloads = changes.iter().map(Payload::new).collect::<Result<Vec<_>, _>>()?;
        let mut operation = DocumentOperation::new();
        for payload in &payloads {
            match payload {
                Payload::Replace(lines) => operation.replace_documents(lines)?,
                Payload::Update(lines) => operation.update_documents(lines)?,
                Payload::Delete(ids) => operation.delete_documents(ids),
            }
        }
        self.perform(operation)
    }

    fn perform(&self, operation: DocumentOperation<'_>) -> Result<(), Refusal> {
        let (mut wtxn, rtxn) = (self.index.write_txn()?, self.index.read_txn()?);
        let fields_before = self.index.fields_ids_map(&rtxn)?;
        let (mut fields, memory, progress) = (fields_before.clone(), Bump::new(), Progress::default());
        let (changes, told, key) = operation.into_changes(
            &memory,
            &self.index,
            &rtxn,
            Some("id"),
            &mut fields,
            &|| false,
            progress.clone(),
        )?;
        if let Some(fault) = told.into_iter().find_map(|payload| payload.error) {
            return Err(milli_core::Error::from(fault).into());
        }
        let index = || {
            indexer::index(
                &mut wtxn,
                &self.index,
                threads(),
                IndexerConfig::default().grenad_parameters(),
                &fields_before,
                fields,
                key,
                &changes,
                EmbeddingConfigs::default(),
                &|| false,
                &progress,
            )
        };
        threads().install(index).map_err(|_| Refusal::new(500, "internal", "Indexing broke off."))??;
        Ok(wtxn.commit()?)
    }

    pub fn search(&self, asked: &Asked) -> Result<Value, Refusal> {
        let rtxn = self.index.read_txn()?;
        let most = self.index.pagination_max_total_hits(&rtxn)?.map_or(MOST_HITS, |most| most as usize);
        let found = self.find(&rtxn, asked, most)?;
        let mut answer = json!({
            "indexUid": asked.index_uid,
            "hits": self.hits(&rtxn, &found, asked)?,
            "query": asked.q.as_deref().unwrap_or_default(),
            "processingTimeMs": 0,
            "offset": asked.offset,
            "limit": asked.limit,
            "estimatedTotalHits": (found.candidates.len() as usize).min(most),
        });
        if let Some(names) = &asked.facets {
            self.count(&rtxn, names, found, &mut answer)?;
        }
        Ok(answer)
    }

    fn find(&self, rtxn: &RoTxn<'_>, asked: &Asked, most: usize) -> Result<SearchResult, Refusal> {
        let mut search = Search::new(rtxn, &self.index);
        if let Some(text) = &asked.q {
            search.query(text);
        }
        if let Some(filter) = asked.filter.as_ref().map(Filter::from_json).transpose()?.flatten() {
            search.filter(filter);
        }
        if let Some(sort) = &asked.sort {
            search.sort_criteria(criteria(sort)?);
        }
        let offset = asked.offset.min(most);
        search.offset(offset).limit(asked.limit.min(most - offset)).words_limit(MOST_WORDS);
        search.terms_matching_strategy(match asked.matching_strategy.as_deref() {
            Some("all") => TermsMatchingStrategy::All,
            Some("frequency") => TermsMatchingStrategy::Frequency,
            _ => TermsMatchingStrategy::Last,
        });
        search.scoring_strategy(ScoringStrategy::Skip);
        let cutoff = self.index.search_cutoff(rtxn)?.map(Duration::from_millis);
        search.time_budget(cutoff.map_or_else(TimeBudget::default, TimeBudget::new));
        Ok(search.execute()?)
    }

    /// As the server does it: each document is read with all fields that may be shown, and of these are taken
    /// those asked for.
    fn hits(&self, rtxn: &RoTxn<'_>, found: &SearchResult, asked: &Asked) -> Result<Vec<Value>, Refusal> {
        let fields = self.index.fields_ids_map(rtxn)?;
        let shown = self.index.displayed_fields_ids(rtxn)?.unwrap_or_else(|| fields.ids().collect());
        let wanted = asked.attributes_to_retrieve.as_ref().filter(|names| !names.contains("*"));
        let mut hits = Vec::with_capacity(found.documents_ids.len());
        for document in self.index.iter_documents(rtxn, found.documents_ids.iter().copied())? {
            let mut hit = obkv_to_json(&shown, &fields, document?.1)?;
            if let Some(names) = wanted {
                hit.retain(|name, _| names.contains(name));
            }
            hits.push(Value::Object(hit));
        }
        Ok(hits)
    }

    fn count(
        &self,
        rtxn: &RoTxn<'_>,
        names: &[String],
        found: SearchResult,
        answer: &mut Value,
    ) -> Result<(), Refusal> {
        let orders = self.index.sort_facet_values_by(rtxn)?;
        let most = self.index.max_values_per_facet(rtxn)?;
        let mut counting = self.index.facets_distribution(rtxn);
        counting
            .max_values_per_facet(most.map_or(DEFAULT_VALUES_PER_FACET, |most| most as usize))
            .facets(names.iter().map(|name| (name, orders.get(name))))
            .default_order_by(orders.get("*"))
            .candidates(found.candidates);
        answer["facetDistribution"] = json!(counting.execute()?);
        let bounds = counting.compute_stats()?.into_iter();
        answer["facetStats"] =
            bounds.map(|(name, (min, max))| (name, json!({"min": min, "max": max}))).collect();
        Ok(())
    }
}

fn criteria(sort: &[String]) -> Result<Vec<AscDesc>, Refusal> {
    let found = sort.iter().map(|one| one.parse::<AscDesc>()).collect::<Result<_, _>>();
    found.map_err(|error| Refusal::new(400, "invalid_search_sort", error.to_string()))
}

/// A list of documents as the engine wants it: mapped, one document after the other.
fn as_lines(documents: &[u8]) -> Result<Mmap, Refusal> {
    let mut file = tempfile::tempfile()?;
    let mut lines = std::io::BufWriter::new(&mut file);
    for document in serde_json::from_slice::<Vec<&RawValue>>(documents)? {
        lines.write_all(document.get().as_bytes())?;
        lines.write_all(b"\n")?;
    }
    lines.flush()?;
    drop(lines);
    // SAFETY: the file has no name, so that nobody else changes it.
    Ok(unsafe { Mmap::map(&file) }?)
}

fn threads() -> &'static ThreadPoolNoAbort {
    static POOL: OnceLock<ThreadPoolNoAbort> = OnceLock::new();
    let make = || ThreadPoolNoAbortBuilder::new().num_threads(INDEXING_THREADS).build();
    POOL.get_or_init(|| make().expect("threads"))
}
