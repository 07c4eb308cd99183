//! The answers to what the gateway refuses itself, in the shape that the API's clients read.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;
use serde_json::json;

/// Seconds after which a client that was refused for want of room may ask again.
const RETRY_SECONDS: HeaderValue = HeaderValue::from_static("1");

/// Why a request goes no further than here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No token, or none that is known.
    NoToken,
    /// A name that is not this machine's, where no token is asked for.
    ForeignHost,
    /// As many requests are under way as may be.
    Busy,
    /// Other requests' bodies fill the room there is.
    BodiesFull,
    /// The gateway is about to end.
    Draining,
    /// A body longer than allowed, in bytes.
    BodyTooLarge(u64),
    /// The component stopped.
    Broken,
    /// The component took too long.
    Late,
    /// The component gave no answer.
    NoAnswer,
}

impl Refusal {
    /// Status, the API's type, our kind, and what is said.
    fn facts(self) -> (StatusCode, &'static str, &'static str, String) {
        let said = match self {
            Self::NoToken => {
                "this gateway needs a client token, as Authorization: Bearer TOKEN".to_owned()
            }
            Self::ForeignHost => {
                "without client tokens this gateway answers to localhost and loopback addresses only"
                    .to_owned()
            }
            Self::Busy => {
                "this gateway has as many requests under way as it may; ask again".to_owned()
            }
            Self::BodiesFull => {
                "this gateway has as many large requests under way as it may; ask again".to_owned()
            }
            Self::Draining => "this gateway is about to end; ask another, or again".to_owned(),
            Self::BodyTooLarge(limit) => {
                format!(
                    "the request's body is longer than the {limit} bytes that this gateway takes"
                )
            }
            Self::Broken => {
                "the component stopped while it worked on the request, which may have been sent"
                    .to_owned()
            }
            Self::Late => {
                "the answer took longer than this gateway waits; the request may have been sent"
                    .to_owned()
            }
            Self::NoAnswer => "the component gave no answer to this request".to_owned(),
        };
        let (status, api_type, kind) = match self {
            Self::NoToken => (401, "authentication_error", "unauthorized"),
            Self::ForeignHost => (403, "permission_error", "permission-denied"),
            Self::Busy | Self::BodiesFull | Self::Draining => (503, "server_error", "overloaded"),
            Self::BodyTooLarge(_) => (413, "invalid_request_error", "invalid-request"),
            Self::Broken => (502, "server_error", "trap"),
            Self::Late => (504, "server_error", "timeout"),
            Self::NoAnswer => (502, "server_error", "bad-response"),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, api_type, kind, said)
    }

    /// A word for metrics.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::NoToken => "no_token",
            Self::ForeignHost => "foreign_host",
            Self::Busy => "busy",
            Self::BodiesFull => "bodies_full",
            Self::Draining => "draining",
            Self::BodyTooLarge(_) => "body_too_large",
            Self::Broken => "component_stopped",
            Self::Late => "late",
            Self::NoAnswer => "no_answer",
        }
    }

    /// The answer.
    pub(crate) fn response(self) -> Response<Full<Bytes>> {
        let (status, api_type, kind, message) = self.facts();
        let code = if self == Self::NoToken {
            "invalid_api_key"
        } else {
            kind
        };
        let body = json!({ "error": {
            "message": message,
            "type": api_type,
            "param": null,
            "code": code,
            "kind": kind,
        }});
        let mut response = Response::new(Full::new(Bytes::from(body.to_string())));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        match self {
            Self::Busy | Self::BodiesFull | Self::Draining => {
                headers.insert(RETRY_AFTER, RETRY_SECONDS);
            }
            Self::NoToken => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        response
    }
}
