//! Which function of the contract a case calls, and with what.

use super::describe;
use super::request::Request;
use serde::Deserialize;

/// A function of the contract with its request.
#[derive(Clone, Debug)]
pub(crate) enum Call {
    Complete(Request),
    Describe(describe::Request),
    Stream(Request),
}

/// A function of the contract, as a case names it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Complete,
    Describe,
    Stream,
}

impl Call {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Complete(_) => Kind::Complete,
            Self::Describe(_) => Kind::Describe,
            Self::Stream(_) => Kind::Stream,
        }
    }
}

impl Kind {
    /// Whether events come before the result.
    pub(crate) fn streams(self) -> bool {
        self == Self::Stream
    }

    /// What comes of it when all goes well, as a case expects it.
    pub(crate) fn result(self) -> &'static str {
        match self {
            Self::Complete | Self::Stream => "completion",
            Self::Describe => "description",
        }
    }

    /// What each of its requests begins with, given the path of the base URL.
    pub(crate) fn request_line(self, path: &str) -> String {
        match self {
            Self::Complete | Self::Describe | Self::Stream => {
                format!("POST {path}/chat/completions HTTP/1.1")
            }
        }
    }
}
