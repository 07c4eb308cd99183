//! Frames: any cut gives the same ones, and they are those of a plain reading of the whole.

use qwen_core::sse::Decoder;

use crate::pieces;

/// Data, event name and status.
type Owned = (Vec<u8>, Vec<u8>, Option<u16>);

/// Any bytes as an event stream.
pub fn sse(data: &[u8]) {
    let expected = plain(data);
    for pieces in pieces::cuts(data) {
        assert_eq!(decode(&pieces), expected);
    }
}

fn decode(pieces: &[&[u8]]) -> Vec<Owned> {
    let mut decoder = Decoder::default();
    let mut frames = Vec::new();
    let mut take = |frame: qwen_core::sse::Frame<'_>| {
        frames.push((frame.data.to_vec(), frame.event.to_vec(), frame.status));
    };
    for piece in pieces {
        decoder.push(piece);
        while let Some(frame) = decoder.next_frame().unwrap() {
            take(frame);
        }
    }
    while let Some(frame) = decoder.finish().unwrap() {
        take(frame);
    }
    frames
}

/// The frames as a reader that has everything at once and all the time in the world finds them.
fn plain(data: &[u8]) -> Vec<Owned> {
    let data = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    let mut frames = Vec::new();
    let mut frame: (Option<Vec<u8>>, Option<Vec<u8>>, Option<u16>) = (None, None, None);
    for line in lines(data).into_iter().chain([&[][..]]) {
        if line.is_empty() {
            if frame != (None, None, None) {
                let (data, event, status) = std::mem::take(&mut frame);
                frames.push((data.unwrap_or_default(), event.unwrap_or_default(), status));
            }
            continue;
        }
        let mut halves = line.splitn(2, |byte| *byte == b':');
        let name = halves.next().unwrap_or_default();
        let value = halves.next().unwrap_or_default();
        let text = value.strip_prefix(b" ").unwrap_or(value).to_vec();
        match name {
            b"" => frame.2 = status(value).or(frame.2),
            b"event" => frame.1 = Some(text),
            b"data" => {
                let joined = frame.0.take().map(|lines| [&lines, &b"\n"[..]].concat());
                frame.0 = Some([joined.unwrap_or_default(), text].concat());
            }
            _ => {}
        }
    }
    frames
}

/// The lines without their ends, which are CR, LF or both.
fn lines(data: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let mut rest = data;
    while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
        let (line, after) = rest.split_at(end);
        lines.push(line);
        rest = after
            .strip_prefix(b"\r\n")
            .or_else(|| after.get(1..))
            .unwrap_or_default();
    }
    lines.push(rest);
    lines
}

fn status(comment: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(comment.trim_ascii()).ok()?;
    text.strip_prefix("HTTP_STATUS/")?.parse().ok()
}
