//! The contract's records as JSON: names in camelCase, words of the contract as they are, money as decimal text.

mod catalog;
mod chat;
mod understanding;
mod video;

pub(crate) use catalog::{endpoint, input, input_word, model, models, region_word};
pub(crate) use chat::{call_to_run, completion, event};
pub(crate) use understanding::description;
pub(crate) use video::{estimate, job, progress};

use qwenbox::types::{self, ErrorKind};
use serde_json::{Value, json};

/// An error as programs see it.
pub(crate) fn error(error: &types::Error) -> Value {
    json!({ "error": {
        "kind": kind_word(&error.kind),
        "message": error.message,
        "hint": error.hint,
        "status": error.status,
        "code": error.code,
        "requestId": error.request_id,
        "retryAfterMs": error.retry_after_ms,
        "requestSent": error.request_sent,
    }})
}

/// What people seldom need of an error, by name.
pub(crate) fn details(error: &types::Error) -> Vec<(&'static str, String)> {
    let known = [
        ("kind", Some(kind_word(&error.kind).to_owned())),
        ("status", error.status.map(|status| status.to_string())),
        ("code", error.code.clone()),
        ("request id", error.request_id.clone()),
        (
            "retry after",
            error.retry_after_ms.map(|wait| format!("{wait} ms")),
        ),
        (
            "request sent",
            Some(if error.request_sent { "maybe" } else { "no" }.to_owned()),
        ),
    ];
    let present = known
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    present.collect()
}

fn kind_word(kind: &ErrorKind) -> &str {
    match kind {
        ErrorKind::InvalidRequest => "invalid-request",
        ErrorKind::Unauthorized => "unauthorized",
        ErrorKind::PermissionDenied => "permission-denied",
        ErrorKind::Billing => "billing",
        ErrorKind::NotFound => "not-found",
        ErrorKind::Unsupported => "unsupported",
        ErrorKind::RateLimited => "rate-limited",
        ErrorKind::QuotaExhausted => "quota-exhausted",
        ErrorKind::ContentFiltered => "content-filtered",
        ErrorKind::ContextExceeded => "context-exceeded",
        ErrorKind::Overloaded => "overloaded",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Network => "network",
        ErrorKind::BadResponse => "bad-response",
        ErrorKind::Cancelled => "cancelled",
        ErrorKind::DeniedByHost => "denied-by-host",
        ErrorKind::Other(word) => word,
    }
}

/// A warning, without saying what it is one of.
fn warning(warning: &types::Warning) -> Value {
    json!({ "code": warning.code, "message": warning.message })
}
