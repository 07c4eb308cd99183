//! Differences between two JSON values, each with the path to it.

use crate::case::expect::ANY;
use serde_json::{Value, json};

/// The longest value that is shown whole, in characters.
const LONGEST: usize = 400;

/// Where two values differ. Numbers are the same when their values are; [`ANY`] is the same as anything.
pub(crate) fn difference(place: &str, expected: &Value, was: &Value) -> Vec<String> {
    match (expected, was) {
        (Value::String(any), _) if any == ANY => Vec::new(),
        (Value::Object(wanted), Value::Object(given)) => {
            let names = wanted
                .keys()
                .chain(given.keys().filter(|name| !wanted.contains_key(*name)));
            names
                .flat_map(|name| {
                    let place = format!("{place}.{name}");
                    match (wanted.get(name), given.get(name)) {
                        (Some(wanted), Some(given)) => difference(&place, wanted, given),
                        (Some(wanted), None) => vec![format!(
                            "{place}: expected {}, was not there",
                            shown(wanted)
                        )],
                        (None, given) => vec![format!(
                            "{place}: not expected, was {}",
                            shown(given.unwrap_or(&Value::Null))
                        )],
                    }
                })
                .collect()
        }
        (Value::Array(wanted), Value::Array(given)) if wanted.len() == given.len() => {
            let pairs = wanted.iter().zip(given).enumerate();
            pairs
                .flat_map(|(index, (wanted, given))| {
                    difference(&format!("{place}[{index}]"), wanted, given)
                })
                .collect()
        }
        (Value::Number(wanted), Value::Number(given)) if wanted.as_f64() == given.as_f64() => {
            Vec::new()
        }
        _ if expected == was => Vec::new(),
        _ => vec![format!(
            "{place}: expected {}, was {}",
            shown(expected),
            shown(was)
        )],
    }
}

/// Events with neighbouring pieces of the same text made one.
pub(crate) fn joined(events: Vec<Value>) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    for event in events {
        let together = all.last().and_then(|last| together(last, &event));
        match (together, all.last_mut()) {
            (Some(together), Some(last)) => *last = together,
            _ => all.push(event),
        }
    }
    all
}

/// Two pieces of the same text as one.
fn together(first: &Value, second: &Value) -> Option<Value> {
    for name in ["text", "reasoning"] {
        if let (Some(first), Some(second)) = (first[name].as_str(), second[name].as_str()) {
            let both = format!("{first}{second}");
            return Some(json!({ name: both }));
        }
    }
    let name = "tool-call-arguments";
    let (first, second) = (&first[name], &second[name]);
    let pieces = [first["fragment"].as_str()?, second["fragment"].as_str()?];
    (first["index"] == second["index"])
        .then(|| json!({ name: { "index": first["index"], "fragment": pieces.concat() } }))
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text,
    }
}
