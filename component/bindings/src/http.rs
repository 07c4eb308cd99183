//! `wasi:http`, whose versions 0.2 and 0.3 have the same words in types of their own: what the core's requests, answers and
//! failures are there, written once. Knows no I/O.

use qwen_core::http::Head;
use qwen_core::prelude::*;
use qwen_core::transport::{Cause, Failure};

/// The beginning of an answer.
#[must_use]
pub fn head(status: u16, headers: Vec<(String, Vec<u8>)>) -> Head {
    let headers = headers.into_iter().map(|(name, value)| {
        (
            name.to_ascii_lowercase(),
            String::from_utf8_lossy(&value).into_owned(),
        )
    });
    Head {
        status,
        headers: headers.collect(),
    }
}

/// A request that cannot be sent as it is.
#[must_use]
pub fn unsendable(detail: &str) -> Failure {
    Failure {
        cause: Cause::Url,
        detail: detail.to_owned(),
        request_sent: false,
    }
}

/// The functions that take or give types of one version, in the module that calls this: `fields`, `address`, `options` and
/// `failure`. It is given the path of the version's types, and what they call a request.
#[macro_export]
macro_rules! wasi_http {
    ($($types:ident)::+, $outgoing:ident) => {
        use $($types)::+ as wasi;
        use qwen_core::http::{Method, Request, Target, Timeouts};
        use qwen_core::prelude::*;
        use qwen_core::transport::{Cause, Failure};
        use $crate::http::unsendable;

        /// In a millisecond.
        pub(crate) const NANOSECONDS: u64 = 1_000_000;

        pub(crate) fn fields(request: &Request) -> Result<wasi::Fields, Failure> {
            let headers = request.headers.iter();
            let headers: Vec<_> = headers
                .map(|(name, value)| (name.clone(), value.clone().into_bytes()))
                .collect();
            wasi::Fields::from_list(&headers)
                .map_err(|error| unsendable(&format!("a header is not allowed: {error:?}")))
        }

        /// Says to an outgoing request what it is and where it goes.
        pub(crate) fn address(
            outgoing: &wasi::$outgoing,
            method: Method,
            target: Target<'_>,
        ) -> Result<(), Failure> {
            let method = match method {
                Method::Get => wasi::Method::Get,
                Method::Post => wasi::Method::Post,
            };
            let scheme = if target.secure {
                wasi::Scheme::Https
            } else {
                wasi::Scheme::Http
            };
            let refused = |()| unsendable("the host refuses it");
            outgoing.set_method(&method).map_err(refused)?;
            outgoing.set_scheme(Some(&scheme)).map_err(refused)?;
            outgoing
                .set_authority(Some(target.authority))
                .map_err(refused)?;
            outgoing
                .set_path_with_query(Some(target.path))
                .map_err(refused)
        }

        pub(crate) fn options(timeouts: Timeouts) -> wasi::RequestOptions {
            let options = wasi::RequestOptions::new();
            let nanoseconds = |ms: u64| Some(ms.saturating_mul(NANOSECONDS));
            // A host that has no such limit says so; its own limit holds then.
            let _ = options.set_connect_timeout(nanoseconds(timeouts.connect_ms));
            let _ = options.set_first_byte_timeout(nanoseconds(timeouts.first_byte_ms));
            let _ = options.set_between_bytes_timeout(nanoseconds(timeouts.between_bytes_ms));
            options
        }

        /// What an error code of `wasi:http` means, and whether the request may have left the machine.
        pub(crate) fn failure(code: &wasi::ErrorCode) -> Failure {
            let (cause, request_sent) = match code {
                wasi::ErrorCode::HttpRequestDenied | wasi::ErrorCode::DestinationIpProhibited => (Cause::Denied, false),
                wasi::ErrorCode::DnsTimeout | wasi::ErrorCode::DnsError(_) | wasi::ErrorCode::DestinationNotFound => {
                    (Cause::Dns, false)
                }
                wasi::ErrorCode::DestinationUnavailable
                | wasi::ErrorCode::DestinationIpUnroutable
                | wasi::ErrorCode::ConnectionRefused
                | wasi::ErrorCode::ConnectionLimitReached => (Cause::Connect, false),
                wasi::ErrorCode::ConnectionTimeout => (Cause::Timeout, false),
                wasi::ErrorCode::TlsProtocolError
                | wasi::ErrorCode::TlsCertificateError
                | wasi::ErrorCode::TlsAlertReceived(_) => (Cause::Tls, false),
                wasi::ErrorCode::HttpRequestUriInvalid
                | wasi::ErrorCode::HttpRequestUriTooLong
                | wasi::ErrorCode::HttpRequestMethodInvalid => (Cause::Url, false),
                wasi::ErrorCode::ConnectionReadTimeout
                | wasi::ErrorCode::ConnectionWriteTimeout
                | wasi::ErrorCode::HttpResponseTimeout => (Cause::Timeout, true),
                wasi::ErrorCode::HttpResponseBodySize(_)
                | wasi::ErrorCode::HttpResponseHeaderSectionSize(_)
                | wasi::ErrorCode::HttpResponseHeaderSize(_) => (Cause::TooLarge, true),
                wasi::ErrorCode::HttpProtocolError => (Cause::Protocol, true),
                _ => (Cause::Cut, true),
            };
            Failure {
                cause,
                detail: describe(code),
                request_sent,
            }
        }

        /// The code's own words, with what a host adds to the codes that have room for it.
        fn describe(code: &wasi::ErrorCode) -> String {
            match code {
                wasi::ErrorCode::InternalError(Some(text)) => text.clone(),
                wasi::ErrorCode::DnsError(payload) => payload
                    .rcode
                    .clone()
                    .unwrap_or_else(|| "name not found".to_owned()),
                code => format!("{code:?}")
                    .trim_start_matches("ErrorCode::")
                    .to_owned(),
            }
        }
    };
}
