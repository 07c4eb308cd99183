//! Differences between two JSON values, each with the path to it.

use crate::case::expect::ANY;
use crate::observed::UNSEEN;
use serde_json::Value;

/// The longest value that is shown whole, in characters.
const LONGEST: usize = 400;

/// Where two values differ. Numbers are the same when their values are; [`ANY`] is the same as anything, and so is what
/// was [`UNSEEN`].
pub(crate) fn difference(place: &str, expected: &Value, was: &Value) -> Vec<String> {
    match (expected, was) {
        (Value::String(any), _) if any == ANY => Vec::new(),
        (_, Value::String(unseen)) if unseen == UNSEEN => Vec::new(),
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
    for mut event in events {
        let is_joined = all.last_mut().is_some_and(|last| join(last, &mut event));
        if !is_joined {
            all.push(event);
        }
    }
    all
}

/// Adds a piece to the one before it, when both are of the same text.
fn join(first: &mut Value, second: &mut Value) -> bool {
    let is_same_call =
        first.pointer("/tool-call-arguments/index") == second.pointer("/tool-call-arguments/index");
    for place in ["/text", "/reasoning", "/tool-call-arguments/fragment"] {
        let pieces = (first.pointer_mut(place), second.pointer_mut(place));
        if let (Some(Value::String(first)), Some(Value::String(second))) = pieces {
            if is_same_call {
                first.push_str(second);
            }
            return is_same_call;
        }
    }
    false
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text,
    }
}
