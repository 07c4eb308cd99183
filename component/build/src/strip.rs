//! Takes out of a component what only tools read.

/// The magic bytes and the version.
const HEADER: usize = 8;

/// The id of a custom section.
const CUSTOM: u8 = 0;

/// The component without its own custom sections: names for debuggers, and the tools that made it. The linker has no
/// option that leaves them out. `None` when the bytes are not a component.
pub(crate) fn stripped(component: &[u8]) -> Option<Vec<u8>> {
    let (header, mut rest) = component.split_at_checked(HEADER)?;
    let mut kept = header.to_vec();
    while let Some((&id, sized)) = rest.split_first() {
        let (size, body) = number(sized)?;
        let next = body.get(size..)?;
        let section = rest.get(..rest.len() - next.len())?;
        if id != CUSTOM {
            kept.extend_from_slice(section);
        }
        rest = next;
    }
    Some(kept)
}

/// An unsigned LEB128 number of 32 bits, and what follows it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(index + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &[u8] = b"\0asm\x0d\0\x01\0";

    #[test]
    fn custom_sections_go_and_the_others_stay_in_order() {
        let long = [&[7, 0x80, 0x01][..], &[0; 128]].concat();
        let custom = [0, 5, 4, b'n', b'a', b'm', b'e'];
        let component = [EMPTY, &custom, &long, &custom, &[3, 0]].concat();
        assert_eq!(stripped(&component), Some([EMPTY, &long, &[3, 0]].concat()));
        assert_eq!(stripped(EMPTY), Some(EMPTY.to_vec()));
    }

    #[test]
    fn what_is_cut_is_no_component() {
        for end in [
            &[7][..],
            &[7, 0x80],
            &[7, 2, 0],
            &[7, 0x80, 0x80, 0x80, 0x80, 0x80, 0],
        ] {
            assert_eq!(stripped(&[EMPTY, end].concat()), None, "{end:?}");
        }
        assert_eq!(stripped(b"\0asm"), None);
    }
}
