//! Which origins a request may go to, and which addresses they may lead to.
//! Pure: knows no Wasmtime, no HTTP library, no runtime; it is asked, and never acts.
//!
//! | rule | what it means |
//! |---|---|
//! | empty list | every request is denied |
//! | exact origin | scheme, host and port must all be equal; there are no patterns, and a path plays no part |
//! | [`Reach::Public`] | `https` only; each address that is dialled must be public |
//! | [`Reach::Configured`] | `http` or `https`; public, loopback, private and benchmarking addresses may be dialled |
//! | any reach | link-local, metadata, multicast, unspecified, broadcast, documentation and reserved addresses never |
//! | an origin listed twice | the wider reach holds, because the operator named it |

use super::address::Class;
use super::origin::{Origin, Scheme};

/// How far an allowed origin may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// A known origin of the internet.
    Public,
    /// The operator named this exact origin, such as a gateway on this machine or in its network.
    Configured,
}

impl Reach {
    /// Whether an address of this class may be dialled.
    pub(crate) fn admits(self, class: Class) -> bool {
        match class {
            Class::Public => true,
            // Local proxies that answer DNS with made-up addresses take them from the benchmarking range.
            Class::Loopback | Class::Private | Class::Benchmarking => self == Self::Configured,
            Class::LinkLocal
            | Class::Metadata
            | Class::Multicast
            | Class::Unspecified
            | Class::Broadcast
            | Class::Documentation
            | Class::Reserved => false,
        }
    }
}

/// The list of allowed origins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Policy {
    allowed: Vec<(Origin, Reach)>,
}

impl Policy {
    /// A policy that denies every request.
    pub(crate) fn deny_all() -> Self {
        Self::default()
    }

    /// Adds one origin.
    #[must_use]
    pub(crate) fn allow(mut self, origin: Origin, reach: Reach) -> Self {
        self.allowed.push((origin, reach));
        self
    }

    /// How far a request to this origin may lead; `None` when it is denied.
    pub(crate) fn reach(&self, origin: &Origin) -> Option<Reach> {
        let mut reaches = self
            .allowed
            .iter()
            .filter(|(allowed, _)| allowed == origin)
            .map(|(_, reach)| *reach);
        let first = reaches.next()?;
        if first == Reach::Configured || reaches.any(|reach| reach == Reach::Configured) {
            return Some(Reach::Configured);
        }
        (origin.scheme() == Scheme::Https).then_some(Reach::Public)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::parse(text).unwrap()
    }

    fn policy() -> Policy {
        Policy::deny_all()
            .allow(origin("https://public.example"), Reach::Public)
            .allow(origin("http://clear.example"), Reach::Public)
            .allow(origin("http://localhost:1"), Reach::Public)
            .allow(origin("http://10.0.0.1:8080"), Reach::Configured)
            .allow(origin("https://twice.example"), Reach::Public)
            .allow(origin("https://twice.example"), Reach::Configured)
    }

    #[test]
    fn only_exact_origins_are_reached() {
        for (url, reach) in [
            ("https://public.example", Some(Reach::Public)),
            ("https://PUBLIC.example.:443/any/path", Some(Reach::Public)),
            ("https://public.example:8443", None),
            ("http://public.example", None),
            ("http://public.example:443", None),
            ("https://sub.public.example", None),
            ("https://public.example.evil.example", None),
            ("https://evilpublic.example", None),
            // Clear text needs an operator's word.
            ("http://clear.example", None),
            ("http://localhost:1", None),
            ("http://10.0.0.1:8080", Some(Reach::Configured)),
            ("http://10.0.0.1", None),
            ("https://twice.example", Some(Reach::Configured)),
        ] {
            assert_eq!(policy().reach(&origin(url)), reach, "{url}");
        }
    }

    #[test]
    fn an_empty_list_denies_all() {
        assert_eq!(
            Policy::deny_all().reach(&origin("https://public.example")),
            None
        );
    }

    #[test]
    fn what_each_reach_admits() {
        for (class, public, configured) in [
            (Class::Public, true, true),
            (Class::Loopback, false, true),
            (Class::Private, false, true),
            (Class::Benchmarking, false, true),
            (Class::LinkLocal, false, false),
            (Class::Metadata, false, false),
            (Class::Multicast, false, false),
            (Class::Unspecified, false, false),
            (Class::Broadcast, false, false),
            (Class::Documentation, false, false),
            (Class::Reserved, false, false),
        ] {
            assert_eq!(Reach::Public.admits(class), public, "{class:?}");
            assert_eq!(Reach::Configured.admits(class), configured, "{class:?}");
        }
    }
}
