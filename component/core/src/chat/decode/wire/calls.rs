//! Pieces of tool calls as they stand on the wire, in every type that servers give them.
//! Knows nothing of how they fit together: [`crate::chat::tool_calls`] does.

use alloc::borrow::Cow;

use crate::chat::surrogates;
use crate::chat::tool_calls::{MOST_CALLS, Piece};
use crate::json::{self, Next, Parts, Place, Plain, Text};
use crate::prelude::*;

/// `tool_calls`: a list of pieces, or a single one.
#[derive(Debug, Default)]
pub(crate) struct Calls<'a> {
    pieces: Vec<Option<CallPiece<'a>>>,
    /// There are more than any answer has; they were read over.
    overflow: bool,
}

impl<'a> Calls<'a> {
    /// The pieces in their order.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.pieces.iter().flatten().map(CallPiece::piece)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether the list was longer than the calls of any answer.
    pub(crate) fn overflows(&self) -> bool {
        self.overflow
    }

    /// The one call of the interface that came before tools: a function without an id.
    pub(crate) fn of(function: CallPiece<'a>) -> Self {
        Self {
            pieces: vec![Some(function)],
            overflow: false,
        }
    }
}

impl<'a> Place<'a> for Calls<'a> {
    fn take(&mut self, _: Plain<'a>) {
        *self = Self::default();
    }

    fn open(&mut self, parts: Parts) {
        *self = match parts {
            Parts::List => Self::default(),
            Parts::Object => Self::of(CallPiece::default()),
        };
    }

    fn item(&mut self) -> Next<'_, 'a> {
        self.close();
        // A frame full of empty pieces must not take many times its size.
        self.overflow |= self.pieces.len() == MOST_CALLS;
        if self.overflow {
            return Next::Over;
        }
        self.pieces.push(None);
        self.pieces
            .last_mut()
            .map_or(Next::Over, |piece| Next::Into(piece))
    }

    fn field(&mut self, name: Cow<'a, str>) -> Next<'_, 'a> {
        self.pieces
            .last_mut()
            .map_or(Next::Over, |piece| piece.field(name))
    }

    fn close(&mut self) {
        // The last item was no object.
        self.pieces.pop_if(|piece| piece.is_none());
    }
}

/// A piece, and the `function` or older `function_call` in it.
#[derive(Debug, Default)]
pub(crate) struct CallPiece<'a> {
    index: Index,
    id: Text<'a>,
    name: Text<'a>,
    arguments: Arguments<'a>,
    function: Option<Box<Self>>,
}

impl<'a> Place<'a> for CallPiece<'a> {
    fn field(&mut self, name: Cow<'a, str>) -> Next<'_, 'a> {
        Next::Into(match name.as_ref() {
            "index" => &mut self.index,
            "id" => &mut self.id,
            "name" => &mut self.name,
            "arguments" => return Next::Written(&mut self.arguments),
            "function" => &mut self.function,
            _ => return Next::Over,
        })
    }
}

impl CallPiece<'_> {
    fn piece(&self) -> Piece<'_> {
        let function = self.function.as_deref().unwrap_or(self);
        Piece {
            index: self.index.0,
            id: &self.id.0,
            name: &function.name.0,
            arguments: &function.arguments.0,
        }
    }
}

/// The next piece of the arguments' JSON text, or the arguments themselves as JSON.
#[derive(Debug, Default)]
struct Arguments<'a>(Cow<'a, str>);

impl<'a> Place<'a> for Arguments<'a> {
    fn take(&mut self, plain: Plain<'a>) {
        let Plain::Text(Cow::Borrowed(written)) = plain else {
            return;
        };
        let mut text = Text::default();
        // What is neither text nor nothing stays as it is written: its numbers and the order of its keys.
        if written.starts_with(['"', 'n']) {
            if json::read(written, &mut text).is_err() {
                // A text that was cut in the middle of a character.
                let mut whole = Text::default();
                let mended = surrogates::paired(written);
                let _ = json::read(&mended, &mut whole);
                text.0 = Cow::Owned(whole.0.into_owned());
            }
        } else {
            text.0 = Cow::Borrowed(written);
        }
        self.0 = text.0;
    }
}

/// A call's place in the answer; nothing when it is not a whole number.
#[derive(Clone, Copy, Debug, Default)]
struct Index(Option<u64>);

impl<'de> Place<'de> for Index {
    fn take(&mut self, plain: Plain<'de>) {
        self.0 = match plain {
            Plain::Text(text) => text.trim().parse().ok(),
            Plain::Whole(number) => Some(number),
            _ => None,
        };
    }

    fn open(&mut self, _: Parts) {
        self.0 = None;
    }
}
