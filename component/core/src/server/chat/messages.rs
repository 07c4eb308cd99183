//! The messages of a chat request, and the parts of their content.

use crate::chat::types::{
    AssistantMessage, AudioPart, ImagePart, Message, Part, TextPart, ToolCall, ToolMessage,
    TurnStatus, VideoPart, VideoSource,
};
use crate::joined::joined;
use crate::prelude::*;
use crate::search;
use crate::server::error::Refusal;
use crate::server::fields::Reading;
use crate::server::json::Json;
use crate::server::value::Value;

pub(super) fn message(value: &Value<'_>, reading: &mut Reading) -> Message {
    let role = reading.need(value, "role");
    match reading.word(&role) {
        // The second one is OpenAI's newer word for the first.
        "system" | "developer" => {
            reading.known(value, &["role", "content"]);
            Message::System(texts(value, reading))
        }
        "user" => {
            reading.known(value, &["role", "content"]);
            Message::User(content(value, reading))
        }
        "assistant" => Message::Assistant(assistant(value, reading)),
        "tool" => {
            reading.known(value, &["role", "content", "tool_call_id"]);
            Message::Tool(ToolMessage {
                call_id: reading.text(value, "tool_call_id"),
                content: content(value, reading),
            })
        }
        _ => {
            reading.refuse(role.outside("system, developer, user, assistant and tool"));
            Message::User(Vec::new())
        }
    }
}

fn assistant(value: &Value<'_>, reading: &mut Reading) -> AssistantMessage {
    let names = [
        "role",
        "content",
        "reasoning_content",
        "tool_calls",
        "partial",
    ];
    reading.known(value, &names);
    let texts = match value.get("content") {
        Some(_) => texts(value, reading),
        None => Vec::new(),
    };
    let texts: Vec<_> = texts.into_iter().map(|part| part.text).collect();
    AssistantMessage {
        text: joined(&texts, "\n"),
        tool_calls: match value.get("tool_calls") {
            Some(calls) => reading.each(&calls, tool_call),
            None => Vec::new(),
        },
        status: match reading.some_flag(value, "partial") {
            Some(true) => TurnStatus::Partial,
            _ => TurnStatus::Complete,
        },
        reasoning: reading.some_text(value, "reasoning_content"),
        model: None,
    }
}

fn tool_call(value: &Value<'_>, reading: &mut Reading) -> ToolCall {
    // The place of a call is its place in the list.
    reading.known(value, &["id", "type", "index", "function"]);
    if let Some(kind) = value.get("type")
        && reading.word(&kind) != "function"
    {
        reading.refuse(kind.outside("function"));
    }
    let function = reading.need(value, "function");
    reading.known(&function, &["name", "arguments"]);
    ToolCall {
        id: reading.text(value, "id"),
        name: reading.text(&function, "name"),
        arguments_json: reading.text(&function, "arguments"),
    }
}

/// Content that is text, or a list of texts.
fn texts(message: &Value<'_>, reading: &mut Reading) -> Vec<TextPart> {
    let mut texts = Vec::new();
    for part in content(message, reading) {
        if let Part::Text(part) = part {
            texts.push(part);
        } else {
            let path = reading.need(message, "content").path();
            let path = format!("{path}[{}].type", texts.len());
            let message = [&path, ": such a message takes text only"].concat();
            reading.refuse(Refusal::field(path, message));
        }
    }
    texts
}

/// Content of any kind: a text, or a list of parts.
fn content(message: &Value<'_>, reading: &mut Reading) -> Vec<Part> {
    let content = reading.need(message, "content");
    match content.json() {
        Json::Text(text) => vec![Part::Text(TextPart {
            text: String::from(&**text),
            cache: false,
        })],
        Json::List(_) => reading.each(&content, part),
        _ => {
            reading.refuse(content.wrong("a text or a list of parts"));
            Vec::new()
        }
    }
}

fn part(value: &Value<'_>, reading: &mut Reading) -> Part {
    let kind = reading.need(value, "type");
    let word = reading.word(&kind);
    if let Some((_, names)) = PARTS.iter().find(|(known, _)| *known == word) {
        reading.known(value, names);
    } else {
        reading.refuse(kind.outside("text, image_url, video_url, video and input_audio"));
    }
    let cache = marked(value, reading);
    match word {
        "image_url" => Part::Image(ImagePart {
            url: url(&reading.need(value, "image_url"), reading),
            min_pixels: reading.some_whole(value, "min_pixels"),
            max_pixels: reading.some_whole(value, "max_pixels"),
            cache,
        }),
        "video_url" | "video" => {
            let video = reading.need(value, word);
            Part::Video(VideoPart {
                source: if word == "video" {
                    VideoSource::Frames(reading.kept(video.texts()))
                } else {
                    VideoSource::File(url(&video, reading))
                },
                fps: reading.some_number(value, "fps"),
                total_pixels: reading.some_whole(value, "total_pixels"),
                cache,
            })
        }
        "input_audio" => audio(&reading.need(value, "input_audio"), reading),
        _ => Part::Text(TextPart {
            text: reading.text(value, "text"),
            cache,
        }),
    }
}

/// The kinds of parts, with the fields that each may have.
#[rustfmt::skip]
const PARTS: &[(&str, &[&str])] = &[
    ("text",        &["type", "text", "cache_control"]),
    ("image_url",   &["type", "image_url", "min_pixels", "max_pixels", "cache_control"]),
    ("video_url",   &["type", "video_url", "fps", "total_pixels", "cache_control"]),
    ("video",       &["type", "video", "fps", "total_pixels", "cache_control"]),
    ("input_audio", &["type", "input_audio"]),
];

/// A URL alone, or in an object beside a wish for detail, which the provider does not know.
fn url(value: &Value<'_>, reading: &mut Reading) -> String {
    if let Json::Text(url) = value.json() {
        return String::from(&**url);
    }
    reading.known(value, &["url"]);
    reading.text(value, "url")
}

/// Sound: the provider takes a URL, OpenAI's clients send the bytes in base64.
fn audio(value: &Value<'_>, reading: &mut Reading) -> Part {
    reading.known(value, &["data", "format"]);
    let data = reading.need(value, "data");
    let data = reading.word(&data);
    let format = reading.some_text(value, "format");
    let is_url = data.starts_with("data:") || search::holds(data, "://");
    let kind = match format.as_deref() {
        Some("mp3") => "mpeg",
        other => other.unwrap_or("wav"),
    };
    Part::Audio(AudioPart {
        url: if is_url {
            String::from(data)
        } else {
            ["data:audio/", kind, ";base64,", data].concat()
        },
        format,
    })
}

/// Whether a part ends what is to be cached.
fn marked(value: &Value<'_>, reading: &mut Reading) -> bool {
    let Some(mark) = value.get("cache_control") else {
        return false;
    };
    reading.known(&mark, &["type"]);
    let kind = reading.need(&mark, "type");
    if reading.word(&kind) != "ephemeral" {
        reading.refuse(kind.outside("ephemeral"));
    }
    true
}
