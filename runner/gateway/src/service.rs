//! One request: let in, refused, or handed to the door.
//! Knows no socket, and of headers only those that are not for the component.

use crate::admission::{Admission, Place};
use crate::connection::Busy;
use crate::host;
use crate::metrics::Metrics;
use crate::options::Limits;
use crate::record::{Ids, Record};
use crate::refusal::Refusal;
use crate::request_body::RequestBody;
use crate::response_body::ResponseBody;
use crate::route::Route;
use crate::tokens::Tokens;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE, COOKIE, PROXY_AUTHORIZATION};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri, Version,
};
use http_body::Body;
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use qwenbox::Error;
use qwenbox::door::{Answer, Door};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio_util::sync::CancellationToken;

/// Names a request in answers and in the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a client shows to the gateway, or to whatever stands before it. The component gets none of it.
const NOT_FOR_THE_COMPONENT: [HeaderName; 5] = [
    AUTHORIZATION,
    PROXY_AUTHORIZATION,
    COOKIE,
    HeaderName::from_static("api-key"),
    HeaderName::from_static("x-api-key"),
];

/// What all requests share.
pub(crate) struct Service {
    door: Door,
    tokens: Option<Tokens>,
    limits: Limits,
    admission: Admission,
    metrics: Arc<Metrics>,
    ids: Ids,
    draining: CancellationToken,
}

/// An answer, by whoever gives it.
type Given = Response<Either<Answer, Full<Bytes>>>;

impl Service {
    /// A service that refuses what comes when `draining` fires.
    pub(crate) fn new(
        door: Door,
        tokens: Option<Tokens>,
        limits: Limits,
        draining: CancellationToken,
    ) -> Self {
        Self {
            door,
            tokens,
            limits,
            admission: Admission::new(&limits),
            metrics: Arc::default(),
            ids: Ids::new(),
            draining,
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    pub(crate) fn draining(&self) -> &CancellationToken {
        &self.draining
    }

    /// Keeps up with the tokens file, for ever.
    pub(crate) async fn follow_tokens(&self) {
        match &self.tokens {
            Some(tokens) => tokens.follow().await,
            None => std::future::pending().await,
        }
    }

    /// Answers a request. Dropping the future is the client's leaving.
    pub(crate) async fn serve(
        &self,
        request: Request<Incoming>,
        busy: Busy,
    ) -> Response<ResponseBody> {
        let route = Route::of(request.uri().path());
        let version = request.version();
        let metrics = Arc::clone(&self.metrics);
        let mut record = Record::begin(metrics, self.ids.next(), request.method(), route);
        let (mut response, place) = match self.admit(route, request.uri(), request.headers()) {
            Ok(place) => (self.answer(route, request).await, place),
            Err(refusal) => (self.refuse(refusal), None),
        };
        let headers = response.headers_mut();
        match headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()) {
            Some(id) => id.clone_into(&mut record.id),
            None => {
                if let Ok(id) = HeaderValue::from_str(&record.id) {
                    headers.insert(REQUEST_ID, id);
                }
            }
        }
        if self.draining.is_cancelled() && version < Version::HTTP_2 {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        record.answered(response.status().as_u16());
        response.map(|body| ResponseBody::new(body, record, place, busy))
    }

    /// Whether a request comes in, and the place that it takes.
    fn admit(
        &self,
        route: Route,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Option<Place>, Refusal> {
        match &self.tokens {
            _ if route.is_open() => {}
            Some(tokens) if tokens.admit(headers.get(AUTHORIZATION)) => {}
            Some(_) => return Err(Refusal::NoToken),
            None if host::is_local(uri, headers) => {}
            None => return Err(Refusal::ForeignHost),
        }
        if route.is_watch() {
            return Ok(None);
        }
        if self.draining.is_cancelled() {
            return Err(Refusal::Draining);
        }
        self.admission.request().map(Some)
    }

    async fn answer(&self, route: Route, request: Request<Incoming>) -> Given {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        match route {
            Route::Ready if reads => self.ready(),
            Route::Metrics if reads => self.told(),
            _ => match self.ask(request).await {
                Ok(response) => response.map(Either::Left),
                Err(refusal) => self.refuse(refusal),
            },
        }
    }

    /// Hands a request to the door.
    async fn ask(&self, request: Request<Incoming>) -> Result<Response<Answer>, Refusal> {
        let length = request.body().size_hint().exact();
        // Its room is free again when the answer begins: by then the component has sent it.
        let _room = self.admission.body(length)?;
        let (mut head, body) = request.into_parts();
        for name in &NOT_FOR_THE_COMPONENT {
            head.headers.remove(name);
        }
        let limits = &self.limits;
        let (body, is_too_long) = RequestBody::new(body, limits.body_bytes, limits.between_bytes);
        let answer = self.door.handle(Request::from_parts(head, body)).await;
        if is_too_long.load(Ordering::Relaxed) {
            return Err(Refusal::BodyTooLarge(limits.body_bytes));
        }
        answer.map_err(|error| {
            tracing::warn!("{error}");
            match error {
                Error::Trap { .. } => Refusal::Broken,
                Error::Deadline(_) => Refusal::Late,
                _ => Refusal::NoAnswer,
            }
        })
    }

    fn refuse(&self, refusal: Refusal) -> Given {
        self.metrics.refuse(refusal);
        refusal.response().map(Either::Right)
    }

    fn ready(&self) -> Given {
        if self.draining.is_cancelled() {
            plain(StatusCode::SERVICE_UNAVAILABLE, "draining\n")
        } else {
            plain(StatusCode::OK, "ready\n")
        }
    }

    fn told(&self) -> Given {
        let is_draining = self.draining.is_cancelled();
        let text = self.metrics.text(self.door.counted(), is_draining);
        let mut response = plain(StatusCode::OK, text);
        let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        response
    }
}

fn plain(status: StatusCode, text: impl Into<Bytes>) -> Given {
    let mut response = Response::new(Either::Right(Full::new(text.into())));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}
