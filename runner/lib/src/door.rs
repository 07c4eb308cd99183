//! The component's server door: HTTP requests of others in, HTTP answers out.
//! Knows neither the sockets they come through nor what is asked and answered.
//!
//! Whoever serves it decides who may come in. The component sees the requests as they are handed over, so what only the
//! server may know, such as a client's key, is taken out before.

mod answer;

use crate::bindings::types::{self, ErrorKind};
use crate::egress::Egress;
use crate::egress::counts::Counts;
use crate::error::Error;
use crate::instances::{Instances, Job};
use crate::runtime::Runtime;
use crate::state::State;
use bytes::Bytes;
use futures::channel::oneshot;
use futures::future::BoxFuture;
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use qwen_core::endpoint::Endpoint;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use wasmtime::component::Accessor;
use wasmtime_wasi_http::p3::Request;
use wasmtime_wasi_http::p3::bindings::http::types::ErrorCode;
use wasmtime_wasi_http::p3::bindings::{Service, ServicePre};
use wasmtime_wasi_http::{Error as HttpError, WasiHttpView};

pub use crate::egress::counts::Counted;
pub use answer::{Answer, Cut};

/// A door that is open. Clones share the instances.
#[derive(Clone)]
pub struct Door {
    shared: Arc<Shared>,
}

struct Shared {
    instances: Vec<Instances<ServicePre<State>>>,
    endpoint: Endpoint,
    counts: Arc<Counts>,
    limit: Duration,
}

/// What the component gave for a request, and where its progress is noted.
type Given = (
    Result<http::Response<UnsyncBoxBody<Bytes, HttpError>>, ErrorCode>,
    Arc<AtomicBool>,
);

impl Door {
    pub(crate) fn new(
        runtime: &Runtime,
        egress: &Egress,
        environment: &[(String, String)],
        endpoint: Endpoint,
        instances: NonZeroUsize,
    ) -> Result<Self, Error> {
        let Some(entrance) = &runtime.door else {
            return Err(Error::options("the component has no server door"));
        };
        let one = || {
            Instances::new(
                entrance.clone(),
                runtime.clone(),
                egress.clone(),
                environment.to_vec(),
            )
        };
        Ok(Self {
            shared: Arc::new(Shared {
                instances: std::iter::repeat_with(one).take(instances.get()).collect(),
                endpoint,
                counts: egress.counts(),
                limit: runtime.limits.call,
            }),
        })
    }

    /// Where requests go from here, and which rule chose it.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.shared.endpoint
    }

    /// What was sent to the provider so far, and how it went.
    #[must_use]
    pub fn counted(&self) -> Counted {
        self.shared.counts.counted()
    }

    /// Answers a request: returns when the component has decided on status and headers. Dropping the future, or later the
    /// answer's body, cancels what was sent for it.
    ///
    /// # Errors
    /// [`Error::Trap`] when the instance stopped, [`Error::Deadline`] after [`Limits::call`](crate::Limits::call), and
    /// [`Error::Provider`] when the component gave no answer.
    pub async fn handle<B>(
        &self,
        request: http::Request<B>,
    ) -> Result<http::Response<Answer>, Error>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
    {
        let instances = self.shared.instances.iter();
        let Some(instances) = instances.max_by_key(|instances| instances.room()) else {
            return Err(Error::options("the door has no instances"));
        };
        let begun = Instant::now();
        // Whatever broke the request's body, it is the client's connection that brings no more.
        let request = request.map(|body| body.map_err(|_| HttpError::ConnectionTerminated));
        let cancel = CancellationToken::new();
        let guard = cancel.clone().drop_guard();
        let (sender, returned) = oneshot::channel();
        let (finished, end) = oneshot::channel();
        let token = cancel.clone();
        let job: Job<Service> = Box::new(move |accessor, service| {
            Box::pin(call(accessor, service, request, token, sender, end))
        });
        let running = instances.begin(job).await?;
        let (given, seen) = running
            .in_time(returned, self.shared.limit, &cancel)
            .await?;
        let response = given.map_err(|code| no_answer(&code))?;
        let life = answer::Life::new(running, guard.disarm(), seen, finished);
        Ok(response.map(|body| Answer::new(body, life, begun, self.shared.limit)))
    }
}

/// Runs one request in the event loop of its instance, until its answer was taken or nobody wants it any more.
async fn call<B>(
    accessor: &Accessor<State>,
    service: &Service,
    request: http::Request<B>,
    cancel: CancellationToken,
    sender: oneshot::Sender<Given>,
    end: oneshot::Receiver<()>,
) -> wasmtime::Result<()>
where
    B: http_body::Body<Data = Bytes, Error = HttpError> + Send + 'static,
{
    let handle = service.wasi_http_handler().func_handle();
    let (call, processed) = accessor.with(|mut access| -> wasmtime::Result<_> {
        let view = access.data_mut().http();
        let (request, processed) = Request::from_http(view.hooks, request);
        // Its type names the borrow above, which it does not hold.
        let processed: BoxFuture<'static, _> = Box::pin(processed);
        let request = view.table.push(request)?;
        let call = handle.start_call_concurrent(&mut access, (request,))?;
        access.data_mut().call_begins(call.task(), cancel);
        Ok((call, processed))
    })?;
    let task = call.task();
    let (answer,) = handle.finish_call_concurrent(accessor, call).await?;
    let given = accessor.with(|mut access| -> wasmtime::Result<Given> {
        let answer = match answer {
            Ok(response) => {
                let response = access.data_mut().http().table.delete(response)?;
                Ok(response.into_http(&mut access, processed)?)
            }
            Err(code) => Err(code),
        };
        Ok((answer, access.data_mut().seen()))
    })?;
    let _ = sender.send(given);
    // What the component sends while it writes the answer is still this call's.
    let _ = end.await;
    accessor.with(|mut access| access.data_mut().call_returned(task));
    Ok(())
}

/// The component answers errors of the provider itself; this is about the request that came in.
fn no_answer(code: &ErrorCode) -> Error {
    Error::Provider(types::Error {
        kind: ErrorKind::BadResponse,
        message: format!("the request got no answer: {code:?}"),
        hint: None,
        status: None,
        code: None,
        request_id: None,
        retry_after_ms: None,
        request_sent: true,
    })
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door")
            .field("endpoint", &self.shared.endpoint)
            .field("instances", &self.shared.instances.len())
            .finish_non_exhaustive()
    }
}
