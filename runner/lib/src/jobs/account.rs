//! Tells accounts apart without telling keys.

use qwen_core::secret::Secret;
use sha2::{Digest, Sha256};

/// Goes before the key, so that the fingerprint is not the plain hash of it, which others may have.
const WORD: &[u8] = b"qwenbox account\0";

/// How many bytes of the hash are kept: enough to tell a person's keys apart, too few to find a key by.
const LENGTH: usize = 4;

/// The fingerprint of a key: 8 hexadecimal digits.
pub(crate) fn fingerprint(key: &Secret) -> String {
    let hash = Sha256::new()
        .chain_update(WORD)
        .chain_update(key.expose())
        .finalize();
    let kept = hash.iter().take(LENGTH);
    let number = kept.fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{number:08x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_apart_and_not_told() {
        let of = |key| fingerprint(&Secret::parse(key, "a test").unwrap().unwrap());
        assert_eq!(of("sk-one").len(), 8);
        assert_eq!(of("sk-one"), of(" \"sk-one\" "));
        assert_ne!(of("sk-one"), of("sk-two"));
    }
}
