//! Videos: requests and tasks.
#![expect(
    missing_docs,
    reason = "the contract's `video-types` documents each item, and the names are the same"
)]

pub use crate::types::{Cost, Error, Warning};
pub use qwen_core::video::types::{
    Filter, Input, Output, Quote, Request, Role as InputRole, ShotType, TaskState, TaskSummary,
};

use qwen_core::video::types as core;

use qwen_core::prelude::*;

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

impl From<core::Task> for Task {
    #[inline(never)]
    fn from(task: core::Task) -> Self {
        Self {
            id: task.id,
            model: task.model,
            prompt: task.prompt,
            status: task.status.into(),
            next_poll_ms: task.next_poll_ms,
            submitted_at: task.submitted_at,
            ended_at: task.ended_at,
            warnings: task.warnings,
            request_id: task.request_id,
        }
    }
}

impl From<core::Status> for Status {
    fn from(status: core::Status) -> Self {
        match status {
            core::Status::Pending => Self::Pending,
            core::Status::Running => Self::Running,
            core::Status::Succeeded(output) => Self::Succeeded(output),
            core::Status::Failed(error) => Self::Failed(error.into()),
            core::Status::Cancelled => Self::Cancelled,
            core::Status::Expired => Self::Expired,
        }
    }
}
