//! Places for values of the wire that come in several types, or in the wrong one, and the tree that takes any value.
//! What is of no known type reads as nothing: a field that nobody needs must not cost an answer.

use alloc::borrow::Cow;

use serde_json::{Map, Value};

use super::{Next, Parts, Place, Plain};
use crate::prelude::*;

/// Text; a whole number is read as text too, anything else as empty.
#[derive(Debug, Default)]
pub(crate) struct Text<'a>(pub(crate) Cow<'a, str>);

impl<'a> Place<'a> for Text<'a> {
    fn take(&mut self, plain: Plain<'a>) {
        self.0 = match plain {
            Plain::Text(text) => text,
            Plain::Whole(number) => Cow::Owned(number.to_string()),
            _ => Cow::default(),
        };
    }

    fn open(&mut self, _: Parts) {
        self.0 = Cow::default();
    }
}

/// Whether there is anything: not null, `""`, `0`, `[]` or `{}`.
#[derive(Debug, Default)]
pub(crate) struct Presence(pub(crate) bool);

impl<'de> Place<'de> for Presence {
    fn take(&mut self, plain: Plain<'de>) {
        self.0 = match plain {
            Plain::Text(text) => !text.is_empty(),
            Plain::Whole(number) => number != 0,
            _ => false,
        };
    }

    fn open(&mut self, _: Parts) {
        self.0 = false;
    }

    fn item(&mut self) -> Next<'_, 'de> {
        self.0 = true;
        Next::Over
    }

    fn field(&mut self, _: Cow<'de, str>) -> Next<'_, 'de> {
        self.0 = true;
        Next::Over
    }
}

/// Fields that may be missing as a whole: none when the value is no object.
impl<'de, T: Place<'de> + Default> Place<'de> for Option<T> {
    fn take(&mut self, _: Plain<'de>) {
        *self = None;
    }

    fn open(&mut self, parts: Parts) {
        *self = (parts == Parts::Object).then(T::default);
    }

    fn field(&mut self, name: Cow<'de, str>) -> Next<'_, 'de> {
        match self {
            Some(fields) => fields.field(name),
            None => Next::Over,
        }
    }
}

impl<'de, T: Place<'de>> Place<'de> for Box<T> {
    fn field(&mut self, name: Cow<'de, str>) -> Next<'_, 'de> {
        T::field(self, name)
    }
}

impl<'de> Place<'de> for Value {
    fn take(&mut self, plain: Plain<'de>) {
        *self = match plain {
            Plain::Null => Self::Null,
            Plain::Flag(flag) => Self::Bool(flag),
            Plain::Whole(number) => number.into(),
            Plain::Negative(number) => number.into(),
            Plain::Float(number) => number.into(),
            Plain::Text(text) => Self::String(text.into_owned()),
        };
    }

    fn open(&mut self, parts: Parts) {
        *self = match parts {
            Parts::List => Self::Array(Vec::new()),
            Parts::Object => Self::Object(Map::new()),
        };
    }

    fn item(&mut self) -> Next<'_, 'de> {
        let Self::Array(items) = self else {
            return Next::Over;
        };
        items.push(Self::Null);
        items.last_mut().map_or(Next::Over, |item| Next::Into(item))
    }

    fn field(&mut self, name: Cow<'de, str>) -> Next<'_, 'de> {
        match self {
            // Of a name that stands twice the last one counts.
            Self::Object(fields) => Next::Into(fields.entry(name).or_insert(Self::Null)),
            _ => Next::Over,
        }
    }
}
