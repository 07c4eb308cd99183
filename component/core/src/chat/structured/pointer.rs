//! Follows a reference into a schema: a JSON Pointer (RFC 6901) behind `#`.

use serde_json::Value;

use crate::prelude::*;

/// What a reference names; `None` where it leads nowhere, or out of the text.
pub(super) fn target<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    let path = reference.strip_prefix('#')?;
    if path.is_empty() {
        return Some(root);
    }
    let mut found = root;
    for step in path.strip_prefix('/')?.split('/') {
        found = match found {
            Value::Object(fields) => fields.get(&name(step))?,
            Value::Array(items) => items.get(index(step)?)?,
            _ => return None,
        };
    }
    Some(found)
}

/// The name that a step means: `~1` is a slash, `~0` a tilde.
fn name(step: &str) -> String {
    let mut pieces = step.split('~');
    let mut name = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (letter, rest) = match piece.strip_prefix('1') {
            Some(rest) => ('/', rest),
            None => ('~', piece.strip_prefix('0').unwrap_or(piece)),
        };
        name.push(letter);
        name.push_str(rest);
    }
    name
}

fn index(step: &str) -> Option<usize> {
    let is_plain = step == "0" || !step.starts_with(['0', '+']);
    step.parse().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use super::target;
    use serde_json::json;

    #[test]
    fn every_step_leads_on_or_nowhere() {
        let root = json!({"a": [10, {"": 1}], "m~n": 2, "x/y": 3, "~1": 4, "~/": 5, "~": 6});
        for (reference, found) in [
            ("#", Some(&root)),
            ("#/a/0", Some(&json!(10))),
            ("#/a/1/", Some(&json!(1))),
            ("#/m~0n", Some(&json!(2))),
            ("#/m~n", Some(&json!(2))),
            ("#/x~1y", Some(&json!(3))),
            ("#/~01", Some(&json!(4))),
            ("#/~~1", Some(&json!(5))),
            ("#/~", Some(&json!(6))),
            ("#/a/00", None),
            ("#/a/+1", None),
            ("#/a/2", None),
            ("#/m~0n/a", None),
            ("#a", None),
            ("/a", None),
        ] {
            assert_eq!(target(&root, reference), found, "{reference}");
            let theirs = reference
                .strip_prefix('#')
                .and_then(|path| root.pointer(path));
            assert_eq!(found, theirs, "{reference}");
        }
    }
}
