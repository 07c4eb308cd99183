//! Unfolds gzip while it comes in: any split of the bytes gives the same.
//! Knows no HTTP.
//!
//! Source: RFC 1952; its section 8 has the checksum.

use core::fmt;

use super::inflate::Inflate;
use crate::prelude::*;
use crate::sse;

/// The most bytes that one read may unfold to. A compressed answer that grows beyond is made to do harm: some kilobytes
/// may stand for more than an instance holds.
pub(super) const MOST_UNFOLDED: usize = sse::FRAME_LIMIT;

/// The longest head of a member, in bytes. It may hold a file's name and a comment, which nobody sends.
const LONGEST_HEAD: usize = 4_096;

/// What gzip begins with: its mark, and the one method that there is.
const MARK: [u8; 3] = [0x1f, 0x8b, 8];

/// Bytes of a head that are always there, and of a tail.
const HEAD: usize = 10;
const TAIL: usize = 8;

/// What is wrong with the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// They are not gzip, or were changed on the way.
    Corrupt,
    /// They unfold to more than [`MOST_UNFOLDED`].
    TooLarge,
}

/// A series of members under way.
pub(super) struct Gzip {
    at: Place,
    /// What came so far of a head or a tail.
    held: Vec<u8>,
    inflate: Inflate,
    checksum: u32,
    /// The bytes of this member, modulo 2³².
    length: u32,
    /// A member has come whole.
    has_member: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Head,
    Content,
    Tail,
    /// After the last member, where anything may stand.
    Padding,
}

impl Default for Gzip {
    fn default() -> Self {
        Self {
            at: Place::Head,
            held: Vec::new(),
            inflate: Inflate::new(),
            checksum: 0,
            length: 0,
            has_member: false,
        }
    }
}

impl Gzip {
    /// Adds what some bytes stand for to `unfolded`; what it held before a flaw is right.
    pub(super) fn unfold(&mut self, mut bytes: &[u8], unfolded: &mut Vec<u8>) -> Result<(), Flaw> {
        while !bytes.is_empty() {
            bytes = match self.at {
                Place::Head => self.head(bytes)?,
                Place::Content => self.content(bytes, unfolded)?,
                Place::Tail => self.tail(bytes)?,
                Place::Padding => &[],
            };
        }
        Ok(())
    }

    /// Whether the bytes may end here.
    pub(super) fn is_whole(&self) -> bool {
        let is_between = self.at == Place::Head && self.held.is_empty();
        self.has_member && (is_between || self.at == Place::Padding)
    }

    /// Takes bytes of a head, and gives those that follow it.
    fn head<'a>(&mut self, bytes: &'a [u8]) -> Result<&'a [u8], Flaw> {
        let (Some(byte), rest) = (bytes.first(), bytes.get(1..).unwrap_or_default()) else {
            return Ok(&[]);
        };
        self.held.push(*byte);
        let marks = MARK.iter().zip(&self.held);
        if marks.clone().any(|(mark, byte)| mark != byte) {
            if self.has_member {
                self.at = Place::Padding;
                return Ok(rest);
            }
            return Err(Flaw::Corrupt);
        }
        match head_length(&self.held) {
            Some(length) if length == self.held.len() => {
                self.held.clear();
                self.at = Place::Content;
                self.inflate = Inflate::new();
                self.checksum = 0;
                self.length = 0;
            }
            _ if self.held.len() >= LONGEST_HEAD => return Err(Flaw::Corrupt),
            _ => {}
        }
        Ok(rest)
    }

    /// Unfolds content, and gives the bytes that follow it.
    fn content<'a>(&mut self, bytes: &'a [u8], unfolded: &mut Vec<u8>) -> Result<&'a [u8], Flaw> {
        let begin = unfolded.len();
        let rest = self.inflate.unfold(bytes, unfolded);
        let new = unfolded.get(begin..).unwrap_or_default();
        self.checksum = extended(self.checksum, new);
        // One read unfolds to far less than 2³².
        self.length = self
            .length
            .wrapping_add(u32::try_from(new.len()).unwrap_or(0));
        let Some(rest) = rest? else { return Ok(&[]) };
        self.at = Place::Tail;
        Ok(rest)
    }

    /// Takes bytes of a tail, and gives those that follow it.
    fn tail<'a>(&mut self, bytes: &'a [u8]) -> Result<&'a [u8], Flaw> {
        let missing = TAIL - self.held.len();
        let (own, rest) = bytes.split_at_checked(missing).unwrap_or((bytes, &[]));
        self.held.extend_from_slice(own);
        if self.held.len() == TAIL {
            let expected = [self.checksum.to_le_bytes(), self.length.to_le_bytes()].concat();
            if self.held != expected {
                return Err(Flaw::Corrupt);
            }
            self.held.clear();
            self.has_member = true;
            self.at = Place::Head;
        }
        Ok(rest)
    }
}

impl fmt::Debug for Gzip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gzip")
            .field("at", &self.at)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

/// The checksum, CRC-32, of what had `checksum` and goes on with `bytes`; that of nothing is 0. Bit by bit: the tables that
/// make it quicker are as large as all the rest of the decoder.
fn extended(checksum: u32, bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let mut sum = !checksum;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _bit in 0..8 {
            let carry = if sum & 1 == 1 { POLYNOMIAL } else { 0 };
            sum = (sum >> 1) ^ carry;
        }
    }
    !sum
}

/// The length of a head, as far as its bytes tell it.
fn head_length(head: &[u8]) -> Option<usize> {
    const CHECKSUM: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    let flags = *head.get(3)?;
    let mut length = HEAD;
    if flags & EXTRA != 0 {
        let low = *head.get(length)?;
        let high = *head.get(length + 1)?;
        length += 2 + usize::from(u16::from_le_bytes([low, high]));
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let end = head.get(length..)?.iter().position(|byte| *byte == 0)?;
            length += end + 1;
        }
    }
    if flags & CHECKSUM != 0 {
        length += 2;
    }
    Some(length)
}
