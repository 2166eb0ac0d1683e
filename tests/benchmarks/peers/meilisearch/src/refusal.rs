//! Why something is not done, in the words and codes of the server.

use milli_core::{Error, UserError};
use serde_json::{Value, json};

#[derive(Debug)]
pub struct Refusal {
    pub status: u16,
    code: &'static str,
    message: String,
}

impl Refusal {
    pub fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub fn no_index(uid: &str) -> Self {
        Self::new(404, "index_not_found", format!("Index `{uid}` not found."))
    }

    pub fn view(&self) -> Value {
        json!({"message": self.message, "code": self.code, "type": "invalid_request", "link": ""})
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let Error::UserError(fault) = &error else {
            return Self::new(500, "internal", error.to_string());
        };
        let code = match fault {
            UserError::InvalidFilter(_)
            | UserError::InvalidFilterExpression(..)
            | UserError::FilterOperatorNotAllowed { .. } => "invalid_search_filter",
            UserError::InvalidSortableAttribute { .. }
            | UserError::SortError { .. }
            | UserError::SortRankingRuleMissing => "invalid_search_sort",
            UserError::InvalidFacetsDistribution { .. } => "invalid_search_facets",
            _ => "bad_request",
        };
        Self::new(400, code, error.to_string())
    }
}

impl From<milli_core::heed::Error> for Refusal {
    fn from(error: milli_core::heed::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::new(500, "io_error", error.to_string())
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::new(400, "bad_request", error.to_string())
    }
}
