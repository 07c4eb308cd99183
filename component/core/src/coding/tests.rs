//! How far compressed bytes may unfold.

use std::io::Write;

use flate2::Compression;
use flate2::write::{GzDecoder, GzEncoder};

use super::{MOST_UNFOLDED, Unfolded, unfold, unknown};
use crate::http::Head;
use crate::transport::Cause;

fn gzip(length: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&vec![b' '; length]).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_bomb_is_refused_before_it_takes_its_memory() {
    let mut bytes = gzip(16 * MOST_UNFOLDED);
    assert!(bytes.len() < 70_000);
    let mut decoder = GzDecoder::new(Unfolded::default());
    let failure = unfold(&mut decoder, &mut bytes).unwrap_err();
    assert_eq!(failure.cause, Cause::TooLarge);
    assert!(decoder.get_ref().0.capacity() <= 2 * MOST_UNFOLDED);
}

#[test]
fn what_comes_in_several_reads_may_be_longer() {
    let bytes = gzip(3 * MOST_UNFOLDED);
    let mut decoder = GzDecoder::new(Unfolded::default());
    let mut unfolded = 0;
    for piece in bytes.chunks(1_000) {
        let mut buffer = piece.to_vec();
        unfold(&mut decoder, &mut buffer).unwrap();
        unfolded += buffer.len();
    }
    assert_eq!(unfolded, 3 * MOST_UNFOLDED);
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
