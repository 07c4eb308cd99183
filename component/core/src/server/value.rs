//! Fields of a request, read by their names and refused with their paths.

use super::error::Refusal;
use super::json::Json;
use crate::names::Names;
use crate::prelude::*;
use crate::warning::{Warning, Warnings};

/// A value of a request, and where it stands: a path is written only when it is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value<'a> {
    json: &'a Json<'a>,
    parent: Option<&'a Self>,
    step: Step<'a>,
}

/// The way from the value around it.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Field(&'a str),
    Item(usize),
}

impl<'a> Value<'a> {
    /// The whole request.
    pub(super) fn whole_of(json: &'a Json<'a>) -> Self {
        Self {
            json,
            parent: None,
            step: Step::Field(""),
        }
    }

    /// Such as `messages[1].content`; empty for the whole.
    pub(super) fn path(&self) -> String {
        let before = self.parent.map(Self::path).unwrap_or_default();
        match self.step {
            Step::Item(index) => format!("{before}[{index}]"),
            Step::Field(name) => {
                let name: String = name.chars().take(LONGEST_SHOWN).collect();
                if before.is_empty() {
                    return name;
                }
                [&before, ".", &name].concat()
            }
        }
    }

    pub(super) fn json(&self) -> &'a Json<'a> {
        self.json
    }

    /// A field that is there. `null` is as good as none.
    pub(super) fn get<'v>(&'v self, name: &'v str) -> Option<Value<'v>> {
        let Json::Object(fields) = self.json else {
            return None;
        };
        // Of a name that stands twice the last one counts, as with other readers.
        let (_, json) = fields.iter().rev().find(|(known, _)| known == name)?;
        (*json != Json::Null).then_some(self.child(json, Step::Field(name)))
    }

    /// A field that must be there.
    pub(super) fn need<'v>(&'v self, name: &'v str) -> Result<Value<'v>, Refusal> {
        self.get(name).ok_or_else(|| {
            if !matches!(self.json, Json::Object(_)) {
                return self.wrong("an object");
            }
            let path = self.child(&Json::Null, Step::Field(name)).path();
            let message = [&path, " is missing"].concat();
            Refusal::field(path, message)
        })
    }

    /// The fields of an object, of each name the last one, and those that are `null` left out.
    pub(super) fn fields(&self) -> Result<impl Iterator<Item = (&str, Value<'_>)>, Refusal> {
        let Json::Object(fields) = self.json else {
            return Err(self.wrong("an object"));
        };
        let mut last = Names::default();
        for (place, (name, _)) in fields.iter().enumerate() {
            last.insert(name, place);
        }
        let fields = fields.iter().enumerate();
        let fields = fields.filter(move |(place, (name, json))| {
            last.get(name) == Some(*place) && *json != Json::Null
        });
        Ok(fields.map(|(_, (name, json))| (name.as_ref(), self.child(json, Step::Field(name)))))
    }

    /// Warns of the fields of an object that are not among the known ones.
    pub(super) fn known(&self, names: &[&str], warnings: &mut Warnings) -> Result<(), Refusal> {
        for (name, value) in self.fields()? {
            if !names.contains(&name) {
                warnings.push(value.unknown());
            }
        }
        Ok(())
    }

    /// The warning that a field was left out.
    pub(super) fn unknown(&self) -> Warning {
        let message = [&self.path(), " is not known here and was left out"].concat();
        Warning::new("unknown-field", message)
    }

    pub(super) fn text(&self) -> Result<&'a str, Refusal> {
        match self.json {
            Json::Text(text) => Ok(text),
            _ => Err(self.wrong("a text")),
        }
    }

    /// A text of one's own.
    pub(super) fn owned(&self) -> Result<String, Refusal> {
        self.text().map(String::from)
    }

    pub(super) fn flag(&self) -> Result<bool, Refusal> {
        match self.json {
            Json::Flag(flag) => Ok(*flag),
            _ => Err(self.wrong("true or false")),
        }
    }

    pub(super) fn number(&self) -> Result<f64, Refusal> {
        match self.json {
            Json::Number(number) => number.as_f64(),
            _ => None,
        }
        .ok_or_else(|| self.wrong("a number"))
    }

    pub(super) fn whole(&self) -> Result<u32, Refusal> {
        match self.json {
            Json::Number(number) => number.as_u64().and_then(|number| number.try_into().ok()),
            _ => None,
        }
        .ok_or_else(|| self.wrong("a whole number from 0 to 4294967295"))
    }

    pub(super) fn list(&self) -> Result<impl Iterator<Item = Value<'_>>, Refusal> {
        let Json::List(items) = self.json else {
            return Err(self.wrong("a list"));
        };
        let items = items.iter().enumerate();
        Ok(items.map(|(index, json)| self.child(json, Step::Item(index))))
    }

    /// The texts of a list.
    pub(super) fn texts(&self) -> Result<Vec<String>, Refusal> {
        let mut texts = Vec::new();
        for value in self.list()? {
            texts.push(value.owned()?);
        }
        Ok(texts)
    }

    /// The value as JSON text, its fields in their order.
    pub(super) fn written(&self) -> String {
        let mut out = String::new();
        self.json.write(&mut out);
        out
    }

    /// The refusal of a value of the wrong type.
    pub(super) fn wrong(&self, expected: &str) -> Refusal {
        let path = self.path();
        let place = if path.is_empty() { "the body" } else { &path };
        let message = [place, " is ", self.json.kind(), ": it must be ", expected].concat();
        Refusal::field(path, message)
    }

    /// The refusal of a word that is none of the allowed ones.
    pub(super) fn outside(&self, allowed: &str) -> Refusal {
        let shown: String = self.written().chars().take(LONGEST_SHOWN).collect();
        let path = self.path();
        let message = [&path, " is ", &shown, ": allowed is ", allowed].concat();
        Refusal::field(path, message)
    }

    fn child<'v>(&'v self, json: &'v Json<'v>, step: Step<'v>) -> Value<'v> {
        Value {
            json,
            parent: Some(self),
            step,
        }
    }
}

/// How much of a name or a wrong value is repeated, in characters.
const LONGEST_SHOWN: usize = 80;
