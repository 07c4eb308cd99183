//! The sides of pictures, by headers that are made here.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

fn gif(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(width.to_le_bytes());
    bytes.extend(height.to_le_bytes());
    bytes.extend([0, 0, 0, 0x3b]);
    bytes
}

/// With so many bytes of a camera's notes, in pieces as large as the format takes, before the size.
fn jpeg(width: u16, height: u16, notes: usize) -> Vec<u8> {
    const MOST: usize = 65_533;
    let mut bytes = vec![0xff, 0xd8];
    let mut left = notes;
    while left > 0 {
        let piece = left.min(MOST);
        left -= piece;
        bytes.extend([0xff, 0xe1]);
        let length = u16::try_from(piece + 2).expect("a piece");
        bytes.extend(length.to_be_bytes());
        bytes.resize(bytes.len() + piece, 0);
    }
    bytes.extend([0xff, 0xc0, 0, 17, 8]);
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xd9]);
    bytes
}

fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
    for side in [width, height] {
        bytes.extend(&(side - 1).to_le_bytes()[..3]);
    }
    bytes.extend([0; 8]);
    bytes
}

fn of(bytes: &[u8]) -> Part {
    picture(&format!("data:image/x;base64,{}", STANDARD.encode(bytes)))
}

#[track_caller]
fn refused_sides(bytes: &[u8], width: u32, height: u32) {
    refused(
        of(bytes),
        &format!("the image is {width} by {height} pixels"),
        "sides of at least 10 pixels, one at most 200 times as long as the other",
    );
}

#[test]
fn pictures_that_are_too_small_or_too_long_are_refused_in_every_format() {
    type Make = fn(u16, u16) -> Vec<u8>;
    let makes: [Make; 4] = [
        |width, height| png(width.into(), height.into()),
        gif,
        |width, height| jpeg(width, height, 30),
        |width, height| webp(width.into(), height.into()),
    ];
    for make in makes {
        for (width, height) in [
            (10, 10),
            (10, 2_000),
            (2_000, 10),
            (11, 2_200),
            (1_920, 1_080),
        ] {
            taken(of(&make(width, height)));
        }
        for (width, height) in [
            (9, 10),
            (10, 9),
            (1, 1),
            (10, 2_001),
            (2_001, 10),
            (16_000, 79),
        ] {
            refused_sides(&make(width, height), width.into(), height.into());
        }
    }
    refused_sides(&png(u32::MAX, u32::MAX / 201), u32::MAX, u32::MAX / 201);
    refused_sides(&png(0, 0), 0, 0);
}

#[test]
fn the_size_is_found_behind_a_cameras_notes() {
    refused_sides(&jpeg(5, 5, 100_000), 5, 5);
    refused_sides(&jpeg(5, 5, 390_000), 5, 5);
    // What is behind more than a camera writes is not looked at.
    taken(of(&jpeg(5, 5, 400_000)));
}

#[test]
fn the_size_is_found_whatever_the_padding() {
    for more in 0..3 {
        let mut bytes = png(5, 5);
        bytes.resize(bytes.len() + more, 0);
        refused_sides(&bytes, 5, 5);
        let url = format!("data:image/png;base64,{}", STANDARD.encode(&bytes));
        let unpadded = picture(url.trim_end_matches('='));
        assert!(check(&shown(unpadded)).is_err(), "{more}");
    }
}

#[test]
fn what_is_not_known_is_the_providers_to_judge() {
    let whole = png(5, 5);
    for bytes in [
        &whole[..8],
        &whole[..20],
        b"II*\0\x08\0\0\0",
        b"nothing known",
        // Bitmaps whose rows go down say so by a height below zero.
        b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x40\0\0\0\xc0\xff\xff\xff",
    ] {
        taken(of(bytes));
    }
    // No group of base64 ends so: the last digit says more than a byte holds.
    taken(picture("data:image/png;base64,AB=="));
}

#[test]
fn only_pictures_have_sides() {
    let small = STANDARD.encode(png(5, 5));
    taken(film(&format!("data:video/x;base64,{small}")));
    taken(sound(&format!("data:audio/x;base64,{small}")));
    taken(picture("https://h/5x5.png"));
}

proptest! {
    #[test]
    fn any_bytes_behind_a_known_beginning_are_looked_at(
        beginning in prop::sample::select(vec![png(9, 9), gif(9, 9), jpeg(9, 9, 9), webp(9, 9)]),
        kept in 0..40_usize,
        rest in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let bytes = [&beginning[..kept.min(beginning.len())], &rest].concat();
        if let Err(error) = check(&shown(of(&bytes))) {
            prop_assert!(error.message.contains("pixels") || error.message.contains("not base64"));
        }
    }
}
