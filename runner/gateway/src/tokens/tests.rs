//! Tokens as they are given and shown.

use super::Tokens;
use http::HeaderValue;

const ONE: &str = "token-of-the-first";
const TWO: &str = "token-of-the-second";

fn admits(tokens: &Tokens, value: &str) -> bool {
    tokens.admit(Some(&HeaderValue::from_str(value).unwrap()))
}

#[test]
fn a_token_lets_in_and_nothing_else_does() {
    let tokens = Tokens::new(Some(&format!("{ONE}, {TWO}")), None).unwrap();
    for token in [ONE, TWO] {
        for word in ["Bearer", "bearer", "BEARER"] {
            assert!(admits(&tokens, &format!("{word} {token}")));
        }
    }
    for value in [
        "",
        "Bearer",
        "Bearer ",
        ONE,
        "Basic token-of-the-first",
        "Bearer token-of-the-firs",
        "Bearer token-of-the-firstt",
        "Bearer token-of-the-first, token-of-the-second",
    ] {
        assert!(!admits(&tokens, value), "{value}");
    }
    assert!(!tokens.admit(None));
}

#[test]
fn a_file_holds_one_a_line_and_comments() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(
        file.path(),
        format!("# of whom\n{ONE}\r\n\n  # and\n{TWO}\n"),
    )
    .unwrap();
    let tokens = Tokens::new(None, Some(file.path().to_owned())).unwrap();
    assert!(admits(&tokens, &format!("Bearer {ONE}")));
    assert!(admits(&tokens, &format!("Bearer {TWO}")));
    assert!(!admits(&tokens, "Bearer # of whom"));
}

#[test]
fn what_is_no_token_is_refused_without_being_told() {
    for text in ["too-short", "ok-ok-ok-ok-ok-ok\nß-ist-nicht-sichtbar"] {
        let error = Tokens::new(Some(text), None).unwrap_err().to_string();
        assert!(error.contains(" line "), "{error}");
        assert!(
            !error.contains("short-") && !error.contains("ist"),
            "{error}"
        );
    }
    let long = "x".repeat(513);
    assert!(Tokens::new(Some(&long), None).is_err());
    for text in [None, Some(""), Some("# none\n")] {
        let error = Tokens::new(text, None).unwrap_err().to_string();
        assert_eq!(error, "there is no client token");
    }
    let error = Tokens::new(None, Some("/no/such/file".into())).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("/no/such/file cannot be read")
    );
}

#[test]
fn a_debug_print_shows_no_token() {
    let tokens = Tokens::new(Some(ONE), None).unwrap();
    assert_eq!(format!("{tokens:?}"), "Tokens { file: None, .. }");
}

#[tokio::test]
async fn a_changed_file_counts_and_a_broken_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokens");
    std::fs::write(&path, ONE).unwrap();
    let tokens = Tokens::new(None, Some(path.clone())).unwrap();
    let (one, two) = (format!("Bearer {ONE}"), format!("Bearer {TWO}"));
    let check = async {
        let until = async |value: &str| {
            while !admits(&tokens, value) {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        };
        std::fs::write(&path, TWO).unwrap();
        until(&two).await;
        assert!(!admits(&tokens, &one));

        std::fs::write(&path, "short").unwrap();
        tokio::time::sleep(super::LOOK * 2).await;
        assert!(admits(&tokens, &two), "what was there stays");

        std::fs::write(&path, ONE).unwrap();
        until(&one).await;
        assert!(!admits(&tokens, &two));
    };
    tokio::select! {
        () = tokens.follow() => unreachable!(),
        () = check => {}
    }
}
