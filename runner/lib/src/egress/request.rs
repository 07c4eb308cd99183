//! Makes a guest's request fit to leave: its origin, its URI in canonical form, and only headers a guest may set.
//! Knows no policy, no key and no socket.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName};
use http::uri::PathAndQuery;
use http::{Method, Request, Uri, Version};
use http_body::{Body, Frame, SizeHint};
use wasmtime_wasi_http::{Error, WasiBody};

use super::origin::Origin;

/// Where the guest wants a request to go.
pub(crate) fn origin(uri: &Uri) -> Result<Origin, Error> {
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(Error::HttpRequestUriInvalid);
    };
    Origin::from_parts(scheme, authority.as_str()).map_err(|_| Error::HttpRequestUriInvalid)
}

/// The request as it may leave: extensions gone, URI rebuilt from `origin`, headers and trailers cleaned.
pub(crate) fn prepare(
    request: Request<WasiBody>,
    origin: &Origin,
) -> Result<Request<RequestBody>, Error> {
    let (guest, body) = request.into_parts();
    // CONNECT would make a tunnel; the answer to TRACE would show the guest the key.
    if guest.method == Method::CONNECT || guest.method == Method::TRACE {
        return Err(Error::HttpRequestMethodInvalid);
    }
    let path = match guest.uri.path_and_query() {
        Some(path) if path.as_str().starts_with('/') => path.clone(),
        Some(path) if path.as_str().starts_with('?') => {
            // Its display adds the slash.
            PathAndQuery::try_from(path.to_string()).map_err(|_| Error::HttpRequestUriInvalid)?
        }
        None => PathAndQuery::from_static("/"),
        Some(_) => return Err(Error::HttpRequestUriInvalid),
    };
    let mut headers = guest.headers;
    clean(&mut headers);
    let uri = Uri::builder()
        .scheme(origin.scheme().as_str())
        .authority(origin.authority())
        .path_and_query(path)
        .build()
        .map_err(|_| Error::HttpRequestUriInvalid)?;
    let mut request = Request::new(RequestBody { inner: body });
    *request.method_mut() = guest.method;
    *request.uri_mut() = uri;
    *request.version_mut() = Version::HTTP_11;
    *request.headers_mut() = headers;
    Ok(request)
}

/// Removes what only the egress may say: who is asking, and how the connection works.
fn clean(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named.iter().chain(&NOT_FOR_GUESTS) {
        headers.remove(name);
    }
    let proxy: Vec<HeaderName> = headers
        .keys()
        .filter(|name| name.as_str().starts_with("proxy-"))
        .cloned()
        .collect();
    for name in &proxy {
        headers.remove(name);
    }
}

/// Identity, then the connection's own headers (RFC 9110 §7.6.1), then what the egress does not support: waiting for
/// `100 Continue`, and trailers in HTTP/1.1.
const NOT_FOR_GUESTS: [HeaderName; 11] = [
    header::AUTHORIZATION,
    header::COOKIE,
    HeaderName::from_static("cookie2"),
    header::HOST,
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("http2-settings"),
    header::EXPECT,
];

/// The guest's body; its trailers are cleaned like its headers.
pub(crate) struct RequestBody {
    inner: WasiBody,
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Pin::new(&mut self.get_mut().inner)
            .poll_frame(cx)
            .map_ok(|mut frame| {
                if let Some(trailers) = frame.trailers_mut() {
                    clean(trailers);
                }
                frame
            })
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http_body_util::{BodyExt, StreamBody};

    use super::*;

    fn request(method: Method, uri: &str) -> Request<WasiBody> {
        let body = http_body_util::Empty::new()
            .map_err(|never| match never {})
            .boxed_unsync();
        Request::builder()
            .method(method)
            .uri(uri)
            .body(body)
            .unwrap()
    }

    fn prepared(request: Request<WasiBody>) -> Result<Request<RequestBody>, Error> {
        let origin = origin(request.uri())?;
        prepare(request, &origin)
    }

    #[test]
    fn the_uri_is_rebuilt_in_canonical_form() {
        for (uri, canonical) in [
            ("https://A.example.:443/v1?x=1", "https://a.example/v1?x=1"),
            ("https://a.example", "https://a.example/"),
            ("https://a.example?x", "https://a.example/?x"),
            ("http://[::1]:8080/", "http://[::1]:8080/"),
        ] {
            let request = prepared(request(Method::GET, uri)).unwrap();
            assert_eq!(request.uri().to_string(), canonical);
        }
    }

    #[test]
    fn what_is_no_plain_request_is_refused() {
        for uri in [
            "/path",
            "ftp://a.example/",
            "https://user@a.example/",
            "https://127.1/",
        ] {
            let result = prepared(request(Method::GET, uri));
            assert!(matches!(result, Err(Error::HttpRequestUriInvalid)), "{uri}");
        }
        for method in [Method::CONNECT, Method::TRACE] {
            let result = prepared(request(method, "https://a.example/"));
            assert!(matches!(result, Err(Error::HttpRequestMethodInvalid)));
        }
    }

    #[test]
    fn headers_that_are_not_the_guests_are_dropped() {
        let mut request = request(Method::GET, "https://a.example/");
        for (name, value) in [
            ("authorization", "Bearer guest"),
            ("authorization", "Basic guest"),
            ("cookie", "a=b"),
            ("proxy-authorization", "Basic x"),
            ("proxy-connection", "keep-alive"),
            ("proxy-anything", "x"),
            ("host", "evil.example"),
            ("connection", "close, X-Named"),
            ("x-named", "1"),
            ("te", "trailers"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "h2c"),
            ("expect", "100-continue"),
            ("x-dashscope-sse", "enable"),
            ("content-type", "application/json"),
        ] {
            request
                .headers_mut()
                .append(name, HeaderValue::from_static(value));
        }
        let request = prepared(request).unwrap();
        let mut left: Vec<_> = request.headers().keys().map(HeaderName::as_str).collect();
        left.sort_unstable();
        assert_eq!(left, ["content-type", "x-dashscope-sse"]);
    }

    #[tokio::test]
    async fn trailers_are_cleaned_too() {
        let mut trailers = HeaderMap::new();
        trailers.insert(
            header::AUTHORIZATION,
            HeaderValue::from_static("Bearer guest"),
        );
        trailers.insert("x-sum", HeaderValue::from_static("1"));
        let frames = futures::stream::iter([Ok(Frame::trailers(trailers))]);
        let request = Request::post("https://a.example/")
            .body(StreamBody::new(frames).boxed_unsync())
            .unwrap();
        let mut body = prepared(request).unwrap().into_body();
        let trailers = body
            .frame()
            .await
            .unwrap()
            .unwrap()
            .into_trailers()
            .unwrap();
        assert!(trailers.contains_key("x-sum") && trailers.len() == 1);
    }
}
