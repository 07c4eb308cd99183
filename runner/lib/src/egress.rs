//! The one way out: decides where a guest's request may go, dials it, adds the key, and enforces the limits.
//! Knows nothing of what is asked or answered.
//!
//! A request passes through the modules in this order; each can only refuse it or hand it on.
//!
//! | module | its one job |
//! |---|---|
//! | [`hooks`] | takes the request from the guest's `wasi:http` |
//! | [`origin`] | where it goes, in canonical form |
//! | [`policy`] | whether it may go there |
//! | [`request`] | drops the headers that are not the guest's to set |
//! | [`credentials`] | adds the key |
//! | [`client`] | sends it on a pooled connection, and waits for the response head |
//! | [`connector`], [`address`], [`tls`], [`stream`] | make a connection, to a checked address only |
//! | [`body`] | hands back the response body, within its limits |
//! | [`walk`] | goes the way of a connection, and says how far it leads |
//! | [`clock`] | how far this machine's clock is from the other side's |
//! | [`convert`] | says in `wasi:http`'s words what went wrong |
//! | [`counts`] | how many requests went how |
//! | [`options`] | the limits of all this |

pub(crate) mod address;
pub(crate) mod body;
pub(crate) mod client;
pub(crate) mod clock;
pub(crate) mod connector;
pub(crate) mod convert;
pub(crate) mod counts;
pub(crate) mod credentials;
pub(crate) mod hooks;
pub(crate) mod options;
pub(crate) mod origin;
pub(crate) mod policy;
pub(crate) mod request;
pub(crate) mod stream;
pub(crate) mod tls;
pub(crate) mod walk;

use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use http_body::Body;
use http_body_util::BodyExt;
use tokio_util::sync::CancellationToken;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody};

use self::body::ResponseBody;
use self::client::Client;
use self::clock::Clock;
use self::connector::{Connector, Resolve, SystemResolver};
use self::counts::Counts;
use self::credentials::Credential;
use self::options::{Options, Timeouts};
use self::origin::Origin;
use self::policy::Policy;
use self::tls::Tls;
use self::walk::Walk;

/// The egress of one tenant, with its connections. Clones share everything.
#[derive(Clone)]
pub(crate) struct Egress {
    shared: Arc<Shared>,
}

struct Shared {
    policy: Arc<Policy>,
    credential: Option<Credential>,
    options: Options,
    connector: Connector,
    client: Client,
    clock: Clock,
    counts: Arc<Counts>,
}

impl Egress {
    /// An egress without connections; nothing is resolved, dialled or loaded yet.
    pub(crate) fn new(policy: Policy, credential: Option<Credential>, options: Options) -> Self {
        Self::with_resolver(policy, credential, options, Arc::new(SystemResolver))
    }

    /// [`Egress::new`], with names resolved by `resolver`.
    fn with_resolver(
        policy: Policy,
        credential: Option<Credential>,
        options: Options,
        resolver: Arc<dyn Resolve>,
    ) -> Self {
        let policy = Arc::new(policy);
        let tls = Tls::new(options.ca_file.clone());
        let connector = Connector::new(Arc::clone(&policy), resolver, tls, options.connect_timeout);
        let client = Client::new(connector.clone(), &options);
        Self {
            shared: Arc::new(Shared {
                policy,
                credential,
                options,
                connector,
                client,
                clock: Clock::default(),
                counts: Arc::default(),
            }),
        }
    }

    /// Goes the way of a connection to an origin, and sends nothing. No step takes longer than `limit`. It must run on a
    /// Tokio runtime.
    pub(crate) async fn walk(&self, origin: &Origin, limit: Duration) -> Walk {
        self.shared.connector.walk(origin, limit).await
    }

    /// How many seconds this machine's clock is ahead of the first answer's; `None` before one that says the time.
    pub(crate) fn clock_offset(&self) -> Option<i64> {
        self.shared.clock.offset()
    }

    /// How many requests went how.
    pub(crate) fn counts(&self) -> Arc<Counts> {
        Arc::clone(&self.shared.counts)
    }

    /// Sends a guest's request; the response's body arrives as it is read. `cancel` drops the request or the body at
    /// once. It must run on a Tokio runtime.
    pub(crate) fn send(
        &self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        cancel: CancellationToken,
    ) -> impl Future<Output = Result<Response<WasiBody>, Error>> + Send + use<> {
        let shared = Arc::clone(&self.shared);
        async move { shared.send(request, options, cancel).await }
    }
}

impl Shared {
    async fn send(
        &self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        cancel: CancellationToken,
    ) -> Result<Response<WasiBody>, Error> {
        let origin = request::origin(request.uri())?;
        if self.policy.reach(&origin).is_none() {
            tracing::warn!(%origin, "a request was denied: its origin is not allowed");
            return Err(Error::HttpRequestDenied);
        }
        let mut request = request::prepare(request, &origin)?;
        if let Some(credential) = &self.credential {
            credential.apply(&origin, request.headers_mut());
        }
        let timeouts = Timeouts::of(options, &self.options);
        let sent = cancel
            .run_until_cancelled(self.client.send(request, timeouts))
            .await;
        let Some(sent) = sent else {
            self.counts.note_abandoned();
            return Err(convert::cancelled());
        };
        let status = sent
            .as_ref()
            .ok()
            .map(|response| response.status().as_u16());
        self.counts.note(status);
        let response = sent?;
        self.clock.compare(response.headers());
        let max_bytes = self.options.max_response_bytes;
        if response.body().size_hint().lower() > max_bytes {
            return Err(Error::HttpResponseBodySize(Some(max_bytes)));
        }
        Ok(response.map(|body| {
            let body = body.map_err(|error| convert::body_error(&error));
            ResponseBody::new(body, max_bytes, timeouts.between_bytes, cancel).boxed_unsync()
        }))
    }
}

#[cfg(test)]
mod tests;
