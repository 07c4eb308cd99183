//! Server-sent events: bytes in, frames out.
//! Knows nothing of what the frames say.
//!
//! Bytes may be split anywhere. Every byte is looked at once and moved a bounded number of times, so decoding takes
//! linear time on any input, and memory stays within [`FRAME_LIMIT`] and one push.

mod line;
#[cfg(test)]
mod tests;

use crate::prelude::*;
use core::ops::Range;

use line::line_end;

/// The most bytes that one frame may have, its field names and line ends included.
///
/// A chunk of an answer has some hundred bytes; the largest are tool arguments or sound given in one piece. 4 MiB is
/// far above both, and still small enough to hold.
pub const FRAME_LIMIT: usize = 4 * 1024 * 1024;

/// Turns the bytes of an event stream into its frames.
///
/// Call [`push`](Self::push) with what came in, then [`next_frame`](Self::next_frame) until it gives `None`; at the end
/// of the bytes call [`finish`](Self::finish) once.
///
/// Lines end with LF, CR or CRLF, and a byte order mark at the beginning is skipped. The fields `id` and `retry` are
/// read over, since an answer cannot be resumed; so are comments, but for `:HTTP_STATUS/<n>`, which carries the status
/// of the provider's native frames (DashScope chat reference, November 2026).
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    /// Where the frame under way begins; what stands before it was given out.
    frame_start: usize,
    /// Where the line under way begins.
    line_start: usize,
    /// Up to where the line under way was searched for its end.
    searched: usize,
    fields: Fields,
    /// The data of a frame with several data lines.
    joined: Vec<u8>,
    /// The last line ended with CR, so that an LF right after it belongs to it.
    after_carriage_return: bool,
    /// A line was read, so that no byte order mark can follow.
    begun: bool,
    phase: Phase,
}

/// One frame. It has data, an event name or a status; a frame with none of them is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The data lines, joined by a newline. Not checked to be UTF-8.
    pub data: &'a [u8],
    /// The event's name; empty when the frame has none.
    pub event: &'a [u8],
    /// The HTTP status that a comment of the frame names.
    pub status: Option<u16>,
}

/// A frame is longer than [`FRAME_LIMIT`]. The decoder gives nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl Decoder {
    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.phase == Phase::Failed {
            return;
        }
        self.drop_given();
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole frame; `None` when more bytes are needed.
    ///
    /// # Errors
    ///
    /// [`TooLong`], now and at every later call, when a frame is longer than [`FRAME_LIMIT`].
    pub fn next_frame(&mut self) -> Result<Option<Frame<'_>>, TooLong> {
        Ok(self.advance()?.then(|| self.frame()))
    }

    /// The last frame, when the bytes ended without the blank line that ends a frame.
    ///
    /// # Errors
    ///
    /// [`TooLong`] like [`next_frame`](Self::next_frame).
    pub fn finish(&mut self) -> Result<Option<Frame<'_>>, TooLong> {
        if self.advance()? {
            return Ok(Some(self.frame()));
        }
        let end = self.buffer.len();
        let start = self.line_start + self.byte_order_mark();
        self.take_line(start..end);
        self.begun = true;
        self.line_start = end;
        self.searched = end;
        self.phase = Phase::Given;
        Ok((!self.fields.is_empty()).then(|| self.frame()))
    }

    /// How many bytes of memory the frames take.
    #[cfg(test)]
    pub(crate) fn held(&self) -> usize {
        self.buffer.capacity() + self.joined.capacity()
    }

    /// Reads lines up to the end of a frame that has something to give. `false` when the bytes do not suffice.
    fn advance(&mut self) -> Result<bool, TooLong> {
        match self.phase {
            Phase::Reading => {}
            Phase::Given => self.forget_frame(),
            Phase::Failed => return Err(TooLong),
        }
        while let Some(line) = self.next_line() {
            if self.line_start - self.frame_start > FRAME_LIMIT {
                return Err(self.fail());
            }
            if line.is_empty() {
                if !self.fields.is_empty() {
                    self.phase = Phase::Given;
                    return Ok(true);
                }
            } else {
                self.take_line(line);
            }
            // Comments and skipped fields before a frame's first field do not count towards its length.
            if self.fields.is_empty() {
                self.frame_start = self.line_start;
            }
        }
        if self.buffer.len() - self.frame_start > FRAME_LIMIT {
            return Err(self.fail());
        }
        Ok(false)
    }

    /// The next whole line without its end, as a range of the buffer.
    fn next_line(&mut self) -> Option<Range<usize>> {
        if self.after_carriage_return {
            let next = *self.buffer.get(self.line_start)?;
            self.after_carriage_return = false;
            if next == b'\n' {
                self.line_start += 1;
                self.searched = self.line_start;
                // A frame that was given out ended with this line end.
                if self.fields.is_empty() {
                    self.frame_start = self.line_start;
                }
            }
        }
        let rest = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(length) = line_end(rest) else {
            self.searched = self.buffer.len();
            return None;
        };
        let end = self.searched + length;
        let start = self.line_start + self.byte_order_mark();
        self.begun = true;
        self.after_carriage_return = self.buffer.get(end) == Some(&b'\r');
        self.line_start = end + 1;
        self.searched = end + 1;
        Some(start..end)
    }

    /// The length of the byte order mark that the first line begins with.
    fn byte_order_mark(&self) -> usize {
        const MARK: &[u8] = b"\xef\xbb\xbf";
        if !self.begun && self.buffer.starts_with(MARK) {
            MARK.len()
        } else {
            0
        }
    }

    fn take_line(&mut self, line: Range<usize>) {
        let Some(bytes) = self.buffer.get(line.clone()) else {
            return;
        };
        if let Some(comment) = bytes.strip_prefix(b":") {
            self.fields.status = status_of(comment).or(self.fields.status);
            return;
        }
        let (name, value) = match bytes.iter().position(|byte| *byte == b':') {
            Some(colon) => (
                bytes.get(..colon).unwrap_or_default(),
                bytes.get(colon + 1..).unwrap_or_default(),
            ),
            None => (bytes, &[][..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let range = line.end - value.len()..line.end;
        match name {
            b"data" => self.take_data(range),
            b"event" => self.fields.event = Some(range),
            _ => {}
        }
    }

    fn take_data(&mut self, range: Range<usize>) {
        match self.fields.data.clone() {
            Data::None => {
                self.fields.data = Data::Line(range);
                return;
            }
            Data::Line(first) => {
                self.joined.clear();
                self.joined
                    .extend_from_slice(self.buffer.get(first).unwrap_or_default());
                self.fields.data = Data::Joined;
            }
            Data::Joined => {}
        }
        self.joined.push(b'\n');
        self.joined
            .extend_from_slice(self.buffer.get(range).unwrap_or_default());
    }

    fn frame(&self) -> Frame<'_> {
        let slice = |range: &Range<usize>| self.buffer.get(range.clone()).unwrap_or_default();
        Frame {
            data: match &self.fields.data {
                Data::None => &[],
                Data::Line(range) => slice(range),
                Data::Joined => &self.joined,
            },
            event: self.fields.event.as_ref().map(slice).unwrap_or_default(),
            status: self.fields.status,
        }
    }

    fn forget_frame(&mut self) {
        self.phase = Phase::Reading;
        self.fields = Fields::default();
        self.frame_start = self.line_start;
    }

    /// Makes room. Bytes are moved only when at least as many are dropped, which keeps the total linear.
    fn drop_given(&mut self) {
        if self.phase == Phase::Given {
            self.forget_frame();
        }
        let kept = self.buffer.len() - self.frame_start;
        if self.frame_start < kept || self.frame_start == 0 {
            return;
        }
        self.buffer.drain(..self.frame_start);
        self.line_start -= self.frame_start;
        self.searched -= self.frame_start;
        self.fields.move_back(self.frame_start);
        self.frame_start = 0;
    }

    fn fail(&mut self) -> TooLong {
        *self = Self {
            phase: Phase::Failed,
            ..Self::default()
        };
        TooLong
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Reading,
    /// The last frame was given out, and its fields can be forgotten.
    Given,
    /// A frame was too long.
    Failed,
}

/// What the lines of the frame under way said, as ranges of the buffer.
#[derive(Debug, Default)]
struct Fields {
    data: Data,
    event: Option<Range<usize>>,
    status: Option<u16>,
}

#[derive(Clone, Debug, Default)]
enum Data {
    #[default]
    None,
    Line(Range<usize>),
    Joined,
}

impl Fields {
    fn is_empty(&self) -> bool {
        matches!(self.data, Data::None) && self.event.is_none() && self.status.is_none()
    }

    fn move_back(&mut self, by: usize) {
        let moved = |range: &Range<usize>| range.start - by..range.end - by;
        if let Data::Line(range) = &self.data {
            self.data = Data::Line(moved(range));
        }
        self.event = self.event.as_ref().map(moved);
    }
}

fn status_of(comment: &[u8]) -> Option<u16> {
    let digits = comment.trim_ascii().strip_prefix(b"HTTP_STATUS/")?;
    core::str::from_utf8(digits).ok()?.parse().ok()
}
