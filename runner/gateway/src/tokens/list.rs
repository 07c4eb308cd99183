//! Tokens in a text → their hashes.

use sha2::{Digest as _, Sha256};

/// A token's hash: as long for each, so that comparing tells nothing of its length.
pub(super) type Digest = [u8; 32];

/// How short and how long a token may be.
const LENGTH: std::ops::RangeInclusive<usize> = 16..=512;

pub(super) fn digest(token: &[u8]) -> Digest {
    Sha256::digest(token).into()
}

/// The hashes of all tokens. A problem is told by its line, and without the token.
pub(super) fn parse(text: &str) -> Result<Vec<Digest>, String> {
    let mut tokens = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with('#') {
            continue;
        }
        for token in line.split([',', ' ', '\t', '\r']) {
            if token.is_empty() {
                continue;
            }
            let is_visible = token.bytes().all(|byte| byte.is_ascii_graphic());
            if !is_visible || !LENGTH.contains(&token.len()) {
                let line = index + 1;
                return Err(format!(
                    "the one in line {line} is too short, too long, or not visible"
                ));
            }
            tokens.push(digest(token.as_bytes()));
        }
    }
    Ok(tokens)
}
