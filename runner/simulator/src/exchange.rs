//! One request of a known path, and its answer from the service that the path belongs to.

use std::io;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use futures::stream;
use tokio::sync::watch;

use crate::memory::Memory;
use crate::native::{self, NativeCall};
use crate::pace::Pace;
use crate::record::DeliveryGuard;
use crate::routes::{Operation, Route};
use crate::video::Submitted;
use crate::{chat, video};

/// The request, and what all requests share.
pub(crate) struct Exchange<'a> {
    pub(crate) memory: &'a Memory,
    pub(crate) closing: &'a watch::Receiver<()>,
    pub(crate) parts: &'a Parts,
    pub(crate) body: &'a [u8],
    pub(crate) request_id: &'a str,
}

impl Exchange<'_> {
    pub(crate) async fn respond(
        &self,
        route: Route<'_>,
        pace: Pace,
        mut guard: DeliveryGuard,
    ) -> Response {
        match route {
            Route::Chat(plan) => {
                let call = chat::Call {
                    options: &self.memory.options,
                    request_id: self.request_id,
                    pace,
                    guard,
                    closing: self.closing.clone(),
                };
                call.respond(self.parts, self.body, plan).await
            }
            Route::Download(id) => self.download(id, guard),
            Route::Native(operation) => {
                guard.complete();
                self.call(operation)
            }
            Route::Upload => {
                guard.complete();
                self.upload()
            }
        }
    }

    fn call(&self, operation: Operation<'_>) -> Response {
        let memory = self.memory;
        // Before the clock is read: limits count requests in the order of their times.
        let mut tasks = memory.tasks();
        let call = NativeCall {
            parts: self.parts,
            body: self.body,
            options: &memory.options,
            request_id: self.request_id,
            now: memory.clock.now(),
            origin: &memory.origin,
        };
        let result = match operation {
            Operation::CancelTask(id) => video::cancel(&call, id, &mut tasks),
            Operation::GrantUpload => memory.uploads().grant(&call),
            Operation::ListTasks => video::list(&call, &mut tasks),
            Operation::PollTask(id) => video::poll(&call, id, &mut tasks, &memory.links),
            Operation::SubmitVideo => match video::submit(&call, &mut tasks, &memory.uploads()) {
                Ok(Submitted::Answered(answer)) => Ok(answer),
                Ok(Submitted::Cut) => return cut(),
                Err(refusal) => Err(refusal),
            },
        };
        native::respond(result, self.request_id)
    }

    fn download(&self, id: &str, mut guard: DeliveryGuard) -> Response {
        let memory = self.memory;
        let (now, options) = (memory.clock.now(), &memory.options.video);
        let mut tasks = memory.tasks();
        let found = video::download(self.parts, id, &mut tasks, &memory.links, options, now);
        drop(tasks);
        match found {
            Ok(download) => download.respond(self.parts, self.request_id, guard),
            Err(refusal) => {
                guard.complete();
                refusal.into_response(self.request_id)
            }
        }
    }

    fn upload(&self) -> Response {
        let now = self.memory.clock.now();
        let mut uploads = self.memory.uploads();
        match uploads.accept(self.parts, self.body, now) {
            Ok(status) => status.into_response(),
            Err(refusal) => refusal.into_response(self.request_id),
        }
    }
}

/// No answer: the connection is closed before the first byte of one.
fn cut() -> Response {
    let broken = io::Error::from(io::ErrorKind::ConnectionAborted);
    Body::from_stream(stream::iter([Err::<Bytes, _>(broken)])).into_response()
}
