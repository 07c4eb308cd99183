//! Joins pieces of a body. A piece that stays alone is not copied.
//! Knows no body and no time.

use bytes::{BufMut, Bytes, BytesMut};

/// How much is joined, in bytes. It is four times what the guest reads at once; joining more only costs memory.
pub(super) const TARGET: usize = 64 * 1024;

/// What came together so far.
#[derive(Default)]
pub(super) enum Gather {
    /// Nothing.
    #[default]
    Empty,
    /// One piece, as it came.
    One(Bytes),
    /// Several pieces, in one.
    Many(BytesMut),
}

impl Gather {
    /// Whether nothing has come.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// Whether a piece of this size still fits.
    pub(super) fn fits(&self, size: usize) -> bool {
        match self {
            Self::Empty => true,
            Self::One(piece) => piece.len().saturating_add(size) <= TARGET,
            Self::Many(pieces) => pieces.len().saturating_add(size) <= TARGET,
        }
    }

    /// Adds a piece.
    pub(super) fn push(&mut self, piece: Bytes) {
        *self = match std::mem::take(self) {
            Self::Empty => Self::One(piece),
            Self::One(first) => {
                let mut pieces = BytesMut::with_capacity(2 * (first.len() + piece.len()));
                pieces.put(first);
                pieces.put(piece);
                Self::Many(pieces)
            }
            Self::Many(mut pieces) => {
                pieces.put(piece);
                Self::Many(pieces)
            }
        };
    }

    /// Everything that came, leaving nothing; `None` when nothing did.
    pub(super) fn take(&mut self) -> Option<Bytes> {
        match std::mem::take(self) {
            Self::Empty => None,
            Self::One(piece) => Some(piece),
            Self::Many(pieces) => Some(pieces.freeze()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_piece_is_handed_on_without_a_copy() {
        let piece = Bytes::from(vec![1; 10]);
        let mut gather = Gather::default();
        assert!(gather.is_empty() && gather.take().is_none());
        gather.push(piece.clone());
        assert_eq!(gather.take().unwrap().as_ptr(), piece.as_ptr());
        assert!(gather.is_empty());
    }

    #[test]
    fn pieces_are_joined_in_order_up_to_the_target() {
        let mut gather = Gather::default();
        assert!(gather.fits(TARGET + 1));
        for piece in ["a", "bc", "def"] {
            assert!(gather.fits(piece.len()));
            gather.push(Bytes::from_static(piece.as_bytes()));
        }
        assert!(gather.fits(TARGET - 6) && !gather.fits(TARGET - 5));
        assert_eq!(gather.take().unwrap(), "abcdef");
    }
}
