//! Which request means what. What the adapter never asks for is not found.

use std::time::UNIX_EPOCH;

use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::http::{Answer, Request};
use crate::index::{Asked, Change};
use crate::refusal::Refusal;
use crate::tasks::{Server, Work};

const VERSION: &str = "1.15.1";
/// What this is, in place of the commit of a release.
const NAME: &str = "milli-core";

#[derive(Deserialize)]
struct Searches {
    queries: Vec<Asked>,
}

#[derive(Deserialize)]
struct Pair {
    indexes: (String, String),
}

#[derive(Deserialize)]
struct Named {
    uid: String,
}

pub fn answer(server: &Server, request: &Request) -> Answer {
    match route(server, request) {
        Ok((status, body)) => Answer { status, body },
        Err(refusal) => Answer { status: refusal.status, body: refusal.view() },
    }
}

fn route(server: &Server, request: &Request) -> Result<(u16, Value), Refusal> {
    let path: Vec<&str> = request.path.iter().map(String::as_str).collect();
    let later = |uid: Option<&str>, work| Ok((202, server.enqueue(uid, work)));
    match (request.method.as_str(), path.as_slice()) {
        ("GET", ["health"]) => Ok((200, json!({"status": "available"}))),
        ("GET", ["version"]) => {
            Ok((200, json!({"commitSha": NAME, "commitDate": "unknown", "pkgVersion": VERSION})))
        }
        ("GET", ["stats"]) => Ok((200, json!({"secondsSearching": server.searching().as_secs_f64()}))),
        ("GET", ["keys"]) => Err(Refusal::new(401, "missing_master_key", "There is no master key.")),
        ("GET", ["tasks"]) => Ok((200, tasks(server, request))),
        ("POST", ["multi-search"]) => {
            let asked: Searches = serde_json::from_slice(&request.body)?;
            let found = asked.queries.iter().map(|one| server.search(one)).collect::<Result<Vec<_>, _>>()?;
            Ok((200, json!({"results": found})))
        }
        ("POST", ["swap-indexes"]) => {
            let pairs: Vec<Pair> = serde_json::from_slice(&request.body)?;
            later(None, Work::Swap(pairs.into_iter().map(|pair| pair.indexes).collect()))
        }
        ("GET", ["indexes"]) => Ok((200, indexes(server))),
        ("POST", ["indexes"]) => {
            let named: Named = serde_json::from_slice(&request.body)?;
            later(Some(&named.uid), Work::Create)
        }
        ("DELETE", ["indexes", uid]) => later(Some(uid), Work::Remove),
        ("GET", ["indexes", uid, "settings"]) => {
            Ok((200, serde_json::to_value(server.index(uid)?.settings())?))
        }
        ("PATCH", ["indexes", uid, "settings"]) => {
            later(Some(uid), Work::ChangeSettings(serde_json::from_slice(&request.body)?))
        }
        (method @ ("POST" | "PUT"), ["indexes", uid, "documents"]) => {
            let change = if method == "PUT" { Change::Update } else { Change::Replace };
            later(Some(uid), Work::Documents(vec![change(request.body.clone())]))
        }
        ("POST", ["indexes", uid, "documents", "delete-batch"]) => {
            let ids = serde_json::from_slice(&request.body)?;
            later(Some(uid), Work::Documents(vec![Change::Delete(ids)]))
        }
        (method, _) => Err(Refusal::new(404, "not_found", format!("No {method} of {}.", path.join("/")))),
    }
}

fn tasks(server: &Server, request: &Request) -> Value {
    let numbers = request.query.get("uids").map_or("", String::as_str).split(',');
    let found = server.tasks(numbers.filter_map(|number| number.parse().ok()));
    json!({"total": found.len(), "limit": found.len(), "from": null, "next": null, "results": found})
}

fn indexes(server: &Server) -> Value {
    let uids = server.uids();
    // When they were made is asked by nobody.
    let then = OffsetDateTime::from(UNIX_EPOCH).format(&Rfc3339).expect("a time can be written");
    let view = |uid: &String| json!({"uid": uid, "primaryKey": "id", "createdAt": then, "updatedAt": then});
    let results: Vec<Value> = uids.iter().map(view).collect();
    json!({"total": results.len(), "offset": 0, "limit": results.len(), "results": results})
}
