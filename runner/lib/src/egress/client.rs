//! The pooled HTTP client: one request in, one response head out, within its timeouts.
//! Knows nothing of the guest, the provider, or the policy. It follows no redirect.

use std::pin::pin;
use std::time::Duration;

use http::{HeaderMap, Request, Response};
use hyper::body::Incoming;
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::capture_connection;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::timeout;
use wasmtime_wasi_http::Error;

use super::connector::{Connector, with_connect_timeout};
use super::convert;
use super::options::{Options, Timeouts};
use super::request::RequestBody;

/// How large a response head may be, in bytes of names and values. Servers send some 2 KB, proxies in front of them
/// rarely add more; the guest keeps a copy of it.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// How much of a response HTTP/1.1 reads ahead, in bytes. It also ends a head that goes on for ever, so it leaves room
/// for the largest one with its separators.
const READ_BUFFER: usize = 2 * MAX_HEAD_BYTES;

/// The same for HTTP/2, where each header counts 32 bytes more (RFC 9113 §10.5.1). Beyond it the stream breaks off.
const MAX_HEADER_LIST: u32 = 128 * 1024;

/// How often an HTTP/2 connection in use is asked for a sign of life, and how long it may take to give one. It finds a
/// dead network long before a model's silence counts as a timeout.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// A pool of connections and what is needed to make more.
pub(crate) struct Client {
    pool: legacy::Client<Connector, RequestBody>,
}

impl Client {
    /// A client without connections.
    pub(crate) fn new(connector: Connector, options: &Options) -> Self {
        let pool = legacy::Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(options.idle_timeout)
            .pool_max_idle_per_host(options.max_idle_connections)
            .http1_max_buf_size(READ_BUFFER)
            .http2_max_header_list_size(MAX_HEADER_LIST)
            .http2_keep_alive_interval(KEEP_ALIVE)
            .http2_keep_alive_timeout(KEEP_ALIVE)
            .build(connector);
        Self { pool }
    }

    /// Sends a request and waits for the response head. Dropping the future drops the request, and with HTTP/1.1 its
    /// connection.
    pub(crate) async fn send(
        &self,
        mut request: Request<RequestBody>,
        timeouts: Timeouts,
    ) -> Result<Response<Incoming>, Error> {
        let mut connection = capture_connection(&mut request);
        let mut response = pin!(with_connect_timeout(
            timeouts.connect,
            self.pool.request(request)
        ));
        // The time to the first byte counts from the connection; the connector has its own limit.
        let early = tokio::select! {
            biased;
            result = &mut response => Some(result),
            _ = connection.wait_for_connection_metadata() => None,
        };
        let result = match early {
            Some(result) => result,
            None => timeout(timeouts.first_byte, response)
                .await
                .map_err(|_| Error::ConnectionReadTimeout)?,
        };
        let response = result.map_err(|error| convert::request_error(&error))?;
        let size = head_size(response.headers());
        if size > MAX_HEAD_BYTES {
            return Err(Error::HttpResponseHeaderSectionSize(
                u32::try_from(size).ok(),
            ));
        }
        Ok(response)
    }
}

fn head_size(headers: &HeaderMap) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum()
}
