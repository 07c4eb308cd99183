//! One connection: TLS where it is wanted, HTTP/1.1 or 2, and how long it may be without a request.
//! Knows nothing of the requests on it but when one is under way.

use crate::service::Service;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use std::convert::Infallible;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use tokio_rustls::TlsAcceptor;

/// How long a connection that was told to close may take for its last words.
const GRACE: Duration = Duration::from_secs(1);

/// How often an HTTP/2 client is asked for a sign of life, and how long it may take to give one.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// Requests at once on one HTTP/2 connection.
const STREAMS: u32 = 256;

/// Serves a connection until it closes.
pub(crate) async fn serve(stream: TcpStream, tls: Option<TlsAcceptor>, service: Arc<Service>) {
    let _connected = service.metrics().connection();
    // Small pieces of an answer must not wait for each other; where that cannot be had, they are late but right.
    let _ = stream.set_nodelay(true);
    let Some(tls) = tls else {
        return speak(stream, &service).await;
    };
    match timeout(service.limits().head, tls.accept(stream)).await {
        Ok(Ok(stream)) => speak(stream, &service).await,
        Ok(Err(error)) => tracing::debug!("a TLS handshake failed: {error}"),
        Err(_late) => tracing::debug!("a TLS handshake took too long"),
    }
}

async fn speak<S>(stream: S, service: &Arc<Service>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let limits = service.limits();
    let activity = Arc::new(Activity::new(limits.head, limits.answer));
    let answers = service_fn(|request| {
        let busy = activity.begin(limits.idle);
        let service = Arc::clone(service);
        async move { Ok::<_, Infallible>(service.serve(request, busy).await) }
    });
    let builder = builder(service);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), answers));
    let mut alarm = pin!(sleep(limits.head));
    let mut is_closing = service.draining().is_cancelled();
    let mut is_idle = false;
    loop {
        tokio::select! {
            biased;
            end = connection.as_mut() => {
                if let Err(error) = end {
                    tracing::debug!("a connection broke off: {error}");
                }
                return;
            }
            () = service.draining().cancelled(), if !is_closing => {
                is_closing = true;
                connection.as_mut().graceful_shutdown();
                if activity.is_idle() {
                    is_idle = true;
                    alarm.as_mut().reset(Instant::now() + GRACE);
                }
            }
            () = alarm.as_mut() => match activity.left() {
                Some(left) => alarm.as_mut().reset(Instant::now() + left),
                // It was told to close, and does not.
                None if is_idle => return,
                None => {
                    is_idle = true;
                    connection.as_mut().graceful_shutdown();
                    alarm.as_mut().reset(Instant::now() + GRACE);
                }
            }
        }
    }
}

fn builder(service: &Service) -> auto::Builder<TokioExecutor> {
    let limits = service.limits();
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        // It counts from the end of the answer before, so it is no shorter than a connection may be idle.
        .header_read_timeout(limits.idle)
        .max_buf_size(limits.head_bytes);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX))
        .max_concurrent_streams(STREAMS)
        .keep_alive_interval(KEEP_ALIVE)
        .keep_alive_timeout(KEEP_ALIVE);
    builder
}

/// Whether a connection is in use, and how long it may be without.
struct Activity(Mutex<State>);

struct State {
    /// When each request that is under way began.
    under_way: Vec<Instant>,
    /// How long one may be: the answer of a client that does not read has no end of its own.
    longest: Duration,
    /// When it began to be without a request.
    since: Instant,
    patience: Duration,
}

impl Activity {
    fn new(patience: Duration, longest: Duration) -> Self {
        Self(Mutex::new(State {
            under_way: Vec::new(),
            longest,
            since: Instant::now(),
            patience,
        }))
    }

    /// A request begins. From now on the connection may be idle for `patience`.
    fn begin(self: &Arc<Self>, patience: Duration) -> Busy {
        let begun = Instant::now();
        let mut state = self.lock();
        state.under_way.push(begun);
        state.patience = patience;
        Busy {
            activity: Arc::clone(self),
            begun,
        }
    }

    fn is_idle(&self) -> bool {
        self.lock().under_way.is_empty()
    }

    /// How much longer the connection may be as it is; `None` when it should close.
    fn left(&self) -> Option<Duration> {
        let state = self.lock();
        let left = match state.under_way.iter().min() {
            Some(oldest) => state.longest.checked_sub(oldest.elapsed())?,
            None => state.patience.checked_sub(state.since.elapsed())?,
        };
        (!left.is_zero()).then_some(left)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request is under way while this lives.
pub(crate) struct Busy {
    activity: Arc<Activity>,
    begun: Instant,
}

impl Drop for Busy {
    fn drop(&mut self) {
        let mut state = self.activity.lock();
        let mut under_way = state.under_way.iter();
        if let Some(place) = under_way.position(|begun| *begun == self.begun) {
            state.under_way.swap_remove(place);
        }
        state.since = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use super::Activity;
    use std::sync::Arc;
    use std::time::Duration;

    const HEAD: Duration = Duration::from_secs(10);
    const IDLE: Duration = Duration::from_secs(75);
    const LONGEST: Duration = Duration::from_mins(30);

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_idle_from_the_end_of_its_last_request() {
        let activity = Arc::new(Activity::new(HEAD, LONGEST));
        assert_eq!(activity.left(), Some(HEAD));
        tokio::time::advance(HEAD / 2).await;
        assert_eq!(activity.left(), Some(HEAD / 2));

        let first = activity.begin(IDLE);
        let second = activity.begin(IDLE);
        tokio::time::advance(IDLE * 3).await;
        drop(first);
        assert_eq!(
            activity.left(),
            LONGEST.checked_sub(IDLE * 3),
            "one is under way"
        );
        drop(second);
        tokio::time::advance(IDLE / 3).await;
        assert_eq!(activity.left(), Some(IDLE / 3 * 2));
        tokio::time::advance(IDLE / 3 * 2).await;
        assert_eq!(activity.left(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_never_ends_ends_its_connection() {
        let activity = Arc::new(Activity::new(HEAD, LONGEST));
        let _first = activity.begin(IDLE);
        assert!(!activity.is_idle());
        tokio::time::advance(LONGEST / 2).await;
        let second = activity.begin(IDLE);
        assert_eq!(activity.left(), Some(LONGEST / 2));
        drop(second);
        tokio::time::advance(LONGEST / 2).await;
        assert_eq!(activity.left(), None);
    }
}
