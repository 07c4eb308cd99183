//! Writes numbers bit by bit, as H.264 has them, and packs the bits as a unit that a decoder can find the end of.
//! Rec. ITU-T H.264, 7.2, 7.4.1 and 9.1.

/// A run of bits, the most significant first.
#[derive(Debug, Default)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    /// Bits of an unfinished byte, at the low end.
    rest: u8,
    /// How many bits `rest` has, less than 8.
    count: u8,
}

impl Bits {
    /// `u(n)`: the low bits of a number.
    pub(super) fn fixed(&mut self, bits: u32, value: u32) {
        for place in (0..bits).rev() {
            self.bit(value >> place & 1 == 1);
        }
    }

    /// `ue(v)`: a number of any size, small ones in few bits.
    pub(super) fn unsigned(&mut self, value: u32) {
        let value = u64::from(value) + 1;
        let length = value.ilog2();
        for _ in 0..length {
            self.bit(false);
        }
        for place in (0..=length).rev() {
            self.bit(value >> place & 1 == 1);
        }
    }

    /// `se(v)` of zero, the only signed number that is written here.
    pub(super) fn signed_zero(&mut self) {
        self.unsigned(0);
    }

    pub(super) fn flag(&mut self, value: bool) {
        self.bit(value);
    }

    /// Zeros up to the next byte.
    pub(super) fn align(&mut self) {
        while self.count > 0 {
            self.bit(false);
        }
    }

    /// Whole bytes, the same one many times. Only where the bits are aligned.
    pub(super) fn repeat(&mut self, byte: u8, times: usize) {
        debug_assert_eq!(self.count, 0, "bytes are written between bits");
        self.bytes.resize(self.bytes.len() + times, byte);
    }

    /// Ends the bits and makes a unit of them: the first byte says what it is, and a byte is put in wherever the
    /// payload would look like the start of another unit.
    pub(super) fn into_unit(mut self, head: u8) -> Vec<u8> {
        self.bit(true);
        self.align();
        let mut unit = vec![head];
        let mut zeros = 0;
        for byte in self.bytes {
            if zeros == 2 && byte <= 3 {
                unit.push(3);
                zeros = 0;
            }
            zeros = if byte == 0 { zeros + 1 } else { 0 };
            unit.push(byte);
        }
        unit
    }

    fn bit(&mut self, bit: bool) {
        self.rest = self.rest << 1 | u8::from(bit);
        self.count += 1;
        if self.count == 8 {
            self.bytes.push(self.rest);
            (self.rest, self.count) = (0, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn small_numbers_take_few_bits() {
        // 1, 010, 011, 00100, then the stop bit.
        let mut bits = Bits::default();
        for value in 0..4 {
            bits.unsigned(value);
        }
        assert_eq!(bits.into_unit(0x65), [0x65, 0b1010_0110, 0b0100_1000]);
    }

    #[test]
    fn numbers_have_as_many_bits_as_asked() {
        let mut bits = Bits::default();
        bits.fixed(4, 0b1_0110);
        bits.flag(true);
        bits.align();
        bits.repeat(7, 2);
        assert_eq!(bits.into_unit(1), [1, 0b0110_1000, 7, 7, 0x80]);
    }

    #[test]
    fn a_payload_never_looks_like_a_start() {
        let cases: [(&[u8], &[u8]); 4] = [
            (&[0, 0, 1], &[9, 0, 0, 3, 1, 0x80]),
            (&[0, 0, 0, 0, 0], &[9, 0, 0, 3, 0, 0, 3, 0, 0x80]),
            (&[0, 0, 4], &[9, 0, 0, 4, 0x80]),
            (&[0, 1, 0, 0, 3], &[9, 0, 1, 0, 0, 3, 3, 0x80]),
        ];
        for (payload, unit) in cases {
            let mut bits = Bits::default();
            for byte in payload {
                bits.repeat(*byte, 1);
            }
            assert_eq!(bits.into_unit(9), unit, "{payload:?}");
        }
    }
}
