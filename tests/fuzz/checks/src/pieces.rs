//! Cuts an input into pieces, as a network does. The same input is always cut in the same way.

/// The input in one piece, in bytes, and in pieces of irregular lengths.
pub(crate) fn cuts(input: &[u8]) -> Vec<Vec<&[u8]>> {
    let mut ways = vec![vec![input], irregular(input)];
    // Longer ones are cut often enough by the irregular way.
    if input.len() <= 2_048 {
        ways.push(input.chunks(1).collect());
    }
    ways
}

/// Lengths from 0 to 63, some much longer, by a random number that begins with the input's own bytes.
fn irregular(input: &[u8]) -> Vec<&[u8]> {
    let mut random = input.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut pieces = Vec::new();
    let mut rest = input;
    while !rest.is_empty() {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let [.., long, short] = random.to_be_bytes().map(usize::from);
        let length = if long < 16 { short * 16 } else { short % 64 };
        let (piece, after) = rest.split_at(length.min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}
