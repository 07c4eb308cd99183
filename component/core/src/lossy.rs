//! Makes text of bytes that may not be UTF-8. The standard library's way would be a kilobyte more of the component.

use crate::prelude::*;

/// The text of bytes. What is not UTF-8 becomes U+FFFD.
#[must_use]
pub fn lossy(mut bytes: &[u8]) -> String {
    let mut text = String::new();
    loop {
        let error = match str::from_utf8(bytes) {
            Ok(rest) => {
                text.push_str(rest);
                return text;
            }
            Err(error) => error,
        };
        let (sound, rest) = bytes
            .split_at_checked(error.valid_up_to())
            .unwrap_or_default();
        text.push_str(str::from_utf8(sound).unwrap_or_default());
        text.push('\u{fffd}');
        let wrong = error.error_len().unwrap_or(rest.len());
        bytes = rest.get(wrong..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bytes_are_text_as_the_standard_library_reads_them(
            pieces in prop::collection::vec(
                prop_oneof![
                    prop::collection::vec(any::<u8>(), 0..4),
                    "[aü€😀]{0,2}".prop_map(String::into_bytes),
                    Just(vec![0xf0, 0x9f, 0x98]),
                    Just(vec![0xe2, 0x82]),
                ],
                0..6,
            ),
        ) {
            let bytes = pieces.concat();
            prop_assert_eq!(lossy(&bytes), String::from_utf8_lossy(&bytes));
        }
    }
}
