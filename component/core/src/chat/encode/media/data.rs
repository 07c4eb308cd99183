//! The bytes of a `data` URL.

use crate::prelude::*;

/// Reads base64: groups of four letters, of which the last one may be filled up with `=`; `None` for what no encoder writes.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in text.as_bytes().chunks(4) {
        let missing = group.iter().rev().position(|letter| *letter != b'=')?;
        let (letters, _) = group.split_at(group.len() - missing);
        let bits = letters
            .iter()
            .try_fold(0, |bits, letter| Some(bits << 6 | digit(*letter)?))?;
        let [_, read @ ..] = u32::to_be_bytes(bits << (6 * missing));
        let (whole, rest) = read.split_at(3_usize.checked_sub(missing)?);
        if group.len() < 4 || whole.is_empty() || rest.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(whole);
    }
    Some(bytes)
}

fn digit(letter: u8) -> Option<u32> {
    Some(u32::from(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bytes_are_read_as_they_were(bytes in any::<Vec<u8>>()) {
            prop_assert_eq!(decode(&STANDARD.encode(&bytes)), Some(bytes));
        }

        #[test]
        fn any_letters_are_read_as_another_decoder_reads_them(digits in "([A-Fa-f+/]{4}){0,2}[A-P0-3]{1,3}", end in "={0,5}") {
            let text = digits + &end;
            prop_assert_eq!(decode(&text), STANDARD.decode(&text).ok(), "{}", text);
        }
    }
}
