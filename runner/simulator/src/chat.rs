//! One call of the chat endpoint: accepted or refused, then answered whole or as a stream.

use axum::Json;
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch;

use crate::answer::Answer;
use crate::error::ApiError;
use crate::options::Options;
use crate::pace::Pace;
use crate::plan::Plan;
use crate::record::DeliveryGuard;
use crate::request::ChatRequest;
use crate::{access, chunks, completion, stream};

/// What the endpoint needs to answer one request.
pub(crate) struct Call<'a> {
    pub(crate) options: &'a Options,
    pub(crate) request_id: &'a str,
    pub(crate) pace: Pace,
    pub(crate) guard: DeliveryGuard,
    /// Fires when the server stops.
    pub(crate) closing: watch::Receiver<()>,
}

impl Call<'_> {
    pub(crate) async fn respond(mut self, parts: &Parts, body: &[u8], plan: Plan) -> Response {
        match self.accept(parts, body, plan) {
            Ok(request) => self.answer(&request).await,
            Err(refusal) => {
                self.guard.complete();
                refusal.into_response(self.request_id)
            }
        }
    }

    /// Faults first, then what the gateway checks, then what the model service checks.
    fn accept(&self, parts: &Parts, body: &[u8], plan: Plan) -> Result<ChatRequest, ApiError> {
        if let Some(refusal) = self.options.fault.and_then(|fault| fault.refusal(plan)) {
            return Err(refusal);
        }
        if parts.method != Method::POST {
            return Err(ApiError::method(parts.method.as_str()));
        }
        access::check(&parts.headers, plan, &self.options.keys)
            .map_err(|denial| ApiError::denied(denial, plan))?;
        ChatRequest::parse(body, plan)
    }

    async fn answer(mut self, request: &ChatRequest) -> Response {
        let answers = vec![Answer::to(request); request.choices];
        if request.stream {
            let mut frames = chunks::of(request, &answers, self.request_id);
            if let Some(fault) = self.options.fault {
                fault.damage(&mut frames, self.request_id);
            }
            let body = stream::body(frames, self.pace, self.guard, self.closing);
            return ([(header::CONTENT_TYPE, "text/event-stream")], body).into_response();
        }
        let tokens: usize = answers.iter().map(Answer::tokens).sum();
        tokio::select! {
            () = self.pace.wait_for(tokens) => {}
            // When the server stops, the answer comes early rather than never.
            _ = self.closing.changed() => {}
        }
        self.guard.complete();
        Json(completion::of(request, &answers, self.request_id)).into_response()
    }
}
