//! Frames of every spelling, split everywhere.

use proptest::prelude::*;

use super::{Decoder, FRAME_LIMIT, TooLong};

/// A frame that owns what it holds.
type Owned = (Vec<u8>, Vec<u8>, Option<u16>);

fn frames(pieces: &[&[u8]]) -> Result<Vec<Owned>, TooLong> {
    let mut decoder = Decoder::default();
    let mut frames = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while let Some(frame) = decoder.next_frame()? {
            frames.push((frame.data.to_vec(), frame.event.to_vec(), frame.status));
        }
    }
    while let Some(frame) = decoder.finish()? {
        frames.push((frame.data.to_vec(), frame.event.to_vec(), frame.status));
    }
    Ok(frames)
}

fn check(input: &str, expected: &[(&str, &str, Option<u16>)]) {
    let expected: Vec<Owned> = expected
        .iter()
        .map(|(data, event, status)| (data.as_bytes().to_vec(), event.as_bytes().to_vec(), *status))
        .collect();
    assert_eq!(
        frames(&[input.as_bytes()]).as_ref(),
        Ok(&expected),
        "{input:?}"
    );
    let single: Vec<&[u8]> = input.as_bytes().chunks(1).collect();
    assert_eq!(
        frames(&single).as_ref(),
        Ok(&expected),
        "{input:?} byte by byte"
    );
}

#[test]
fn reads_every_spelling() {
    check("", &[]);
    check("\n\n\r\n", &[]);
    check("data: a\n\n", &[("a", "", None)]);
    check("data:a\n\n", &[("a", "", None)]);
    check("data:  a \n\n", &[(" a ", "", None)]);
    check("data: a\r\n\r\n", &[("a", "", None)]);
    check("data: a\r\r", &[("a", "", None)]);
    check(
        "data: a\r\rdata: b\r\n\r\ndata: c\n\n",
        &[("a", "", None), ("b", "", None), ("c", "", None)],
    );
    check(
        "data: a\ndata: b\ndata:\ndata: c\n\n",
        &[("a\nb\n\nc", "", None)],
    );
    check("data\n\n", &[("", "", None)]);
    check("data: a", &[("a", "", None)]);
    check("data: a\n", &[("a", "", None)]);
    check("data: a\n\ndata: b\r", &[("a", "", None), ("b", "", None)]);
    check("\u{feff}data: a\n\n", &[("a", "", None)]);
    check("\u{feff}data: a", &[("a", "", None)]);
    check("data: a\n\n\u{feff}data: b\n\n", &[("a", "", None)]);
    check(": hello\n\ndata: a\n\n", &[("a", "", None)]);
    check(
        ":\n:\n\ndata: a\n: between\ndata: b\n\n",
        &[("a\nb", "", None)],
    );
    check(
        "id: 7\nretry: 10\nother\n\ndata: a\nid: 8\n\n",
        &[("a", "", None)],
    );
    check("event: error\ndata: a\n\n", &[("a", "error", None)]);
    check(
        "data: 01234567\ndata: 89\n\n",
        &[("01234567\n89", "", None)],
    );
    check("database: a\n\n", &[]);
    check("event:error\n\n", &[("", "error", None)]);
    check("data: a:b\n\n", &[("a:b", "", None)]);
    check(
        "data: \u{1f}a\tb\u{0}\n\n",
        &[("\u{1f}a\tb\u{0}", "", None)],
    );
}

#[test]
fn keeps_the_status_of_native_frames() {
    check(
        "id:1\nevent:error\n:HTTP_STATUS/429\ndata:{}\n\nid:2\nevent:result\n: HTTP_STATUS/200 \ndata:x\n\ndata:y\n\n",
        &[
            ("{}", "error", Some(429)),
            ("x", "result", Some(200)),
            ("y", "", None),
        ],
    );
    check(
        ":HTTP_STATUS/\n:HTTP_STATUS/99999999\n:HTTP_STATUS/x\ndata:a\n\n",
        &[("a", "", None)],
    );
}

#[test]
fn refuses_a_frame_over_the_limit_and_frees_its_memory() {
    let long = vec![b'a'; FRAME_LIMIT];
    let mut decoder = Decoder::default();
    decoder.push(b"data: ");
    assert_eq!(decoder.next_frame(), Ok(None));
    decoder.push(&long);
    assert_eq!(decoder.next_frame(), Err(TooLong));
    decoder.push(&long);
    assert_eq!(decoder.next_frame(), Err(TooLong));
    assert_eq!(decoder.finish(), Err(TooLong));
    assert_eq!(decoder.buffer.capacity(), 0);
    // At once, and with many lines, it is the same.
    let mut whole = b"data: ".to_vec();
    whole.extend(&long);
    whole.extend(b"\n\n");
    assert_eq!(frames(&[&whole]), Err(TooLong));
    let lines = b"data: 0123456789\n".repeat(FRAME_LIMIT / 16);
    assert_eq!(frames(&[&lines]), Err(TooLong));
}

#[test]
fn takes_a_frame_of_the_limit() {
    let mut whole = b"data:".to_vec();
    whole.resize(FRAME_LIMIT - 2, b'a');
    whole.extend(b"\n\n");
    let data = vec![b'a'; FRAME_LIMIT - 7];
    assert_eq!(frames(&[&whole]), Ok(vec![(data.clone(), vec![], None)]));
    let (first, second) = whole.split_at(1_000);
    assert_eq!(frames(&[first, second]), Ok(vec![(data, vec![], None)]));
}

#[test]
fn keeps_no_more_than_the_frame_under_way() {
    let mut decoder = Decoder::default();
    for _ in 0..10_000 {
        decoder.push(b"data: 0123456789\n\n: comment\n");
        while let Ok(Some(_)) = decoder.next_frame() {}
    }
    assert!(
        decoder.buffer.capacity() < 256,
        "{}",
        decoder.buffer.capacity()
    );
}

/// Text that is likely to hold every special case.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        Just(&b"data: "[..]),
        Just(&b"data:"[..]),
        Just(&b"\n"[..]),
        Just(&b"\r"[..]),
        Just(&b"\r\n"[..]),
        Just(&b"\n\n"[..]),
        Just(&b":"[..]),
        Just(&b":HTTP_STATUS/429"[..]),
        Just(&b"event: error"[..]),
        Just(&b"id: 1"[..]),
        Just(&b"\xef\xbb\xbf"[..]),
        Just(&b"\xff"[..]),
        Just(&b"{\"a\": \"0123456789abcdef\"}"[..]),
    ];
    prop::collection::vec(word, 0..40).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn any_split_gives_the_same_frames(input in stream(), cuts in prop::collection::vec(0_usize..400, 0..8)) {
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(input.len())).collect();
        cuts.sort_unstable();
        let mut pieces = Vec::new();
        let mut rest = input.as_slice();
        let mut taken = 0;
        for cut in cuts {
            let (piece, after) = rest.split_at(cut - taken);
            pieces.push(piece);
            rest = after;
            taken = cut;
        }
        pieces.push(rest);
        let whole = frames(&[&input]);
        prop_assert_eq!(&frames(&pieces), &whole);
        let single: Vec<&[u8]> = input.chunks(1).collect();
        prop_assert_eq!(&frames(&single), &whole);
    }

    #[test]
    fn any_bytes_are_taken(input in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(frames(&[&input]).is_ok());
    }

    #[test]
    fn line_ends_are_found_like_byte_by_byte(input in prop::collection::vec(any::<u8>(), 0..64)) {
        let expected = input.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        prop_assert_eq!(super::line::line_end(&input), expected);
    }
}
