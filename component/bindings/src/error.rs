//! Errors, warnings, usage and money, from the core to the contract.

use qwen_core::chat::types as core;
use qwen_core::cost::Cost;
use qwen_core::warning::Warning;
use qwen_core::{Error, ErrorKind};

use crate::types as wit;

impl From<Error> for wit::Error {
    fn from(error: Error) -> Self {
        let error = error.into_details();
        Self {
            kind: error.kind.into(),
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

impl From<ErrorKind> for wit::ErrorKind {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::InvalidRequest => Self::InvalidRequest,
            ErrorKind::Unauthorized => Self::Unauthorized,
            ErrorKind::PermissionDenied => Self::PermissionDenied,
            ErrorKind::Billing => Self::Billing,
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::Unsupported => Self::Unsupported,
            ErrorKind::RateLimited => Self::RateLimited,
            ErrorKind::QuotaExhausted => Self::QuotaExhausted,
            ErrorKind::ContentFiltered => Self::ContentFiltered,
            ErrorKind::ContextExceeded => Self::ContextExceeded,
            ErrorKind::Overloaded => Self::Overloaded,
            ErrorKind::Timeout => Self::Timeout,
            ErrorKind::Network => Self::Network,
            ErrorKind::BadResponse => Self::BadResponse,
            ErrorKind::Cancelled => Self::Cancelled,
            ErrorKind::DeniedByHost => Self::DeniedByHost,
            ErrorKind::Other(name) => Self::Other(name),
        }
    }
}

impl From<Warning> for wit::Warning {
    fn from(warning: Warning) -> Self {
        Self {
            code: warning.code,
            message: warning.message,
        }
    }
}

impl From<core::Usage> for wit::Usage {
    fn from(usage: core::Usage) -> Self {
        Self {
            input_tokens: usage.input_tokens,
            output_tokens: usage.output_tokens,
            total_tokens: usage.total_tokens,
            cached_input_tokens: usage.cached_input_tokens,
            cache_write_tokens: usage.cache_write_tokens,
            reasoning_tokens: usage.reasoning_tokens,
        }
    }
}

impl From<Cost> for wit::Cost {
    fn from(cost: Cost) -> Self {
        Self {
            currency: cost.currency,
            micros: cost.micros,
            prices_as_of: cost.prices_as_of,
        }
    }
}
