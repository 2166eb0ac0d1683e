//! Settings of an index as the API has them, and into the engine.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use milli_core::heed::RwTxn;
use milli_core::index::PrefixSearch;
use milli_core::proximity::ProximityPrecision;
use milli_core::update::IndexerConfig;
use milli_core::{Criterion, FilterableAttributesRule, Index, OrderBy, UserError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// All that the adapter sets. What it does not know is refused.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Settings {
    displayed_attributes: Vec<String>,
    searchable_attributes: Vec<String>,
    filterable_attributes: Vec<FilterableAttributesRule>,
    sortable_attributes: Vec<String>,
    ranking_rules: Vec<String>,
    stop_words: BTreeSet<String>,
    non_separator_tokens: BTreeSet<String>,
    separator_tokens: BTreeSet<String>,
    dictionary: BTreeSet<String>,
    synonyms: BTreeMap<String, Vec<String>>,
    typo_tolerance: TypoTolerance,
    faceting: Faceting,
    pagination: Pagination,
    proximity_precision: ProximityPrecision,
    prefix_search: PrefixSearch,
    facet_search: bool,
    search_cutoff_ms: Option<u64>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct TypoTolerance {
    enabled: bool,
    min_word_size_for_typos: MinWordSize,
    disable_on_words: BTreeSet<String>,
    disable_on_attributes: BTreeSet<String>,
    disable_on_numbers: bool,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MinWordSize {
    one_typo: u8,
    two_typos: u8,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Faceting {
    max_values_per_facet: usize,
    sort_facet_values_by: BTreeMap<String, String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pagination {
    max_total_hits: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let rules = ["words", "typo", "proximity", "attribute", "sort", "exactness"];
        Self {
            displayed_attributes: vec!["*".into()],
            searchable_attributes: vec!["*".into()],
            filterable_attributes: Vec::new(),
            sortable_attributes: Vec::new(),
            ranking_rules: rules.map(str::to_owned).to_vec(),
            stop_words: BTreeSet::new(),
            non_separator_tokens: BTreeSet::new(),
            separator_tokens: BTreeSet::new(),
            dictionary: BTreeSet::new(),
            synonyms: BTreeMap::new(),
            typo_tolerance: TypoTolerance::default(),
            faceting: Faceting {
                max_values_per_facet: 100,
                sort_facet_values_by: BTreeMap::from([("*".into(), "alpha".into())]),
            },
            pagination: Pagination { max_total_hits: 1000 },
            proximity_precision: ProximityPrecision::default(),
            prefix_search: PrefixSearch::default(),
            facet_search: true,
            search_cutoff_ms: None,
        }
    }
}

impl Default for TypoTolerance {
    fn default() -> Self {
        Self {
            enabled: true,
            min_word_size_for_typos: MinWordSize { one_typo: 5, two_typos: 9 },
            disable_on_words: BTreeSet::new(),
            disable_on_attributes: BTreeSet::new(),
            disable_on_numbers: false,
        }
    }
}

impl Settings {
    /// With some changes; one that is null means the default.
    pub fn changed(&self, changes: Map<String, Value>) -> Result<Self, Refusal> {
        let Value::Object(mut all) = serde_json::to_value(self)? else {
            unreachable!("a struct is an object");
        };
        for (name, value) in changes {
            if value.is_null() {
                all.remove(&name);
            } else {
                all.insert(name, value);
            }
        }
        Ok(serde_json::from_value(Value::Object(all))?)
    }

    /// Tell the engine all of them; it indexes anew what has to be.
    pub fn apply<'i>(
        &self,
        wtxn: &mut RwTxn<'i>,
        index: &'i Index,
        config: &IndexerConfig,
    ) -> Result<(), Refusal> {
        let wanted = self.clone();
        let mut told = milli_core::update::Settings::new(wtxn, index, config);
        told.set_primary_key("id".into());
        match wanted.searchable_attributes.as_slice() {
            [all] if all == "*" => told.reset_searchable_fields(),
            _ => told.set_searchable_fields(wanted.searchable_attributes),
        }
        match wanted.displayed_attributes.as_slice() {
            [all] if all == "*" => told.reset_displayed_fields(),
            _ => told.set_displayed_fields(wanted.displayed_attributes),
        }
        told.set_filterable_fields(wanted.filterable_attributes);
        told.set_sortable_fields(wanted.sortable_attributes.into_iter().collect());
        told.set_criteria(criteria(&wanted.ranking_rules)?);
        told.set_stop_words(wanted.stop_words);
        told.set_non_separator_tokens(wanted.non_separator_tokens);
        told.set_separator_tokens(wanted.separator_tokens);
        told.set_dictionary(wanted.dictionary);
        told.set_synonyms(wanted.synonyms);
        told.set_autorize_typos(wanted.typo_tolerance.enabled);
        told.set_min_word_len_two_typos(wanted.typo_tolerance.min_word_size_for_typos.two_typos);
        told.set_min_word_len_one_typo(wanted.typo_tolerance.min_word_size_for_typos.one_typo);
        told.set_exact_words(wanted.typo_tolerance.disable_on_words);
        told.set_exact_attributes(wanted.typo_tolerance.disable_on_attributes.into_iter().collect());
        told.set_disable_on_numbers(wanted.typo_tolerance.disable_on_numbers);
        told.set_max_values_per_facet(wanted.faceting.max_values_per_facet);
        told.set_sort_facet_values_by(orders(wanted.faceting.sort_facet_values_by).into_iter().collect());
        told.set_pagination_max_total_hits(wanted.pagination.max_total_hits);
        told.set_proximity_precision(wanted.proximity_precision);
        told.set_prefix_search(wanted.prefix_search);
        told.set_facet_search(wanted.facet_search);
        match wanted.search_cutoff_ms {
            Some(milliseconds) => told.set_search_cutoff(milliseconds),
            None => told.reset_search_cutoff(),
        }
        Ok(told.execute(drop, || false)?)
    }
}

fn criteria(rules: &[String]) -> Result<Vec<Criterion>, Refusal> {
    let found = rules.iter().map(|rule| rule.parse::<Criterion>()).collect::<Result<_, _>>();
    Ok(found.map_err(|error| milli_core::Error::from(UserError::from(error)))?)
}

fn orders(names: BTreeMap<String, String>) -> HashMap<String, OrderBy> {
    let order = |name: &str| if name == "count" { OrderBy::Count } else { OrderBy::Lexicographic };
    names.into_iter().map(|(field, name)| (field, order(&name))).collect()
}
