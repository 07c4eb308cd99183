//! Where a guest's `wasi:http` meets the egress: every request of an instance passes here.
//! Knows neither what the guest asks for nor what the egress decides.

use http::uri::Scheme;
use http::{Request, Response};
use tokio_util::sync::CancellationToken;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

use super::Egress;

/// The hooks of one instance.
pub(crate) struct Hooks {
    egress: Egress,
    cancel: CancellationToken,
}

impl Hooks {
    /// Hooks over `egress`. Until [`Hooks::set_cancel`] is called, nothing cancels a request.
    pub(crate) fn new(egress: Egress) -> Self {
        Self {
            egress,
            cancel: CancellationToken::new(),
        }
    }

    /// Names the call whose requests come from now on: cancelling the token ends them, and their response bodies.
    pub(crate) fn set_cancel(&mut self, cancel: CancellationToken) {
        self.cancel = cancel;
    }
}

/// A response, and what is left to do for its request: nothing, since the connection pool drives its own connections.
type Sent = (
    Response<WasiBody>,
    Box<dyn Future<Output = Result<(), Error>> + Send>,
);

impl WasiHttpHooks for Hooks {
    fn is_supported_scheme(&mut self, scheme: &Scheme) -> bool {
        *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS
    }

    /// The egress writes this header itself.
    fn set_host_header(&mut self) -> bool {
        false
    }

    /// A request says its scheme; a guessed one could not match an exact origin on purpose.
    fn default_scheme(&mut self) -> Option<Scheme> {
        None
    }

    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        _processed: Box<dyn Future<Output = Result<(), Error>> + Send>,
    ) -> Box<dyn Future<Output = Result<Sent, Error>> + Send> {
        let response = self.egress.send(request, options, self.cancel.clone());
        Box::new(async move {
            let nothing_left: Box<dyn Future<Output = _> + Send> =
                Box::new(std::future::ready(Ok(())));
            Ok((response.await?, nothing_left))
        })
    }
}
