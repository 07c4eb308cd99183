//! The answers to what the gateway refuses itself, in the shape that the API's clients read.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::Full;
use serde_json::json;

/// Seconds after which a client that was refused for want of room may ask again.
const RETRY_SECONDS: HeaderValue = HeaderValue::from_static("1");

/// Tells the official clients whether to repeat a request by themselves.
const SHOULD_RETRY: HeaderName = HeaderName::from_static("x-should-retry");

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

    /// Whether the same request may come again without being billed twice, and whether it may have been sent: the official
    /// clients repeat what says neither.
    fn repeats(self) -> (bool, bool) {
        match self {
            Self::Busy | Self::BodiesFull | Self::Draining => (true, false),
            Self::NoToken | Self::ForeignHost | Self::BodyTooLarge(_) => (false, false),
            Self::Broken | Self::Late | Self::NoAnswer => (false, true),
        }
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
        let (repeats, is_sent) = self.repeats();
        let body = json!({ "error": {
            "message": message,
            "type": api_type,
            "param": null,
            "code": code,
            "kind": kind,
            "request_sent": is_sent,
        }});
        let mut response = Response::new(Full::new(Bytes::from(body.to_string())));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let repeats = if repeats { "true" } else { "false" };
        headers.insert(SHOULD_RETRY, HeaderValue::from_static(repeats));
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

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn what_may_have_been_sent_is_not_to_be_repeated() {
        for (refusal, status, repeats) in [
            (Refusal::NoToken, 401, "false"),
            (Refusal::ForeignHost, 403, "false"),
            (Refusal::Busy, 503, "true"),
            (Refusal::BodiesFull, 503, "true"),
            (Refusal::Draining, 503, "true"),
            (Refusal::BodyTooLarge(1), 413, "false"),
            (Refusal::Broken, 502, "false"),
            (Refusal::Late, 504, "false"),
            (Refusal::NoAnswer, 502, "false"),
        ] {
            let response = refusal.response();
            assert_eq!(response.status(), status, "{refusal:?}");
            assert_eq!(response.headers()["x-should-retry"], repeats, "{refusal:?}");
        }
    }
}
