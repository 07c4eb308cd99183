//! Pictures of one plain colour in H.264, constrained baseline profile: a few kilobytes for the first of a second, a few
//! bytes for each that shows the same again. Rec. ITU-T H.264, 7.3 and annex A.

use super::bits::Bits;

/// The side of a macroblock, in pixels.
const BLOCK: u32 = 16;

/// Pictures are numbered modulo 2 to the power of this.
const NUMBER_BITS: u32 = 8;

/// `mb_type` of a macroblock whose samples are written out, in a picture that refers to no other.
const WRITTEN_OUT: u32 = 25;

/// `mb_type` of a macroblock that has the mean of its neighbours' edges and no correction.
const LIKE_NEIGHBOURS: u32 = 3;

/// The first byte of a unit: how much others need it, and what it is.
const KEY_PICTURE: u8 = 0x65;
const PICTURE: u8 = 0x41;
const SEQUENCE_PARAMETERS: u8 = 0x67;
const PICTURE_PARAMETERS: u8 = 0x68;

/// `profile_idc` and the flags that say: baseline, and what the main profile shares with it.
pub(super) const PROFILE: [u8; 2] = [66, 0xc0];

/// Levels by the most macroblocks that a picture of theirs may have. Rec. ITU-T H.264, table A-1.
const LEVELS: [(u32, u8); 3] = [(3_600, 31), (8_192, 40), (36_864, 51)];

/// A colour in the samples of video: brightness, blueness, redness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(pub(super) [u8; 3]);

impl Colour {
    /// The colour of one second of a film. All samples are well inside the legal range.
    pub(super) fn of(seed: u64, second: u32) -> Self {
        // A step of the golden ratio: neighbours differ, and so do films.
        let turned = seed
            .wrapping_add(u64::from(second) + 1)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let [_, _, _, _, _, bright, blue, red] = turned.to_le_bytes();
        let within = |byte: u8, low: u8, span: u8| low + byte % span;
        Self([
            within(bright, 80, 96),
            within(blue, 72, 112),
            within(red, 72, 112),
        ])
    }
}

/// The size of the pictures of a film.
#[derive(Clone, Copy, Debug)]
pub(super) struct Screen {
    /// In pixels, even.
    pub(super) width: u32,
    /// In pixels, even.
    pub(super) height: u32,
}

impl Screen {
    pub(super) fn new(width: u32, height: u32) -> Self {
        let even = |side: u32| side.clamp(2, 4_096) & !1;
        Self {
            width: even(width),
            height: even(height),
        }
    }

    /// `level_idc`.
    pub(super) fn level(self) -> u8 {
        let blocks = self.columns() * self.rows();
        let fits = |(most, _): &&(u32, u8)| blocks <= *most;
        LEVELS.iter().find(fits).map_or(62, |(_, level)| *level)
    }

    /// The sequence parameter set.
    pub(super) fn sequence_parameters(self) -> Vec<u8> {
        let mut bits = Bits::default();
        let [profile, flags] = PROFILE;
        for byte in [profile, flags, self.level()] {
            bits.fixed(8, u32::from(byte));
        }
        bits.unsigned(0); // the set's number
        bits.unsigned(NUMBER_BITS - 4);
        bits.unsigned(2); // pictures are shown in the order in which they come
        bits.unsigned(1); // one picture is kept to refer to
        bits.flag(false); // no gaps in the numbers
        bits.unsigned(self.columns() - 1);
        bits.unsigned(self.rows() - 1);
        bits.flag(true); // whole frames, no fields
        bits.flag(true); // direct_8x8_inference
        let right = self.columns() * BLOCK - self.width;
        let bottom = self.rows() * BLOCK - self.height;
        let is_cropped = right + bottom > 0;
        bits.flag(is_cropped);
        if is_cropped {
            // In steps of two pixels: left, right, top, bottom.
            for side in [0, right / 2, 0, bottom / 2] {
                bits.unsigned(side);
            }
        }
        bits.flag(false); // nothing about how to show it
        bits.into_unit(SEQUENCE_PARAMETERS)
    }

    /// The picture parameter set.
    pub(super) fn picture_parameters() -> Vec<u8> {
        let mut bits = Bits::default();
        bits.unsigned(0); // the set's number
        bits.unsigned(0); // the sequence's
        bits.flag(false); // codes of variable length, not arithmetic
        bits.flag(false); // nothing more about the order
        bits.unsigned(0); // one group of slices
        bits.unsigned(0); // one picture to refer to
        bits.unsigned(0);
        bits.flag(false); // no weights
        bits.fixed(2, 0);
        bits.signed_zero(); // quantiser 26
        bits.signed_zero();
        bits.signed_zero();
        bits.flag(true); // each slice says how its edges are smoothed
        bits.flag(false); // predict from any neighbour
        bits.flag(false); // nothing is sent twice
        bits.into_unit(PICTURE_PARAMETERS)
    }

    /// A picture that needs no other: the first block has the colour, and it spreads over all others.
    /// Neighbours in time need different `id`s.
    pub(super) fn colour(self, colour: Colour, id: u32) -> Vec<u8> {
        let mut bits = Bits::default();
        bits.unsigned(0); // the slice begins with the first block
        bits.unsigned(7); // and like all of the picture it refers to nothing
        bits.unsigned(0); // picture parameters
        bits.fixed(NUMBER_BITS, 0);
        bits.unsigned(id & 1);
        bits.flag(false); // earlier pictures may still be shown
        bits.flag(false); // and this one is not kept for long
        bits.signed_zero(); // the quantiser as it is
        bits.unsigned(1); // edges are not smoothed

        let [bright, blue, red] = colour.0;
        bits.unsigned(WRITTEN_OUT);
        bits.align();
        bits.repeat(bright, 256);
        bits.repeat(blue, 64);
        bits.repeat(red, 64);
        for block in 1..self.columns() * self.rows() {
            bits.unsigned(LIKE_NEIGHBOURS);
            bits.unsigned(0); // the colour like the neighbours' too
            bits.signed_zero();
            // "No coefficients" is coded by how many the neighbours have; a block that was written out counts as
            // full. It has two neighbours that look at it.
            if block == 1 || block == self.columns() {
                bits.fixed(6, 0b00_0011);
            } else {
                bits.flag(true);
            }
        }
        bits.into_unit(KEY_PICTURE)
    }

    /// The picture before once more, `number` pictures after one that needs no other.
    pub(super) fn repeat(self, number: u32) -> Vec<u8> {
        let mut bits = Bits::default();
        bits.unsigned(0); // the slice begins with the first block
        bits.unsigned(5); // and like all of the picture it refers to the one before
        bits.unsigned(0); // picture parameters
        bits.fixed(NUMBER_BITS, number);
        bits.flag(false); // as many to refer to as usual
        bits.flag(false); // in the usual order
        bits.flag(false); // and the oldest is given up, as usual
        bits.signed_zero(); // the quantiser as it is
        bits.unsigned(1); // edges are not smoothed
        bits.unsigned(self.columns() * self.rows()); // all blocks are as they were
        bits.into_unit(PICTURE)
    }

    const fn columns(self) -> u32 {
        self.width.div_ceil(BLOCK)
    }

    const fn rows(self) -> u32 {
        self.height.div_ceil(BLOCK)
    }
}
