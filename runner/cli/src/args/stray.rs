//! Keys that were typed where none belongs are not shown in the complaint.

use crate::config::secret::masked;

/// What takes no value, and is easily given a key.
const STDIN: &str = "--api-key-stdin=";

/// A text about what was typed, without the keys in it.
pub(crate) fn without_keys(text: &str) -> String {
    let typed = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    masked_in(text, typed)
}

fn masked_in(text: &str, typed: impl Iterator<Item = String>) -> String {
    typed.fold(text.to_owned(), |text, word| {
        let given = word.strip_prefix(STDIN).into_iter();
        let is_outside = |letter: char| !letter.is_ascii_alphanumeric() && !"-_.".contains(letter);
        let keys = word.split(is_outside).filter(|key| key.starts_with("sk-"));
        let keys = given.chain(keys).filter(|key| key.len() > "sk-".len());
        keys.fold(text, |text, key| text.replace(key, masked(key)))
    })
}

#[cfg(test)]
mod tests {
    use super::masked_in;

    #[test]
    fn a_key_is_masked_wherever_it_was_typed() {
        for (word, text, told) in [
            ("sk-1", "unexpected 'sk-1'", "unexpected 'sk-…'"),
            (
                "KEY=\"sk-sp-1\"",
                "in KEY=\"sk-sp-1\"",
                "in KEY=\"sk-sp-…\"",
            ),
            (
                "Bearer sk-1",
                "\u{1b}[1msk-1\u{1b}[0m",
                "\u{1b}[1msk-…\u{1b}[0m",
            ),
            ("--api-key-stdin=abcd", "value 'abcd'", "value '…'"),
            ("--task-id", "--task-id", "--task-id"),
            ("sk-", "sk- and sk-sp-", "sk- and sk-sp-"),
        ] {
            assert_eq!(masked_in(text, [word.to_owned()].into_iter()), told);
        }
    }
}
