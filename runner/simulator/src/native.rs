//! A call of the native API: what is common to all of them, and the shape of their answers, which is flat.
//! The rules that lead to a refusal live with what they check.

use std::time::Duration;

use axum::Json;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::access::{self, Denial};
use crate::error::retry_after;
use crate::fault::Fault;
use crate::fields::Malformed;
use crate::options::Options;
use crate::plan::Plan;
use crate::query::Query;

/// A refusal, ready to be sent. Codes: Model Studio error page, November 2026.
#[derive(Debug)]
pub(crate) struct NativeError {
    status: StatusCode,
    code: &'static str,
    message: String,
    retry_after: Option<Duration>,
}

impl NativeError {
    /// A key that may not call.
    pub(crate) fn denied(denial: Denial) -> Self {
        let message = match denial {
            Denial::Missing => "No API-key provided.",
            Denial::Wrong => "Invalid API-key provided.",
        };
        Self::new(StatusCode::UNAUTHORIZED, "InvalidApiKey", message)
    }

    /// The refusal that a fault puts in place of any answer.
    pub(crate) fn of_fault(fault: Fault) -> Option<Self> {
        match fault {
            Fault::CutAfter { .. } | Fault::ErrorFrameAfter { .. } => None,
            Fault::InternalError => Some(Self::internal()),
            Fault::RateLimited { retry_after } => Some(Self {
                retry_after: Some(retry_after),
                ..Self::too_many()
            }),
            Fault::Unauthorized => Some(Self::denied(Denial::Wrong)),
        }
    }

    /// A known path, but not by this method.
    pub(crate) fn method(method: &str) -> Self {
        Self::parameter(format!("Request method '{method}' is not supported."))
    }

    /// A job was asked for as if it were an answer.
    pub(crate) fn synchronous() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "AccessDenied",
            "current user api does not support synchronous calls.",
        )
    }

    /// Not a JSON object.
    pub(crate) fn unreadable_body() -> Self {
        Self::parameter("Required body invalid, please check the request body format.")
    }

    /// No `model`.
    pub(crate) fn missing_model() -> Self {
        let message = "Required parameter \"model\" missing from request.";
        Self::new(StatusCode::BAD_REQUEST, "BadRequest.EmptyModel", message)
    }

    /// No `input`.
    pub(crate) fn missing_input() -> Self {
        let message = "Required input parameter missing from request.";
        Self::new(StatusCode::BAD_REQUEST, "BadRequest.EmptyInput", message)
    }

    /// A model nobody serves here.
    pub(crate) fn unknown_model(id: &str) -> Self {
        let message = format!("Model can not be found: {id}");
        Self::new(StatusCode::NOT_FOUND, "ModelNotFound", message)
    }

    /// A value that the model or the operation does not take. The message names the field.
    pub(crate) fn parameter(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidParameter", message)
    }

    /// A task that has begun or ended.
    pub(crate) fn not_pending() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "UnsupportedOperation",
            "Failed to cancel the task, please confirm if the task is in PENDING status.",
        )
    }

    /// More requests in a second than a key may make.
    pub(crate) fn too_many() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "Throttling.RateQuota",
            "Requests rate limit exceeded, please try again later.",
        )
    }

    /// The service broke.
    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalError",
            "An internal error has occured, please try again later or contact service support.",
        )
    }

    #[cfg(test)]
    pub(crate) fn parts(&self) -> (u16, &'static str, &str) {
        (self.status.as_u16(), self.code, &self.message)
    }

    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            retry_after: None,
        }
    }

    fn into_response(self, request_id: &str) -> Response {
        let body = json!({
            "code": self.code,
            "message": self.message,
            "request_id": request_id,
        });
        let mut response = (self.status, Json(body)).into_response();
        if let Some(delay) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, retry_after(delay));
        }
        response
    }
}

impl From<Malformed> for NativeError {
    fn from(Malformed(message): Malformed) -> Self {
        Self::parameter(message)
    }
}

/// One call of the API.
#[derive(Clone, Copy)]
pub(crate) struct NativeCall<'a> {
    pub(crate) parts: &'a Parts,
    pub(crate) body: &'a [u8],
    pub(crate) options: &'a Options,
    pub(crate) request_id: &'a str,
    /// Since 1970.
    pub(crate) now: Duration,
    /// Of this simulator, like `http://127.0.0.1:8080`.
    pub(crate) origin: &'a str,
}

impl<'a> NativeCall<'a> {
    /// What comes before everything else: faults, the method, and the key, which is given.
    pub(crate) fn caller(&self, method: &Method) -> Result<&'a str, NativeError> {
        if let Some(refusal) = self.options.fault.and_then(NativeError::of_fault) {
            return Err(refusal);
        }
        if self.parts.method != method {
            return Err(NativeError::method(self.parts.method.as_str()));
        }
        access::check(&self.parts.headers, Plan::Standard, &self.options.keys)
            .map_err(NativeError::denied)
    }

    /// Whether a header switches something on.
    pub(crate) fn enables(&self, header: &str) -> bool {
        let value = self.parts.headers.get(header);
        value.is_some_and(|value| value.as_bytes() == b"enable")
    }

    pub(crate) fn query(&self) -> Query {
        Query::parse(self.parts.uri.query())
    }
}

/// The HTTP answer: the members of a success beside the request id, or a refusal.
pub(crate) fn respond(
    result: Result<Map<String, Value>, NativeError>,
    request_id: &str,
) -> Response {
    match result {
        Ok(mut members) => {
            members.insert("request_id".to_owned(), request_id.into());
            Json(members).into_response()
        }
        Err(refusal) => refusal.into_response(request_id),
    }
}

/// An answer with one member.
pub(crate) fn member(name: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value)])
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::NativeError;
    use crate::fault::Fault;

    #[test]
    fn faults_refuse_in_the_same_words_as_the_service() {
        let limited = Fault::RateLimited {
            retry_after: Duration::from_millis(1_200),
        };
        let cases = [
            (Fault::CutAfter { tokens: 1 }, None),
            (Fault::ErrorFrameAfter { tokens: 1 }, None),
            (Fault::InternalError, Some((500, "InternalError"))),
            (Fault::Unauthorized, Some((401, "InvalidApiKey"))),
            (limited, Some((429, "Throttling.RateQuota"))),
        ];
        for (fault, expected) in cases {
            let refusal = NativeError::of_fault(fault);
            let found = refusal.as_ref().map(|refusal| {
                let (status, code, _) = refusal.parts();
                (status, code)
            });
            assert_eq!(found, expected, "{fault:?}");
        }
        let response = NativeError::of_fault(limited).unwrap().into_response("r");
        assert_eq!(response.headers()["retry-after"], "2");
    }
}
