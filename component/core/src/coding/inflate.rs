//! Unfolds deflate while it comes in: any split of the bytes gives the same.
//! Plain and small: a code is read bit by bit, so that no table is needed but the order of its symbols.
//!
//! Source: RFC 1951.

use core::mem;

use super::gzip::{Flaw, MOST_UNFOLDED};
use crate::prelude::*;

/// How far back a copy may begin, in bytes.
const WINDOW: usize = 32 << 10;

/// The symbol that ends a block.
const END: usize = 256;

/// The longest code, in bits.
const LONGEST: u8 = 15;

/// The order in which a block gives the lengths of the codes for the lengths of its codes.
const ORDER: [usize; 19] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

/// Deflated content under way.
pub(super) struct Inflate {
    at: Place,
    /// The block is the last one.
    is_last: bool,
    /// What came and was not read yet: the beginning of one item.
    held: Vec<u8>,
    /// How many bits of the first held byte were read.
    bit: usize,
    /// The last bytes that were unfolded, each at its number modulo the size.
    window: Vec<u8>,
    /// How many bytes were unfolded.
    unfolded: usize,
}

enum Place {
    /// Before a block.
    Head,
    /// In a block of bytes as they are, before so many of them.
    Plain(usize),
    /// In a block of symbols.
    Coded(Box<Codes>),
    End,
}

/// The codes of a block: for bytes and the lengths of copies, and for the distances of copies.
struct Codes {
    symbols: Code,
    distances: Code,
}

/// Why an item is not read.
enum Stop {
    /// Its end has not come yet.
    Short,
    Corrupt,
}

impl Inflate {
    pub(super) fn new() -> Self {
        Self {
            at: Place::Head,
            is_last: false,
            held: Vec::new(),
            bit: 0,
            window: vec![0; WINDOW],
            unfolded: 0,
        }
    }

    /// Adds what some bytes stand for to `unfolded`; what it held before a flaw is right. Gives the bytes that follow once
    /// the content has ended.
    pub(super) fn unfold<'a>(
        &mut self,
        bytes: &'a [u8],
        unfolded: &mut Vec<u8>,
    ) -> Result<Option<&'a [u8]>, Flaw> {
        let mut held = mem::take(&mut self.held);
        held.extend_from_slice(bytes);
        let mut bits = Bits {
            bytes: &held,
            at: self.bit,
        };
        loop {
            if let Place::End = self.at {
                // The last item ended with these bytes, so what follows it is of them.
                let left = held.len().saturating_sub(bits.at.div_ceil(8));
                let read = bytes.len().saturating_sub(left);
                return Ok(Some(bytes.get(read..).unwrap_or_default()));
            }
            if unfolded.len() >= MOST_UNFOLDED {
                // The last copy may have gone beyond.
                unfolded.truncate(MOST_UNFOLDED);
                return Err(Flaw::TooLarge);
            }
            let begin = bits.at;
            match self.item(&mut bits, unfolded) {
                Ok(()) => {}
                Err(Stop::Corrupt) => return Err(Flaw::Corrupt),
                Err(Stop::Short) => {
                    self.bit = begin % 8;
                    held.drain(..begin / 8);
                    self.held = held;
                    return Ok(None);
                }
            }
        }
    }

    /// Reads the head of a block, some of its plain bytes, or one symbol with all that belongs to it.
    fn item(&mut self, bits: &mut Bits<'_>, unfolded: &mut Vec<u8>) -> Result<(), Stop> {
        match &self.at {
            Place::Head => {
                let (is_last, at) = head(bits)?;
                self.is_last = is_last;
                self.at = at;
            }
            Place::Plain(0) => self.end_block(),
            Place::Plain(left) => {
                let bytes = bits.bytes.get(bits.at / 8..).unwrap_or_default();
                let bytes = bytes.get(..*left).unwrap_or(bytes);
                if bytes.is_empty() {
                    return Err(Stop::Short);
                }
                bits.at += bytes.len() * 8;
                self.at = Place::Plain(left - bytes.len());
                for byte in bytes {
                    self.give(*byte, unfolded);
                }
            }
            Place::Coded(codes) => match codes.symbols.read(bits)? {
                END => self.end_block(),
                symbol => {
                    if let Ok(byte) = u8::try_from(symbol) {
                        self.give(byte, unfolded);
                    } else {
                        let length = length(symbol - END - 1, bits)?;
                        let distance = distance(codes.distances.read(bits)?, bits)?;
                        self.copy(length, distance, unfolded)?;
                    }
                }
            },
            Place::End => {}
        }
        Ok(())
    }

    fn end_block(&mut self) {
        self.at = if self.is_last {
            Place::End
        } else {
            Place::Head
        };
    }

    fn give(&mut self, byte: u8, unfolded: &mut Vec<u8>) {
        if let Some(place) = self.window.get_mut(self.unfolded % WINDOW) {
            *place = byte;
        }
        self.unfolded = self.unfolded.wrapping_add(1);
        unfolded.push(byte);
    }

    fn copy(&mut self, length: usize, distance: usize, unfolded: &mut Vec<u8>) -> Result<(), Stop> {
        if distance > self.unfolded {
            return Err(Stop::Corrupt);
        }
        for _ in 0..length {
            let from = self.unfolded.wrapping_sub(distance) % WINDOW;
            let byte = self.window.get(from).copied().unwrap_or_default();
            self.give(byte, unfolded);
        }
        Ok(())
    }
}

/// Reads the head of a block: whether it is the last, and what follows.
fn head(bits: &mut Bits<'_>) -> Result<(bool, Place), Stop> {
    let is_last = bits.take(1)? == 1;
    let at = match bits.take(2)? {
        0 => {
            bits.at = bits.at.next_multiple_of(8);
            let length = bits.take(16)?;
            if bits.take(16)? != length ^ 0xffff {
                return Err(Stop::Corrupt);
            }
            Place::Plain(length)
        }
        1 => Place::Coded(Box::new(Codes::fixed()?)),
        2 => Place::Coded(Box::new(Codes::read(bits)?)),
        _ => return Err(Stop::Corrupt),
    };
    Ok((is_last, at))
}

/// The length of a copy, by the number of its symbol.
fn length(number: usize, bits: &mut Bits<'_>) -> Result<usize, Stop> {
    match number {
        0..8 => Ok(3 + number),
        8..28 => {
            let more = number / 4 - 1;
            Ok(3 + ((4 + number % 4) << more) + bits.take(more)?)
        }
        28 => Ok(258),
        _ => Err(Stop::Corrupt),
    }
}

/// The distance of a copy, by its symbol.
fn distance(symbol: usize, bits: &mut Bits<'_>) -> Result<usize, Stop> {
    match symbol {
        0..4 => Ok(1 + symbol),
        4..30 => {
            let more = symbol / 2 - 1;
            Ok(1 + ((2 + symbol % 2) << more) + bits.take(more)?)
        }
        _ => Err(Stop::Corrupt),
    }
}

impl Codes {
    /// The codes of a block that brings none of its own.
    fn fixed() -> Result<Self, Stop> {
        let mut lengths = [8; 288];
        for (symbol, length) in lengths.iter_mut().enumerate() {
            match symbol {
                144..256 => *length = 9,
                256..280 => *length = 7,
                _ => {}
            }
        }
        Ok(Self {
            symbols: Code::of(&lengths)?,
            distances: Code::of(&[5; 32])?,
        })
    }

    /// The codes that a block brings.
    fn read(bits: &mut Bits<'_>) -> Result<Self, Stop> {
        let symbols = 257 + bits.take(5)?;
        let distances = 1 + bits.take(5)?;
        if symbols > 286 || distances > 30 {
            return Err(Stop::Corrupt);
        }
        let mut lengths = [0; ORDER.len()];
        for symbol in ORDER.iter().take(4 + bits.take(4)?) {
            let length = bits.take(3)?;
            if let Some(place) = lengths.get_mut(*symbol) {
                *place = u8::try_from(length).unwrap_or_default();
            }
        }
        let code = Code::of(&lengths)?;
        let mut lengths = Vec::new();
        while lengths.len() < symbols + distances {
            let (length, times) = match code.read(bits)? {
                16 => match lengths.last() {
                    Some(last) => (*last, 3 + bits.take(2)?),
                    None => return Err(Stop::Corrupt),
                },
                17 => (0, 3 + bits.take(3)?),
                18 => (0, 11 + bits.take(7)?),
                length => (u8::try_from(length).unwrap_or_default(), 1),
            };
            lengths.resize(lengths.len() + times, length);
        }
        match lengths.split_at_checked(symbols) {
            Some((symbols, own)) if own.len() == distances => Ok(Self {
                symbols: Code::of(symbols)?,
                distances: Code::of(own)?,
            }),
            _ => Err(Stop::Corrupt),
        }
    }
}

/// A code, of which the lengths say all: among those of one length, the numbers go up with the symbols.
struct Code {
    /// How many codes have each length, from one bit on.
    counts: [usize; LONGEST as usize],
    /// The symbols, the shortest codes first.
    symbols: Vec<usize>,
}

impl Code {
    /// The code whose symbols have these lengths; none has the length 0.
    fn of(lengths: &[u8]) -> Result<Self, Stop> {
        let mut code = Self {
            counts: [0; LONGEST as usize],
            symbols: Vec::new(),
        };
        // How many codes of a length are not the beginning of others.
        let mut free: usize = 1;
        for (length, count) in (1..=LONGEST).zip(&mut code.counts) {
            let before = code.symbols.len();
            let own = lengths
                .iter()
                .enumerate()
                .filter(|(_, own)| **own == length);
            code.symbols.extend(own.map(|(symbol, _)| symbol));
            *count = code.symbols.len() - before;
            free = (free * 2).checked_sub(*count).ok_or(Stop::Corrupt)?;
        }
        // A code of one symbol cannot use all.
        if free > 0 && code.symbols.len() > 1 {
            return Err(Stop::Corrupt);
        }
        Ok(code)
    }

    /// Reads a symbol.
    fn read(&self, bits: &mut Bits<'_>) -> Result<usize, Stop> {
        // The number so far, the first of its length, and how many symbols have shorter ones.
        let (mut number, mut first, mut shorter) = (0_usize, 0, 0);
        for count in self.counts {
            number = number * 2 + bits.take(1)?;
            first *= 2;
            let place = number.wrapping_sub(first);
            if place < count {
                let symbol = self.symbols.get(shorter + place);
                return symbol.copied().ok_or(Stop::Corrupt);
            }
            shorter += count;
            first += count;
        }
        Err(Stop::Corrupt)
    }
}

/// Bytes, read from the lowest bit of each on.
struct Bits<'a> {
    bytes: &'a [u8],
    /// How many bits were read.
    at: usize,
}

impl Bits<'_> {
    /// The next bits as a number, the first of them the lowest.
    fn take(&mut self, count: usize) -> Result<usize, Stop> {
        let mut number = 0;
        for place in 0..count {
            let byte = self.bytes.get(self.at / 8).ok_or(Stop::Short)?;
            number |= usize::from((byte >> (self.at % 8)) & 1) << place;
            self.at += 1;
        }
        Ok(number)
    }
}
