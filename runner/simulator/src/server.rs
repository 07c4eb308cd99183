//! The HTTP server: takes requests in, notes them, and hands each to the service that its path leads to.

use std::io;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::exchange::Exchange;
use crate::memory::Memory;
use crate::options::Options;
use crate::pace::Pace;
use crate::record::Record;
use crate::routes::Route;
use crate::{identity, limits, uploads};

/// Serves until `shutdown` completes; streams that are still running are then cut off.
/// For a program; a test keeps a [`Simulator`](crate::Simulator), which also tells what it received.
///
/// # Errors
///
/// When the listener has no local address, or fails for good.
pub async fn serve(
    listener: TcpListener,
    options: Options,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let memory = Memory::new(options, listener.local_addr()?);
    serve_and_record(listener, memory, Record::forgetful(), shutdown).await
}

/// [`serve`], with every request noted in `record`.
pub(crate) async fn serve_and_record(
    listener: TcpListener,
    memory: Memory,
    record: Record,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (open, closing) = watch::channel(());
    let service = Service {
        memory,
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
    memory: Memory,
    record: Record,
    closing: watch::Receiver<()>,
}

async fn handle(State(service): State<Service>, request: Request) -> Response {
    let pace = Pace::start(&service.memory.options);
    let (parts, body) = request.into_parts();
    let route = Route::of(&parts.method, parts.uri.path());
    let Ok(body) = to_bytes(body, service.largest_body(route)).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut guard = service.record.add(&parts, &body);
    let Some(route) = route else {
        // The gateway knows no such path, and says so without a body.
        guard.complete();
        return StatusCode::NOT_FOUND.into_response();
    };
    let request_id = identity::request_id();
    let exchange = Exchange {
        memory: &service.memory,
        closing: &service.closing,
        parts: &parts,
        body: &body,
        request_id: &request_id,
    };
    let mut response = exchange.respond(route, pace, guard).await;
    if let Ok(value) = HeaderValue::try_from(request_id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

impl Service {
    fn largest_body(&self, route: Option<Route<'_>>) -> usize {
        match route {
            Some(Route::Upload) => {
                let megabytes = self.memory.options.video.upload_megabytes as usize;
                // One more than allowed, so that storage itself can refuse it.
                (megabytes + 1) * 1_048_576 + uploads::FORM_BYTES
            }
            _ => limits::BODY_BYTES,
        }
    }
}
