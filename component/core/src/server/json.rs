//! JSON as it was written: what the parser made of a text, its objects in their order, its strings where they stand.
//! Knows no fields: [`super::value`] reads them.
//!
//! Order matters here: a model reads the properties of a schema in their order, and a cached prefix holds only while none
//! moves.

use alloc::borrow::Cow;

use serde_json::Number;

use super::write;
use crate::json::{self, Next, Parts, Place, Plain};
use crate::prelude::*;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json<'a> {
    Null,
    Flag(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List(Vec<Self>),
    Object(Vec<(Cow<'a, str>, Self)>),
}

impl<'a> Json<'a> {
    /// The value that a text holds.
    ///
    /// # Errors
    /// What is wrong, with line and column.
    pub(super) fn parse(text: &'a str) -> Result<Self, String> {
        let mut json = Self::Null;
        json::read(text, &mut json).map_err(|error| error.to_string())?;
        Ok(json)
    }

    /// Its kind, with its article, for people.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// Appends the value as JSON.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Text(text) => write::text(out, text),
            Self::List(items) => {
                let mut mark = '[';
                for item in items {
                    out.push(mark);
                    item.write(out);
                    mark = ',';
                }
                out.push_str(if mark == '[' { "[]" } else { "]" });
            }
            Self::Object(fields) => {
                let mut mark = '{';
                for (name, value) in fields {
                    out.push(mark);
                    write::text(out, name);
                    out.push(':');
                    value.write(out);
                    mark = ',';
                }
                out.push_str(if mark == '{' { "{}" } else { "}" });
            }
        }
    }
}

impl<'a> Place<'a> for Json<'a> {
    fn take(&mut self, plain: Plain<'a>) {
        *self = match plain {
            Plain::Null => Self::Null,
            Plain::Flag(flag) => Self::Flag(flag),
            Plain::Whole(number) => Self::Number(number.into()),
            Plain::Negative(number) => Self::Number(number.into()),
            Plain::Float(number) => Number::from_f64(number).map_or(Self::Null, Self::Number),
            Plain::Text(text) => Self::Text(text),
        };
    }

    fn open(&mut self, parts: Parts) {
        *self = match parts {
            Parts::List => Self::List(Vec::new()),
            Parts::Object => Self::Object(Vec::new()),
        };
    }

    fn item(&mut self) -> Next<'_, 'a> {
        let Self::List(items) = self else {
            return Next::Over;
        };
        items.push(Self::Null);
        items.last_mut().map_or(Next::Over, |item| Next::Into(item))
    }

    fn field(&mut self, name: Cow<'a, str>) -> Next<'_, 'a> {
        let Self::Object(fields) = self else {
            return Next::Over;
        };
        fields.push((name, Self::Null));
        fields
            .last_mut()
            .map_or(Next::Over, |(_, value)| Next::Into(value))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn again(text: &str) -> String {
        let mut out = String::new();
        Json::parse(text).unwrap().write(&mut out);
        out
    }

    #[test]
    fn order_and_numbers_are_kept() {
        for text in [
            r#"{"z":1,"a":[true,null,{}],"m":-2,"e":[],"f":0.5,"t":"\"\\\n ü","big":18446744073709551615}"#,
            "[]",
            "\"\"",
        ] {
            assert_eq!(again(text), text);
        }
        assert_eq!(
            again("{ \"b\" : 1 ,\n\"a\":\"\\u00fc\" }"),
            r#"{"b":1,"a":"ü"}"#
        );
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for (text, place) in [
            ("", "line 1 column 0"),
            ("{\"a\":1,}", "line 1 column 8"),
            ("{}\n{}", "line 2 column 1"),
            ("{\"a\":\n tru}", "line 2 column 5"),
        ] {
            let wrong = Json::parse(text).unwrap_err();
            assert!(wrong.ends_with(place), "{text}: {wrong}");
        }
        // Deeper than anything that means something.
        assert!(Json::parse(&"[".repeat(10_000)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_others_read_it(text in "[\\[\\]{}:,\"a0-9.e\\\\u -]{0,24}") {
            let theirs = serde_json::from_str::<serde_json::Value>(&text).ok();
            let ours = Json::parse(&text).ok().map(|json| {
                let mut out = String::new();
                json.write(&mut out);
                serde_json::from_str::<serde_json::Value>(&out).unwrap()
            });
            prop_assert_eq!(ours, theirs);
        }
    }
}
