//! Pieces of tool calls as they stand on the wire, in every type that servers give them.
//! Knows nothing of how they fit together: [`crate::chat::tool_calls`] does.

use alloc::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess};
use serde_json::value::RawValue;

use super::super::lenient::{self, Lenient, Object, Text};
use crate::chat::tool_calls::{MOST_CALLS, Piece};
use crate::prelude::*;

/// `tool_calls`: a list of pieces, or a single one.
#[derive(Debug, Default)]
pub(crate) struct Calls<'a> {
    pieces: Vec<CallPiece<'a>>,
    /// There are more than any answer has; they were read over.
    overflow: bool,
}

impl<'a> Calls<'a> {
    /// The pieces in their order.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.pieces.iter().map(CallPiece::piece)
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
            pieces: vec![function],
            overflow: false,
        }
    }
}

impl<'de: 'a, 'a> Lenient<'de> for Calls<'a> {
    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let mut pieces = Vec::new();
        let mut overflow = false;
        while let Some(piece) = list.next_element::<Object<CallPiece<'a>>>()? {
            // A frame full of empty pieces must not take many times its size.
            overflow = pieces.len() == MOST_CALLS;
            if overflow {
                break;
            }
            pieces.extend(piece.0);
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self { pieces, overflow })
    }

    fn from_object<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error> {
        let piece = Object::from_object(object)?;
        Ok(Self {
            pieces: piece.0.into_iter().collect(),
            overflow: false,
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Calls<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::read(deserializer)
    }
}

/// A piece, and the `function` or older `function_call` in it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct CallPiece<'a> {
    index: Index,
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    arguments: Arguments<'a>,
    #[serde(borrow)]
    function: Object<Box<Self>>,
}

impl CallPiece<'_> {
    fn piece(&self) -> Piece<'_> {
        let function = self.function.0.as_deref().unwrap_or(self);
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

impl<'de: 'a, 'a> Deserialize<'de> for Arguments<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?.get();
        if raw.starts_with('"') {
            let text: Text<'de> = serde_json::from_str(raw).map_err(D::Error::custom)?;
            return Ok(Self(text.0));
        }
        // What is neither text nor nothing stays as it is written: its numbers and the order of its keys.
        let json = if raw == "null" { "" } else { raw };
        Ok(Self(Cow::Borrowed(json)))
    }
}

/// A call's place in the answer; nothing when it is not a whole number.
#[derive(Clone, Copy, Debug, Default)]
struct Index(Option<u64>);

impl Lenient<'_> for Index {
    fn from_text(text: Cow<'_, str>) -> Self {
        Self(text.trim().parse().ok())
    }

    fn from_integer(number: u64) -> Self {
        Self(Some(number))
    }
}

impl<'de> Deserialize<'de> for Index {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::read(deserializer)
    }
}
