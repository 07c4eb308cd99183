//! A copy of another program's configuration, without the keys that are that program's business. Texts in, texts out.

use super::check::join_place;
use super::keys::{self, Kind, Use};
use super::tree::{Content, Node, comment_length, is_blank};
use crate::nearest::nearest;
use std::ops::Range;

/// What this program reads of a text, as it is written there. What looks like a slip stays, and is warned of as before.
pub(crate) fn copied(text: &str) -> String {
    let mut copy = text.to_owned();
    let mut others = Vec::new();
    if let Some(root) = Node::of(text) {
        find_others(&root, "", &mut others);
    }
    // From behind: the places before stay what they are.
    for other in others.into_iter().rev() {
        let lines = with_its_lines(&copy, other);
        copy.replace_range(lines, "");
    }
    copy
}

/// The fields of an object, which is `place` in the table, that are another program's; in the order of the text.
fn find_others(object: &Node, place: &str, others: &mut Vec<Range<usize>>) {
    let known = keys::children(place);
    for field in object.fields() {
        let exact = known.iter().find(|(name, _)| *name == field.name);
        let found = exact.or_else(|| known.iter().find(|(name, _)| *name == "*"));
        let Some((name, key)) = found else {
            if nearest(&field.name, known.iter().map(|(known, _)| *known)).is_none() {
                others.push(field.at..field.node.end);
            }
            continue;
        };
        let place = join_place(place, name);
        match (&field.node.content, key.kind) {
            _ if key.to != Use::Read => {}
            (Content::Object(_), Kind::Object | Kind::TextOrObject) => {
                find_others(&field.node, &place, others);
            }
            (Content::List(items), Kind::Objects) => {
                let place = format!("{place}[]");
                for item in items {
                    find_others(item, &place, others);
                }
            }
            _ => {}
        }
    }
}

/// The field with the comma behind it, and with its lines where nothing else stands on them.
fn with_its_lines(text: &str, field: Range<usize>) -> Range<usize> {
    let (before, behind) = text.split_at(field.start);
    let mut rest = behind.get(field.len()..).unwrap_or_default();
    let comma = behind_comma(rest);
    rest = comma.unwrap_or(rest);
    let end = text.len() - rest.len();
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let is_alone = before
        .get(line..)
        .is_some_and(|lead| lead.trim().is_empty());
    match rest.split_once('\n') {
        Some((tail, _)) if is_alone && tail.trim().is_empty() => line..end + tail.len() + 1,
        _ => field.start..end,
    }
}

/// What follows the comma that comes next, if one does.
fn behind_comma(mut rest: &str) -> Option<&str> {
    loop {
        rest = rest.trim_start_matches(is_blank);
        match comment_length(rest) {
            0 => return rest.strip_prefix(','),
            length => rest = rest.get(length..)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::copied;
    use crate::config::Document;
    use std::path::Path;

    #[test]
    fn what_is_another_programs_business_is_left_out() {
        for (text, copy) in [
            ("{ gateway: { port: 1 } }", "{  }"),
            (
                "{\n  \"gateway\": { \"token\": \"x\" },\n  // mine\n  \"models\": { \"providers\": {} },\n  \"channels\": [1]\n}\n",
                "{\n  // mine\n  \"models\": { \"providers\": {} },\n}\n",
            ),
            (
                "{ agents: { list: [{}] /* , */ , defaults: { workspace: '~/x', model: 'qwen/glm-5' } } }",
                "{ agents: {  defaults: {  model: 'qwen/glm-5' } } }",
            ),
            (
                "{ models: { providers: { mine: { models: [{ id: 'a', colour: 1 }], headers: { any: 'x' } } } } }",
                "{ models: { providers: { mine: { models: [{ id: 'a',  }], headers: { any: 'x' } } } } }",
            ),
            ("{ model: {}, models: {} }", "{ model: {}, models: {} }"),
        ] {
            assert_eq!(copied(text), copy);
            let path = Path::new("c.json5");
            let theirs = Document::parse(path, text.to_owned(), true).unwrap();
            let ours = Document::parse(path, copy.to_owned(), false).unwrap();
            assert_eq!(ours.warnings.len(), theirs.warnings.len(), "{copy}");
            assert_eq!(ours.root.to_value(), theirs.root.to_value(), "{copy}");
        }
    }
}
