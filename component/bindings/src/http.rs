//! `wasi:http`, whose versions 0.2 and 0.3 have the same words in types of their own: what the core's requests, answers and
//! failures are there, written once. Knows no I/O.

use qwen_core::http::Head;
use qwen_core::lossy::lossy;
use qwen_core::prelude::*;
use qwen_core::transport::{Cause, Failure};

/// The beginning of an answer.
#[must_use]
pub fn head(status: u16, headers: Vec<(String, Vec<u8>)>) -> Head {
    let headers = headers
        .into_iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), lossy(&value)));
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
/// `failure`. It is given the path of the version's types, what they call a request, and what the host may say of a header
/// in that version only.
#[macro_export]
macro_rules! wasi_http {
    ($($types:ident)::+, $outgoing:ident, $($arm:pat => $word:expr),*) => {
        use $($types)::+ as wasi;
        use qwen_core::http::{Method, Request, Target, Timeouts};
        use qwen_core::lossy::lossy;
use qwen_core::prelude::*;
        use qwen_core::quoted::quoted;
        use qwen_core::transport::{Cause, Failure};
        use $crate::http::unsendable;

        /// In a millisecond.
        pub(crate) const NANOSECONDS: u64 = 1_000_000;

        pub(crate) fn fields(request: &Request) -> Result<wasi::Fields, Failure> {
            let headers = request.headers.iter();
            let headers: Vec<_> = headers
                .map(|(name, value)| (name.clone(), value.clone().into_bytes()))
                .collect();
            wasi::Fields::from_list(&headers).map_err(|error| {
                unsendable(&["a header is not allowed: HeaderError::", &error.shown()].concat())
            })
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

        /// What an error code of `wasi:http` means, and whether the request may have left the machine. The words are the
        /// code's own name, with what a host adds to the codes that have room for it.
        pub(crate) fn failure(code: &wasi::ErrorCode) -> Failure {
            use Cause::{Connect, Cut, Denied, Dns, Protocol, Timeout, Tls, TooLarge, Url};
            use wasi::ErrorCode as Code;
            let (cause, request_sent, name, more): (_, _, &str, Option<&dyn Shown>) = match code {
                Code::InternalError(more) => (Cut, true, "InternalError", Some(more)),
                Code::DnsTimeout => (Dns, false, "DnsTimeout", None),
                Code::DnsError(_) => (Dns, false, "DnsError", None),
                Code::DestinationNotFound => (Dns, false, "DestinationNotFound", None),
                Code::DestinationUnavailable => (Connect, false, "DestinationUnavailable", None),
                Code::DestinationIpProhibited => (Denied, false, "DestinationIpProhibited", None),
                Code::DestinationIpUnroutable => (Connect, false, "DestinationIpUnroutable", None),
                Code::ConnectionRefused => (Connect, false, "ConnectionRefused", None),
                Code::ConnectionTerminated => (Cut, true, "ConnectionTerminated", None),
                Code::ConnectionTimeout => (Timeout, false, "ConnectionTimeout", None),
                Code::ConnectionReadTimeout => (Timeout, true, "ConnectionReadTimeout", None),
                Code::ConnectionWriteTimeout => (Timeout, true, "ConnectionWriteTimeout", None),
                Code::ConnectionLimitReached => (Connect, false, "ConnectionLimitReached", None),
                Code::TlsProtocolError => (Tls, false, "TlsProtocolError", None),
                Code::TlsCertificateError => (Tls, false, "TlsCertificateError", None),
                Code::TlsAlertReceived(more) => (Tls, false, "TlsAlertReceived", Some(more)),
                Code::HttpRequestDenied => (Denied, false, "HttpRequestDenied", None),
                Code::HttpRequestLengthRequired => (Cut, true, "HttpRequestLengthRequired", None),
                Code::HttpRequestBodySize(more) => (Cut, true, "HttpRequestBodySize", Some(more)),
                Code::HttpRequestMethodInvalid => (Url, false, "HttpRequestMethodInvalid", None),
                Code::HttpRequestUriInvalid => (Url, false, "HttpRequestUriInvalid", None),
                Code::HttpRequestUriTooLong => (Url, false, "HttpRequestUriTooLong", None),
                Code::HttpRequestHeaderSectionSize(more) => (Cut, true, "HttpRequestHeaderSectionSize", Some(more)),
                Code::HttpRequestHeaderSize(more) => (Cut, true, "HttpRequestHeaderSize", Some(more)),
                Code::HttpRequestTrailerSectionSize(more) => (Cut, true, "HttpRequestTrailerSectionSize", Some(more)),
                Code::HttpRequestTrailerSize(more) => (Cut, true, "HttpRequestTrailerSize", Some(more)),
                Code::HttpResponseIncomplete => (Cut, true, "HttpResponseIncomplete", None),
                Code::HttpResponseHeaderSectionSize(more) => (TooLarge, true, "HttpResponseHeaderSectionSize", Some(more)),
                Code::HttpResponseHeaderSize(more) => (TooLarge, true, "HttpResponseHeaderSize", Some(more)),
                Code::HttpResponseBodySize(more) => (TooLarge, true, "HttpResponseBodySize", Some(more)),
                Code::HttpResponseTrailerSectionSize(more) => (Cut, true, "HttpResponseTrailerSectionSize", Some(more)),
                Code::HttpResponseTrailerSize(more) => (Cut, true, "HttpResponseTrailerSize", Some(more)),
                Code::HttpResponseTransferCoding(more) => (Cut, true, "HttpResponseTransferCoding", Some(more)),
                Code::HttpResponseContentCoding(more) => (Cut, true, "HttpResponseContentCoding", Some(more)),
                Code::HttpResponseTimeout => (Timeout, true, "HttpResponseTimeout", None),
                Code::HttpUpgradeFailed => (Cut, true, "HttpUpgradeFailed", None),
                Code::HttpProtocolError => (Protocol, true, "HttpProtocolError", None),
                Code::LoopDetected => (Cut, true, "LoopDetected", None),
                Code::ConfigurationError => (Cut, true, "ConfigurationError", None),
            };
            let detail = match (code, more) {
                (Code::InternalError(Some(text)), _) => text.clone(),
                (Code::DnsError(payload), _) => payload
                    .rcode
                    .clone()
                    .unwrap_or_else(|| "name not found".to_owned()),
                (_, Some(more)) => [name, "(", &more.shown(), ")"].concat(),
                (_, None) => name.to_owned(),
            };
            Failure {
                cause,
                detail,
                request_sent,
            }
        }

        /// What a host adds to a code, in the words of `{:?}`. The types' own would be four kilobytes of the component.
        trait Shown {
            fn shown(&self) -> String;
        }

        impl<T: Shown> Shown for Option<T> {
            fn shown(&self) -> String {
                match self {
                    Some(value) => ["Some(", &value.shown(), ")"].concat(),
                    None => "None".to_owned(),
                }
            }
        }

        impl Shown for String {
            fn shown(&self) -> String {
                quoted(self)
            }
        }

        impl Shown for u64 {
            fn shown(&self) -> String {
                self.to_string()
            }
        }

        impl Shown for u32 {
            fn shown(&self) -> String {
                u64::from(*self).shown()
            }
        }

        impl Shown for wasi::FieldSizePayload {
            fn shown(&self) -> String {
                let (name, size) = (self.field_name.shown(), self.field_size.shown());
                ["FieldSizePayload { field-name: ", &name, ", field-size: ", &size, " }"].concat()
            }
        }

        impl Shown for wasi::TlsAlertReceivedPayload {
            fn shown(&self) -> String {
                let id = self.alert_id.map(u32::from).shown();
                let message = self.alert_message.shown();
                ["TlsAlertReceivedPayload { alert-id: ", &id, ", alert-message: ", &message, " }"].concat()
            }
        }

        impl Shown for wasi::HeaderError {
            fn shown(&self) -> String {
                match self {
                    Self::InvalidSyntax => "InvalidSyntax".to_owned(),
                    Self::Forbidden => "Forbidden".to_owned(),
                    Self::Immutable => "Immutable".to_owned(),
                    $($arm => $word,)*
                }
            }
        }
    };
}
