//! The way to the endpoint: name, connection, TLS.

use super::check::{Check, failure};
use crate::failure::Failure;
use qwenbox::Endpoint;
use qwenbox::probe::{Obstacle, Walk};
use qwenbox::types::ErrorKind;
use std::net::{IpAddr, SocketAddr};

const NAMES: [&str; 3] = ["name", "connection", "tls"];

pub(super) fn of(endpoint: &Endpoint, walk: &Walk) -> Vec<Check> {
    let [name, connection, tls] = NAMES;
    vec![
        verdict_of_name(name, endpoint, walk),
        match &walk.connection {
            None => skipped(connection),
            Some(Err(obstacle)) => Check::problem(connection, stands_in(obstacle)),
            Some(Ok(address)) => Check::ok(connection, format!("{address} answers"))
                .with("address", address.to_string()),
        },
        match &walk.tls {
            None if !endpoint.base_url.starts_with("https://") && walk.connection.is_some() => {
                Check::skipped(tls, "not spoken: the base URL is plain http")
            }
            None => skipped(tls),
            Some(Err(obstacle)) => Check::problem(tls, stands_in(obstacle)),
            Some(Ok(version)) => Check::ok(tls, format!("{version}; the certificate is trusted"))
                .with("version", version.as_str()),
        },
    ]
}

/// Without an endpoint there is no way.
pub(super) fn not_known() -> Vec<Check> {
    let told = "not looked at: the endpoint must be right first";
    NAMES.map(|name| Check::skipped(name, told)).into()
}

fn skipped(name: &'static str) -> Check {
    Check::skipped(name, "not looked at: the step before it failed")
}

fn verdict_of_name(name: &'static str, endpoint: &Endpoint, walk: &Walk) -> Check {
    let addresses = match &walk.addresses {
        Ok(addresses) => addresses,
        Err(obstacle) => return Check::problem(name, stands_in(obstacle)),
    };
    let shown: Vec<String> = addresses.iter().map(|at| at.ip().to_string()).collect();
    let origin = endpoint.origin();
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    let message = if is_address(host) {
        format!("{} is an address itself", shown.join(", "))
    } else {
        format!("{host} has the addresses {}", shown.join(", "))
    };
    Check::ok(name, message).with("addresses", shown)
}

/// Whether a host, with its port or without, is an address and no name.
fn is_address(host: &str) -> bool {
    let alone = host.trim_start_matches('[').trim_end_matches(']');
    host.parse::<SocketAddr>().is_ok() || alone.parse::<IpAddr>().is_ok()
}

/// What stands in the way, and what to do about it.
fn stands_in(obstacle: &Obstacle) -> Failure {
    let (kind, message, hint) = match obstacle {
        Obstacle::Name(told) => (
            ErrorKind::Network,
            told.clone(),
            "check the spelling of the base URL, and that this machine has a network and a name server",
        ),
        Obstacle::Forbidden(told) => (
            ErrorKind::DeniedByHost,
            told.clone(),
            "the service's own names must lead to public addresses: look at who answers for names here, or name the \
             address that you mean with --base-url",
        ),
        Obstacle::Unreachable(told) => (
            ErrorKind::Network,
            told.clone(),
            "check the address and its port, and whether a firewall stands before it; proxies are not used",
        ),
        Obstacle::Certificate(told) => (
            ErrorKind::Network,
            told.clone(),
            "check this machine's clock and its certificates; SSL_CERT_FILE names a file of others to trust",
        ),
        Obstacle::Tls(told) => (
            ErrorKind::Network,
            told.clone(),
            "check that the address speaks https, and that nothing between breaks it up",
        ),
        Obstacle::Slow(limit) => (
            ErrorKind::Timeout,
            format!("nothing came of it within {} seconds", limit.as_secs()),
            "check the network, and whether a firewall drops what is sent; proxies are not used",
        ),
        _ => (ErrorKind::Network, "it failed".to_owned(), "try again"),
    };
    failure(kind, message, hint)
}

#[cfg(test)]
mod tests {
    use super::super::check::{Check, Level};
    use super::{is_address, of};
    use crate::exit::Exit;
    use qwenbox::probe::{Obstacle, Walk};
    use qwenbox::{Choice, Endpoint};
    use std::net::SocketAddr;
    use std::time::Duration;

    const LEVELS: [Level; 4] = [Level::Ok, Level::Warning, Level::Problem, Level::Skipped];

    fn checks(url: &str, walk: &Walk) -> Vec<Check> {
        let choice = Choice {
            base_url: Some(url),
            ..Choice::default()
        };
        of(&Endpoint::choose(&choice).unwrap(), walk)
    }

    #[test]
    fn the_way_is_told_as_far_as_it_leads() {
        let [ok, _, problem, skipped] = LEVELS;
        let address = SocketAddr::from(([127, 0, 0, 1], 443));
        let wrong = || "no".to_owned();
        let at = |connection, tls| Walk {
            addresses: Ok(vec![address]),
            connection,
            tls,
        };
        let nowhere = Walk {
            addresses: Err(Obstacle::Name(wrong())),
            connection: None,
            tls: None,
        };
        let (there, secure) = (Some(Ok(address)), Some(Ok("TLS 1.3".to_owned())));
        let refused = Some(Err(Obstacle::Unreachable(wrong())));
        let untrusted = Some(Err(Obstacle::Certificate(wrong())));
        for (scheme, walk, levels) in [
            ("https", at(there.clone(), secure), [ok, ok, ok]),
            ("http", at(there.clone(), None), [ok, ok, skipped]),
            ("https", at(there, untrusted), [ok, ok, problem]),
            ("https", at(refused, None), [ok, problem, skipped]),
            ("https", nowhere, [problem, skipped, skipped]),
        ] {
            let checks = checks(&format!("{scheme}://localhost/v1"), &walk);
            let found: Vec<Level> = checks.iter().map(|check| check.level).collect();
            assert_eq!(found, levels, "{walk:?}");
        }
    }

    #[test]
    fn an_address_is_told_from_a_name_that_has_one_in_it() {
        for (host, is) in [
            ("127.0.0.1", true),
            ("127.0.0.1:8080", true),
            ("[::1]", true),
            ("[::1]:8080", true),
            ("localhost:8080", false),
            ("ip-10.0.0.1.example", false),
        ] {
            assert_eq!(is_address(host), is, "{host}");
        }
    }

    #[test]
    fn every_obstacle_says_what_to_do_and_has_a_code() {
        let told = || "what happened".to_owned();
        for (obstacle, exit) in [
            (Obstacle::Name(told()), Exit::Failed),
            (Obstacle::Forbidden(told()), Exit::Usage),
            (Obstacle::Unreachable(told()), Exit::Failed),
            (Obstacle::Certificate(told()), Exit::Failed),
            (Obstacle::Tls(told()), Exit::Failed),
            (Obstacle::Slow(Duration::from_secs(3)), Exit::TimedOut),
        ] {
            let walk = Walk {
                addresses: Err(obstacle),
                connection: None,
                tls: None,
            };
            let mut checks = checks("https://a.example/v1", &walk);
            let check = checks.swap_remove(0);
            assert!(check.json()["hint"].is_string(), "{walk:?}");
            assert_eq!(Exit::of(&check.into_failure().unwrap()), exit, "{walk:?}");
        }
    }
}
