//! The HTTP server: which request gets which answer.

use std::io;
use std::sync::Arc;

use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use axum::{Json, Router};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::answer::Answer;
use crate::error::ApiError;
use crate::options::Options;
use crate::pace::Pace;
use crate::plan::Plan;
use crate::record::{DeliveryGuard, Record};
use crate::request::ChatRequest;
use crate::{access, chunks, completion, identity, limits, stream};

/// Serves until `shutdown` completes; streams that are still running are then cut off.
/// For a program; a test keeps a [`Simulator`](crate::Simulator), which also tells what it received.
///
/// # Errors
///
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    options: Options,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    serve_and_record(listener, options, Record::forgetful(), shutdown).await
}

/// [`serve`], with every request noted in `record`.
pub(crate) async fn serve_and_record(
    listener: TcpListener,
    options: Options,
    record: Record,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (open, closing) = watch::channel(());
    let service = Service {
        options: Arc::new(options),
        record,
        closing,
    };
    let router = Router::new().fallback(handle).with_state(service);
    let listener = listener.tap_io(|connection| {
        // Small frames must not wait for each other; where that cannot be had, they are late but right.
        let _ = connection.set_nodelay(true);
    });
    axum::serve(listener, router)
        .with_graceful_shutdown(async move {
            shutdown.await;
            drop(open);
        })
        .await
}

#[derive(Clone)]
struct Service {
    options: Arc<Options>,
    record: Record,
    closing: watch::Receiver<()>,
}

async fn handle(State(service): State<Service>, request: Request) -> Response {
    let pace = Pace::start(&service.options);
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, limits::BODY_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut guard = service.record.add(&parts, &body);
    let Some(plan) = Plan::of_chat_path(parts.uri.path()) else {
        // The gateway knows no such path, and says so without a body.
        guard.complete();
        return StatusCode::NOT_FOUND.into_response();
    };
    let request_id = identity::request_id();
    let mut response = match service.accept(&parts, &body, plan) {
        Ok(request) => service.answer(&request, &request_id, pace, guard).await,
        Err(refusal) => {
            guard.complete();
            refusal.into_response(&request_id)
        }
    };
    if let Ok(value) = HeaderValue::try_from(request_id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

impl Service {
    /// Faults first, then what the gateway checks, then what the model service checks.
    fn accept(&self, parts: &Parts, body: &Bytes, plan: Plan) -> Result<ChatRequest, ApiError> {
        if let Some(refusal) = self.options.fault.and_then(|fault| fault.refusal(plan)) {
            return Err(refusal);
        }
        if parts.method != Method::POST {
            return Err(ApiError::method(parts.method.as_str()));
        }
        access::check(&parts.headers, plan, &self.options.keys)?;
        ChatRequest::parse(body, plan)
    }

    async fn answer(
        mut self,
        request: &ChatRequest,
        request_id: &str,
        pace: Pace,
        mut guard: DeliveryGuard,
    ) -> Response {
        let answers = vec![Answer::to(request); request.choices];
        if request.stream {
            let mut frames = chunks::of(request, &answers, request_id);
            if let Some(fault) = self.options.fault {
                fault.damage(&mut frames, request_id);
            }
            let body = stream::body(frames, pace, guard, self.closing);
            return ([(header::CONTENT_TYPE, "text/event-stream")], body).into_response();
        }
        let tokens: usize = answers.iter().map(Answer::tokens).sum();
        tokio::select! {
            () = pace.wait_for(tokens) => {}
            // When the server stops, the answer comes early rather than never.
            _ = self.closing.changed() => {}
        }
        guard.complete();
        Json(completion::of(request, &answers, request_id)).into_response()
    }
}
