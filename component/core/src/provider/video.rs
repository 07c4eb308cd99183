//! The calls about videos: joins the endpoint, the key and the region with what `video` knows.

#[cfg(test)]
mod tests;

use super::exchange::{NOTHING, exchange};
use super::{Provider, header};
use crate::error::{Error, ErrorKind};
use crate::http::{self, Effect, Method, Timeouts};
use crate::model_ref::ModelRef;
use crate::prelude::*;
use crate::transport::Transport;
use crate::video::encode::{self, Encoded};
use crate::video::price;
use crate::video::task::{self, Known};
use crate::video::types::{Filter, Quote, Request, Status, Task, TaskSummary};

const SUBMIT: &str = "/api/v1/services/aigc/video-generation/video-synthesis";
const TASKS: &str = "/api/v1/tasks/";

/// The longest id of a task; the provider's have 36 characters.
const LONGEST_ID: usize = 100;

/// What to do when a submit has no answer.
const LOOK_FIRST: &str = "the task may exist and be billed: look for it among the account's tasks before you submit it again";

impl Provider {
    /// What a request would come to: which model, and for how much. Sends nothing.
    ///
    /// # Errors
    /// `invalid-request` or `unsupported` when the request is outside its model's table.
    pub fn estimate(&self, request: &Request) -> Result<Quote, Error> {
        let encoded = encoded(request)?;
        let region = self.endpoint.region.as_ref();
        Ok(Quote {
            cost: region.and_then(|region| price::cost(encoded.model, &encoded.billed, region)),
            model: encoded.model.to_owned(),
            warnings: encoded.warnings,
        })
    }

    /// Submits a task, once.
    ///
    /// # Errors
    /// What was wrong with the request, before anything is sent; or what came instead of a task: `request_sent` says
    /// whether one may exist all the same.
    pub async fn submit<T: Transport + 'static>(
        &self,
        transport: &T,
        request: Request,
    ) -> Result<Task, Error> {
        let encoded = encoded(&request)?;
        let mut headers = vec![
            header("content-type", "application/json"),
            header("x-dashscope-async", "enable"),
        ];
        if encoded.stored {
            headers.push(header("x-dashscope-ossresourceresolve", "enable"));
        }
        let mut outgoing = self.native(SUBMIT, headers, encoded.body)?;
        outgoing.method = Method::Post;
        outgoing.effect = Effect::Once;
        let answer = exchange(transport, outgoing, None).await;
        let document = answer.map_err(look_first)?;
        let id = task::submitted(&document.json)
            .ok_or_else(|| look_first(document.of_no_use("it names no task")))?;
        let request_id = document.request_id();
        let mut warnings = encoded.warnings;
        warnings.extend(document.warnings);
        Ok(Task {
            id,
            model: Some(encoded.model.to_owned()),
            prompt: request.prompt,
            status: Status::Pending,
            next_poll_ms: Some(task::first_look_ms()),
            submitted_at: document.head.date(),
            ended_at: None,
            warnings,
            request_id,
        })
    }

    /// Looks at a task, with one request. The model, where it is known, gives the price.
    ///
    /// # Errors
    /// `bad-response` for a status that is not documented, and whatever stands between the request and its answer.
    pub async fn poll<T: Transport + 'static>(
        &self,
        transport: &T,
        id: &str,
        model: Option<&str>,
    ) -> Result<Task, Error> {
        let outgoing = self.native(&task_path(id)?, Vec::new(), Vec::new())?;
        let document = exchange(transport, outgoing, NOTHING).await?;
        // A reference that is none tells no price, and is no reason not to look.
        let model = model.and_then(|reference| ModelRef::own(reference).ok());
        let known = Known {
            model: model.as_deref(),
            region: self.endpoint.region.as_ref(),
            now: document.head.date(),
        };
        let polled = task::polled(&document.json, id, known);
        let mut task = polled.map_err(|wrong| document.of_no_use(&wrong))?;
        task.request_id = document.request_id();
        Ok(task)
    }

    /// Cancels a task that is still pending.
    ///
    /// # Errors
    /// `unsupported` for any other task, and whatever stands between the request and its answer.
    pub async fn cancel<T: Transport + 'static>(
        &self,
        transport: &T,
        id: &str,
    ) -> Result<Task, Error> {
        let path = task_path(id)? + "/cancel";
        let mut outgoing = self.native(&path, Vec::new(), Vec::new())?;
        outgoing.method = Method::Post;
        let document = match exchange(transport, outgoing, None).await {
            Ok(document) => document,
            // It may have been cancelled already, by an attempt whose answer was lost.
            Err(error) if error.kind == ErrorKind::Unsupported => {
                let seen = self.poll(transport, id, None).await;
                let is_cancelled = |task: &Task| task.status == Status::Cancelled;
                return seen.ok().filter(is_cancelled).ok_or(error);
            }
            Err(error) => return Err(error),
        };
        let request_id = document.request_id();
        Ok(Task {
            id: id.to_owned(),
            model: None,
            prompt: None,
            status: Status::Cancelled,
            next_poll_ms: None,
            submitted_at: None,
            ended_at: document.head.date(),
            warnings: document.warnings,
            request_id,
        })
    }

    /// Lists tasks, newest first, with one request.
    ///
    /// # Errors
    /// `invalid-request` for a window or a page that the provider does not take, and whatever stands between the request
    /// and its answer.
    pub async fn tasks<T: Transport + 'static>(
        &self,
        transport: &T,
        filter: &Filter,
    ) -> Result<Vec<TaskSummary>, Error> {
        let path = [TASKS, &filter.query()?].concat();
        let outgoing = self.native(&path, Vec::new(), Vec::new())?;
        let document = exchange(transport, outgoing, NOTHING).await?;
        task::listed(&document.json).map_err(|wrong| document.of_no_use(&wrong))
    }

    /// A request to the native API that only reads.
    pub(super) fn native(
        &self,
        path: &str,
        mut headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Result<http::Request, Error> {
        if self.settings.auth.is_subscription() {
            return Err(subscription_key());
        }
        headers.push(header("accept", "application/json"));
        headers.push(header("content-length", body.len().to_string()));
        Ok(http::Request {
            method: Method::Get,
            url: self.endpoint.api_url(path)?,
            headers: self.headers(headers)?,
            body,
            timeouts: Timeouts {
                first_byte_ms: FIRST_BYTE_MS,
                ..self.settings.timeouts
            },
            effect: Effect::Read,
        })
    }
}

/// The native API answers at once: what takes long is a task.
const FIRST_BYTE_MS: u64 = 60_000;

fn encoded(request: &Request) -> Result<Encoded, Error> {
    let model = request.model.as_deref().map(ModelRef::own).transpose()?;
    encode::body(request, model.as_deref())
}

fn task_path(id: &str) -> Result<String, Error> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_id =
        (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(is_plain) && !id.starts_with('.');
    if is_id {
        return Ok([TASKS, id].concat());
    }
    Err(Error::invalid(
        "the task's id is not one: it has 1 to 100 letters, digits, dots, hyphens and underscores",
    ))
}

/// A submit whose outcome is not known must not be repeated blindly. A refusal says that there is no task, also one with a
/// status of 200, whose code tells its kind.
fn look_first(error: Error) -> Error {
    use ErrorKind::{BadResponse, Cancelled, Network, Other, Overloaded, Timeout};
    let is_open = matches!(
        error.kind,
        BadResponse | Cancelled | Network | Other(_) | Overloaded | Timeout
    );
    let is_refusal = matches!(error.status, Some(400..=499));
    if error.request_sent && is_open && !is_refusal {
        return error.with_hint(LOOK_FIRST);
    }
    error
}

fn subscription_key() -> Error {
    Error::new(
        ErrorKind::Unauthorized,
        "a subscription's key (sk-sp-) is for chat only: nothing was sent",
    )
    .with_hint("use a Standard key of the same region")
}
