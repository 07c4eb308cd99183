//! Where a request goes: scheme, host and port, in one canonical form so that equal means equal.
//! Pure: knows no policy, no Wasmtime, no HTTP library, no sockets.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The two schemes that leave the sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scheme {
    /// Clear text; port 80 unless one is named.
    Http,
    /// TLS; port 443 unless one is named.
    Https,
}

impl Scheme {
    /// The scheme as URLs write it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// A host: a DNS name in lower case without a trailing dot, or an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Host {
    /// A name, to be resolved.
    Name(String),
    /// A literal address, which is never resolved.
    Address(IpAddr),
}

/// Scheme, host and port. A missing port is the scheme's own, so `https://a` equals `https://A.:443`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Origin {
    scheme: Scheme,
    host: Host,
    port: u16,
}

/// Why a text names no origin. The text itself is left out: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidOrigin {
    /// Something other than `http` and `https`, or no scheme.
    #[error("the scheme is not http or https")]
    Scheme,
    /// `user:password@` in front of the host.
    #[error("the URL carries user information")]
    UserInfo,
    /// No host, a malformed address, or a name with characters that no DNS name has.
    #[error("the host is not a DNS name or an address")]
    Host,
    /// Not a number from 1 to 65535.
    #[error("the port is not a number from 1 to 65535")]
    Port,
}

impl Origin {
    /// The origin of an absolute URL; path, query and fragment are ignored.
    pub(crate) fn parse(url: &str) -> Result<Self, InvalidOrigin> {
        let (scheme, rest) = url.split_once("://").ok_or(InvalidOrigin::Scheme)?;
        // A backslash ends the authority for some parsers and not for others; no host holds one, so it is refused below.
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        Self::from_parts(scheme, authority)
    }

    /// The origin of a scheme and an authority such as `example.com`, `example.com:8080` or `[::1]:8080`.
    pub(crate) fn from_parts(scheme: &str, authority: &str) -> Result<Self, InvalidOrigin> {
        let scheme = if scheme.eq_ignore_ascii_case("https") {
            Scheme::Https
        } else if scheme.eq_ignore_ascii_case("http") {
            Scheme::Http
        } else {
            return Err(InvalidOrigin::Scheme);
        };
        if authority.contains('@') {
            return Err(InvalidOrigin::UserInfo);
        }
        let (host, port) = split_port(authority)?;
        Ok(Self {
            scheme,
            host: parse_host(host)?,
            port: match port {
                Some(port) => parse_port(port)?,
                None => scheme.default_port(),
            },
        })
    }

    /// The scheme.
    pub(crate) fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The host.
    pub(crate) fn host(&self) -> &Host {
        &self.host
    }

    /// The port, 1 to 65535.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Host and port as a URL writes them: an IPv6 address in brackets, the scheme's own port left out.
    pub(crate) fn authority(&self) -> String {
        if self.port == self.scheme.default_port() {
            self.host.to_string()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// Whether the host is this machine by its spelling alone: `localhost`, `127.0.0.0/8` or `::1`.
    pub(crate) fn is_loopback(&self) -> bool {
        match &self.host {
            Host::Name(name) => name == "localhost",
            Host::Address(address) => address.is_loopback(),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.as_str(), self.authority())
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Address(IpAddr::V4(address)) => write!(f, "{address}"),
            Self::Address(IpAddr::V6(address)) => write!(f, "[{address}]"),
        }
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<&str>), InvalidOrigin> {
    if authority.starts_with('[') {
        let end = authority.find(']').ok_or(InvalidOrigin::Host)?;
        let (host, rest) = authority.split_at(end + 1);
        return match rest.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if rest.is_empty() => Ok((host, None)),
            None => Err(InvalidOrigin::Host),
        };
    }
    Ok(match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    })
}

/// Only digits, since `u16::from_str` also takes a plus sign.
fn parse_port(text: &str) -> Result<u16, InvalidOrigin> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidOrigin::Port);
    }
    match text.parse() {
        Ok(0) | Err(_) => Err(InvalidOrigin::Port),
        Ok(port) => Ok(port),
    }
}

fn parse_host(text: &str) -> Result<Host, InvalidOrigin> {
    if let Some(inner) = text.strip_prefix('[') {
        let inner = inner.strip_suffix(']').ok_or(InvalidOrigin::Host)?;
        let address: Ipv6Addr = inner.parse().map_err(|_| InvalidOrigin::Host)?;
        return Ok(Host::Address(address.into()));
    }
    // The dot of a fully qualified name changes nothing in where it leads.
    let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    if ends_in_number(&name) {
        let address: Ipv4Addr = name.parse().map_err(|_| InvalidOrigin::Host)?;
        return Ok(Host::Address(address.into()));
    }
    if is_dns_name(&name) {
        Ok(Host::Name(name))
    } else {
        Err(InvalidOrigin::Host)
    }
}

/// Whether resolvers may read the text as an address (`127.1`, `0x7f000001`, `2130706433`): only the plain dotted form is
/// then accepted, so that a name is always a name.
fn ends_in_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    let hexadecimal = last
        .strip_prefix("0x")
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    hexadecimal || (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The length limits of RFC 1035 §2.3.4; an underscore is tolerated because real names have it.
fn is_dns_name(name: &str) -> bool {
    name.len() <= 253
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        })
}

#[cfg(test)]
mod tests;
