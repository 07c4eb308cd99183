//! JSON as it was written: what the parser made of a text, its objects in their order, its strings where they stand.
//! Knows no fields: [`super::value`] reads them.
//!
//! Order matters here: a model reads the properties of a schema in their order, and a cached prefix holds only while none
//! moves.

use alloc::borrow::Cow;

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::write;
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
        serde_json::from_str(text).map_err(|error| error.to_string())
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

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Json<'de>, E> {
        Ok(Json::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Json<'de>, E> {
        Ok(Number::from_f64(number).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(String::from(text))))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json<'de>, A::Error> {
        let mut fields = Vec::new();
        // A name is read as a value of its own, so that it may stay where it stands.
        while let Some((name, value)) = map.next_entry::<Json<'de>, Json<'de>>()? {
            if let Json::Text(name) = name {
                fields.push((name, value));
            }
        }
        Ok(Json::Object(fields))
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
