//! How large a picture is, by the beginning of its file: PNG, GIF, JPEG and WebP.

#[cfg(test)]
mod tests;

/// Width and height in pixels; `None` for a format that is not known here, and where the size is not among these bytes.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let beginning: &[u8; 12] = bytes.first_chunk()?;
    match beginning {
        [0xff, 0xd8, 0xff, ..] => jpeg(bytes),
        [0x89, b'P', b'N', b'G', ..] => {
            let side = |at| Some(u32::from_be_bytes(at_place(bytes, at)?));
            Some((side(16)?, side(20)?))
        }
        [b'G', b'I', b'F', b'8', ..] => sides(bytes, 6),
        [b'R', b'I', b'F', b'F', .., b'W', b'E', b'B', b'P'] => webp(bytes),
        _ => None,
    }
}

/// The size stands in the first frame, behind pieces of any kind: a mark of two bytes, and a length that counts itself.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xff, kind, length @ ..] = *rest.first_chunk::<4>()? else {
            return None;
        };
        match kind {
            // Tables, which have marks among those of the frames.
            0xc4 | 0xc8 | 0xcc => {}
            0xc0..=0xcf => {
                let side = |at| at_place(rest, at).map(u16::from_be_bytes).map(u32::from);
                return Some((side(7)?, side(5)?));
            }
            // A picture in the picture, or the end.
            0xd8 | 0xd9 => return None,
            _ => {}
        }
        rest = rest.get(2 + usize::from(u16::from_be_bytes(length))..)?;
    }
}

/// In the header of the first piece, of which there are three kinds.
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match at_place(bytes, 12)? {
        [_, _, _, b' '] => sides(bytes, 26),
        [_, _, _, b'L'] => {
            let both = u32::from_le_bytes(at_place(bytes, 21)?);
            let side = |bits: u32| (bits & 0x3fff) + 1;
            Some((side(both), side(both >> 14)))
        }
        [_, _, _, b'X'] => {
            let side = |at| {
                let [low, middle, high] = at_place(bytes, at)?;
                Some(u32::from_le_bytes([low, middle, high, 0]) + 1)
            };
            Some((side(24)?, side(27)?))
        }
        _ => None,
    }
}

/// Two numbers of two bytes, the lower byte first.
fn sides(bytes: &[u8], at: usize) -> Option<(u32, u32)> {
    let side = |at| at_place(bytes, at).map(u16::from_le_bytes).map(u32::from);
    Some((side(at)?, side(at + 2)?))
}

fn at_place<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}
