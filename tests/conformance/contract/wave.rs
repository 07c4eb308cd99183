//! WAVE, the text form of the component model's values, which `wasmtime run --invoke` takes and prints.

use super::{Contract, camel};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use wit_parser::{Type, TypeDefKind};

/// Labels that mean something else unless they are marked.
const KEYWORDS: [&str; 8] = ["true", "false", "some", "none", "ok", "err", "inf", "nan"];

impl Contract {
    /// A full value as WAVE.
    pub(super) fn wave(&self, ty: Type, value: &Value) -> String {
        match (self.kind(ty), value) {
            (Some(TypeDefKind::Option(_)), Value::Null) => "none".to_owned(),
            (Some(TypeDefKind::Option(inner)), value) => {
                format!("some({})", self.wave(*inner, value))
            }
            (Some(TypeDefKind::List(inner)), Value::Array(items)) => {
                let items: Vec<_> = items.iter().map(|item| self.wave(*inner, item)).collect();
                format!("[{}]", items.join(", "))
            }
            (Some(TypeDefKind::Record(record)), value) => {
                let fields = record.fields.iter().filter_map(|field| {
                    let value = &value[camel(&field.name)];
                    let written = || format!("{}: {}", field.name, self.wave(field.ty, value));
                    (!value.is_null()).then(written)
                });
                match fields.collect::<Vec<_>>() {
                    fields if fields.is_empty() => "{:}".to_owned(),
                    fields => format!("{{{}}}", fields.join(", ")),
                }
            }
            (Some(TypeDefKind::Variant(variant)), Value::Object(arm)) => {
                let (name, payload) = arm.iter().next().unwrap();
                let mut cases = variant.cases.iter();
                let case = cases.find(|case| case.name == *name).unwrap();
                format!("{}({})", label(name), self.wave(case.ty.unwrap(), payload))
            }
            (Some(_), Value::String(name)) => label(name),
            (None, Value::String(text)) => quoted(text),
            (_, value) => value.to_string(),
        }
    }

    /// The value in a text.
    ///
    /// # Errors
    /// What stands in the place of something else.
    pub(super) fn read(&self, ty: Type, text: &str) -> Result<Value, String> {
        let mut rest = Rest(text.trim());
        let value = self.value(ty, &mut rest)?;
        if rest.0.is_empty() {
            Ok(value)
        } else {
            Err(rest.wrong("the end"))
        }
    }

    fn value(&self, ty: Type, rest: &mut Rest<'_>) -> Result<Value, String> {
        match self.kind(ty) {
            Some(TypeDefKind::Option(inner)) => match rest.label()? {
                "none" => Ok(Value::Null),
                "some" => self.payload(Some(*inner), rest),
                other => Err(format!("an option is {other}")),
            },
            Some(TypeDefKind::Result(result)) => {
                let name = rest.label()?;
                let ty = if name == "ok" { result.ok } else { result.err };
                Ok(json!({ name: self.payload(ty, rest)? }))
            }
            Some(TypeDefKind::List(inner)) => {
                let mut items = Vec::new();
                rest.take("[")?;
                while !rest.takes("]") {
                    items.push(self.value(*inner, rest)?);
                    rest.takes(",");
                }
                Ok(items.into())
            }
            Some(TypeDefKind::Record(record)) => {
                // What is left out is absent.
                let absent = record
                    .fields
                    .iter()
                    .map(|field| (camel(&field.name), Value::Null));
                let mut fields: Map<_, _> = absent.collect();
                rest.take("{")?;
                rest.takes(":");
                while !rest.takes("}") {
                    let name = rest.label()?;
                    rest.take(":")?;
                    let mut known = record.fields.iter();
                    let field = known.find(|field| field.name == name);
                    let field = field.ok_or_else(|| format!("no field is called {name}"))?;
                    fields.insert(camel(name), self.value(field.ty, rest)?);
                    rest.takes(",");
                }
                Ok(fields.into())
            }
            Some(TypeDefKind::Variant(variant)) => {
                let name = rest.label()?;
                let mut known = variant.cases.iter();
                let case = known.find(|case| case.name == name);
                let case = case.ok_or_else(|| format!("no arm is called {name}"))?;
                match case.ty {
                    Some(ty) => Ok(json!({ name: self.payload(Some(ty), rest)? })),
                    None => Ok(name.into()),
                }
            }
            Some(TypeDefKind::Enum(_)) => Ok(rest.label()?.into()),
            None if ty == Type::String => rest.text().map(Value::String),
            None => {
                let word = rest.word();
                serde_json::from_str(word).map_err(|_| format!("{word} is no number or truth"))
            }
            Some(other) => Err(format!("{} has no text form", other.as_str())),
        }
    }

    fn payload(&self, ty: Option<Type>, rest: &mut Rest<'_>) -> Result<Value, String> {
        let Some(ty) = ty else {
            return Ok(Value::Null);
        };
        rest.take("(")?;
        let value = self.value(ty, rest)?;
        rest.take(")")?;
        Ok(value)
    }
}

/// What has not been read yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// Steps over a sign if it comes next.
    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.0.trim_start();
        let after = rest.strip_prefix(sign);
        self.0 = after.unwrap_or(rest);
        after.is_some()
    }

    fn take(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(sign) {
            Ok(())
        } else {
            Err(self.wrong(sign))
        }
    }

    fn word(&mut self) -> &'a str {
        let rest = self.0.trim_start();
        let is_inside = |letter: char| letter.is_ascii_alphanumeric() || "+-._".contains(letter);
        let end = rest.find(|letter| !is_inside(letter)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        self.0 = after;
        word
    }

    fn label(&mut self) -> Result<&'a str, String> {
        self.takes("%");
        match self.word() {
            "" => Err(self.wrong("a name")),
            word => Ok(word),
        }
    }

    fn text(&mut self) -> Result<String, String> {
        self.take("\"")?;
        let mut text = String::new();
        let mut letters = self.0.chars();
        loop {
            match letters.next().ok_or("a text has no end")? {
                '"' => break,
                '\\' => text.push(escaped(&mut letters)?),
                letter => text.push(letter),
            }
        }
        self.0 = letters.as_str();
        Ok(text)
    }

    fn wrong(&self, expected: &str) -> String {
        let found: String = self.0.chars().take(40).collect();
        format!("expected {expected}, found {found:?}")
    }
}

fn escaped(letters: &mut std::str::Chars<'_>) -> Result<char, String> {
    match letters.next() {
        Some('n') => Ok('\n'),
        Some('r') => Ok('\r'),
        Some('t') => Ok('\t'),
        Some('u') => {
            let digits: String = letters.by_ref().skip(1).take_while(|l| *l != '}').collect();
            let code = u32::from_str_radix(&digits, 16)
                .ok()
                .and_then(char::from_u32);
            code.ok_or_else(|| format!("{digits} is no character"))
        }
        Some(letter @ ('"' | '\'' | '\\')) => Ok(letter),
        other => Err(format!("{other:?} is no escape")),
    }
}

fn label(name: &str) -> String {
    let mark = if KEYWORDS.contains(&name) { "%" } else { "" };
    [mark, name].concat()
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{{{:x}}}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::Contract;
    use crate::case::call::Kind;
    use serde_json::json;

    #[test]
    fn a_request_is_written_by_its_type() {
        let request = json!({
            "messages": [{ "user": "say \"a\\b\"\n" }],
            "toolChoice": "none", "temperature": 0.5, "stop": ["x"],
        });
        let written = Contract::get().invocation(Kind::Complete, &request);
        assert_eq!(
            written,
            "complete({messages: [user([text({text: \"say \\\"a\\\\b\\\"\\u{a}\", cache: false})])], tools: [], \
             tool-choice: some(%none), temperature: some(0.5), stop: [\"x\"]})"
        );
        let written = Contract::get().invocation(Kind::Poll, &json!({ "id": "t" }));
        assert_eq!(written, "poll(\"t\", none)");
        let written = Contract::get().invocation(Kind::Tasks, &json!({}));
        assert_eq!(written, "tasks({:})");
    }

    #[test]
    fn an_outcome_is_read_by_its_type() {
        let text = "ok({id: \"t1\", status: succeeded({urls: [\"a\", \"b\\u{e9}\\n\"], duration-seconds: some(5.5)}), \
                    warnings: [], next-poll-ms: some(1)})\n";
        let task = Contract::get().outcome(Kind::Poll, text).unwrap().unwrap();
        assert_eq!(task["id"], "t1");
        assert_eq!(task["status"]["succeeded"]["urls"], json!(["a", "bé\n"]));
        assert_eq!(task["status"]["succeeded"]["durationSeconds"], 5.5);
        assert_eq!(task["status"]["succeeded"]["cost"], json!(null));
        assert_eq!(
            (&task["nextPollMs"], &task["model"]),
            (&json!(1), &json!(null))
        );
        let text = "err({kind: other(\"x\"), message: \"m\", request-sent: true})";
        let error = Contract::get()
            .outcome(Kind::Tasks, text)
            .unwrap()
            .unwrap_err();
        assert_eq!(error["kind"], json!({ "other": "x" }));
        assert_eq!(error["requestSent"], true);
    }

    #[test]
    fn what_is_no_outcome_is_refused() {
        for (text, problem) in [
            ("", "expected a name"),
            ("ok({id: 1})", "expected \""),
            ("ok({no: 1})", "no field is called no"),
            ("ok({id: \"a})", "a text has no end"),
            ("ok({id: \"a\"}) x", "expected the end"),
            ("ok({status: made})", "no arm is called made"),
        ] {
            let found = Contract::get().outcome(Kind::Poll, text).unwrap_err();
            assert!(found.contains(problem), "{text}: {found}");
        }
    }
}
