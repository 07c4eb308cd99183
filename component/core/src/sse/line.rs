//! Finds the end of a line.

/// Where the first CR or LF stands. Eight bytes at a time, as most bytes of an answer pass through here.
pub(super) fn line_end(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGH_BITS: u64 = u64::from_le_bytes([0x80; 8]);
    let ends_line = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let (words, tail) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let value = u64::from_le_bytes(*word);
        // Not zero exactly when some byte is below 0x20: the words that may hold a line end.
        let has_control = value.wrapping_sub(ONES * 0x20) & !value & HIGH_BITS != 0;
        if has_control && let Some(at) = word.iter().position(ends_line) {
            return Some(index * 8 + at);
        }
    }
    let at = tail.iter().position(ends_line)?;
    Some(words.len() * 8 + at)
}
