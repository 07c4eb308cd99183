//! What goes into a video task and what comes out of it. The contract's `video-types` documents every field.
#![expect(
    missing_docs,
    reason = "the contract's `video-types` documents each item, and the names are the same"
)]

use crate::cost::Cost;
use crate::error::Error;
use crate::prelude::*;
use crate::warning::Warning;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub model: Option<String>,
    pub prompt: Option<String>,
    pub negative_prompt: Option<String>,
    pub inputs: Vec<Input>,
    pub size: Option<String>,
    pub aspect_ratio: Option<String>,
    pub resolution: Option<String>,
    pub duration_seconds: Option<u32>,
    pub audio: Option<bool>,
    pub watermark: Option<bool>,
    pub prompt_extend: Option<bool>,
    pub shot_type: Option<ShotType>,
    pub seed: Option<u32>,
    pub extra_json: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    pub model: String,
    pub cost: Option<Cost>,
    pub warnings: Vec<Warning>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    pub role: Role,
    pub url: String,
}

impl Input {
    /// An input in the role that a word names.
    #[must_use]
    pub fn of(role: &str, url: String) -> Self {
        Self {
            role: Role::of_word(role),
            url,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    Image,
    Video,
    Audio,
    FirstFrame,
    LastFrame,
    FirstClip,
    ReferenceImage,
    ReferenceVideo,
    ReferenceAudio,
    Other(String),
}

impl Role {
    /// The role of a word of the contract; for any other, the provider's own.
    #[must_use]
    pub fn of_word(word: &str) -> Self {
        match word {
            "image" => Self::Image,
            "video" => Self::Video,
            "audio" => Self::Audio,
            "first-frame" => Self::FirstFrame,
            "last-frame" => Self::LastFrame,
            "first-clip" => Self::FirstClip,
            "reference-image" => Self::ReferenceImage,
            "reference-video" => Self::ReferenceVideo,
            "reference-audio" => Self::ReferenceAudio,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Its word in the contract; the provider's for one that the contract does not name.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::FirstFrame => "first-frame",
            Self::LastFrame => "last-frame",
            Self::FirstClip => "first-clip",
            Self::ReferenceImage => "reference-image",
            Self::ReferenceVideo => "reference-video",
            Self::ReferenceAudio => "reference-audio",
            Self::Other(word) => word,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShotType {
    Single,
    Multi,
}

impl ShotType {
    /// The arm that has this number in the contract, by the name that generated bindings call.
    #[doc(hidden)]
    #[must_use]
    pub fn _lift(number: u8) -> Self {
        match number {
            0 => Self::Single,
            _ => Self::Multi,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub id: String,
    pub model: Option<String>,
    pub prompt: Option<String>,
    pub status: Status,
    pub next_poll_ms: Option<u64>,
    pub submitted_at: Option<u64>,
    pub ended_at: Option<u64>,
    pub warnings: Vec<Warning>,
    pub request_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    Pending,
    Running,
    Succeeded(Output),
    Failed(Error),
    Cancelled,
    Expired,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Output {
    pub urls: Vec<String>,
    pub expires_at: Option<u64>,
    pub duration_seconds: Option<f64>,
    pub billed_seconds: Option<f64>,
    pub size: Option<String>,
    pub resolution: Option<String>,
    pub aspect_ratio: Option<String>,
    pub cost: Option<Cost>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskSummary {
    pub id: String,
    pub model: Option<String>,
    pub state: TaskState,
    pub submitted_at: Option<u64>,
    pub ended_at: Option<u64>,
    pub request_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskState {
    Pending,
    Running,
    Succeeded,
    Failed,
    Cancelled,
    Expired,
    Other(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub since: Option<u64>,
    pub until: Option<u64>,
    pub model: Option<String>,
    pub page: Option<u32>,
    pub page_size: Option<u32>,
}
