//! The library's records of videos and uploads as what is observed.

use super::{error, warning};
use qwenbox::types::Cost;
use qwenbox::upload::Form;
use qwenbox::video::{Output, Status, Task, TaskState, TaskSummary};
use serde_json::{Value, json};

/// `null` when there is no price.
pub(in crate::host::library) fn price(price: Option<&Cost>) -> Value {
    price.map(cost).into()
}

pub(in crate::host::library) fn task(task: &Task) -> Value {
    json!({
        "id": task.id,
        "model": task.model,
        "prompt": task.prompt,
        "status": status(&task.status),
        "nextPollMs": task.next_poll_ms,
        "submittedAt": task.submitted_at,
        "endedAt": task.ended_at,
        "warnings": task.warnings.iter().map(warning).collect::<Vec<_>>(),
        "requestId": task.request_id,
    })
}

pub(in crate::host::library) fn tasks(tasks: &[TaskSummary]) -> Value {
    tasks.iter().map(summary).collect()
}

pub(in crate::host::library) fn form(form: &Form) -> Value {
    let field =
        |field: &qwenbox::upload::Field| json!({ "name": field.name, "value": field.value });
    json!({
        "url": form.url,
        "fields": form.fields.iter().map(field).collect::<Vec<_>>(),
        "reference": form.reference,
        "expiresInSeconds": form.expires_in_seconds,
        "maxBytes": form.max_bytes,
    })
}

fn status(status: &Status) -> Value {
    match status {
        Status::Pending => "pending".into(),
        Status::Running => "running".into(),
        Status::Succeeded(video) => json!({ "succeeded": output(video) }),
        Status::Failed(reason) => json!({ "failed": error(reason) }),
        Status::Cancelled => "cancelled".into(),
        Status::Expired => "expired".into(),
    }
}

fn output(output: &Output) -> Value {
    json!({
        "urls": output.urls,
        "expiresAt": output.expires_at,
        "durationSeconds": output.duration_seconds,
        "billedSeconds": output.billed_seconds,
        "size": output.size,
        "resolution": output.resolution,
        "aspectRatio": output.aspect_ratio,
        "cost": price(output.cost.as_ref()),
    })
}

fn cost(cost: &Cost) -> Value {
    json!({
        "currency": cost.currency,
        "micros": cost.micros,
        "pricesAsOf": cost.prices_as_of,
    })
}

fn summary(task: &TaskSummary) -> Value {
    json!({
        "id": task.id,
        "model": task.model,
        "state": state(&task.state),
        "submittedAt": task.submitted_at,
        "endedAt": task.ended_at,
        "requestId": task.request_id,
    })
}

fn state(state: &TaskState) -> Value {
    let word = match state {
        TaskState::Pending => "pending",
        TaskState::Running => "running",
        TaskState::Succeeded => "succeeded",
        TaskState::Failed => "failed",
        TaskState::Cancelled => "cancelled",
        TaskState::Expired => "expired",
        TaskState::Other(word) => return json!({ "other": word }),
    };
    word.into()
}
