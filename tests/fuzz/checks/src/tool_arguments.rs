//! Tool calls: whatever the pieces are, the calls are sound; and one call's arguments are taken exactly when they are an
//! object.

use qwen_core::http::Head;
use serde_json::{Map, Value, json};

use crate::answer::{Played, play};

/// Any pieces of tool calls, a line each: index, id, name and arguments with `|` between. What is left out at a line's
/// end is left out of the piece.
pub fn tool_arguments(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let lines: Vec<&str> = text.split('\n').collect();
    answer(&lines);
    one_call(&lines);
}

fn answer(lines: &[&str]) -> Played {
    let chunks = lines.iter().map(|line| chunk(&piece(line)));
    play_chunks(chunks)
}

/// The arguments of all lines as pieces of one call.
fn one_call(lines: &[&str]) {
    let arguments = |line: &&str| line.splitn(4, '|').nth(3).unwrap_or_default().to_owned();
    let pieces: Vec<String> = lines.iter().map(arguments).collect();
    let all = pieces.concat();
    let chunks = pieces.iter().enumerate().map(|(at, arguments)| {
        let name = if at == 0 { "f" } else { "" };
        chunk(&json!({"index": 0, "function": {"name": name, "arguments": arguments}}))
    });
    let played = play_chunks(chunks);
    match object(all.trim()) {
        Some(object) => {
            assert_eq!(played.error, None, "{all:?}");
            assert_eq!(played.completion.tool_calls.len(), 1);
            let call = played.completion.tool_calls.first();
            assert_eq!(call.map(|call| call.arguments_json.as_str()), Some(object));
        }
        None => assert!(played.error.is_some(), "{all:?}"),
    }
}

/// The object that a text is by the rules for tool calls.
fn object(text: &str) -> Option<&str> {
    if matches!(text, "" | "null") {
        return Some("{}");
    }
    let bare = text.strip_suffix('}').map(str::trim_end);
    let is_object = |text: &&str| serde_json::from_str::<Map<String, Value>>(text).is_ok();
    [Some(text), bare].into_iter().flatten().find(is_object)
}

fn piece(line: &str) -> Value {
    let mut parts = line.splitn(4, '|');
    let (index, id) = (parts.next().unwrap_or_default(), parts.next());
    let (name, arguments) = (parts.next(), parts.next());
    let mut function = Map::new();
    function.extend(name.map(|name| ("name".to_owned(), json!(name))));
    function.extend(arguments.map(|text| ("arguments".to_owned(), json!(text))));
    let mut piece = Map::new();
    piece.extend(
        index
            .parse::<u64>()
            .ok()
            .map(|index| ("index".to_owned(), json!(index))),
    );
    piece.extend(id.map(|id| ("id".to_owned(), json!(id))));
    piece.insert("function".to_owned(), Value::Object(function));
    Value::Object(piece)
}

fn chunk(piece: &Value) -> String {
    let chunk = json!({"choices": [{"delta": {"tool_calls": [piece]}}]});
    format!("data: {chunk}\n\n")
}

fn play_chunks(chunks: impl Iterator<Item = String>) -> Played {
    let chunks: Vec<_> = chunks.chain(["data: [DONE]\n\n".to_owned()]).collect();
    let pieces: Vec<&[u8]> = chunks.iter().map(String::as_bytes).collect();
    let head = Head {
        status: 200,
        headers: vec![("content-type".to_owned(), "text/event-stream".to_owned())],
    };
    play(&head, &pieces)
}
