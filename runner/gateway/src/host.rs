//! Which name a client called the gateway by. Without tokens only names of this machine are answered: a page of anybody can
//! have its own name resolve to loopback, and a browser then takes the gateway for the page's own server.

use http::header::HOST;
use http::uri::Authority;
use http::{HeaderMap, Uri};
use std::net::IpAddr;

/// Whether a request is for a name of this machine, or names none, which no browser does.
pub(crate) fn is_local(uri: &Uri, headers: &HeaderMap) -> bool {
    let of_header = || {
        headers
            .get(HOST)
            .map(|value| Authority::try_from(value.as_bytes()).ok())
    };
    match uri.authority() {
        Some(authority) => is_local_name(authority.host()),
        None => of_header().is_none_or(|host| host.is_some_and(|host| is_local_name(host.host()))),
    }
}

fn is_local_name(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_local;
    use http::{HeaderMap, HeaderValue, Uri};

    #[test]
    fn only_names_of_this_machine_are_local() {
        for (host, expected) in [
            ("localhost", true),
            ("LocalHost:8787", true),
            ("127.0.0.1:8787", true),
            ("127.1.2.3", true),
            ("[::1]:8787", true),
            ("example.com", false),
            ("localhost.example.com:8787", false),
            ("127.0.0.1.example.com", false),
            ("192.0.2.1:8787", false),
            ("[2001:db8::1]", false),
            ("", false),
            ("a b", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("host", HeaderValue::from_str(host).unwrap());
            assert_eq!(
                is_local(&Uri::from_static("/a"), &headers),
                expected,
                "{host}"
            );
        }
        assert!(is_local(&Uri::from_static("/a"), &HeaderMap::new()));
        assert!(is_local(
            &Uri::from_static("http://localhost:1/a"),
            &HeaderMap::new()
        ));
        assert!(!is_local(
            &Uri::from_static("http://example.com/a"),
            &HeaderMap::new()
        ));
    }
}
