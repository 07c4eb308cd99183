//! Texts in quotes, as `{:?}` writes them. That knows of every character whether it can be printed, which would be four
//! kilobytes of the component; here only control characters cannot.

use crate::prelude::*;

/// A text in quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '\0' => out.push_str("\\0"),
            '"' | '\\' => out.extend(letter.escape_default()),
            _ if letter.is_control() => out.extend(letter.escape_default()),
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn it_reads_as_debug_does() {
        for text in [
            "",
            "plain",
            "a \"b\" \\ 'c'",
            "\0\t\r\n\x1b\x7f\u{85}",
            "héllo 你好 🎬",
        ] {
            assert_eq!(quoted(text), format!("{text:?}"));
        }
    }
}
