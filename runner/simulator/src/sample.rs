//! Makes up a JSON value that fits a JSON Schema, the same one every time.
//! Knows the part of JSON Schema that the API documents; anything else counts as "any object".

use serde_json::{Map, Value, json};

/// Deeper schemas are cut off with `null`: a schema may refer to nothing, but it may be hostile.
const DEEPEST: usize = 16;

/// A value that fits the schema. Strings without an enumeration say `word`.
pub(crate) fn of(schema: &Value, word: &str) -> Value {
    at_depth(schema, word, 0)
}

fn at_depth(schema: &Value, word: &str, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    let given = ["const", "default"]
        .iter()
        .find_map(|name| schema.get(name));
    let first_choice = || schema.get("enum").and_then(|choices| choices.get(0));
    if let Some(value) = given.or_else(first_choice) {
        return value.clone();
    }
    let first_branch = ["anyOf", "oneOf", "allOf"]
        .iter()
        .find_map(|name| schema.get(name)?.get(0));
    if let Some(branch) = first_branch {
        return at_depth(branch, word, depth + 1);
    }
    match type_name(schema) {
        Some("string") => json!(word),
        Some("integer") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("number") => schema.get("minimum").cloned().unwrap_or(json!(1.5)),
        Some("boolean") => json!(true),
        Some("null") => Value::Null,
        Some("array") => {
            let item = schema
                .get("items")
                .map(|items| at_depth(items, word, depth + 1));
            Value::Array(item.into_iter().collect())
        }
        _ => Value::Object(members(schema, word, depth)),
    }
}

/// `type` may be a name or a list of names; the first counts.
fn type_name(schema: &Value) -> Option<&str> {
    let kind = schema.get("type")?;
    kind.as_str().or_else(|| kind.get(0)?.as_str())
}

fn members(schema: &Value, word: &str, depth: usize) -> Map<String, Value> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .map(|(name, property)| (name.clone(), at_depth(property, word, depth + 1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::of;

    #[test]
    fn values_fit_their_schema() {
        let object = json!({"type": "object", "properties": {
            "city": {"type": "string"},
            "days": {"type": "integer", "minimum": 3},
            "unit": {"type": "string", "enum": ["celsius", "kelvin"]},
            "tags": {"type": "array", "items": {"type": "string"}},
            "exact": {"type": ["boolean", "null"]},
        }});
        let cases: [(Value, Value); 8] = [
            (
                object,
                json!({"city": "x", "days": 3, "unit": "celsius", "tags": ["x"], "exact": true}),
            ),
            (json!({}), json!({})),
            (json!(null), json!({})),
            (json!({"const": 7}), json!(7)),
            (json!({"type": "number"}), json!(1.5)),
            (json!({"type": "null"}), json!(null)),
            (json!({"type": "array"}), json!([])),
            (
                json!({"anyOf": [{"type": "string"}, {"type": "null"}]}),
                json!("x"),
            ),
        ];
        for (schema, value) in cases {
            assert_eq!(of(&schema, "x"), value, "{schema}");
        }
    }

    #[test]
    fn a_deep_schema_ends() {
        let mut schema = json!({"type": "string"});
        for _ in 0..100 {
            schema = json!({"type": "array", "items": schema});
        }
        assert!(of(&schema, "x").is_array());
    }
}
