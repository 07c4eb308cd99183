//! The key, and the one place where it is put on a request.
//! Knows nothing of where the key comes from, and never shows it.

use std::fmt;

use http::header::{AUTHORIZATION, HeaderMap, HeaderValue, InvalidHeaderValue};
use qwen_core::secret::Secret;

use super::origin::{Origin, Scheme};

/// A key, and the exact origins that may see it.
#[derive(Clone)]
pub(crate) struct Credential {
    origins: Vec<Origin>,
    /// The finished header, marked sensitive: no debug print shows it, and HTTP/2 keeps it out of its compression tables.
    authorization: HeaderValue,
}

impl Credential {
    /// A key for some origins. It fails when no header can carry the key.
    pub(crate) fn new(origins: Vec<Origin>, key: &Secret) -> Result<Self, InvalidHeaderValue> {
        let mut authorization = HeaderValue::try_from(format!("Bearer {}", key.expose()))?;
        authorization.set_sensitive(true);
        Ok(Self {
            origins,
            authorization,
        })
    }

    /// Adds the key to a request, if it goes to one of this credential's origins over https or stays on this machine.
    pub(crate) fn apply(&self, destination: &Origin, headers: &mut HeaderMap) {
        let unread_on_the_way = destination.scheme() == Scheme::Https || destination.is_loopback();
        if self.origins.contains(destination) && unread_on_the_way {
            headers.insert(AUTHORIZATION, self.authorization.clone());
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("origins", &self.origins)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(origin: &str) -> Credential {
        let key = Secret::parse("sk-secret", "a test").unwrap().unwrap();
        Credential::new(vec![Origin::parse(origin).unwrap()], &key).unwrap()
    }

    #[test]
    fn the_key_goes_to_its_own_origin_and_never_in_the_clear() {
        for (owner, destination, added) in [
            ("https://a.example", "https://a.example", true),
            ("https://a.example", "https://A.example.:443/path", true),
            ("https://a.example", "https://a.example:8443", false),
            ("https://a.example", "http://a.example", false),
            ("https://a.example", "http://a.example:443", false),
            ("https://a.example", "https://b.a.example", false),
            ("https://a.example", "https://a.example.evil.example", false),
            ("http://a.example", "http://a.example", false),
            ("http://10.0.0.1:8080", "http://10.0.0.1:8080", false),
            ("https://10.0.0.1:8080", "https://10.0.0.1:8080", true),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080", true),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8081", false),
            ("http://127.0.0.1:8080", "http://localhost:8080", false),
            ("http://localhost:8080", "http://localhost:8080", true),
            ("http://[::1]:8080", "http://[::1]:8080", true),
            (
                "http://[::ffff:127.0.0.1]:8080",
                "http://[::ffff:127.0.0.1]:8080",
                false,
            ),
        ] {
            let mut headers = HeaderMap::new();
            credential(owner).apply(&Origin::parse(destination).unwrap(), &mut headers);
            let value = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
            assert_eq!(
                value,
                added.then_some(b"Bearer sk-secret".as_slice()),
                "{owner} {destination}"
            );
        }
    }

    #[test]
    fn the_key_replaces_any_other() {
        let mut headers = HeaderMap::new();
        headers.append(AUTHORIZATION, HeaderValue::from_static("Bearer guest"));
        headers.append(AUTHORIZATION, HeaderValue::from_static("Bearer guest-2"));
        credential("https://a.example")
            .apply(&Origin::parse("https://a.example").unwrap(), &mut headers);
        let values: Vec<_> = headers.get_all(AUTHORIZATION).iter().collect();
        assert_eq!(values, ["Bearer sk-secret"]);
    }

    #[test]
    fn no_debug_print_shows_the_key() {
        let credential = credential("https://a.example");
        let mut headers = HeaderMap::new();
        credential.apply(&Origin::parse("https://a.example").unwrap(), &mut headers);
        assert!(!format!("{credential:?} {headers:?}").contains("secret"));
    }
}
