//! What counts as an origin, and which spellings are the same one.

use proptest::prelude::*;

use super::*;

#[test]
fn spellings_of_one_origin_are_equal() {
    for (text, canonical) in [
        ("https://example.com", "https://example.com"),
        ("HTTPS://EXAMPLE.com:443/v1?x#y", "https://example.com"),
        ("https://example.com./", "https://example.com"),
        ("https://example.com?x=/", "https://example.com"),
        ("http://example.com:80", "http://example.com"),
        ("http://example.com:443", "http://example.com:443"),
        ("https://example.com:80", "https://example.com:80"),
        ("https://example.com:00443", "https://example.com"),
        ("http://127.0.0.1:8080/a@b", "http://127.0.0.1:8080"),
        ("http://127.0.0.1.:8080", "http://127.0.0.1:8080"),
        ("http://[::1]", "http://[::1]"),
        ("http://[0:0:0:0:0:0:0:1]:8080", "http://[::1]:8080"),
        ("https://[2001:DB8::1]:443", "https://[2001:db8::1]"),
        ("https://a_b.example-1.com", "https://a_b.example-1.com"),
        (
            "https://xn--bcher-kva.example",
            "https://xn--bcher-kva.example",
        ),
    ] {
        assert_eq!(
            Origin::parse(text).map(|origin| origin.to_string()),
            Ok(canonical.to_owned()),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_origin_is_refused_with_its_reason() {
    use InvalidOrigin as No;
    for (text, reason) in [
        ("example.com", No::Scheme),
        ("ftp://example.com", No::Scheme),
        ("://example.com", No::Scheme),
        ("https:example.com", No::Scheme),
        ("https://user@example.com", No::UserInfo),
        ("https://user:pass@example.com", No::UserInfo),
        ("https://allowed.com:443@evil.com", No::UserInfo),
        ("https://", No::Host),
        ("https:///path", No::Host),
        ("https://.", No::Host),
        ("https://..", No::Host),
        ("https://a..b", No::Host),
        ("https://example.com..", No::Host),
        ("https://exa mple.com", No::Host),
        ("https://example.com\\.evil.com", No::Host),
        ("https://ex%61mple.com", No::Host),
        ("https://bücher.example", No::Host),
        ("https://exam\u{0}ple.com", No::Host),
        ("https://*.example.com", No::Host),
        ("http://127.1", No::Host),
        ("http://0x7f.0.0.1.0x1", No::Host),
        ("http://0x7f000001", No::Host),
        ("http://0x", No::Host),
        ("http://2130706433", No::Host),
        ("http://0177.0.0.1", No::Host),
        ("http://127.0.0.256", No::Host),
        ("http://::1", No::Host),
        ("http://[::1", No::Host),
        ("http://[::1]x", No::Host),
        ("http://[fe80::1%25eth0]", No::Host),
        ("http://[127.0.0.1]", No::Host),
        ("https://example.com:", No::Port),
        ("https://example.com:0", No::Port),
        ("https://example.com:65536", No::Port),
        ("https://example.com:+443", No::Port),
        ("https://example.com:443:443", No::Port),
    ] {
        assert_eq!(Origin::parse(text), Err(reason), "{text}");
    }
}

#[test]
fn loopback_is_told_by_the_spelling() {
    for (text, loopback) in [
        ("http://localhost:1", true),
        ("http://LOCALHOST.:1", true),
        ("http://127.255.255.255", true),
        ("http://[::1]", true),
        ("http://[::ffff:127.0.0.1]", false),
        ("http://localhost.example.com", false),
        ("http://128.0.0.1", false),
    ] {
        assert_eq!(
            Origin::parse(text).unwrap().is_loopback(),
            loopback,
            "{text}"
        );
    }
}

#[test]
fn the_longest_name_and_label_fit() {
    let label = "a".repeat(63);
    assert!(Origin::parse(&format!("https://{label}.com")).is_ok());
    assert_eq!(
        Origin::parse(&format!("https://{label}a.com")),
        Err(InvalidOrigin::Host)
    );
    let name = format!("{label}.{label}.{label}.{}", "a".repeat(61));
    assert!(Origin::parse(&format!("https://{name}")).is_ok());
    assert_eq!(
        Origin::parse(&format!("https://{name}a")),
        Err(InvalidOrigin::Host)
    );
}

proptest! {
    #[test]
    fn any_text_parses_or_not_and_the_canonical_form_is_stable(text in "(https?://)?\\PC{0,40}") {
        if let Ok(origin) = Origin::parse(&text) {
            prop_assert_eq!(Origin::parse(&origin.to_string()), Ok(origin.clone()));
            prop_assert_eq!(Origin::from_parts(origin.scheme().as_str(), &origin.authority()), Ok(origin));
        }
    }
}
