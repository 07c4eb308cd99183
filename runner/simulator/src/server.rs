//! The HTTP server: which request gets which answer.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::options::Options;
use crate::pace::Pace;
use crate::record::Record;
use crate::routes::Route;
use crate::{chat, identity, limits};

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
    let Some(route) = Route::of(parts.uri.path()) else {
        // The gateway knows no such path, and says so without a body.
        guard.complete();
        return StatusCode::NOT_FOUND.into_response();
    };
    let request_id = identity::request_id();
    let mut response = match route {
        Route::Chat(plan) => {
            let call = chat::Call {
                options: &service.options,
                request_id: &request_id,
                pace,
                guard,
                closing: service.closing,
            };
            call.respond(&parts, &body, plan).await
        }
    };
    if let Ok(value) = HeaderValue::try_from(request_id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
