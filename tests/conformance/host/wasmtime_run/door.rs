//! A streamed chat as a command line, and what the command shows of its answer.

use crate::case::request::{AudioPart, ImagePart, VideoPart, VideoSource};
use crate::case::request::{Message, Part, Parts, Request, ResponseFormat, Short, TextPart};
use crate::case::request::{ThinkingLevel, Timeouts};
use crate::observed::{Events, Observed, UNSEEN};
use serde_json::{Value, json};
use std::process::Output;

const NO_OPTION: &str =
    "the command has no option for it: tools, schemas, cache marks, rarer parameters";

const ONE_QUESTION: &str = "the command asks one question: no earlier turns, one text";

/// The lines in which the command words what is no warning of the answer.
const OWN_WARNINGS: [&str; 3] = [
    "the answer is cut: it reached its token limit",
    "the answer ended for an unknown reason",
    "the model asks for the tool",
];

/// The arguments behind the component.
///
/// # Errors
/// Why there are none for the request.
pub(super) fn arguments(request: &Request) -> Result<Vec<String>, &'static str> {
    let mut arguments = vec!["chat".to_owned()];
    let mut option = |name: &str, value: Option<String>| {
        arguments.extend(value.map(|value| format!("--{name}={value}")));
    };
    option("model", request.model.clone());
    option(
        "max-tokens",
        request.max_tokens.map(|number| number.to_string()),
    );
    option(
        "temperature",
        request.temperature.map(|number| number.to_string()),
    );
    option("top-p", request.top_p.map(|number| number.to_string()));
    option("seed", request.seed.map(|number| number.to_string()));
    option("thinking", request.thinking.map(level));
    option(
        "thinking-budget",
        request.thinking_budget.map(|number| number.to_string()),
    );
    option("extra", request.extra_json.clone());
    option("timeout", timeout(request.timeouts.as_ref())?);
    option("retry-budget", seconds(request.retry_budget_ms)?);
    for text in &request.stop {
        option("stop", Some(text.clone()));
    }
    match &request.response_format {
        None => {}
        Some(ResponseFormat::JsonObject) => arguments.push("--json-object".to_owned()),
        Some(ResponseFormat::Text | ResponseFormat::JsonSchema(_)) => return Err(NO_OPTION),
    }
    let has_others = !request.tools.is_empty()
        || request.tool_choice.is_some()
        || request.parallel_tool_calls.is_some()
        || request.preserve_thinking.is_some()
        || request.top_k.is_some()
        || request.presence_penalty.is_some()
        || request.repetition_penalty.is_some();
    if has_others {
        return Err(NO_OPTION);
    }
    arguments.extend(asked(&request.messages)?);
    Ok(arguments)
}

/// A system text, and a message of the user with one text at its end.
fn asked(messages: &[Message]) -> Result<Vec<String>, &'static str> {
    let (system, parts) = match messages {
        [Message::User(parts)] => (None, parts),
        [Message::System(text), Message::User(parts)] => (Some(system(text)?), parts),
        _ => return Err(ONE_QUESTION),
    };
    let (media, prompt) = match parts {
        Parts::Text(text) => (&[][..], text.clone()),
        Parts::List(parts) => match parts.split_last() {
            Some((Part::Text(prompt), media)) => (media, plain(prompt)?),
            _ => return Err(ONE_QUESTION),
        },
    };
    let mut arguments: Vec<_> = system.into_iter().collect();
    for part in media {
        arguments.push(shown(part)?);
    }
    arguments.extend(["--".to_owned(), prompt]);
    Ok(arguments)
}

fn system(text: &Parts<Short<TextPart>>) -> Result<String, &'static str> {
    let text = match text {
        Parts::Text(text) => text.clone(),
        Parts::List(parts) => match &parts[..] {
            [text] => plain(text)?,
            _ => return Err(ONE_QUESTION),
        },
    };
    Ok(format!("--system={text}"))
}

fn plain(text: &Short<TextPart>) -> Result<String, &'static str> {
    match text {
        Short::Text(text) | Short::Full(TextPart { text, cache: false }) => Ok(text.clone()),
        Short::Full(_) => Err(NO_OPTION),
    }
}

fn shown(part: &Part) -> Result<String, &'static str> {
    match part {
        Part::Image(
            Short::Text(url)
            | Short::Full(ImagePart {
                url,
                min_pixels: None,
                max_pixels: None,
                cache: false,
            }),
        ) => Ok(format!("--image={url}")),
        Part::Video(VideoPart {
            source: VideoSource::File(url),
            fps: None,
            total_pixels: None,
            cache: false,
        }) => Ok(format!("--video={url}")),
        Part::Audio(Short::Text(url) | Short::Full(AudioPart { url, format: None })) => {
            Ok(format!("--audio={url}"))
        }
        Part::Text(_) => Err(ONE_QUESTION),
        _ => Err(NO_OPTION),
    }
}

fn timeout(timeouts: Option<&Timeouts>) -> Result<Option<String>, &'static str> {
    match timeouts {
        None => Ok(None),
        Some(Timeouts {
            connect_ms: None,
            first_byte_ms: None,
            between_bytes_ms: None,
            total_ms,
        }) => seconds(*total_ms),
        Some(_) => Err(NO_OPTION),
    }
}

/// The command takes whole seconds.
fn seconds(ms: Option<u64>) -> Result<Option<String>, &'static str> {
    match ms {
        Some(ms) if ms % 1_000 != 0 => Err(NO_OPTION),
        ms => Ok(ms.map(|ms| (ms / 1_000).to_string())),
    }
}

fn level(level: ThinkingLevel) -> String {
    format!("{level:?}").to_ascii_lowercase()
}

/// The words on stdout, and on stderr the warnings or the error.
pub(super) fn observed(output: &Output) -> Observed {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let stderr = text(&output.stderr);
    Observed {
        events: Events::Words(text(&output.stdout)),
        // Warnings stand before an error, a line each.
        result: match ["\n", &stderr].concat().split_once("\nerror: ") {
            Some((_, error)) => Err(failure(error)),
            None => Ok(completion(&stderr)),
        },
    }
}

fn completion(stderr: &str) -> Value {
    let lines = stderr
        .lines()
        .filter_map(|line| line.strip_prefix("warning: "));
    let warnings = lines.filter(|line| !OWN_WARNINGS.iter().any(|own| line.starts_with(own)));
    let warnings: Vec<_> = warnings
        .map(|message| json!({ "code": UNSEEN, "message": message }))
        .collect();
    json!({
        "id": UNSEEN, "model": UNSEEN, "text": UNSEEN, "reasoning": UNSEEN, "toolCalls": UNSEEN,
        "finishReason": UNSEEN, "usage": UNSEEN, "requestId": UNSEEN, "warnings": warnings,
    })
}

fn failure(text: &str) -> Value {
    let (message, hint) = match text.split_once("\n  hint: ") {
        Some((message, hint)) => (message, Some(hint.trim_end())),
        None => (text.trim_end(), None),
    };
    json!({
        "message": message, "hint": hint, "kind": UNSEEN, "status": UNSEEN, "code": UNSEEN,
        "requestId": UNSEEN, "retryAfterMs": UNSEEN, "requestSent": UNSEEN,
    })
}
