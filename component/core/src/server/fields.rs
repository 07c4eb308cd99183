//! What becomes of the fields of a request's body: what reads them, and what they hold that is wrong.

use super::body;
use super::error::Refusal;
use super::json::Json;
use super::value::Value;
use super::write;
use crate::chat::types as chat;
use crate::prelude::*;
use crate::video::types as video;
use crate::warning::{Warning, Warnings};

/// What a client asked for, whichever body it sent: one type, so that one loop reads both.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) chat: chat::Request,
    pub(super) video: video::Request,
    /// Whether the answer is to come piece by piece.
    pub(super) stream: Option<bool>,
    /// Whether a stream ends with its token counts.
    pub(super) include_usage: bool,
    /// `enable_thinking`, which goes together with `reasoning_effort`.
    pub(super) thinks: Option<bool>,
    pub(super) max_completion_tokens: Option<u32>,
    /// What was left out.
    pub(super) warnings: Warnings,
}

impl Asked {
    /// The chat, and what of it was left out.
    pub(super) fn into_chat(self: Box<Self>) -> (chat::Request, Vec<Warning>) {
        (self.chat, self.warnings.told())
    }

    /// The video, and what of it was left out.
    pub(super) fn into_video(self: Box<Self>) -> (video::Request, Vec<Warning>) {
        (self.video, self.warnings.told())
    }
}

/// What a body asks for, by the table of its fields. Boxed: it is large, and handed on as a whole.
///
/// # Errors
/// What is wrong with it: where it is no JSON, or the first field that is not as its row says.
pub(super) fn read(
    text: &str,
    table: &[(&str, Field)],
    needed: Option<&str>,
) -> Result<Box<Asked>, Refusal> {
    let json = body::parse(text)?;
    let whole = Value::whole_of(&json);
    let mut asked = Box::<Asked>::default();
    let mut reading = Reading::default();
    reading.take(&mut asked, table, &whole);
    if let Some(name) = needed {
        reading.need(&whole, name);
    }
    asked.warnings = reading.end()?;
    Ok(asked)
}

/// Where the value of a field goes, and so of which type it must be.
pub(super) enum Field {
    Text(fn(&mut Asked) -> &mut Option<String>),
    Flag(fn(&mut Asked) -> &mut Option<bool>),
    Number(fn(&mut Asked) -> &mut Option<f64>),
    Whole(fn(&mut Asked) -> &mut Option<u32>),
    /// Onto the end of an object that its reader ends, as it is: a field of the provider's that is no option here.
    Passed(fn(&mut Asked) -> &mut Option<String>),
    /// To somewhere else, or nowhere.
    Other(fn(&mut Asked, &Value<'_>, &mut Reading)),
}

impl Field {
    fn take(&self, asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
        match self {
            Self::Text(place) => *place(asked) = Some(reading.kept(value.owned())),
            Self::Flag(place) => *place(asked) = Some(reading.kept(value.flag())),
            Self::Number(place) => *place(asked) = Some(reading.kept(value.number())),
            Self::Whole(place) => *place(asked) = Some(reading.kept(value.whole())),
            Self::Passed(place) => {
                let object = place(asked).get_or_insert_default();
                object.push(if object.is_empty() { '{' } else { ',' });
                write::text(object, &value.path());
                object.push(':');
                value.json().write(object);
            }
            Self::Other(take) => take(asked, value, reading),
        }
    }
}

/// A body that is being read. What is wrong reads as if it were empty, and the first of it is kept: so the readers of
/// fields have no way back of their own.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// What was left out.
    pub(super) warnings: Warnings,
    refusal: Option<Refusal>,
}

impl Reading {
    /// The warnings of a body that is as it should be.
    ///
    /// # Errors
    /// The first field that is not.
    fn end(self) -> Result<Warnings, Refusal> {
        match self.refusal {
            Some(refusal) => Err(refusal),
            None => Ok(self.warnings),
        }
    }

    /// Keeps what is wrong, where it is the first.
    pub(super) fn refuse(&mut self, refusal: Refusal) {
        self.refusal.get_or_insert(refusal);
    }

    /// What was read, or nothing.
    pub(super) fn kept<T: Default>(&mut self, read: Result<T, Refusal>) -> T {
        read.unwrap_or_else(|refusal| {
            self.refuse(refusal);
            T::default()
        })
    }

    /// Takes all fields of an object that a table has. The others are left out with a warning.
    fn take(&mut self, asked: &mut Asked, table: &[(&str, Field)], object: &Value<'_>) {
        let fields = match object.fields() {
            Ok(fields) => fields,
            Err(refusal) => return self.refuse(refusal),
        };
        for (name, value) in fields {
            match table.iter().find(|(known, _)| *known == name) {
                Some((_, field)) => field.take(asked, &value, self),
                None => self.warnings.push(value.unknown()),
            }
            if self.refusal.is_some() {
                return;
            }
        }
    }

    /// Warns of the fields of an object that are not among the known ones.
    pub(super) fn known(&mut self, object: &Value<'_>, names: &[&str]) {
        let known = object.known(names, &mut self.warnings);
        self.kept(known);
    }

    /// A field that must be there.
    pub(super) fn need<'v>(&mut self, object: &'v Value<'v>, name: &'v str) -> Value<'v> {
        object.need(name).unwrap_or_else(|refusal| {
            self.refuse(refusal);
            Value::whole_of(&Json::Null)
        })
    }

    /// A text.
    pub(super) fn word<'a>(&mut self, value: &Value<'a>) -> &'a str {
        self.kept(value.text())
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, object: &Value<'_>, name: &str) -> String {
        let value = self.need(object, name);
        self.kept(value.owned())
    }

    /// A text that may be there.
    pub(super) fn some_text(&mut self, object: &Value<'_>, name: &str) -> Option<String> {
        let value = object.get(name)?;
        Some(self.kept(value.owned()))
    }

    /// A flag that may be there.
    pub(super) fn some_flag(&mut self, object: &Value<'_>, name: &str) -> Option<bool> {
        let value = object.get(name)?;
        Some(self.kept(value.flag()))
    }

    /// A number that may be there.
    pub(super) fn some_number(&mut self, object: &Value<'_>, name: &str) -> Option<f64> {
        let value = object.get(name)?;
        Some(self.kept(value.number()))
    }

    /// A whole number that may be there.
    pub(super) fn some_whole(&mut self, object: &Value<'_>, name: &str) -> Option<u32> {
        let value = object.get(name)?;
        Some(self.kept(value.whole()))
    }

    /// The items of a list, each read by itself, up to the first that is wrong.
    pub(super) fn each<T>(
        &mut self,
        list: &Value<'_>,
        read: impl Fn(&Value<'_>, &mut Self) -> T,
    ) -> Vec<T> {
        let mut items = Vec::new();
        match list.list() {
            Ok(values) => {
                for value in values {
                    if self.refusal.is_some() {
                        break;
                    }
                    items.push(read(&value, self));
                }
            }
            Err(refusal) => self.refuse(refusal),
        }
        items
    }
}

/// A whole number that a text is, up to 4294967295. One for all places, since reading numbers is no small thing.
pub(super) fn whole(text: &str) -> Option<u32> {
    text.parse().ok()
}
