//! The provider's storage: where videos are fetched from and files are sent to, by URLs that need no key.
//! Knows neither jobs nor the provider's API. It is the one way from the library itself to the network, and leads through
//! the same egress as the component's, with a policy of one origin a URL.
//!
//! | rule | what it means |
//! |---|---|
//! | `https` only | an `http` URL is asked for by `https` |
//! | public addresses only | by the address that is dialled, not by its name |
//! | one exception | the exact loopback origin that the operator configured as the endpoint, in any scheme |
//! | no key, no redirect | whatever the URL |

use crate::egress::Egress;
use crate::egress::options::Options;
use crate::egress::origin::{InvalidOrigin, Origin};
use crate::egress::policy::{Policy, Reach};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri, header};
use http_body::Body as _;
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use wasmtime_wasi_http::Error as Cause;

/// What is sent and what comes back, piece by piece.
pub(crate) type Body = UnsyncBoxBody<Bytes, Failure>;

/// Which storage a provider may use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Storage {
    local: Vec<Origin>,
    options: Options,
}

/// One URL of the storage, with its connections. Dropping it closes them.
pub(crate) struct Place {
    egress: Egress,
    uri: Uri,
}

/// Why a URL is not asked at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidUrl {
    /// It names no place.
    #[error(transparent)]
    Origin(#[from] InvalidOrigin),
    /// It has characters that no URL has.
    #[error("it is not a URL")]
    Form,
}

/// Why an exchange did not end well.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    /// The rules above forbid it, or the server is not who it says. Asking again does not help.
    #[error("{0}")]
    Refused(String),
    /// Nothing came for too long.
    #[error("the storage was silent for too long")]
    Silent,
    /// The answer is larger than allowed.
    #[error("the answer is larger than allowed")]
    TooLarge,
    /// The file that was to be sent could not be read.
    #[error("{0}")]
    Unreadable(String),
    /// The connection failed, or ended too early.
    #[error("{0}")]
    Broken(String),
}

impl Storage {
    /// Storage on the internet, and at those of the configured origins that are on this machine.
    pub(crate) fn new(configured: &[Origin], options: Options) -> Self {
        let local = configured.iter().filter(|origin| origin.is_loopback());
        Self {
            local: local.cloned().collect(),
            options,
        }
    }

    /// Storage on the internet, and at a test's own server.
    #[cfg(test)]
    pub(crate) fn at(url: &str) -> Self {
        let origin = Origin::parse(url).unwrap();
        Self::new(&[origin], Options::default())
    }

    /// A place by its URL. `silence` is how long it may say nothing, `most` how large an answer may be, in bytes.
    pub(crate) fn place(
        &self,
        url: &str,
        silence: Duration,
        most: u64,
    ) -> Result<Place, InvalidUrl> {
        let named = Origin::parse(url)?;
        let (origin, reach) = if self.local.contains(&named) {
            (named, Reach::Configured)
        } else {
            (secure(&named)?, Reach::Public)
        };
        let uri: Uri = url.parse().map_err(|_| InvalidUrl::Form)?;
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let uri = Uri::builder()
            .scheme(origin.scheme().as_str())
            .authority(origin.authority())
            .path_and_query(path)
            .build()
            .map_err(|_| InvalidUrl::Form)?;
        let options = Options {
            first_byte_timeout: silence,
            between_bytes_timeout: silence,
            max_response_bytes: most,
            ..self.options.clone()
        };
        let policy = Policy::deny_all().allow(origin, reach);
        let egress = Egress::new(policy, None, options);
        Ok(Place { egress, uri })
    }
}

impl Place {
    /// Fetches, with headers that say which part.
    pub(crate) async fn get(&self, headers: HeaderMap) -> Result<Response<Body>, Failure> {
        let nothing = http_body_util::Empty::new().map_err(|never| match never {});
        self.send(Method::GET, headers, nothing.boxed_unsync())
            .await
    }

    /// Sends a body of a known length.
    pub(crate) async fn post(
        &self,
        content_type: HeaderValue,
        body: Body,
    ) -> Result<Response<Body>, Failure> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, content_type);
        if let Some(length) = body.size_hint().exact() {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        self.send(Method::POST, headers, body).await
    }

    async fn send(
        &self,
        method: Method,
        headers: HeaderMap,
        body: Body,
    ) -> Result<Response<Body>, Failure> {
        let body = body.map_err(|failure| Cause::InternalError(Some(failure.to_string())));
        let mut request = Request::new(body.boxed_unsync());
        *request.method_mut() = method;
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = headers;
        let never = CancellationToken::new();
        let response = self
            .egress
            .send(request, None, never)
            .await
            .map_err(failure)?;
        Ok(response.map(|body| body.map_err(failure).boxed_unsync()))
    }
}

/// The same place by `https`. A port that was named is kept, unless it is the one of `http`.
fn secure(origin: &Origin) -> Result<Origin, InvalidOrigin> {
    let host = origin.host();
    let authority = match origin.port() {
        80 | 443 => host.to_string(),
        port => format!("{host}:{port}"),
    };
    Origin::from_parts("https", &authority)
}

/// What an error of the egress means here.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands where errors are mapped"
)]
fn failure(cause: Cause) -> Failure {
    match &cause {
        Cause::HttpRequestDenied | Cause::DestinationIpProhibited => {
            Failure::Refused("it leads to an address that is not public".to_owned())
        }
        Cause::TlsCertificateError => {
            Failure::Refused("its server shows a certificate that is not trusted".to_owned())
        }
        Cause::HttpRequestUriInvalid => Failure::Refused("it is not a URL".to_owned()),
        Cause::ConnectionTimeout | Cause::ConnectionReadTimeout => Failure::Silent,
        Cause::HttpResponseBodySize(_) => Failure::TooLarge,
        _ => Failure::Broken(cause.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn storage(configured: &[&str]) -> Storage {
        let configured: Vec<_> = configured
            .iter()
            .map(|origin| Origin::parse(origin).unwrap())
            .collect();
        Storage::new(&configured, Options::default())
    }

    fn uri(storage: &Storage, url: &str) -> Result<String, InvalidUrl> {
        let place = storage.place(url, Duration::from_secs(1), 1)?;
        Ok(place.uri.to_string())
    }

    #[test]
    fn whatever_is_not_the_configured_machine_is_asked_by_https() {
        let storage = storage(&["http://127.0.0.1:8080", "http://gateway.example"]);
        for (url, asked) in [
            (
                "https://a.example/x.mp4?Expires=1&Signature=a%2Bb",
                "https://a.example/x.mp4?Expires=1&Signature=a%2Bb",
            ),
            ("http://a.example/x.mp4", "https://a.example/x.mp4"),
            ("http://a.example:80/x", "https://a.example/x"),
            ("http://a.example:8080/x", "https://a.example:8080/x"),
            ("HTTP://A.Example./x#y", "https://a.example/x"),
            ("https://a.example", "https://a.example/"),
            ("http://127.0.0.1:8080/x?y", "http://127.0.0.1:8080/x?y"),
            ("http://127.0.0.1:8081/x", "https://127.0.0.1:8081/x"),
            ("https://127.0.0.1:8080/x", "https://127.0.0.1:8080/x"),
            ("http://localhost:8080/x", "https://localhost:8080/x"),
            ("http://gateway.example/x", "https://gateway.example/x"),
        ] {
            assert_eq!(uri(&storage, url), Ok(asked.to_owned()), "{url}");
        }
    }

    #[test]
    fn what_names_no_place_is_not_asked() {
        for url in [
            "",
            "x.mp4",
            "oss://a/b",
            "file:///x",
            "https://user@a.example/",
            "https://a b/",
            "https://a.example/a b",
        ] {
            assert!(uri(&storage(&[]), url).is_err(), "{url}");
        }
    }

    #[tokio::test]
    async fn an_address_that_is_not_public_is_not_asked() {
        for url in [
            "https://127.0.0.1:1/x",
            "http://10.0.0.1/x",
            "https://[::1]/x",
            "https://169.254.169.254/x",
        ] {
            let place = storage(&["http://127.0.0.1:2"]).place(url, Duration::from_secs(1), 1);
            let refused = place.unwrap().get(HeaderMap::new()).await.unwrap_err();
            assert!(matches!(refused, Failure::Refused(_)), "{url} {refused:?}");
        }
    }
}
