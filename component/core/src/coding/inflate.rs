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
#[derive(Clone, Copy)]
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
            stop: None,
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
            self.item(&mut bits, unfolded);
            match bits.stop {
                None => {}
                Some(Stop::Corrupt) => return Err(Flaw::Corrupt),
                Some(Stop::Short) => {
                    self.bit = begin % 8;
                    held.drain(..begin / 8);
                    self.held = held;
                    return Ok(None);
                }
            }
        }
    }

    /// Reads the head of a block, some of its plain bytes, or one symbol with all that belongs to it. Does nothing where
    /// the bits stop.
    fn item(&mut self, bits: &mut Bits<'_>, unfolded: &mut Vec<u8>) {
        match &self.at {
            Place::Head => {
                let (is_last, at) = head(bits);
                if bits.stop.is_none() {
                    self.is_last = is_last;
                    self.at = at;
                }
            }
            Place::Plain(0) => self.end_block(),
            Place::Plain(left) => {
                let bytes = bits.bytes.get(bits.at / 8..).unwrap_or_default();
                let bytes = bytes.get(..*left).unwrap_or(bytes);
                if bytes.is_empty() {
                    bits.stop(Stop::Short);
                }
                bits.at += bytes.len() * 8;
                self.at = Place::Plain(left - bytes.len());
                for byte in bytes {
                    self.give(*byte, unfolded);
                }
            }
            Place::Coded(codes) => {
                let symbol = codes.symbols.read(bits);
                let (length, distance) = if symbol > END {
                    let length = length(symbol - END - 1, bits);
                    (length, distance(codes.distances.read(bits), bits))
                } else {
                    (0, 0)
                };
                if distance > self.unfolded {
                    bits.stop(Stop::Corrupt);
                }
                if bits.stop.is_some() {
                    return;
                }
                match u8::try_from(symbol) {
                    Ok(byte) => self.give(byte, unfolded),
                    Err(_) if symbol == END => self.end_block(),
                    Err(_) => self.copy(length, distance, unfolded),
                }
            }
            Place::End => {}
        }
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

    fn copy(&mut self, length: usize, distance: usize, unfolded: &mut Vec<u8>) {
        for _ in 0..length {
            let from = self.unfolded.wrapping_sub(distance) % WINDOW;
            let byte = self.window.get(from).copied().unwrap_or_default();
            self.give(byte, unfolded);
        }
    }
}

/// Reads the head of a block: whether it is the last, and what follows.
fn head(bits: &mut Bits<'_>) -> (bool, Place) {
    let is_last = bits.take(1) == 1;
    let at = match bits.take(2) {
        0 => {
            bits.at = bits.at.next_multiple_of(8);
            let length = bits.take(16);
            if bits.take(16) != length ^ 0xffff {
                bits.stop(Stop::Corrupt);
            }
            Place::Plain(length)
        }
        1 => Place::Coded(Box::new(Codes::fixed(bits))),
        2 => Place::Coded(Box::new(Codes::read(bits))),
        _ => {
            bits.stop(Stop::Corrupt);
            Place::End
        }
    };
    (is_last, at)
}

/// The length of a copy, by the number of its symbol.
fn length(number: usize, bits: &mut Bits<'_>) -> usize {
    match number {
        0..8 => 3 + number,
        8..28 => {
            let more = number / 4 - 1;
            3 + ((4 + number % 4) << more) + bits.take(more)
        }
        28 => 258,
        _ => bits.stop(Stop::Corrupt),
    }
}

/// The distance of a copy, by its symbol.
fn distance(symbol: usize, bits: &mut Bits<'_>) -> usize {
    match symbol {
        0..4 => 1 + symbol,
        4..30 => {
            let more = symbol / 2 - 1;
            1 + ((2 + symbol % 2) << more) + bits.take(more)
        }
        _ => bits.stop(Stop::Corrupt),
    }
}

impl Codes {
    /// The codes of a block that brings none of its own.
    fn fixed(bits: &mut Bits<'_>) -> Self {
        let mut lengths = [8; 288];
        for (symbol, length) in lengths.iter_mut().enumerate() {
            match symbol {
                144..256 => *length = 9,
                256..280 => *length = 7,
                _ => {}
            }
        }
        Self {
            symbols: Code::of(&lengths, bits),
            distances: Code::of(&[5; 32], bits),
        }
    }

    /// The codes that a block brings.
    fn read(bits: &mut Bits<'_>) -> Self {
        let symbols = 257 + bits.take(5);
        let distances = 1 + bits.take(5);
        if symbols > 286 || distances > 30 {
            bits.stop(Stop::Corrupt);
        }
        let mut lengths = [0; ORDER.len()];
        for symbol in ORDER.iter().take(4 + bits.take(4)) {
            let length = bits.take(3);
            if let Some(place) = lengths.get_mut(*symbol) {
                *place = u8::try_from(length).unwrap_or_default();
            }
        }
        let code = Code::of(&lengths, bits);
        let mut lengths = Vec::new();
        while lengths.len() < symbols + distances && bits.stop.is_none() {
            let (length, times) = match code.read(bits) {
                16 => (lengths.last().copied(), 3 + bits.take(2)),
                17 => (Some(0), 3 + bits.take(3)),
                18 => (Some(0), 11 + bits.take(7)),
                length => (u8::try_from(length).ok(), 1),
            };
            match length {
                Some(length) => lengths.resize(lengths.len() + times, length),
                None => {
                    bits.stop(Stop::Corrupt);
                }
            }
        }
        let (symbols, own) = lengths.split_at_checked(symbols).unwrap_or_default();
        if own.len() != distances {
            bits.stop(Stop::Corrupt);
        }
        Self {
            symbols: Code::of(symbols, bits),
            distances: Code::of(own, bits),
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
    /// The code whose symbols have these lengths; none has the length 0. Where they make no code, the bits stop.
    fn of(lengths: &[u8], bits: &mut Bits<'_>) -> Self {
        let mut code = Self {
            counts: [0; LONGEST as usize],
            symbols: Vec::new(),
        };
        // How many codes of a length are not the beginning of others.
        let mut free: usize = 1;
        for (length, count) in (1..=LONGEST).zip(&mut code.counts) {
            let before = code.symbols.len();
            for (symbol, own) in lengths.iter().enumerate() {
                if *own == length {
                    code.symbols.push(symbol);
                }
            }
            *count = code.symbols.len() - before;
            free *= 2;
            if *count > free {
                bits.stop(Stop::Corrupt);
            }
            free = free.saturating_sub(*count);
        }
        // A code of one symbol cannot use all.
        if free > 0 && code.symbols.len() > 1 {
            bits.stop(Stop::Corrupt);
        }
        code
    }

    /// Reads a symbol.
    fn read(&self, bits: &mut Bits<'_>) -> usize {
        // The number so far, the first of its length, and how many symbols have shorter ones.
        let (mut number, mut first, mut shorter) = (0_usize, 0, 0);
        for count in self.counts {
            number = number * 2 + bits.take(1);
            first *= 2;
            let place = number.wrapping_sub(first);
            if place < count {
                let symbol = self.symbols.get(shorter + place);
                return symbol.copied().unwrap_or_default();
            }
            shorter += count;
            first += count;
        }
        bits.stop(Stop::Corrupt)
    }
}

/// Bytes, read from the lowest bit of each on. What cannot be read reads as nothing, and the first reason is kept: so what
/// reads bits has no way back of its own.
struct Bits<'a> {
    bytes: &'a [u8],
    /// How many bits were read.
    at: usize,
    stop: Option<Stop>,
}

impl Bits<'_> {
    /// The next bits as a number, the first of them the lowest.
    fn take(&mut self, count: usize) -> usize {
        let mut number = 0;
        for place in 0..count {
            let Some(byte) = self.bytes.get(self.at / 8) else {
                return self.stop(Stop::Short);
            };
            number |= usize::from((byte >> (self.at % 8)) & 1) << place;
            self.at += 1;
        }
        number
    }

    /// Keeps why nothing more is read, and gives nothing.
    fn stop(&mut self, stop: Stop) -> usize {
        self.stop.get_or_insert(stop);
        0
    }
}
