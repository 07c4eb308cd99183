//! Video jobs as JSON.

use super::chat::cost;
use super::{kind_word, warning};
use qwenbox::jobs::{Job, JobId, Progress};
use qwenbox::types::Error;
use qwenbox::video::Quote;
use serde_json::{Value, json};

/// A job, whole.
pub(crate) fn job(job: &Job) -> Value {
    let result = job.result.as_ref();
    json!({
        "type": "job",
        "id": job.id.as_str(),
        "state": job.state.as_str(),
        "model": job.task_model.as_ref().or(job.request.model.as_ref()),
        "prompt": job.request.prompt,
        "task": job.task,
        "createdMs": job.created_ms,
        "submittedAt": job.submitted_at,
        "endedAt": job.ended_at,
        "estimate": job.estimate.as_ref().map(cost),
        "cost": result.and_then(|result| result.cost.as_ref()).map(cost),
        "billedSeconds": result.and_then(|result| result.billed_seconds),
        "urls": result.map_or_else(Vec::new, |result| result.urls.clone()),
        "expiresAt": result.and_then(|result| result.expires_at),
        "output": job.output.as_ref().map(|path| path.display().to_string()),
        "file": job.file.as_ref().map(|file| json!({
            "path": file.path.display().to_string(),
            "bytes": file.bytes,
            "sha256": file.sha256,
        })),
        "error": job.error.as_ref().map(short),
        "warnings": job.warnings.iter().map(warning).collect::<Vec<_>>(),
        "requestId": job.request_id,
    })
}

/// What a video would come to.
pub(crate) fn estimate(estimate: &Quote) -> Value {
    json!({
        "model": estimate.model,
        "cost": estimate.cost.as_ref().map(cost),
        "warnings": estimate.warnings.iter().map(warning).collect::<Vec<_>>(),
    })
}

/// Something that happened to a job.
pub(crate) fn progress(id: &JobId, progress: &Progress) -> Value {
    let id = id.as_str();
    let milliseconds = |time: std::time::Duration| u64::try_from(time.as_millis()).ok();
    match progress {
        Progress::State { state, task } => {
            json!({ "type": "state", "job": id, "state": state.as_str(), "task": task })
        }
        Progress::Polled {
            state,
            polls,
            elapsed,
            next,
        } => json!({
            "type": "polled", "job": id, "state": state.as_str(), "polls": polls,
            "elapsedMs": milliseconds(*elapsed), "nextMs": next.and_then(milliseconds),
        }),
        Progress::Retry { error, wait } => json!({
            "type": "retry", "job": id, "error": short(error), "waitMs": milliseconds(*wait),
        }),
        Progress::Elsewhere { state } => {
            json!({ "type": "elsewhere", "job": id, "state": state.as_str() })
        }
        Progress::Download { bytes, total } => {
            json!({ "type": "download", "job": id, "bytes": bytes, "total": total })
        }
        Progress::Expiring { left } => {
            json!({ "type": "expiring", "job": id, "leftSeconds": left.as_secs() })
        }
        _ => json!({ "type": "other", "job": id }),
    }
}

fn short(error: &Error) -> Value {
    json!({ "kind": kind_word(&error.kind), "message": error.message, "code": error.code })
}
