//! `video`: begins a task, looks at it, cancels it, lists tasks. Whoever runs this waits between the looks.

use super::Failure;
use super::arguments::Options;
use super::screen::Screen;
use crate::transport::Http;
use qwen_core::prelude::*;
use qwen_core::video::types::{Filter, Output, Status, Task, TaskState};
use qwen_core::{Error, ErrorKind, Provider};

/// Prints the task's id.
pub(super) async fn submit(
    provider: &Provider,
    mut options: Box<Options>,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let mut request = options.video;
    request.prompt = options.word.take();
    let task = provider.submit(&Http, request).await?;
    screen.warnings(&task.warnings);
    screen.answer(&[&task.id, "\n"].concat());
    screen.note(&look_again(&task));
    Ok(())
}

/// Prints the video's address once there is one.
pub(super) async fn poll(
    provider: &Provider,
    options: &Options,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let model = options.video.model.as_deref();
    let task = provider.poll(&Http, id(options), model).await?;
    screen.warnings(&task.warnings);
    match task.status {
        Status::Pending | Status::Running => {
            screen.note(&look_again(&task));
            Ok(())
        }
        Status::Succeeded(video) => {
            made(&video, screen);
            Ok(())
        }
        Status::Failed(error) => Err(error.into()),
        Status::Cancelled => Err(Error::new(ErrorKind::Cancelled, "the task was cancelled").into()),
        Status::Expired => Err(Error::new(
            ErrorKind::NotFound,
            "the task is not known: it is too old, or of another account",
        )
        .into()),
    }
}

/// The task that is meant.
fn id(options: &Options) -> &str {
    options.word.as_deref().unwrap_or_default()
}

fn made(video: &Output, screen: &mut Screen) {
    for address in &video.urls {
        screen.answer(&[address, "\n"].concat());
    }
}

/// Prints nothing: what was to be done is done.
pub(super) async fn cancel(
    provider: &Provider,
    options: &Options,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let task = provider.cancel(&Http, id(options)).await?;
    screen.warnings(&task.warnings);
    screen.note("the task is cancelled");
    Ok(())
}

/// Prints the newest tasks, one a line: its id, its state, its model.
pub(super) async fn list(provider: &Provider, screen: &mut Screen) -> Result<(), Failure> {
    for task in provider.tasks(&Http, &Filter::default()).await? {
        let model = task.model.as_deref().unwrap_or("-");
        let line = format!("{}  {:9}  {model}\n", task.id, state(&task.state));
        screen.answer(&line);
    }
    Ok(())
}

fn state(state: &TaskState) -> &str {
    match state {
        TaskState::Pending => "pending",
        TaskState::Running => "running",
        TaskState::Succeeded => "succeeded",
        TaskState::Failed => "failed",
        TaskState::Cancelled => "cancelled",
        TaskState::Expired => "expired",
        TaskState::Other(word) => word,
    }
}

/// What a task does that is not at its end, and when to look.
fn look_again(task: &Task) -> String {
    let doing = match task.status {
        Status::Running => "the video is being made",
        _ => "the task waits its turn",
    };
    match task.next_poll_ms {
        Some(ms) => format!("{doing}; look in {} s", ms.div_ceil(1_000)),
        None => doing.to_owned(),
    }
}
