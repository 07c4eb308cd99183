//! A configuration file from its bytes to a checked tree.

use super::check::Check;
use super::place::{Source, complain};
use super::tree::{Node, with_value};
use crate::failure::Failure;
use serde_json::Value;
use std::path::Path;

/// Nesting that no configuration has, and that the parser's stack holds.
const DEEPEST: usize = 200;

/// The most bytes of a configuration file.
const LARGEST: u64 = 8 << 20;

/// A file that holds nothing wrong.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) source: Source,
    pub(crate) root: Node,
    pub(crate) warnings: Vec<String>,
}

impl Document {
    /// Reads a file; `foreign` says that it is another program's.
    pub(crate) fn read(path: &Path, foreign: bool) -> Result<Self, Failure> {
        let refuse = |what: String| {
            Failure::usage(format!("the configuration file {} {what}", path.display()))
        };
        let unread = |error: std::io::Error| refuse(format!("cannot be read: {error}"));
        if std::fs::metadata(path).map_err(unread)?.len() > LARGEST {
            return Err(refuse(format!("has more than {LARGEST} bytes")));
        }
        let text = std::fs::read_to_string(path).map_err(unread)?;
        Self::parse(path, text, foreign).map_err(Failure::usage)
    }

    /// The same of a text.
    pub(crate) fn parse(path: &Path, text: String, foreign: bool) -> Result<Self, String> {
        if is_deep(&text) {
            return Err(format!("{}: it is nested too deep", path.display()));
        }
        let text = with_value(text);
        if let Err(error) = json5::from_str::<Value>(&text) {
            return Err(syntax(path, &text, &error));
        }
        let no_tree = || format!("{}: it cannot be read as JSON5", path.display());
        let mut root = Node::of(&text).ok_or_else(no_tree)?;
        let path = path.to_owned();
        let source = Source { path, text };
        let mut check = Check {
            source: &source,
            foreign,
            warnings: Vec::new(),
        };
        check.whole(&mut root)?;
        let warnings = check.warnings;
        Ok(Self {
            source,
            root,
            warnings,
        })
    }
}

fn syntax(path: &Path, text: &str, error: &json5::Error) -> String {
    let what = match error.code() {
        Some(code) => format!("this is not JSON5: {code}"),
        None => "this is not JSON5".to_owned(),
    };
    match error.position() {
        Some(place) => complain(path, text, (place.line + 1, place.column + 1), &what),
        None => format!("{}: {what}", path.display()),
    }
}

/// Brackets in texts and comments count too; so many of them stand in no configuration either.
fn is_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

#[cfg(test)]
mod tests {
    use super::{Document, is_deep};
    use std::path::Path;

    fn parse(text: &str) -> Result<Document, String> {
        Document::parse(Path::new("c.json5"), text.to_owned(), false)
    }

    #[test]
    fn keys_that_nobody_knows_are_named_with_the_nearest_that_is_known() {
        let document = parse(
            "{
  models: { providers: { qwen: { baseURL: 'x', api_key: 'sk-1', models: [{ id: 'a', colour: 1 }] } } },
  agents: { defaults: { models: { 'qwen/a.b': { alais: 'x' } }, workspace: 'x' } },
  gateway: { port: 1 },
}",
        );
        assert_eq!(
            document.unwrap().warnings,
            [
                "c.json5:2: models.providers.qwen.baseURL is not known; did you mean baseUrl?",
                "c.json5:2: models.providers.qwen.api_key is not known; did you mean apiKey?",
                "c.json5:2: models.providers.qwen.models[0].colour is not known, and has no effect",
                "c.json5:3: agents.defaults.models[\"qwen/a.b\"].alais is not known; did you mean alias?",
                "c.json5:3: agents.defaults.workspace is not known, and has no effect",
                "c.json5:4: gateway is not known, and has no effect",
            ]
        );
    }

    #[test]
    fn another_programs_keys_are_its_business_unless_they_look_like_a_slip() {
        let text = "{ gateway: 1, model: {}, models: { pricing: 1 } }".to_owned();
        let document = Document::parse(Path::new("o.json"), text, true).unwrap();
        assert_eq!(
            document.warnings,
            ["o.json:1: model is not known; did you mean models?"]
        );
    }

    #[test]
    fn a_wrong_type_is_shown_where_it_stands() {
        for (text, message) in [
            (
                "[]",
                "c.json5:1:1: the configuration must be an object, not a list\n  1 | []\n    | ^",
            ),
            (
                "{\n  models: 'sk-1' }",
                "c.json5:2:11: models must be an object, not a text\n  2 |   models: '****' }\n    |           ^",
            ),
            (
                "{ models: { providers: { qwen: { models: [ 1 ] } } } }",
                "c.json5:1:44: models.providers.qwen.models[0] must be an object, not a number\n  1 | { models: { providers: { qwen: { models: [ 1 ] } } } }\n    |                                            ^",
            ),
            (
                "{ agents: { defaults: { model: { fallbacks: [true] } } } }",
                "c.json5:1:46: agents.defaults.model.fallbacks[0] must be a text, not a boolean\n  1 | { agents: { defaults: { model: { fallbacks: [true] } } } }\n    |                                              ^",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err(), message);
        }
        let half = "{ models: { providers: { qwen: { timeoutSeconds: 1.5 } } } }";
        assert!(
            parse(half)
                .unwrap_err()
                .contains("must be a whole number, not a number with a fraction")
        );
    }

    #[test]
    fn what_is_no_json5_is_shown_where_it_ends_to_be() {
        let error = parse("{\n  a: 'sk-1'\n  b: 2 }").unwrap_err();
        assert!(
            error.starts_with("c.json5:3:3: this is not JSON5: "),
            "{error}"
        );
        assert!(error.ends_with("\n  3 |   b: 2 }\n    |   ^"), "{error}");
    }

    #[test]
    fn null_is_as_good_as_nothing() {
        let document = parse("{ models: null, agents: { defaults: { model: null } } }").unwrap();
        assert!(document.warnings.is_empty());
        assert!(document.root.get("models").is_none());
    }

    #[test]
    fn a_bottomless_file_is_told_before_it_is_parsed() {
        assert!(is_deep(&"[".repeat(100_000)));
        assert!(!is_deep(&"[]".repeat(100_000)));
    }
}
