//! Errors, warnings, usage and money.
#![expect(
    missing_docs,
    reason = "the contract's `types` documents each item, and the names are the same"
)]

pub use qwen_core::ErrorKind;
pub use qwen_core::chat::types::Usage;
pub use qwen_core::cost::Cost;
pub use qwen_core::warning::Warning;

use qwen_core::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub kind: ErrorKind,
    pub message: String,
    pub hint: Option<String>,
    pub status: Option<u16>,
    pub code: Option<String>,
    pub request_id: Option<String>,
    pub retry_after_ms: Option<u64>,
    pub request_sent: bool,
}

impl From<qwen_core::Error> for Error {
    #[inline(never)]
    fn from(error: qwen_core::Error) -> Self {
        let error = error.into_details();
        Self {
            kind: error.kind,
            message: error.message,
            hint: error.hint,
            status: error.status,
            code: error.code,
            request_id: error.request_id,
            retry_after_ms: error.retry_after_ms,
            request_sent: error.request_sent,
        }
    }
}
