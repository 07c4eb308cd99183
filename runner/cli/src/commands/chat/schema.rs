//! A file with a JSON Schema → the form that the answer must have.

use super::file;
use crate::failure::Failure;
use qwenbox::chat::JsonSchema;
use serde_json::Value;
use std::path::Path;

/// The longest name, in characters.
const LONGEST_NAME: usize = 64;

/// Reads a schema. It is named after its file; the provider is asked to enforce it.
pub(super) fn read(path: &Path) -> Result<JsonSchema, Failure> {
    match file::json(path)? {
        schema @ Value::Object(_) => Ok(JsonSchema {
            name: name(path),
            schema_json: schema.to_string(),
            strict: true,
        }),
        _ => Err(Failure::usage_with_hint(
            format!("{} is not a JSON Schema", path.display()),
            "it must be an object, such as {\"type\": \"object\", \"properties\": {…}}",
        )),
    }
}

/// The file's name as far as a schema may have it.
fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let taken = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let name: String = stem
        .chars()
        .map(|c| if taken(c) { c } else { '_' })
        .take(LONGEST_NAME)
        .collect();
    if name.is_empty() {
        "answer".to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::name;
    use std::path::Path;

    #[test]
    fn a_schema_is_named_after_its_file() {
        for (path, expected) in [
            ("a/total.json", "total"),
            ("my schema.v2.json", "my_schema_v2"),
            ("\u{e9}", "_"),
            ("..", "answer"),
        ] {
            assert_eq!(name(Path::new(path)), expected, "{path}");
        }
        assert_eq!(name(Path::new(&"x".repeat(100))).len(), 64);
    }
}
