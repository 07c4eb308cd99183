//! Texts in quotes, as `{:?}` writes them. That knows of every character whether it can be printed, which would be four
//! kilobytes of the component; here only control characters cannot.

use core::fmt::Write;

use crate::prelude::*;

/// A text in quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for letter in text.chars() {
        let escape = match letter {
            '\0' => "\\0",
            '\t' => "\\t",
            '\n' => "\\n",
            '\r' => "\\r",
            '"' => "\\\"",
            '\\' => "\\\\",
            _ if letter.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(letter));
                continue;
            }
            _ => {
                out.push(letter);
                continue;
            }
        };
        out.push_str(escape);
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
