//! Writes JSON into a text, piece by piece.

use crate::prelude::*;
use core::fmt::Write;

use serde_json::{Map, Value};

/// Appends a string. Written here and not by the serializer: there is one for every token, and it needs no place between.
pub(crate) fn text(out: &mut String, text: &str) {
    out.push('"');
    letters(out, text);
    out.push('"');
}

/// Appends what stands between the marks of a string.
pub(crate) fn letters(out: &mut String, text: &str) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(text.get(plain..at).unwrap_or_default());
        out.push_str(escape);
        if escape.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{byte:04x}");
        }
        plain = at + 1;
    }
    out.push_str(text.get(plain..).unwrap_or_default());
}

/// Appends any value.
pub(crate) fn value(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(value) => text(out, value),
        Value::Array(items) => list(out, items, self::value),
        Value::Object(fields) => self::fields(out, fields),
    }
}

fn fields(out: &mut String, fields: &Map<String, Value>) {
    object(out, |object| {
        for (name, value) in fields {
            object.value(name, value);
        }
    });
}

/// A value as text.
pub(crate) fn json(value: &Value) -> String {
    let mut out = String::new();
    self::value(&mut out, value);
    out
}

/// An object under construction.
pub(crate) struct Object<'a> {
    out: &'a mut String,
    mark: char,
}

impl<'a> Object<'a> {
    /// Begins an object at the end of a text.
    pub(crate) fn begin(out: &'a mut String) -> Self {
        Self { out, mark: '{' }
    }

    /// Goes on with an object that has fields and was not ended.
    pub(crate) fn goes_on(out: &'a mut String) -> Self {
        Self { out, mark: ',' }
    }

    /// The place after a new field's name, where its value is to be written.
    pub(crate) fn field(&mut self, name: &str) -> &mut String {
        self.out.push(self.mark);
        self.mark = ',';
        text(self.out, name);
        self.out.push(':');
        self.out
    }

    /// A string.
    pub(crate) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        text(self.field(name), value);
        self
    }

    /// A string, or `null`.
    pub(crate) fn text_or_null(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(name, value),
            None => self.json(name, "null"),
        }
    }

    /// A string that is there.
    pub(crate) fn some_text(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.text(name, value);
        }
        self
    }

    /// Any value.
    pub(crate) fn value(&mut self, name: &str, value: &Value) -> &mut Self {
        self::value(self.field(name), value);
        self
    }

    /// A value that is there.
    pub(crate) fn some(&mut self, name: &str, value: Option<impl Into<Value>>) -> &mut Self {
        if let Some(value) = value {
            self.value(name, &value.into());
        }
        self
    }

    /// JSON that was written before.
    pub(crate) fn json(&mut self, name: &str, json: &str) -> &mut Self {
        self.field(name).push_str(json);
        self
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, name: &str, number: impl Into<u64>) -> &mut Self {
        self.json(name, &number.into().to_string())
    }

    /// A whole number, or `null`.
    pub(crate) fn whole_or_null(&mut self, name: &str, number: Option<u64>) -> &mut Self {
        match number {
            Some(number) => self.whole(name, number),
            None => self.json(name, "null"),
        }
    }

    /// True or false.
    pub(crate) fn flag(&mut self, name: &str, flag: bool) -> &mut Self {
        self.json(name, if flag { "true" } else { "false" })
    }

    /// An object, which `fill` writes.
    pub(crate) fn object(&mut self, name: &str, fill: impl FnOnce(&mut Object<'_>)) -> &mut Self {
        object(self.field(name), fill);
        self
    }

    /// A list.
    pub(crate) fn list<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut String, T),
    ) -> &mut Self {
        list(self.field(name), items, write);
        self
    }

    pub(crate) fn end(self) {
        if self.mark == '{' {
            self.out.push('{');
        }
        self.out.push('}');
    }
}

/// Appends an object, which `fill` writes.
pub(crate) fn object(out: &mut String, fill: impl FnOnce(&mut Object<'_>)) {
    let mut object = Object::begin(out);
    fill(&mut object);
    object.end();
}

/// Appends a list, each item of which `write` writes.
pub(crate) fn list<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    out.push('[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_read_as_it_was(given in any::<String>(), plain in "[a-c\"\\\\\n\r\t\u{1}ü]{0,20}") {
            for given in [given, plain] {
                let mut out = String::new();
                text(&mut out, &given);
                prop_assert_eq!(out, serde_json::to_string(&given).unwrap());
            }
        }
    }

    #[test]
    fn any_value_is_written_as_the_serializer_would() {
        for text in [
            "null",
            "[]",
            "{}",
            r#"[true,false,0,-1,18446744073709551615,0.1,1.0,1e300,"ü\u001f"]"#,
            r#"{"a\"":[{"b":[[]]}],"c":{"d":null}}"#,
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(json(&value), serde_json::to_string(&value).unwrap());
        }
    }

    #[test]
    fn what_is_written_is_json() {
        let mut out = String::new();
        object(&mut out, |body| {
            body.text("text", "a\"\u{1}\n")
                .text_or_null("none", None)
                .some_text("absent", None)
                .whole("number", 1_u32)
                .whole_or_null("some", Some(2))
                .flag("flag", true)
                .object("empty", |_| {})
                .list("list", [1_u32, 2], |out, item| {
                    object(out, |entry| {
                        entry.whole("n", item);
                    });
                });
        });
        assert_eq!(
            out,
            r#"{"text":"a\"\u0001\n","none":null,"number":1,"some":2,"flag":true,"empty":{},"list":[{"n":1},{"n":2}]}"#
        );
    }
}
