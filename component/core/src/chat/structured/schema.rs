//! The part of JSON Schema that the provider documents, checked here.
//!
//! A whole validator, with its regular expressions and formats, is larger than this component. What is not checked is
//! named, so that a caller knows what only the provider may have looked at.
//!
//! Source: DashScope structured output reference, November 2026, and JSON Schema 2020-12 for what the words mean.

use core::cell::Cell;
use core::cmp::Ordering;

use serde_json::{Map, Value};

use super::Flaw;
use super::pointer::target;
use crate::error::Error;
use crate::joined::joined;
use crate::json;
use crate::names::Names;
use crate::number;
use crate::prelude::*;
use crate::write;

/// The deepest nesting of a schema and of what it refers to. Deeper ones run in a circle.
const DEEPEST: u32 = 64;

/// The most places that are compared for one answer: alternatives of alternatives multiply.
const MOST_STEPS: u32 = 200_000;

/// The words that are checked.
const CHECKED: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "properties",
    "required",
    "type",
];

/// The words that demand nothing.
const NOTES: &[&str] = &[
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "default",
    "definitions",
    "deprecated",
    "description",
    "examples",
    "readOnly",
    "title",
    "writeOnly",
];

/// A JSON Schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    root: Value,
    unchecked: Vec<String>,
}

impl Schema {
    /// The schema in a text. Errors name it by `name`.
    ///
    /// # Errors
    /// `invalid-request` when the text is not a JSON object, or refers to what is not in it.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let refuse = |what: String| {
            Error::invalid(format!("the schema {name} {what}"))
                .with_hint("give a JSON Schema, such as {\"type\":\"object\",\"properties\":{}}")
        };
        let root: Value =
            json::value(text).map_err(|error| refuse(format!("is not JSON: {error}")))?;
        if !root.is_object() {
            return Err(refuse(String::from("is not a JSON object")));
        }
        let mut unchecked = Vec::new();
        survey(&root, &root, 0, &mut Names::default(), &mut unchecked).map_err(refuse)?;
        Ok(Self { root, unchecked })
    }

    /// The words of the schema that are not checked, each once, in the order in which they stand.
    #[must_use]
    pub fn unchecked(&self) -> &[String] {
        &self.unchecked
    }

    /// Checks a value.
    pub(super) fn check(&self, value: &Value) -> Result<(), Flaw> {
        let check = Check {
            root: &self.root,
            steps: Cell::new(0),
        };
        check.value(value, &self.root, 0)
    }
}

/// Notes the words that are not checked, and refuses references that lead nowhere.
fn survey(
    root: &Value,
    schema: &Value,
    depth: u32,
    seen: &mut Names,
    unchecked: &mut Vec<String>,
) -> Result<(), String> {
    let Value::Object(words) = schema else {
        return Ok(());
    };
    if depth > DEEPEST {
        return Err(format!("is nested deeper than {DEEPEST} times"));
    }
    for (word, value) in words {
        for part in parts(word, value) {
            survey(root, part, depth + 1, seen, unchecked)?;
        }
        match (word.as_str(), value) {
            ("$ref", Value::String(reference)) if target(root, reference).is_none() => {
                return Err(format!("refers to {reference}, which is not in it"));
            }
            (word, _) if CHECKED.contains(&word) || NOTES.contains(&word) => {}
            (word, _) if seen.insert(word, 0).is_some() => {}
            (word, _) => unchecked.push(String::from(word)),
        }
    }
    Ok(())
}

/// The schemas that a word holds.
fn parts<'a>(word: &str, value: &'a Value) -> Vec<&'a Value> {
    match (word, value) {
        ("properties" | "$defs" | "definitions", Value::Object(parts)) => parts.values().collect(),
        ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => parts.iter().collect(),
        ("items" | "additionalProperties", part) => vec![part],
        _ => Vec::new(),
    }
}

/// One check.
struct Check<'a> {
    root: &'a Value,
    steps: Cell<u32>,
}

impl Check<'_> {
    fn value(&self, value: &Value, schema: &Value, depth: u32) -> Result<(), Flaw> {
        let words = match schema {
            Value::Object(_) => schema,
            Value::Bool(false) => return Err(Flaw::new("nothing is allowed")),
            _ => return Ok(()),
        };
        self.steps.set(self.steps.get() + 1);
        if depth > DEEPEST || self.steps.get() > MOST_STEPS {
            return Err(Flaw::new("the schema is too deep to be checked"));
        }
        if let Some(reference) = words.get("$ref").and_then(Value::as_str) {
            let target = target(self.root, reference).unwrap_or(&Value::Null);
            self.value(value, target, depth + 1)?;
        }
        check_type(value, words)?;
        check_choice(value, words)?;
        match value {
            Value::Object(members) => self.members(members, words, depth)?,
            Value::Array(items) => self.items(items, words, depth)?,
            Value::String(text) => {
                check_count(text.chars().count(), words, "Length", "characters")?;
            }
            Value::Number(number) => check_range(number.as_f64().unwrap_or_default(), words)?,
            Value::Null | Value::Bool(_) => {}
        }
        self.combined(value, words, depth)
    }

    fn members(&self, members: &Map<String, Value>, words: &Value, depth: u32) -> Result<(), Flaw> {
        let required = words.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                return Err(Flaw::new(format!("the member `{name}` is missing")));
            }
        }
        let known = words.get("properties").and_then(Value::as_object);
        for (name, member) in members {
            let schema = match known.and_then(|known| known.get(name)) {
                Some(schema) => schema,
                None => match words.get("additionalProperties") {
                    Some(Value::Bool(false)) => {
                        return Err(Flaw::new(format!("the member `{name}` is not allowed")));
                    }
                    Some(schema) => schema,
                    None => continue,
                },
            };
            self.value(member, schema, depth + 1)
                .map_err(|flaw| flaw.within(format_args!(".{name}")))?;
        }
        Ok(())
    }

    fn items(&self, items: &[Value], words: &Value, depth: u32) -> Result<(), Flaw> {
        check_count(items.len(), words, "Items", "items")?;
        let Some(schema) = words.get("items") else {
            return Ok(());
        };
        for (index, item) in items.iter().enumerate() {
            self.value(item, schema, depth + 1)
                .map_err(|flaw| flaw.within(format_args!("[{index}]")))?;
        }
        Ok(())
    }

    fn combined(&self, value: &Value, words: &Value, depth: u32) -> Result<(), Flaw> {
        let parts = |word: &str| words.get(word).and_then(Value::as_array);
        for part in parts("allOf").into_iter().flatten() {
            self.value(value, part, depth + 1)?;
        }
        for (word, most) in [("anyOf", usize::MAX), ("oneOf", 1)] {
            let Some(parts) = parts(word) else { continue };
            let fits = parts
                .iter()
                .filter(|part| self.value(value, part, depth + 1).is_ok());
            let fitting = fits.count();
            if fitting == 0 {
                return Err(Flaw::new(format!("it fits none of the schemas of {word}")));
            }
            if fitting > most {
                return Err(Flaw::new(format!(
                    "it fits {fitting} of the schemas of {word}"
                )));
            }
        }
        Ok(())
    }
}

fn check_type(value: &Value, words: &Value) -> Result<(), Flaw> {
    let is = |name: &Value| name.as_str().is_none_or(|name| is_of(value, name));
    let (fits, allowed) = match words.get("type") {
        Some(Value::Array(names)) => (names.iter().any(is), names.as_slice()),
        Some(name) => (is(name), core::slice::from_ref(name)),
        None => return Ok(()),
    };
    if fits {
        return Ok(());
    }
    let allowed: Vec<_> = allowed.iter().filter_map(Value::as_str).collect();
    Err(Flaw::new(format!(
        "it is of type {} and not {}",
        type_name(value),
        allowed.join(" or ")
    )))
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "integer" => value.as_f64().is_some_and(is_whole),
        name => name == type_name(value),
    }
}

/// Whether a number has no fraction. From 2^53 on none has.
fn is_whole(number: f64) -> bool {
    const ALL_WHOLE: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::float_cmp,
        reason = "a smaller number without a fraction is the same in both types"
    )]
    let is_integer = number == (number as i64) as f64;
    is_integer || number.abs() >= ALL_WHOLE
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn check_choice(value: &Value, words: &Value) -> Result<(), Flaw> {
    if let Some(only) = words.get("const")
        && !is_same(only, value)
    {
        return Err(Flaw::new(format!("it is not {}", write::json(only))));
    }
    let Some(Value::Array(choices)) = words.get("enum") else {
        return Ok(());
    };
    if choices.iter().any(|choice| is_same(choice, value)) {
        return Ok(());
    }
    let choices: Vec<_> = choices.iter().map(write::json).collect();
    Err(Flaw::new(format!(
        "it is none of {}",
        joined(&choices, ", ")
    )))
}

/// Numbers are the same by their value, however they are written.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one.total_cmp(&other).is_eq(),
        _ => one == other,
    }
}

/// Checks a length against the words `min…` and `max…`.
fn check_count(count: usize, words: &Value, what: &str, unit: &str) -> Result<(), Flaw> {
    let count = count as u64;
    for (side, beyond, allowed) in [
        ("min", Ordering::Less, "least"),
        ("max", Ordering::Greater, "most"),
    ] {
        let word = [side, what].concat();
        let bound = words.get(word.as_str()).and_then(Value::as_u64);
        if let Some(bound) = bound
            && count.cmp(&bound) == beyond
        {
            return Err(Flaw::new(format!(
                "it has {count} {unit}, and at {allowed} {bound} are allowed"
            )));
        }
    }
    Ok(())
}

/// The words that bound a number, how, and what is then allowed.
#[expect(clippy::type_complexity, reason = "a row of a table")]
const BOUNDS: &[(&str, fn(f64, f64) -> bool, &str)] = &[
    ("minimum", |number, bound| number >= bound, "at least"),
    ("maximum", |number, bound| number <= bound, "at most"),
    (
        "exclusiveMinimum",
        |number, bound| number > bound,
        "more than",
    ),
    (
        "exclusiveMaximum",
        |number, bound| number < bound,
        "less than",
    ),
];

fn check_range(number: f64, words: &Value) -> Result<(), Flaw> {
    for (word, holds, allowed) in BOUNDS {
        if let Some(bound) = words.get(word).and_then(Value::as_f64)
            && !holds(number, bound)
        {
            let [number, bound] = [number, bound].map(number::written);
            return Err(Flaw::new(format!(
                "it is {number}, and {allowed} {bound} is allowed"
            )));
        }
    }
    Ok(())
}
