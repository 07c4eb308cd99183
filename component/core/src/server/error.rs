//! Errors in OpenAI's shape: which status, type and code each kind has, and what of it a client reads.
//! Knows no route and no field.

#[cfg(test)]
mod tests;

use super::response::{Response, json};
use super::write::{self, Object};
use crate::error::code::Retry;
use crate::error::{Error, ErrorKind};
use crate::prelude::*;
use crate::transport::Transport;

/// Why a request is not answered as it asked. Boxed: it is seldom, and the way back from every field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal(Box<Reason>);

#[derive(Clone, Debug, PartialEq)]
struct Reason {
    error: Error,
    /// The status, where the kind of error does not tell it.
    status: Option<u16>,
    /// The field that is wrong.
    param: Option<String>,
    /// The methods that the path takes.
    allow: Option<&'static str>,
}

impl Refusal {
    /// Of a field of the request's body.
    pub(super) fn field(path: String, message: String) -> Self {
        let refusal = Self::from(Error::invalid(message));
        if path.is_empty() {
            return refusal;
        }
        refusal.about(path)
    }

    /// With a status of its own.
    pub(super) fn with_status(status: u16, error: Error) -> Self {
        let mut refusal = Self::from(error);
        refusal.0.status = Some(status);
        refusal
    }

    /// Of a method that the path does not take.
    pub(super) fn method(allow: &'static str, method: &str, path: &str) -> Self {
        let message = format!("{path} does not take {method}");
        let error = Error::invalid(message).with_hint(&format!("it takes {allow}"));
        let mut refusal = Self::with_status(405, error);
        refusal.0.allow = Some(allow);
        refusal
    }

    /// The same of a submit: what may have begun work is not sent again by itself, whatever came instead of its task.
    pub(super) fn of_submit(mut self) -> Self {
        if self.0.error.request_sent {
            self.0.error.retry = Retry::Never;
        }
        self
    }

    /// The same about a field.
    pub(super) fn about(mut self, param: String) -> Self {
        self.0.param = Some(param);
        self
    }

    /// The error that is this server's and not its client's: the way it was set up.
    pub(super) fn of_settings(error: Error) -> Self {
        Self::with_status(500, error)
    }

    /// The response that tells it.
    pub(super) fn into_response<T: Transport>(self) -> Response<'static, T> {
        let Reason { error, allow, .. } = &*self.0;
        let mut body = String::new();
        self.write(&mut body);
        let mut response = json(self.status(), body);
        let headers = &mut response.headers;
        headers.push(("x-should-retry", may_repeat(error).to_string()));
        if let Some(ms) = error.retry_after_ms {
            headers.push(("retry-after", ms.div_ceil(1_000).to_string()));
            headers.push(("retry-after-ms", ms.to_string()));
        }
        headers.extend(allow.map(|allow| ("allow", String::from(allow))));
        response.tell(&[], error.request_id.as_deref());
        response
    }

    /// The status of the response.
    pub(super) fn status(&self) -> u16 {
        let Reason { error, status, .. } = &*self.0;
        status.unwrap_or_else(|| row(&error.kind).status)
    }

    /// Appends `{"error":{…}}`.
    pub(super) fn write(&self, out: &mut String) {
        let Reason {
            error,
            status,
            param,
            ..
        } = &*self.0;
        // A client did nothing wrong when the server is set up wrongly.
        let is_ours = status.is_some_and(|status| status >= 500);
        write::object(out, |body| {
            write_field(body, error, is_ours, param.as_deref());
        });
    }
}

/// Writes the field `error`.
pub(super) fn write_field(
    body: &mut Object<'_>,
    error: &Error,
    is_ours: bool,
    param: Option<&str>,
) {
    let row = row(&error.kind);
    let is_model = param == Some("model");
    let code = match row.code {
        "" if error.kind == ErrorKind::NotFound && is_model => Some("model_not_found"),
        "" => error.code.as_deref(),
        code => Some(code),
    };
    body.object("error", |body| {
        body.text("message", &error.message)
            .text("type", if is_ours { SERVER } else { row.r#type })
            .text_or_null("code", code)
            .text_or_null("param", param)
            .text("kind", row.word)
            .text_or_null("hint", error.hint.as_deref())
            .text_or_null("request_id", error.request_id.as_deref())
            .flag("request_sent", error.request_sent)
            .some_text("provider_code", error.code.as_deref());
    });
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self(Box::new(Reason {
            error,
            status: None,
            param: None,
            allow: None,
        }))
    }
}

/// Whether the request may be sent again by itself: official clients ask this header before they do. What may have been
/// billed may not.
fn may_repeat(error: &Error) -> bool {
    match error.retry {
        Retry::Soon => true,
        Retry::SoonIfFree => !error.request_sent,
        Retry::Never | Retry::AfterWindow => false,
    }
}

/// What a kind of error is to a client of OpenAI's API.
struct Row<'a> {
    /// The contract's word for it.
    word: &'a str,
    status: u16,
    r#type: &'static str,
    /// Empty where the provider's own code says more.
    code: &'static str,
}

/// The row of a kind.
#[rustfmt::skip]
fn row(kind: &ErrorKind) -> Row<'_> {
    use ErrorKind as Kind;
    let (word, status, r#type, code) = match kind {
        Kind::InvalidRequest   => ("invalid-request",   400, INVALID,                "" ),
        Kind::Unauthorized     => ("unauthorized",      401, "authentication_error", "invalid_api_key"),
        Kind::PermissionDenied => ("permission-denied", 403, "permission_error",     "" ),
        Kind::Billing          => ("billing",           402, "billing_error",        "" ),
        Kind::NotFound         => ("not-found",         404, INVALID,                "" ),
        Kind::Unsupported      => ("unsupported",       400, INVALID,                "unsupported"),
        Kind::RateLimited      => ("rate-limited",      429, "rate_limit_error",     "rate_limit_exceeded"),
        Kind::QuotaExhausted   => ("quota-exhausted",   429, "insufficient_quota",   "insufficient_quota"),
        Kind::ContentFiltered  => ("content-filtered",  400, INVALID,                "content_filter"),
        Kind::ContextExceeded  => ("context-exceeded",  400, INVALID,                "context_length_exceeded"),
        Kind::Overloaded       => ("overloaded",        503, SERVER,                 "overloaded"),
        Kind::Timeout          => ("timeout",           504, SERVER,                 "timeout"),
        Kind::Network          => ("network",           502, SERVER,                 "network"),
        Kind::BadResponse      => ("bad-response",      502, SERVER,                 "bad_response"),
        Kind::Cancelled        => ("cancelled",         499, SERVER,                 "cancelled"),
        Kind::DeniedByHost     => ("denied-by-host",    500, SERVER,                 "denied_by_host"),
        Kind::Other(word)      => (word.as_str(),       500, SERVER,                 "" ),
    };
    Row { word, status, r#type, code }
}

const INVALID: &str = "invalid_request_error";
const SERVER: &str = "server_error";
