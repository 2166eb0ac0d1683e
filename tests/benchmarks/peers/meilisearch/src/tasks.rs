//! The indexes by name, and the queue of what is to be done to them.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::index::{Asked, Index};
use crate::refusal::Refusal;

pub struct Server {
    folder: PathBuf,
    indexes: RwLock<HashMap<String, Arc<Index>>>,
    queue: Mutex<Queue>,
    is_more: Condvar,
    /// Nanoseconds spent in the engine by searches.
    searching: AtomicU64,
}

#[derive(Default)]
struct Queue {
    tasks: Vec<Task>,
    waiting: VecDeque<(usize, Work)>,
}

/// What is told of a task. Its number is its place.
struct Task {
    index: Option<String>,
    kind: &'static str,
    status: &'static str,
    error: Value,
    enqueued: String,
    finished: Option<String>,
}

/// What a task does.
pub enum Work {
    ChangeSettings(Map<String, Value>),
    /// Documents in JSON, as they came.
    Put {
        documents: Vec<u8>,
        partly: bool,
    },
    Delete(Vec<String>),
    Create,
    Remove,
    Swap(Vec<(String, String)>),
}

impl Work {
    fn kind(&self) -> &'static str {
        match self {
            Self::ChangeSettings(_) => "settingsUpdate",
            Self::Put { .. } => "documentAdditionOrUpdate",
            Self::Delete(_) => "documentDeletion",
            Self::Create => "indexCreation",
            Self::Remove => "indexDeletion",
            Self::Swap(_) => "indexSwap",
        }
    }
}

impl Server {
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            indexes: RwLock::default(),
            queue: Mutex::default(),
            is_more: Condvar::new(),
            searching: AtomicU64::new(0),
        }
    }

    pub fn index(&self, uid: &str) -> Result<Arc<Index>, Refusal> {
        self.indexes.read().unwrap().get(uid).cloned().ok_or_else(|| Refusal::no_index(uid))
    }

    /// Names of all indexes.
    pub fn uids(&self) -> Vec<String> {
        let mut uids: Vec<String> = self.indexes.read().unwrap().keys().cloned().collect();
        uids.sort();
        uids
    }

    pub fn search(&self, asked: &Asked) -> Result<Value, Refusal> {
        let index = self.index(&asked.index_uid)?;
        let begin = Instant::now();
        let answer = index.search(asked);
        self.searching.fetch_add(begin.elapsed().as_nanos() as u64, Ordering::Relaxed);
        answer
    }

    /// How long all searches together were in the engine.
    pub fn searching(&self) -> Duration {
        Duration::from_nanos(self.searching.load(Ordering::Relaxed))
    }

    /// Put something into the queue; what is told of the task.
    pub fn enqueue(&self, index: Option<&str>, work: Work) -> Value {
        let mut queue = self.queue.lock().unwrap();
        let number = queue.tasks.len();
        let task = Task {
            index: index.map(str::to_owned),
            kind: work.kind(),
            status: "enqueued",
            error: Value::Null,
            enqueued: now(),
            finished: None,
        };
        let told = json!({"taskUid": number, "indexUid": task.index, "status": task.status,
            "type": task.kind, "enqueuedAt": task.enqueued});
        queue.tasks.push(task);
        queue.waiting.push_back((number, work));
        self.is_more.notify_one();
        told
    }

    /// What is told of some tasks.
    pub fn tasks(&self, numbers: impl Iterator<Item = usize>) -> Vec<Value> {
        let queue = self.queue.lock().unwrap();
        numbers.filter_map(|number| Some((number, queue.tasks.get(number)?))).map(view).collect()
    }

    /// Do tasks without end, one after the other.
    pub fn work(&self) {
        loop {
            let queue = self.queue.lock().unwrap();
            let mut queue = self.is_more.wait_while(queue, |queue| queue.waiting.is_empty()).unwrap();
            let Some((number, work)) = queue.waiting.pop_front() else { continue };
            queue.tasks[number].status = "processing";
            let index = queue.tasks[number].index.clone();
            drop(queue);
            let done = self.perform(index.as_deref().unwrap_or_default(), work);
            let task = &mut self.queue.lock().unwrap().tasks[number];
            task.status = if done.is_ok() { "succeeded" } else { "failed" };
            task.error = done.err().map_or(Value::Null, |refusal| refusal.view());
            task.finished = Some(now());
        }
    }

    fn perform(&self, uid: &str, work: Work) -> Result<(), Refusal> {
        match work {
            Work::ChangeSettings(changes) => self.index_to_write(uid)?.change_settings(changes),
            Work::Put { documents, partly } => self.index_to_write(uid)?.put(&documents, partly),
            Work::Delete(ids) => self.index(uid)?.delete(&ids),
            Work::Create => self.index_to_write(uid).map(drop),
            Work::Remove => {
                let removed = self.indexes.write().unwrap().remove(uid);
                removed.map(drop).ok_or_else(|| Refusal::no_index(uid))
            }
            Work::Swap(pairs) => self.swap(pairs),
        }
    }

    /// An index, made if it is not there.
    fn index_to_write(&self, uid: &str) -> Result<Arc<Index>, Refusal> {
        if let Ok(index) = self.index(uid) {
            return Ok(index);
        }
        let index = Arc::new(Index::new(&self.folder)?);
        self.indexes.write().unwrap().insert(uid.to_owned(), index.clone());
        Ok(index)
    }

    /// All pairs at once.
    fn swap(&self, pairs: Vec<(String, String)>) -> Result<(), Refusal> {
        let mut indexes = self.indexes.write().unwrap();
        for uid in pairs.iter().flat_map(|(one, other)| [one, other]) {
            if !indexes.contains_key(uid) {
                return Err(Refusal::no_index(uid));
            }
        }
        for (one, other) in pairs {
            let first = indexes.remove(&one);
            let second = indexes.remove(&other);
            indexes.extend(first.map(|index| (other, index)));
            indexes.extend(second.map(|index| (one, index)));
        }
        Ok(())
    }
}

fn view((number, task): (usize, &Task)) -> Value {
    json!({"uid": number, "indexUid": task.index, "status": task.status, "type": task.kind,
        "error": task.error, "enqueuedAt": task.enqueued, "finishedAt": task.finished})
}

fn now() -> String {
    OffsetDateTime::now_utc().format(&Rfc3339).expect("a time can be written")
}
