//! Reads JSON, all of it by one way: a value is read into a place, which takes of it what it has a use for.
//! Knows no fields: the places do.
//!
//! What a place does is looked up while the text is read. So the parser is there once, and not again for every type.

mod object;
mod places;
#[cfg(test)]
mod tests;

use alloc::borrow::Cow;
use core::fmt;

use serde::de::Visitor;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::prelude::*;
pub(crate) use object::object;
pub(crate) use places::{Presence, Text};

/// A value without parts.
#[derive(Debug)]
pub(crate) enum Plain<'de> {
    Null,
    Flag(bool),
    Whole(u64),
    /// A whole number below zero.
    Negative(i64),
    Float(f64),
    Text(Cow<'de, str>),
}

/// A value with parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parts {
    List,
    Object,
}

/// Where a part of a value goes.
pub(crate) enum Next<'p, 'de> {
    /// Nowhere: it is read over.
    Over,
    Into(&'p mut dyn Place<'de>),
    /// Into a place that takes JSON text: the value as it is written.
    Written(&'p mut dyn Place<'de>),
}

/// What a value can be read into. A value that stands twice, under the same name, is read into the same place twice.
pub(crate) trait Place<'de> {
    /// Takes a value without parts.
    fn take(&mut self, _: Plain<'de>) {}

    /// Begins a value with parts. Each of them is asked for, and then the value is closed.
    fn open(&mut self, _: Parts) {}

    /// Where the next item of a list goes.
    fn item(&mut self) -> Next<'_, 'de> {
        Next::Over
    }

    /// Where a field of an object goes.
    fn field(&mut self, _: Cow<'de, str>) -> Next<'_, 'de> {
        Next::Over
    }

    /// Ends a value with parts.
    fn close(&mut self) {}
}

/// Reads a whole text into a place.
///
/// # Errors
/// The text is not JSON. The place may then hold a part of it.
pub(crate) fn read<'de>(
    text: &'de str,
    place: &mut dyn Place<'de>,
) -> Result<(), serde_json::Error> {
    let mut parser = serde_json::Deserializer::from_str(text);
    parser.deserialize_any(Reading(place))?;
    parser.end()
}

/// The value that a text holds, as a tree.
///
/// # Errors
/// The text is not JSON.
pub(crate) fn value(text: &str) -> Result<Value, serde_json::Error> {
    let mut value = Value::Null;
    read(text, &mut value).map(|()| value)
}

/// A value on its way into a place.
struct Reading<'p, 'de>(&'p mut dyn Place<'de>);

impl<'de> Visitor<'de> for Reading<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.take(Plain::Null);
        Ok(())
    }

    fn visit_bool<E>(self, flag: bool) -> Result<(), E> {
        self.0.take(Plain::Flag(flag));
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.0.take(Plain::Whole(number));
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.0.take(Plain::Negative(number));
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.0.take(Plain::Float(number));
        Ok(())
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        self.0.take(Plain::Text(Cow::Borrowed(text)));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.take(Plain::Text(Cow::Owned(text.to_owned())));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.open(Parts::List);
        while list.next_element_seed(Item(&mut *self.0))?.is_some() {}
        self.0.close();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        self.0.open(Parts::Object);
        while let Some(Text(name)) = object.next_key_seed(Name)? {
            object.next_value_seed(self.0.field(name))?;
        }
        self.0.close();
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Next<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        match self {
            Self::Over => IgnoredAny::deserialize(parser).map(|_| ()),
            Self::Into(place) => parser.deserialize_any(Reading(place)),
            Self::Written(place) => {
                let written = <&'de RawValue>::deserialize(parser)?.get();
                place.take(Plain::Text(Cow::Borrowed(written)));
                Ok(())
            }
        }
    }
}

/// The next item of a list: the place is asked for it once it is there.
struct Item<'p, 'de>(&'p mut dyn Place<'de>);

impl<'de> DeserializeSeed<'de> for Item<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        self.0.item().deserialize(parser)
    }
}

/// The name of a field. It stays where it stands unless it holds escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Text<'de>;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<Text<'de>, D::Error> {
        parser.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(name.to_owned())))
    }
}
