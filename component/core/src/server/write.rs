//! Writes JSON into a text, piece by piece.

use crate::prelude::*;
use core::fmt::{Display, Write};

/// Appends a string. Written here and not by the serializer: there is one for every token, and it needs no place between.
pub(super) fn text(out: &mut String, text: &str) {
    out.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
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
    out.push('"');
}

/// An object under construction.
pub(super) struct Object<'a> {
    out: &'a mut String,
    mark: char,
}

impl<'a> Object<'a> {
    /// Begins an object at the end of a text.
    pub(super) fn begin(out: &'a mut String) -> Self {
        Self { out, mark: '{' }
    }

    /// Goes on with an object that has fields and was not ended.
    pub(super) fn goes_on(out: &'a mut String) -> Self {
        Self { out, mark: ',' }
    }

    /// The place after a new field's name, where its value is to be written.
    pub(super) fn field(&mut self, name: &str) -> &mut String {
        self.out.push(self.mark);
        self.mark = ',';
        self.out.push('"');
        self.out.push_str(name);
        self.out.push_str("\":");
        self.out
    }

    /// A string.
    pub(super) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        text(self.field(name), value);
        self
    }

    /// A string, or `null`.
    pub(super) fn text_or_null(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(name, value),
            None => self.plain(name, "null"),
        }
    }

    /// A string that is there.
    pub(super) fn some_text(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.text(name, value);
        }
        self
    }

    /// A value that is written as it is: a number, a flag, `null`, or JSON.
    pub(super) fn plain(&mut self, name: &str, value: impl Display) -> &mut Self {
        // Writing to a string cannot fail.
        let _ = write!(self.field(name), "{value}");
        self
    }

    /// A plain value, or `null`.
    pub(super) fn plain_or_null(&mut self, name: &str, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.plain(name, value),
            None => self.plain(name, "null"),
        }
    }

    /// An object, which `fill` writes.
    pub(super) fn object(&mut self, name: &str, fill: impl FnOnce(&mut Object<'_>)) -> &mut Self {
        object(self.field(name), fill);
        self
    }

    /// A list.
    pub(super) fn list<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut String, T),
    ) -> &mut Self {
        list(self.field(name), items, write);
        self
    }

    fn end(self) {
        if self.mark == '{' {
            self.out.push('{');
        }
        self.out.push('}');
    }
}

/// Appends an object, which `fill` writes.
pub(super) fn object(out: &mut String, fill: impl FnOnce(&mut Object<'_>)) {
    let mut object = Object::begin(out);
    fill(&mut object);
    object.end();
}

/// Appends a list, each item of which `write` writes.
pub(super) fn list<T>(
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
                prop_assert!(!out.contains('\n'));
                prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), given);
            }
        }
    }

    #[test]
    fn what_is_written_is_json() {
        let mut out = String::new();
        object(&mut out, |body| {
            body.text("text", "a\"\u{1}\n")
                .text_or_null("none", None)
                .some_text("absent", None)
                .plain("number", 1.5)
                .plain_or_null("some", Some(2))
                .object("empty", |_| {})
                .list("list", [1, 2], |out, item| {
                    object(out, |entry| {
                        entry.plain("n", item);
                    });
                });
        });
        assert_eq!(
            out,
            r#"{"text":"a\"\u0001\n","none":null,"number":1.5,"some":2,"empty":{},"list":[{"n":1},{"n":2}]}"#
        );
    }
}
