//! Mends JSON texts with half a character in them: an escape of a surrogate that stands alone.
//! Servers cut a text between the two halves, and a JSON reader then refuses the whole chunk.

/// The same JSON text with U+FFFD in place of every surrogate that stands alone. `None` when there is none: then
/// something else is wrong with it.
pub(super) fn mended(json: &str) -> Option<String> {
    let mut mended = String::new();
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at_checked(at)?;
        mended.push_str(before);
        let length = match unit(escape) {
            None => "\\n".len(),
            Some(LEADING) if escape.get(ESCAPE..).and_then(unit) == Some(TRAILING) => 2 * ESCAPE,
            Some(_) => ESCAPE,
        };
        // A backslash at the very end, or before a character of several bytes, is no escape of JSON.
        let (escape, after) = escape.split_at_checked(length)?;
        let is_alone = length == ESCAPE && unit(escape) != Some(OTHER);
        mended.push_str(if is_alone { "\\ufffd" } else { escape });
        rest = after;
    }
    mended.push_str(rest);
    (mended != json).then_some(mended)
}

/// The bytes of an escape such as `\ud83d`.
const ESCAPE: usize = 6;

/// What a UTF-16 unit is, by its six leading bits.
const LEADING: u16 = 0b11_0110;
const TRAILING: u16 = 0b11_0111;
const OTHER: u16 = 0;

/// What the unit is that a text begins with as an escape, if it does.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let kind = u16::from_str_radix(digits, 16).ok()? >> 10;
    Some(match kind {
        LEADING | TRAILING => kind,
        _ => OTHER,
    })
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn a_half_alone_is_replaced_and_nothing_else() {
        for (json, expected) in [
            (r#""a \ud83d""#, Some(r#""a \ufffd""#)),
            (r#""\ude00b""#, Some(r#""\ufffdb""#)),
            (r#""\ud83d\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#)),
            (r#""\uD83Dé""#, Some(r#""\ufffdé""#)),
            (r#""\ud83d\u0041""#, Some(r#""\ufffd\u0041""#)),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud83d""#, None),
            (r#""\\\ud83d""#, Some(r#""\\\ufffd""#)),
            (r#""\n\u00e9""#, None),
            ("{", None),
            ("\"\\", None),
            ("\"\\é", None),
            (r#""\u12"#, None),
        ] {
            assert_eq!(mended(json).as_deref(), expected, "{json}");
            let read = expected.map(serde_json::from_str::<String>);
            assert!(read.is_none_or(|text| text.is_ok()), "{json}");
        }
    }
}
