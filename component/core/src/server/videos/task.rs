//! Tasks as OpenAI's videos.

use super::id::VideoId;
use crate::number;
use crate::prelude::*;
use crate::server::chat;
use crate::server::error;
use crate::server::write::{self, Object};
use crate::video::families::DEFAULT_DURATION;
use crate::video::types::{Output, Request, Status, Task, TaskState, TaskSummary};

/// What was asked of a video that the provider tells only when it is made.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    seconds: Option<String>,
    size: Option<String>,
}

impl Shape {
    pub(super) fn of(request: &Request) -> Self {
        let seconds = request.duration_seconds.unwrap_or(DEFAULT_DURATION);
        Self {
            seconds: Some(seconds.to_string()),
            size: request.size.clone(),
        }
    }
}

/// The body of `video`.
pub(super) fn written(task: &Task, shape: &Shape) -> String {
    let (status, end) = match &task.status {
        Status::Pending => ("queued", None),
        Status::Running => ("in_progress", None),
        Status::Succeeded(_) => ("completed", None),
        Status::Failed(_) => (FAILED, None),
        Status::Cancelled => (FAILED, Some("cancelled")),
        Status::Expired => (FAILED, Some("expired")),
    };
    let none = Output::default();
    let output = match &task.status {
        Status::Succeeded(output) => output,
        _ => &none,
    };
    let seconds = output.duration_seconds.map(number::written);
    let seconds = seconds.as_deref().or(shape.seconds.as_deref());
    let size = output.size.as_deref().or(shape.size.as_deref());
    let id = VideoId {
        task: &task.id,
        model: task.model.as_deref(),
    };
    let mut out = String::new();
    write::object(&mut out, |body| {
        head(body, &id, status, task.submitted_at, task.ended_at);
        body.text_or_null("prompt", task.prompt.as_deref())
            .text_or_null("seconds", seconds)
            .text_or_null("size", size.map(|size| size.replace('*', "x")).as_deref());
        match (&task.status, end) {
            (Status::Failed(error), _) => {
                error::write_field(body, error, false, None);
            }
            (_, Some(end)) => ended(body, end),
            _ => {
                body.json("error", "null");
            }
        }
        body.whole_or_null("next_poll_ms", task.next_poll_ms)
            .text_or_null("request_id", task.request_id.as_deref());
        result(body, output);
    });
    out
}

const FAILED: &str = "failed";

/// The fields that a list has as well.
fn head(
    body: &mut Object<'_>,
    id: &VideoId<'_>,
    status: &str,
    created_at: Option<u64>,
    completed_at: Option<u64>,
) {
    // How far a task is the provider does not say.
    let progress: u32 = if status == "completed" { 100 } else { 0 };
    body.text("id", &id.written())
        .text("object", "video")
        .text("status", status)
        .whole("progress", progress)
        .text_or_null("model", id.model)
        .whole("created_at", created_at.unwrap_or(0))
        .whole_or_null("completed_at", completed_at);
}

/// What is told of a finished video, its address among it.
fn result(body: &mut Object<'_>, output: &Output) {
    body.whole_or_null("expires_at", output.expires_at)
        .text_or_null("url", output.urls.first().map(String::as_str));
    if output.urls.len() > 1 {
        body.list("urls", &output.urls, |out, url| write::text(out, url));
    }
    body.some_text("resolution", output.resolution.as_deref())
        .some_text("aspect_ratio", output.aspect_ratio.as_deref());
    if let Some(seconds) = output.billed_seconds {
        body.json("billed_seconds", &number::written(seconds));
    }
    if let Some(cost) = &output.cost {
        body.object("cost", |body| chat::write_cost(body, cost));
    }
}

/// Why there is no video, where nothing failed.
fn ended(body: &mut Object<'_>, code: &str) {
    let message = match code {
        "cancelled" => "the video was cancelled before it was begun",
        "expired" => "the video and its task are no longer kept",
        _ => "the video failed: look at it alone to learn why",
    };
    body.object("error", |error| {
        error.text("code", code).text("message", message);
    });
}

/// The body of a page of the list.
pub(super) fn list(tasks: &[TaskSummary], has_more: bool) -> String {
    let id = |task: Option<&TaskSummary>| task.map(|task| id_of(task).written());
    let mut out = String::new();
    write::object(&mut out, |body| {
        body.text("object", "list")
            .list("data", tasks, |out, task| {
                write::object(out, |body| summary(body, task));
            })
            .text_or_null("first_id", id(tasks.first()).as_deref())
            .text_or_null("last_id", id(tasks.last()).as_deref())
            .flag("has_more", has_more);
    });
    out
}

fn id_of(task: &TaskSummary) -> VideoId<'_> {
    VideoId {
        task: &task.id,
        model: task.model.as_deref(),
    }
}

fn summary(body: &mut Object<'_>, task: &TaskSummary) {
    let (status, end) = match &task.state {
        TaskState::Pending => ("queued", None),
        TaskState::Running => ("in_progress", None),
        TaskState::Succeeded => ("completed", None),
        TaskState::Failed => (FAILED, Some(FAILED)),
        TaskState::Cancelled => (FAILED, Some("cancelled")),
        TaskState::Expired => (FAILED, Some("expired")),
        // Never taken for one that goes on.
        TaskState::Other(_) => ("unknown", None),
    };
    head(body, &id_of(task), status, task.submitted_at, task.ended_at);
    if let TaskState::Other(word) = &task.state {
        body.text("provider_status", word);
    }
    match end {
        Some(end) => ended(body, end),
        None => {
            body.json("error", "null");
        }
    }
}

/// The body that tells of a video that will not be.
pub(super) fn deleted(id: &str) -> String {
    let mut out = String::new();
    write::object(&mut out, |body| {
        body.text("id", id)
            .text("object", "video.deleted")
            .flag("deleted", true);
    });
    out
}
