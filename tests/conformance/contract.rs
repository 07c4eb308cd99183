//! The contract's types as `wit/` says them, so that a request can be written out in full for any host, and read back.
//! Knows no host, and of the cases only the short forms that their README allows.

mod wave;

use crate::case::call::Kind;
use crate::folder;
use serde_json::{Map, Value, json};
use std::sync::OnceLock;
use wit_parser::{Function, Record, Resolve, Type, TypeDefKind, Variant};

/// The package in `wit/`.
pub(crate) struct Contract {
    resolve: Resolve,
}

impl Contract {
    /// The contract of this repository.
    ///
    /// # Panics
    /// When `wit/` is not a package.
    pub(crate) fn get() -> &'static Self {
        static CONTRACT: OnceLock<Contract> = OnceLock::new();
        CONTRACT.get_or_init(|| {
            let mut resolve = Resolve::default();
            resolve.push_source("qwen.wit", &text()).unwrap();
            Self { resolve }
        })
    }

    /// What a call of a case hands to its function, in the order of its parameters: every field there, absent ones
    /// `null`.
    pub(crate) fn arguments(&self, call: Kind, request: &Value) -> Vec<Value> {
        let function = self.function(call);
        if let [parameter] = &function.params[..]
            && parameter.name != "id"
        {
            return vec![self.full(parameter.ty, request)];
        }
        let named = function.params.iter();
        named
            .map(|parameter| self.full(parameter.ty, &request[&parameter.name]))
            .collect()
    }

    /// The call as `wasmtime run --invoke` takes it.
    pub(crate) fn invocation(&self, call: Kind, request: &Value) -> String {
        let function = self.function(call);
        let values = self.arguments(call, request);
        let parameters = function.params.iter().zip(&values);
        let written: Vec<_> = parameters
            .map(|(parameter, value)| self.wave(parameter.ty, value))
            .collect();
        format!("{}({})", function.name, written.join(", "))
    }

    /// What a function gave, as `wasmtime run --invoke` prints it.
    ///
    /// # Errors
    /// Where the text is not a value of the function's type.
    pub(crate) fn outcome(&self, call: Kind, text: &str) -> Result<Result<Value, Value>, String> {
        let ty = self.function(call).result.unwrap();
        let value = self.read(ty, text)?;
        Ok(match (value.get("ok"), value.get("err")) {
            (Some(value), None) => Ok(value.clone()),
            (None, Some(error)) => Err(error.clone()),
            _ => return Err(format!("not a result: {text}")),
        })
    }

    fn function(&self, call: Kind) -> &Function {
        let (interface, name) = match call {
            Kind::Complete => ("chat", "complete"),
            Kind::Stream => ("chat", "open-stream"),
            Kind::Describe => ("understanding", "describe"),
            Kind::Estimate => ("video", "estimate"),
            Kind::Submit => ("video", "submit"),
            Kind::Poll => ("video", "poll"),
            Kind::Cancel => ("video", "cancel"),
            Kind::Tasks => ("video", "tasks"),
            Kind::Prepare => ("uploads", "prepare"),
        };
        let mut interfaces = self
            .resolve
            .interfaces
            .iter()
            .map(|(_, interface)| interface);
        let interface = interfaces.find(|other| other.name.as_deref() == Some(interface));
        &interface.unwrap().functions[name]
    }

    /// A value of a case in full: short forms written out, absent fields there.
    fn full(&self, ty: Type, value: &Value) -> Value {
        match (self.kind(ty), value) {
            (Some(TypeDefKind::Option(_)), Value::Null) => Value::Null,
            (Some(TypeDefKind::Option(inner)), value) => self.full(*inner, value),
            (Some(TypeDefKind::List(_)), Value::Null) => json!([]),
            (Some(TypeDefKind::List(inner)), Value::Array(items)) => {
                items.iter().map(|item| self.full(*inner, item)).collect()
            }
            // One text stands for a list of one part.
            (Some(TypeDefKind::List(inner)), text) => {
                let is_variant = matches!(self.kind(*inner), Some(TypeDefKind::Variant(_)));
                let part = if is_variant {
                    json!({ "text": text })
                } else {
                    text.clone()
                };
                json!([self.full(*inner, &part)])
            }
            (Some(TypeDefKind::Record(record)), value) => self.full_record(record, value),
            (Some(TypeDefKind::Variant(variant)), value) => self.full_variant(variant, value),
            (Some(TypeDefKind::Enum(cases)), Value::Null) => cases.cases[0].name.clone().into(),
            (None, Value::Null) if ty == Type::Bool => false.into(),
            (None, Value::Null) => "".into(),
            // A text in pieces, or over and over.
            (None, Value::Array(pieces)) => {
                let pieces = pieces.iter().map(|piece| self.full(ty, piece));
                let texts: Vec<_> = pieces
                    .map(|piece| piece.as_str().unwrap().to_owned())
                    .collect();
                texts.concat().into()
            }
            (None, Value::Object(repeated)) => {
                let times = usize::try_from(repeated["repeat"].as_u64().unwrap()).unwrap();
                repeated["text"].as_str().unwrap().repeat(times).into()
            }
            (_, value) => value.clone(),
        }
    }

    fn full_record(&self, record: &Record, value: &Value) -> Value {
        let first = &record.fields[0];
        let fields = match value {
            // A record may be given as its one important text.
            Value::String(_) => Map::from_iter([(first.name.clone(), value.clone())]),
            // An input is its role, and what it holds.
            Value::Object(fields) if first.name == "role" && !fields.contains_key("role") => {
                input(fields)
            }
            Value::Object(fields) => fields.clone(),
            other => panic!("not a record: {other}"),
        };
        let full = record.fields.iter().map(|field| {
            let name = camel(&field.name);
            let value = fields.get(&name).unwrap_or(&Value::Null);
            (name, self.full(field.ty, value))
        });
        Value::Object(full.collect())
    }

    fn full_variant(&self, variant: &Variant, value: &Value) -> Value {
        let Some((name, payload)) = value.as_object().and_then(|arm| arm.iter().next()) else {
            return value.clone();
        };
        let mut cases = variant.cases.iter();
        let case = cases.find(|case| case.name == *name).unwrap();
        json!({ name: self.full(case.ty.unwrap(), payload) })
    }

    /// What a type is, behind its names; `None` for a primitive one.
    fn kind(&self, ty: Type) -> Option<&TypeDefKind> {
        let Type::Id(id) = ty else { return None };
        match &self.resolve.types[id].kind {
            TypeDefKind::Type(alias) => self.kind(*alias),
            kind => Some(kind),
        }
    }
}

/// All files as one: the one with the package's name first.
fn text() -> String {
    let folder = folder::root().join("../../../wit");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let entries = std::fs::read_dir(&folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut others: Vec<_> = names.filter(|name| name != "worlds.wit").collect();
    others.sort();
    let others = others.iter().map(|name| read(name));
    std::iter::once(read("worlds.wit"))
        .chain(others)
        .collect::<Vec<_>>()
        .join("\n")
}

/// An input by its role, which is the object's one key, as the contract's record.
fn input(fields: &Map<String, Value>) -> Map<String, Value> {
    let (role, value) = fields.iter().next().unwrap();
    let (role, url) = if role == "other" {
        (json!({ "other": value["role"] }), &value["url"])
    } else {
        (json!(role), value)
    };
    Map::from_iter([("role".to_owned(), role), ("url".to_owned(), url.clone())])
}

/// A name of the contract as cases write it.
fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(1);
        name + &initial.to_ascii_uppercase() + rest
    })
}

#[test]
fn short_forms_are_written_out() {
    let contract = Contract::get();
    let request = json!({
        "messages": [{ "system": "a" }, { "user": "b" }, { "user": [{ "image": "c" }] }, { "assistant": "d" }],
        "toolChoice": "none",
    });
    let full = &contract.arguments(Kind::Complete, &request)[0];
    let text = |text: &str| json!({ "text": text, "cache": false });
    assert_eq!(full["messages"][0], json!({ "system": [text("a")] }));
    assert_eq!(
        full["messages"][1],
        json!({ "user": [{ "text": text("b") }] })
    );
    let image = json!({ "url": "c", "minPixels": null, "maxPixels": null, "cache": false });
    assert_eq!(full["messages"][2], json!({ "user": [{ "image": image }] }));
    let turn = json!({ "text": "d", "reasoning": null, "toolCalls": [], "status": "complete", "model": null });
    assert_eq!(full["messages"][3], json!({ "assistant": turn }));
    assert_eq!(full["toolChoice"], json!("none"));
    assert_eq!((&full["stop"], &full["seed"]), (&json!([]), &Value::Null));
    let video = json!({
        "prompt": { "text": "ab", "repeat": 2 },
        "inputs": [{ "first-frame": "x" }, { "other": { "role": "sky", "url": "y" } }],
    });
    let full = &contract.arguments(Kind::Submit, &video)[0];
    assert_eq!(full["prompt"], json!("abab"));
    assert_eq!(
        full["inputs"][0],
        json!({ "role": "first-frame", "url": "x" })
    );
    assert_eq!(
        full["inputs"][1],
        json!({ "role": { "other": "sky" }, "url": "y" })
    );
    let poll = contract.arguments(Kind::Poll, &json!({ "id": "t" }));
    assert_eq!(poll, [json!("t"), Value::Null]);
}
