//! What compressed bytes unfold to, how far, and however they come.

use std::io::Write;

use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use proptest::prelude::*;

use super::gzip::{Flaw, Gzip, MOST_UNFOLDED};
use super::unknown;
use crate::http::Head;

fn gzip(content: &[u8]) -> Vec<u8> {
    gzip_at(Compression::default(), content)
}

fn gzip_at(level: Compression, content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// What bytes unfold to in pieces of some size, up to a flaw; and whether they may end there.
fn unfold(bytes: &[u8], piece: usize) -> (Vec<u8>, Result<bool, Flaw>) {
    let mut decoder = Gzip::default();
    let mut all = Vec::new();
    for piece in bytes.chunks(piece) {
        let mut unfolded = Vec::new();
        let result = decoder.unfold(piece, &mut unfolded);
        all.append(&mut unfolded);
        if let Err(flaw) = result {
            return (all, Err(flaw));
        }
    }
    (all, Ok(decoder.is_whole()))
}

#[test]
fn a_bomb_is_refused_before_it_takes_its_memory() {
    let bytes = gzip(&vec![b' '; 16 * MOST_UNFOLDED]);
    assert!(bytes.len() < 70_000);
    let mut unfolded = Vec::new();
    let flaw = Gzip::default().unfold(&bytes, &mut unfolded);
    assert_eq!(flaw, Err(Flaw::TooLarge));
    assert!(unfolded.capacity() <= 3 * MOST_UNFOLDED);
}

#[test]
fn what_comes_in_several_reads_may_be_longer() {
    let bytes = gzip(&vec![b' '; 3 * MOST_UNFOLDED]);
    let (unfolded, end) = unfold(&bytes, 1_000);
    assert_eq!((unfolded.len(), end), (3 * MOST_UNFOLDED, Ok(true)));
}

#[test]
fn members_follow_each_other_and_padding_ends_them() {
    let (one, two) = (gzip(b"one "), gzip(b"two"));
    for (bytes, unfolded, end) in [
        (one.clone(), &b"one "[..], Ok(true)),
        ([one.clone(), two.clone()].concat(), b"one two", Ok(true)),
        ([one.clone(), vec![0; 40]].concat(), b"one ", Ok(true)),
        ([one.clone(), vec![0x1f, 0]].concat(), b"one ", Ok(true)),
        ([one.clone(), vec![0x1f]].concat(), b"one ", Ok(false)),
        (
            [one.clone(), two[..10].to_vec()].concat(),
            b"one ",
            Ok(false),
        ),
        (one[..one.len() - 1].to_vec(), b"one ", Ok(false)),
        (vec![], b"", Ok(false)),
        (b"<html>".to_vec(), b"", Err(Flaw::Corrupt)),
    ] {
        for piece in [1, 3, 1_000] {
            assert_eq!(unfold(&bytes, piece), (unfolded.to_vec(), end), "{bytes:?}");
        }
    }
}

/// What follows the ten bytes of a head: the content as one sees it, bit by bit, and no tail.
fn unfold_content(content: &[u8]) -> (Vec<u8>, Result<bool, Flaw>) {
    let bytes = [&gzip(b"")[..10], content].concat();
    for piece in 1..20 {
        assert_eq!(unfold(&bytes, piece), unfold(&bytes, bytes.len()));
    }
    unfold(&bytes, bytes.len())
}

#[test]
fn blocks_that_no_encoder_writes_are_refused() {
    for (content, unfolded) in [
        // A kind of block that is none.
        (&[0b0000_0111][..], &b""[..]),
        // Plain bytes whose length is not what its complement says.
        (&[1, 1, 0, 0xff, 0xff], b""),
        // Nineteen codes of seven bits, which is no whole code.
        (&[5, 0xe0, 255, 255, 255, 255, 255, 255, 255, 255], b""),
        // Nineteen codes of one bit.
        (&[5, 0xe0, 147, 36, 73, 146, 36, 73, 146, 0], b""),
        // More symbols than there are.
        (&[0b1111_1101, 0, 255, 255], b""),
        // A copy of what was never said: fixed codes, `a`, and a length of three from two back.
        (&[0x4b, 0x04, 0x21, 0, 0, 0], b"a"),
    ] {
        assert_eq!(
            unfold_content(content),
            (unfolded.to_vec(), Err(Flaw::Corrupt)),
            "{content:?}"
        );
    }
}

#[test]
fn bytes_that_were_changed_are_noticed() {
    let mut bytes = gzip(b"an answer");
    let last = bytes.len() - 1;
    for place in [last, last - 4] {
        bytes[place] ^= 1;
        assert_eq!(unfold(&bytes, 5).1, Err(Flaw::Corrupt));
        bytes[place] ^= 1;
    }
}

#[test]
fn a_head_may_hold_more() {
    let mut encoder = GzBuilder::new()
        .filename("answer.json")
        .comment("a comment")
        .extra(vec![1, 2, 3])
        .write(Vec::new(), Compression::default());
    encoder.write_all(b"content").unwrap();
    let bytes = encoder.finish().unwrap();
    assert_eq!(unfold(&bytes, 1), (b"content".to_vec(), Ok(true)));
    let mut endless = bytes[..10].to_vec();
    endless.extend([b'x'; 5_000]);
    assert_eq!(unfold(&endless, 100).1, Err(Flaw::Corrupt));
}

proptest! {
    #[test]
    fn what_any_encoder_writes_is_read(
        words in prop::collection::vec("[a-f]{1,4}|.{1,9}", 1..80),
        times in 1_usize..400,
        level in 0_u32..10,
        piece in 1_usize..5_000,
    ) {
        let content = words.concat().repeat(times).into_bytes();
        let bytes = gzip_at(Compression::new(level), &content);
        prop_assert_eq!(unfold(&bytes, piece), (content, Ok(true)));
    }

    #[test]
    fn any_split_gives_the_same(
        content in prop::collection::vec(any::<u8>(), 0..2_000),
        change in prop::option::of((0_usize..2_000, any::<u8>())),
        piece in 1_usize..300,
    ) {
        let mut bytes = gzip(&content);
        if let Some((place, byte)) = change {
            let place = place % bytes.len();
            bytes[place] = byte;
        } else {
            prop_assert_eq!(unfold(&bytes, piece), (content, Ok(true)));
        }
        prop_assert_eq!(unfold(&bytes, piece), unfold(&bytes, bytes.len()));
    }
}

#[test]
fn an_unknown_coding_is_told_in_words() {
    let long = "x".repeat(100);
    for (coding, told) in [
        ("", None),
        (" Identity ", None),
        ("x-gzip", None),
        ("br", Some("br")),
        ("gz\0 ip", Some("gz ip")),
        (long.as_str(), Some(&long[..40])),
    ] {
        let head = Head {
            status: 200,
            headers: vec![("content-encoding".to_owned(), coding.to_owned())],
        };
        assert_eq!(unknown(&head).as_deref(), told, "{coding}");
    }
}
