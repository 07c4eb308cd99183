//! A stand-in for a tokenizer: splits text into token-like pieces and counts them.
//! It is an estimate, but the same one everywhere, so that usage, limits and deltas agree.

/// A word longer than this many characters becomes several tokens.
const LONGEST_PIECE: usize = 12;

/// Splits without loss: a word with the white space before it, or one CJK character, is a token.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut length = 0;
    for character in text.chars() {
        let starts_word = character.is_whitespace() && length > 0;
        if starts_word || is_cjk(character) || length == LONGEST_PIECE {
            flush(&mut piece, &mut pieces);
            length = 0;
        }
        piece.push(character);
        if is_cjk(character) {
            flush(&mut piece, &mut pieces);
        } else if !character.is_whitespace() {
            length += 1;
        }
    }
    flush(&mut piece, &mut pieces);
    pieces
}

/// How many tokens a text has.
pub(crate) fn count(text: &str) -> usize {
    split(text).len()
}

fn flush(piece: &mut String, pieces: &mut Vec<String>) {
    if !piece.is_empty() {
        pieces.push(std::mem::take(piece));
    }
}

fn is_cjk(character: char) -> bool {
    matches!(u32::from(character),
        0x3000..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff
        | 0xff00..=0xffef | 0x2_0000..=0x3_ffff)
}

#[cfg(test)]
mod tests {
    use super::{count, split};

    #[test]
    fn pieces_are_words_and_characters() {
        let cases: [(&str, &[&str]); 7] = [
            ("", &[]),
            ("Hello there, you.", &["Hello", " there,", " you."]),
            ("a\n\n b", &["a", "\n\n b"]),
            ("  a ", &["  a", " "]),
            ("说 你好 ok", &["说", " ", "你", "好", " ok"]),
            ("天气sunny", &["天", "气", "sunny"]),
            ("abcdefghijklmnop", &["abcdefghijkl", "mnop"]),
        ];
        for (text, pieces) in cases {
            assert_eq!(split(text), pieces, "{text:?}");
            assert_eq!(split(text).concat(), text);
            assert_eq!(count(text), pieces.len());
        }
    }
}
