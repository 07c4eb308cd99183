//! Which function of the contract a case calls, and with what.

use super::request::Request;
use serde::Deserialize;

/// A function of the contract with its request.
#[derive(Clone, Debug)]
pub(crate) enum Call {
    Complete(Request),
    Stream(Request),
}

/// A function of the contract, as a case names it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Complete,
    Stream,
}

impl Call {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Complete(_) => Kind::Complete,
            Self::Stream(_) => Kind::Stream,
        }
    }
}

impl Kind {
    /// Whether events come before the result.
    pub(crate) fn streams(self) -> bool {
        self == Self::Stream
    }

    /// What each of its requests begins with, given the path of the base URL.
    pub(crate) fn request_line(self, path: &str) -> String {
        match self {
            Self::Complete | Self::Stream => format!("POST {path}/chat/completions HTTP/1.1"),
        }
    }
}
