//! A key that cannot be printed by accident.
//! Knows neither where the key comes from nor where it goes.

use core::fmt;

use crate::error::Error;
use crate::prelude::*;

/// An API key. Its debug print is redacted, it cannot be displayed, and [`Secret::expose`] is the one way to its text.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The key in a text as people paste it; `None` when the text holds none.
    ///
    /// What a paste brings along is taken off: blanks, quotes or backticks around it, a `;` behind it, an
    /// `export NAME=` or the `Bearer` of a header before it.
    ///
    /// # Errors
    /// `invalid-request` when a header cannot carry the key, because it is not printable ASCII without blanks. The
    /// error says where the text stands (`origin`) and does not show it.
    pub fn parse(text: &str, origin: &str) -> Result<Option<Self>, Error> {
        let key = cleaned(text);
        if key.is_empty() {
            return Ok(None);
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid(format!(
                "the key in {origin} holds a blank, a control character or a character outside ASCII"
            ))
            .with_hint("copy the key again, alone and on one line"));
        }
        Ok(Some(Self(key.to_owned())))
    }

    /// The key itself, for the one header that carries it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it is the key of a subscription (DashScope API reference, November 2026).
    #[must_use]
    pub fn is_subscription(&self) -> bool {
        self.0.starts_with(SUBSCRIPTION_PREFIX)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

const SUBSCRIPTION_PREFIX: &str = "sk-sp-";

const QUOTES: [char; 3] = ['"', '\'', '`'];

/// Layers may stand in any order, such as quotes around the whole line, so they come off until none is left.
fn cleaned(text: &str) -> &str {
    let mut key = text.trim();
    loop {
        let inner = without_layer(key);
        if inner.len() == key.len() {
            return key;
        }
        key = inner;
    }
}

fn without_layer(text: &str) -> &str {
    let text = text.strip_suffix(';').unwrap_or(text).trim();
    let text = QUOTES
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(text)
        .trim();
    let text = without_scheme(text).unwrap_or(text);
    without_assignment(text).unwrap_or(text).trim()
}

/// What a header carries, with its name or without.
fn without_scheme(text: &str) -> Option<&str> {
    let value = without_prefix(text, "authorization:").map_or(text, str::trim_start);
    without_prefix(value, "bearer").filter(|key| key.starts_with(char::is_whitespace))
}

/// The rest of a text that begins so, in any case.
fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// What a shell line assigns. Without `export` only a name that ends in `_KEY` counts as one, since a key may hold `=`.
fn without_assignment(text: &str) -> Option<&str> {
    let (exported, line) = match text.strip_prefix("export") {
        Some(rest) if rest.starts_with(char::is_whitespace) => (true, rest.trim_start()),
        _ => (false, text),
    };
    let (name, value) = line.split_once('=')?;
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
    (is_name && (exported || name.ends_with("_KEY"))).then_some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn pasted_forms_are_cleaned() {
        for (pasted, key) in [
            ("sk-1", "sk-1"),
            ("  sk-1\r\n", "sk-1"),
            ("\"sk-1\"", "sk-1"),
            ("'sk-1'", "sk-1"),
            ("`sk-1`", "sk-1"),
            ("sk-1;", "sk-1"),
            ("export QWEN_API_KEY=sk-1", "sk-1"),
            ("export  QWEN_API_KEY=\"sk-1\";", "sk-1"),
            ("export any1='sk-1' ;", "sk-1"),
            ("`export QWEN_API_KEY=sk-1`", "sk-1"),
            ("DASHSCOPE_API_KEY=sk-1", "sk-1"),
            ("\" sk-1 \"", "sk-1"),
            ("Bearer sk-1", "sk-1"),
            ("bearer \t'sk-1'", "sk-1"),
            ("Authorization: Bearer sk-1\r\n", "sk-1"),
            ("export QWEN_API_KEY=\"Bearer sk-1\"", "sk-1"),
            // Nothing of these is a wrapping.
            ("c2stMQ==", "c2stMQ=="),
            ("sk-1=x", "sk-1=x"),
            ("exportsk=1", "exportsk=1"),
            ("Bearersk-1", "Bearersk-1"),
            ("Bearer", "Bearer"),
            ("\"sk-1", "\"sk-1"),
            ("'sk-1\"", "'sk-1\""),
        ] {
            let secret = Secret::parse(pasted, "QWEN_API_KEY").unwrap();
            assert_eq!(secret.as_ref().map(Secret::expose), Some(key), "{pasted}");
        }
    }

    #[test]
    fn nothing_is_no_key() {
        for blank in [
            "",
            " \t\n",
            "\"\"",
            "' '",
            ";",
            "export QWEN_API_KEY=",
            "QWEN_API_KEY=''",
        ] {
            assert_eq!(Secret::parse(blank, "QWEN_API_KEY"), Ok(None), "{blank:?}");
        }
    }

    #[test]
    fn a_key_that_no_header_can_carry_is_refused_without_showing_it() {
        for bad in [
            "sk-1\nx: y",
            "sk-\u{0}1",
            "sk-ключ",
            "sk-1 sk-2",
            "sk-1\u{200b}",
            "export sk-1",
        ] {
            let error = Secret::parse(bad, "QWEN_API_KEY").unwrap_err();
            assert_eq!(error.kind, ErrorKind::InvalidRequest);
            assert_eq!(
                error.message,
                "the key in QWEN_API_KEY holds a blank, a control character or a character outside ASCII"
            );
        }
    }

    #[test]
    fn debug_is_redacted() {
        let secret = Secret::parse("sk-sp-1", "QWEN_API_KEY").unwrap().unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(..)");
    }

    #[test]
    fn subscription_keys_are_told_by_their_prefix() {
        for (key, subscription) in [
            ("sk-sp-1", true),
            ("sk-1", false),
            ("sk-ws-1", false),
            ("SK-SP-1", false),
        ] {
            let secret = Secret::parse(key, "QWEN_API_KEY").unwrap().unwrap();
            assert_eq!(secret.is_subscription(), subscription, "{key}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_a_header_safe_key_that_stays_as_it_is(text in "(Bearer )?(export )?[A-Z_]{0,9}=?[\"'`]?\\PC{0,40}[\"'`]?;?") {
            if let Ok(Some(secret)) = Secret::parse(&text, "x") {
                prop_assert!(secret.expose().bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert_eq!(Secret::parse(secret.expose(), "x"), Ok(Some(secret.clone())));
            }
        }
    }
}
