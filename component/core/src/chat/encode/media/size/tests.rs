//! Sizes, held to those that the crate `imagesize` finds.

use proptest::prelude::*;

use super::size;

fn by_the_crate(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    let [width, height] = [size.width, size.height].map(u32::try_from);
    Some((width.expect("a width"), height.expect("a height")))
}

/// Beginnings that are followed by anything.
fn beginning() -> impl Strategy<Value = Vec<u8>> {
    let fixed = [
        &b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"[..],
        b"\x89PNG",
        b"GIF89a",
        b"GIF87a",
        b"RIFF\x1a\0\0\0WEBPVP8 ",
        b"RIFF\x1a\0\0\0WEBPVP8L",
        b"RIFF\x1a\0\0\0WEBPVP8X",
        b"RIFF\x1a\0\0\0WEBP",
        b"\xff\xd8",
        b"",
    ];
    prop::sample::select(fixed.map(<[u8]>::to_vec).to_vec())
}

/// A piece of a JPEG, whose length may be wrong.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let kind = prop_oneof![2 => 0xc0..=0xdf_u8, 1 => any::<u8>()];
    let content = prop::collection::vec(any::<u8>(), 0..20);
    (kind, content, prop_oneof![8 => Just(2_u16), 1 => 0..9_u16]).prop_map(
        |(kind, content, more)| {
            let length = u16::try_from(content.len()).expect("short") + more;
            let mut piece = vec![0xff, kind];
            piece.extend(length.to_be_bytes());
            piece.extend(content);
            piece
        },
    )
}

proptest! {
    #[test]
    fn any_bytes_have_the_size_that_the_crate_finds(
        beginning in beginning(),
        pieces in prop::collection::vec(piece(), 0..6),
        rest in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let bytes = [beginning, pieces.concat(), rest].concat();
        // The one difference: the crate looks behind a picture in the picture that stands in no piece.
        let inner = bytes.get(2..).unwrap_or_default();
        prop_assume!(!inner.windows(2).any(|mark| mark == [0xff, 0xd8]));
        prop_assert_eq!(size(&bytes), by_the_crate(&bytes));
    }
}
