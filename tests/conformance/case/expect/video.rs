//! What the calls about videos and uploads must give.

use super::{ANY, Failure};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Task {
    #[serde(default = "any")]
    id: Option<String>,
    #[serde(default = "any")]
    model: Option<String>,
    #[serde(default = "any")]
    prompt: Option<String>,
    status: Status,
    next_poll_ms: Option<u64>,
    submitted_at: Option<u64>,
    ended_at: Option<u64>,
    #[serde(default = "any")]
    request_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Pending,
    Running,
    Succeeded(Output),
    Failed(Failure),
    Cancelled,
    Expired,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Output {
    urls: Vec<String>,
    expires_at: Option<u64>,
    duration_seconds: Option<f64>,
    billed_seconds: Option<f64>,
    size: Option<String>,
    resolution: Option<String>,
    aspect_ratio: Option<String>,
    cost: Option<Cost>,
}

/// Nothing where there is no price.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Price(Option<Cost>);

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Cost {
    currency: String,
    micros: u64,
    #[serde(default = "any")]
    prices_as_of: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Summary {
    id: String,
    model: Option<String>,
    state: State,
    submitted_at: Option<u64>,
    ended_at: Option<u64>,
    #[serde(default = "any")]
    request_id: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    Pending,
    Running,
    Succeeded,
    Failed,
    Cancelled,
    Expired,
    Other(String),
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Form {
    url: String,
    fields: Vec<Field>,
    reference: String,
    expires_in_seconds: Option<u64>,
    max_bytes: Option<u64>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Field {
    name: String,
    value: String,
}

impl Task {
    /// The fields to compare, but for the reason of one that failed.
    pub(super) fn value(&self) -> Value {
        json!({
            "id": self.id,
            "model": self.model,
            "prompt": self.prompt,
            "status": self.status.value(),
            "nextPollMs": self.next_poll_ms,
            "submittedAt": self.submitted_at,
            "endedAt": self.ended_at,
            "requestId": self.request_id,
        })
    }

    /// Why the task failed.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        match &self.status {
            Status::Failed(failure) => Some(failure),
            _ => None,
        }
    }
}

impl Status {
    fn value(&self) -> Value {
        match self {
            Self::Pending => "pending".into(),
            Self::Running => "running".into(),
            Self::Succeeded(output) => json!({ "succeeded": output }),
            Self::Failed(_) => json!({ "failed": ANY }),
            Self::Cancelled => "cancelled".into(),
            Self::Expired => "expired".into(),
        }
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands for a field that may be absent"
)]
fn any() -> Option<String> {
    Some(ANY.to_owned())
}
