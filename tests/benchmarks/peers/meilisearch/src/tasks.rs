//! The indexes by name, and the queue of what is to be done to them.

use std::collections::{HashMap, VecDeque};
use std::mem;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::index::{Asked, Change, Index};
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
    Documents(Vec<Change>),
    ChangeSettings(Map<String, Value>),
    Create,
    Remove,
    Swap(Vec<(String, String)>),
}

impl Work {
    fn kind(&self) -> &'static str {
        match self {
            Self::ChangeSettings(_) => "settingsUpdate",
            Self::Documents(_) => "documentAdditionOrUpdate",
            Self::Create => "indexCreation",
            Self::Remove => "indexDeletion",
            Self::Swap(_) => "indexSwap",
        }
    }
}

impl Queue {
    /// The next task, and the others that wait for documents of its index: they are done as one. None passes
    /// another kind of task of its index.
    fn next(&mut self) -> Option<(Vec<usize>, Work)> {
        let (number, mut work) = self.waiting.pop_front()?;
        let mut numbers = vec![number];
        if let Work::Documents(changes) = &mut work {
            let mut is_barred = false;
            for (other, waiting) in mem::take(&mut self.waiting) {
                let is_same = self.tasks[other].index == self.tasks[number].index;
                match waiting {
                    Work::Documents(more) if is_same && !is_barred => {
                        changes.extend(more);
                        numbers.push(other);
                    }
                    waiting => {
                        is_barred |= is_same || matches!(waiting, Work::Swap(_));
                        self.waiting.push_back((other, waiting));
                    }
                }
            }
        }
        for number in &numbers {
            self.tasks[*number].status = "processing";
        }
        Some((numbers, work))
    }

    fn finish(&mut self, numbers: &[usize], error: &Value) {
        for number in numbers {
            let task = &mut self.tasks[*number];
            task.status = if error.is_null() { "succeeded" } else { "failed" };
            task.error = error.clone();
            task.finished = Some(now());
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
            let Some((numbers, work)) = queue.next() else { continue };
            let index = queue.tasks[numbers[0]].index.clone();
            drop(queue);
            let done = self.perform(index.as_deref().unwrap_or_default(), work);
            let error = done.err().map_or(Value::Null, |refusal| refusal.view());
            self.queue.lock().unwrap().finish(&numbers, &error);
        }
    }

    fn perform(&self, uid: &str, work: Work) -> Result<(), Refusal> {
        match work {
            Work::Documents(changes) => self.index_to_write(uid)?.write(&changes),
            Work::ChangeSettings(changes) => self.index_to_write(uid)?.change_settings(changes),
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
