//! Which function of the contract a case calls, and with what.

use super::request::Request;
use super::{describe, video};
use serde::Deserialize;

/// A function of the contract with its request.
#[derive(Clone, Debug)]
pub(crate) enum Call {
    Complete(Request),
    Describe(describe::Request),
    Stream(Request),
    Estimate(video::Request),
    Submit(video::Request),
    Poll(video::Poll),
    Cancel(video::Cancel),
    Tasks(video::Filter),
    Prepare(video::Upload),
}

/// A function of the contract, as a case names it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Complete,
    Describe,
    Stream,
    Estimate,
    Submit,
    Poll,
    Cancel,
    Tasks,
    Prepare,
}

impl Call {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Complete(_) => Kind::Complete,
            Self::Describe(_) => Kind::Describe,
            Self::Stream(_) => Kind::Stream,
            Self::Estimate(_) => Kind::Estimate,
            Self::Submit(_) => Kind::Submit,
            Self::Poll(_) => Kind::Poll,
            Self::Cancel(_) => Kind::Cancel,
            Self::Tasks(_) => Kind::Tasks,
            Self::Prepare(_) => Kind::Prepare,
        }
    }

    /// Whether its request holds a number that JSON does not have.
    pub(crate) fn is_beyond_json(&self) -> bool {
        let (Self::Complete(request) | Self::Stream(request)) = self else {
            return false;
        };
        let numbers = [
            request.temperature,
            request.top_p,
            request.presence_penalty,
            request.repetition_penalty,
        ];
        numbers
            .into_iter()
            .flatten()
            .any(|number| !number.is_finite())
    }

    /// Method and path of its requests where a case says no other, given the path of the base URL.
    pub(crate) fn line(&self, path: &str) -> String {
        match self {
            Self::Complete(_) | Self::Describe(_) | Self::Stream(_) => {
                format!("POST {path}/chat/completions")
            }
            Self::Estimate(_) => "none".to_owned(),
            Self::Submit(_) => {
                "POST /api/v1/services/aigc/video-generation/video-synthesis".to_owned()
            }
            Self::Poll(poll) => format!("GET /api/v1/tasks/{}", poll.id),
            Self::Cancel(cancel) => format!("POST /api/v1/tasks/{}/cancel", cancel.id),
            Self::Tasks(_) => "GET /api/v1/tasks/?page_no=1&page_size=10".to_owned(),
            Self::Prepare(upload) => {
                format!(
                    "GET /api/v1/uploads?action=getPolicy&model={}",
                    upload.model
                )
            }
        }
    }
}

impl Kind {
    /// How cases name it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Describe => "describe",
            Self::Stream => "stream",
            Self::Estimate => "estimate",
            Self::Submit => "submit",
            Self::Poll => "poll",
            Self::Cancel => "cancel",
            Self::Tasks => "tasks",
            Self::Prepare => "prepare",
        }
    }

    /// Whether events come before the result.
    pub(crate) fn streams(self) -> bool {
        self == Self::Stream
    }

    /// Whether it asks the upstream at all.
    pub(crate) fn sends(self) -> bool {
        self != Self::Estimate
    }

    /// What comes of it when all goes well, as a case expects it.
    pub(crate) fn result(self) -> &'static str {
        match self {
            Self::Complete | Self::Stream => "completion",
            Self::Describe => "description",
            Self::Estimate => "cost",
            Self::Submit | Self::Poll | Self::Cancel => "task",
            Self::Tasks => "tasks",
            Self::Prepare => "form",
        }
    }

    /// Headers that each of its requests has, or must not have.
    pub(crate) fn headers(self) -> [(&'static str, Option<&'static str>); 2] {
        let (sends_json, begins_task) = match self {
            Self::Complete | Self::Describe | Self::Stream => (true, false),
            Self::Submit => (true, true),
            Self::Estimate | Self::Poll | Self::Cancel | Self::Tasks | Self::Prepare => {
                (false, false)
            }
        };
        [
            ("content-type", sends_json.then_some("application/json")),
            ("x-dashscope-async", begins_task.then_some("enable")),
        ]
    }
}
