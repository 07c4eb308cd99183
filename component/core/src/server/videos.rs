//! `/v1/videos`: tasks of the provider in the words of OpenAI's videos.
//!
//! A video's id is its task's, with the model that works on it: nothing is kept here, so any instance answers for any
//! video, also after a restart.

mod id;
mod request;
mod task;
#[cfg(test)]
mod tests;

use super::error::Refusal;
use super::fields::{self, Asked};
use super::response::{self, Response};
use super::route::Target;
use crate::error::{Error, ErrorKind};
use crate::prelude::*;
use crate::provider::Provider;
use crate::transport::Transport;
use crate::video::types::{Filter, Status, Task, TaskSummary};
use id::VideoId;

/// `POST /v1/videos`: submits a task, once.
///
/// # Errors
/// What is wrong with the body or not in the model's table, and what came instead of a task.
pub(super) async fn create<'a, T: Transport + 'static>(
    provider: &Provider,
    transport: &'a T,
    body: String,
) -> Result<Response<'a, T>, Refusal> {
    let asked = Asked::of_video(&body)?;
    drop(body);
    let shape = task::Shape::of(&asked.video);
    let (request, mut warnings) = asked.into_video();
    let submitted = provider.submit(transport, request).await;
    let mut task = submitted.map_err(|error| Refusal::from(error).of_submit())?;
    warnings.append(&mut task.warnings);
    task.warnings = warnings;
    Ok(told(&task, &shape))
}

/// Looks at a task, with one request, and tells what `told` makes of it.
///
/// # Errors
/// Whatever stands between the request and its answer, and the error of `told`.
pub(super) async fn look<'a, T: Transport + 'static>(
    provider: &Provider,
    transport: &'a T,
    id: &str,
    told: fn(Task) -> Result<Response<'static, T>, Refusal>,
) -> Result<Response<'a, T>, Refusal> {
    let id = VideoId::parse(id);
    let task = provider.poll(transport, id.task, id.model).await?;
    told(task)
}

/// `GET /v1/videos/{id}`: tells how far a task is.
#[expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "one of two ways to tell of a task"
)]
pub(super) fn seen<T: Transport>(task: Task) -> Result<Response<'static, T>, Refusal> {
    Ok(told(&task, &task::Shape::default()))
}

fn told<T: Transport>(task: &Task, shape: &task::Shape) -> Response<'static, T> {
    let body = task::written(task, shape);
    response::told(body, &task.warnings, task.request_id.as_deref())
}

/// `GET /v1/videos/{id}/content`: leads to where the provider keeps the video.
///
/// # Errors
/// `404` while there is none, and the error of a task that failed.
pub(super) fn content<T: Transport>(task: Task) -> Result<Response<'static, T>, Refusal> {
    let url = match task.status {
        Status::Succeeded(output) => output.urls.into_iter().next(),
        Status::Failed(error) => return Err(error.into()),
        _ => None,
    };
    // Only an address goes into a header.
    let is_plain = |url: &String| url.bytes().all(|byte| byte.is_ascii_graphic());
    let url = url.filter(is_plain).ok_or_else(|| {
        Error::new(ErrorKind::NotFound, "there is no video at this id")
            .with_hint("ask for its status: it may not be ready, or have expired")
    })?;
    let mut response = response::json(302, String::from("{}"));
    response.headers.push(("location", url));
    response.tell(&[], task.request_id.as_deref());
    Ok(response)
}

/// `DELETE /v1/videos/{id}`: cancels a task that has not begun.
///
/// # Errors
/// `unsupported` for any other task, and whatever stands between the request and its answer.
pub(super) async fn cancel<'a, T: Transport + 'static>(
    provider: &Provider,
    transport: &'a T,
    given: &str,
) -> Result<Response<'a, T>, Refusal> {
    let id = VideoId::parse(given);
    let task = provider.cancel(transport, id.task).await?;
    let body = task::deleted(&id.written());
    Ok(response::told(
        body,
        &task.warnings,
        task.request_id.as_deref(),
    ))
}

/// How many videos a page has, when the client does not say, and at most.
const PAGE: usize = 20;
const LARGEST_PAGE: usize = 100;

/// The most pages of the provider's that are looked through for the video that `after` names: some more tasks than an
/// account makes in the day that the provider lists.
const MOST_PAGES: u32 = 10;

/// `GET /v1/videos`: lists the tasks of the last 24 hours, newest first.
///
/// # Errors
/// A query that is not understood, and whatever stands between the request and its answer.
pub(super) async fn list<'a, T: Transport + 'static>(
    provider: &Provider,
    transport: &'a T,
    target: &Target<'_>,
) -> Result<Response<'a, T>, Refusal> {
    let page = Page::of(target)?;
    let found = page.read(provider, transport).await?;
    let body = task::list(
        found.get(..page.limit).unwrap_or(&found),
        found.len() > page.limit,
    );
    Ok(response::json(200, body))
}

/// Which videos of the list are wanted.
struct Page {
    /// Those behind the one of this task.
    after: Option<String>,
    limit: usize,
}

impl Page {
    fn of(target: &Target<'_>) -> Result<Self, Refusal> {
        let limit = match target.query("limit") {
            Some(text) => fields::whole(&text).map_or(0, |limit| limit as usize),
            None => PAGE,
        };
        if !(1..=LARGEST_PAGE).contains(&limit) {
            let message = "limit must be a whole number from 1 to 100";
            return Err(refused("limit", message));
        }
        if target.query("order").is_some_and(|order| order != "desc") {
            let message = "order can only be desc: the provider lists the newest first";
            return Err(refused("order", message));
        }
        let after = target.query("after");
        Ok(Self {
            after: after.map(|id| String::from(VideoId::parse(&id).task)),
            limit,
        })
    }

    /// The tasks that are wanted, and one more where there are more.
    async fn read<T: Transport + 'static>(
        &self,
        provider: &Provider,
        transport: &T,
    ) -> Result<Vec<TaskSummary>, Refusal> {
        let wanted = self.limit + 1;
        let page_size = if self.after.is_some() {
            LARGEST_PAGE
        } else {
            wanted.min(LARGEST_PAGE)
        };
        let mut after = self.after.as_deref();
        let mut found = Vec::new();
        for page in 1..=MOST_PAGES {
            let filter = Filter {
                page: Some(page),
                page_size: u32::try_from(page_size).ok(),
                ..Filter::default()
            };
            let mut tasks = provider.tasks(transport, &filter).await?;
            let is_last = tasks.len() < page_size;
            if let Some(id) = after {
                let place = tasks.iter().position(|task| task.id == id);
                after = after.filter(|_| place.is_none());
                tasks = tasks.split_off(place.map_or(tasks.len(), |place| place + 1));
            }
            found.append(&mut tasks);
            if found.len() >= wanted || is_last {
                break;
            }
        }
        if after.is_some() {
            let message = "after names no video of the last 24 hours";
            return Err(refused("after", message));
        }
        found.truncate(wanted);
        Ok(found)
    }
}

/// The refusal of a field of the query.
fn refused(field: &str, message: &str) -> Refusal {
    Refusal::field(String::from(field), String::from(message))
}
