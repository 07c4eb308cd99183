//! HTTP requests and responses as plain data.

pub(crate) mod date;

use crate::prelude::*;
use crate::search;

/// A request, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute URL.
    pub url: String,
    /// Header names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The body; empty for none.
    pub body: Vec<u8>,
    /// How long each part may take.
    pub timeouts: Timeouts,
    /// What receiving it may do upstream.
    pub effect: Effect,
}

impl Request {
    /// The URL's scheme, authority and path with query, as `wasi:http` takes them. `None` for a URL that is not absolute
    /// `http` or `https`.
    #[must_use]
    pub fn target(&self) -> Option<Target<'_>> {
        let (scheme, rest) = search::split_once(&self.url, "://")?;
        let secure = match scheme {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at_checked(slash)?,
            None => (rest, "/"),
        };
        Some(Target {
            secure,
            authority,
            path,
        })
    }
}

/// Where a request goes, in the parts that a transport needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target<'a> {
    /// Whether the scheme is `https`.
    pub secure: bool,
    /// Host and port, such as `dashscope.aliyuncs.com` or `[::1]:8080`.
    pub authority: &'a str,
    /// Path and query, beginning with a slash.
    pub path: &'a str,
}

/// The methods that the provider's API uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
}

/// What may happen upstream when a request is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: it may be sent again freely.
    Read,
    /// It may be billed: sending it again may be billed again.
    Billable,
    /// It begins work that is billed, and a refusal is no proof that none began: it is sent again only when it provably
    /// was not sent.
    Once,
}

/// How long each part of a request may take, in milliseconds.
///
/// The defaults rest on the provider's own limits: it lets a model think in silence, and it ends an unstreamed answer
/// after 300 seconds (DashScope API reference, November 2026).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the connection stands.
    pub connect_ms: u64,
    /// From the request's last byte to the answer's first.
    pub first_byte_ms: u64,
    /// Between two pieces of the answer.
    pub between_bytes_ms: u64,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect_ms: 10_000,
            first_byte_ms: 300_000,
            between_bytes_ms: 120_000,
        }
    }
}

/// The beginning of an answer, before its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The status, 100 to 599.
    pub status: u16,
    /// Header names in lower case, with their values.
    pub headers: Vec<(String, String)>,
}

impl Head {
    /// The first value of a header, by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// When the answer began by its own clock, the header `date`, in seconds since 1970 UTC.
    #[must_use]
    pub fn date(&self) -> Option<u64> {
        date::seconds(self.header("date")?)
    }

    /// Whether the status is 2xx.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}
