//! A base URL taken apart strictly and put together in one normal form.
//! Knows no host of the provider.

use super::address;
use crate::error::Error;
use crate::prelude::*;
use crate::search;

/// An `http` or `https` URL without user, query and fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BaseUrl {
    scheme: Scheme,
    /// In lower case without dots at its end; an IPv6 address in brackets.
    host: String,
    /// `None` when it is the scheme's own.
    port: Option<u16>,
    /// Empty, or with a slash at its beginning and none at its end.
    path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

impl BaseUrl {
    /// Reads what a person wrote. Errors never show the text, since a wrong one may hold a password or a key.
    ///
    /// Without a scheme, `https` is taken for names that look like public hosts. Forms that programs read differently
    /// (dot segments, octal or hexadecimal addresses, bare blanks) are refused.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if text.contains('#') {
            return Err(refused("holds a fragment (#)"));
        }
        if text.contains('?') {
            return Err(refused("holds a query (?)"));
        }
        let (scheme, rest) = split_scheme(text)?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.contains('@') {
            return Err(refused("holds a user or a password"));
        }
        let (host, port) = split_authority(authority)?;
        let host = normal_host(host)?;
        let scheme = match scheme {
            Some(scheme) => scheme,
            None if looks_public(&host) => Scheme::Https,
            None => {
                return Err(refused(
                    "has no scheme, and its host may be meant with either http or https",
                ));
            }
        };
        Ok(Self {
            scheme,
            host,
            port: port.filter(|port| *port != scheme.default_port()),
            path: normal_path(path)?,
        })
    }

    pub(super) fn host(&self) -> &str {
        &self.host
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Whether it is `https` on its own port.
    pub(super) fn is_default_https(&self) -> bool {
        self.scheme == Scheme::Https && self.port.is_none()
    }

    /// Whether the host is this machine or its own network, by name.
    pub(super) fn is_local(&self) -> bool {
        is_local(&self.host)
    }

    pub(super) fn origin(&self) -> String {
        let mut origin = [self.scheme.name(), "://", &self.host].concat();
        if let Some(port) = self.port {
            origin.push(':');
            origin.push_str(&port.to_string());
        }
        origin
    }

    /// The origin, and what of the path stands before that of the compatible API: a proxy may keep the whole provider
    /// under a path of its own.
    pub(super) fn without_compatible_path(&self) -> String {
        let prefix = COMPATIBLE_PATHS
            .iter()
            .find_map(|path| self.path.strip_suffix(path));
        self.origin() + prefix.unwrap_or(&self.path)
    }

    /// The URL in its normal form: reading it again gives the same.
    pub(super) fn to_text(&self) -> String {
        self.origin() + &self.path
    }
}

impl Scheme {
    fn name(self) -> &'static str {
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

/// Hosts and endings that name this machine or its own network.
const LOCAL_HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
const LOCAL_ENDINGS: [&str; 3] = [".localhost", ".local", ".internal"];

/// How the base URLs of the compatible API end, by plan.
const COMPATIBLE_PATHS: [&str; 2] = ["/compatible-mode/v1", "/v1"];

/// What callers add to a base URL by themselves.
const CALL_PATH: &str = "/chat/completions";

fn refused(why: &str) -> Error {
    Error::invalid(format!("the base URL {why}")).with_hint(
        "write it as http(s)://host[:port]/path, such as https://coding.dashscope.aliyuncs.com/v1",
    )
}

fn split_scheme(text: &str) -> Result<(Option<Scheme>, &str), Error> {
    let Some((name, rest)) = search::split_once(text, "://") else {
        return Ok((None, text));
    };
    if name.contains('/') {
        return Ok((None, text));
    }
    if name.eq_ignore_ascii_case("https") {
        Ok((Some(Scheme::Https), rest))
    } else if name.eq_ignore_ascii_case("http") {
        Ok((Some(Scheme::Http), rest))
    } else {
        Err(refused("has a scheme other than http and https"))
    }
}

fn split_authority(authority: &str) -> Result<(&str, Option<u16>), Error> {
    let (host, port) = if authority.starts_with('[') {
        let Some((address, rest)) = authority.split_once(']') else {
            return Err(refused("has an IPv6 address without its closing bracket"));
        };
        let host = authority.get(..=address.len()).unwrap_or_default();
        match rest.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if rest.is_empty() => (host, None),
            None => {
                return Err(refused(
                    "has something between its IPv6 address and its port",
                ));
            }
        }
    } else {
        match authority.split_once(':') {
            Some((_, rest)) if rest.contains(':') => {
                return Err(refused(
                    "has an IPv6 address outside of brackets, or two ports",
                ));
            }
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        }
    };
    Ok((host, port.map(parse_port).transpose()?))
}

fn parse_port(text: &str) -> Result<u16, Error> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|port| digits && *port != 0)
        .ok_or_else(|| refused("has a port that is not a number from 1 to 65535"))
}

fn normal_host(text: &str) -> Result<String, Error> {
    if let Some(address) = text.strip_prefix('[') {
        let address = address.strip_suffix(']').unwrap_or(address);
        return match address::normal_ipv6(address) {
            Some(address) => Ok(["[", &address, "]"].concat()),
            None => Err(refused(
                "has brackets around something that is not an IPv6 address",
            )),
        };
    }
    let host = text.trim_end_matches('.').to_ascii_lowercase();
    if host.is_empty() {
        return Err(refused("has no host"));
    }
    if host.len() > 253 || !host.split('.').all(is_label) {
        return Err(refused("has a host that is not a name or an address"));
    }
    // Some programs read such hosts as addresses in octal, hexadecimal or one number; one reading only is safe.
    let last = search::last_piece(&host, b'.');
    if is_number(last) && address::ipv4(&host).is_none() {
        return Err(refused(
            "has a host that ends in a number and is not an IPv4 address",
        ));
    }
    Ok(host)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn is_number(label: &str) -> bool {
    match label.strip_prefix("0x") {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => label.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

fn is_local(host: &str) -> bool {
    LOCAL_HOSTS.contains(&host) || LOCAL_ENDINGS.iter().any(|ending| host.ends_with(ending))
}

fn looks_public(host: &str) -> bool {
    let last = search::last_piece(host, b'.');
    host.contains('.') && !host.starts_with('[') && !is_number(last) && !is_local(host)
}

fn normal_path(text: &str) -> Result<String, Error> {
    let text = text.trim_end_matches('/');
    if text.is_empty() {
        return Ok(String::new());
    }
    if !text.split('/').all(is_segment) {
        return Err(refused(
            "has a path with a dot segment, a blank, or a character that must be percent-encoded",
        ));
    }
    let path = ["/", text].concat();
    if path.ends_with(CALL_PATH) {
        return Err(Error::invalid("the base URL ends in /chat/completions")
            .with_hint("leave that part out: it is added to the base URL"));
    }
    Ok(path)
}

fn is_segment(segment: &str) -> bool {
    let is_dots = matches!(
        segment.to_ascii_lowercase().as_str(),
        "." | "%2e" | ".." | ".%2e" | "%2e." | "%2e%2e"
    );
    !is_dots && escapes_are_whole(segment) && segment.bytes().all(is_path_byte)
}

/// Whether two hexadecimal digits follow each percent sign.
fn escapes_are_whole(segment: &str) -> bool {
    segment.split('%').skip(1).all(|rest| {
        let mut bytes = rest.bytes();
        let mut digit = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
        digit() && digit()
    })
}

fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%".contains(&byte)
}
