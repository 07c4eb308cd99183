//! The messages of a chat request, and the parts of their content.

use crate::chat::types::{
    AssistantMessage, AudioPart, ImagePart, Message, Part, TextPart, ToolCall, ToolMessage,
    TurnStatus, VideoPart, VideoSource,
};
use crate::joined::joined;
use crate::prelude::*;
use crate::server::error::Refusal;
use crate::server::value::Value;
use crate::warning::Warnings;

pub(super) fn read(value: &Value<'_>, warnings: &mut Warnings) -> Result<Vec<Message>, Refusal> {
    value.each(&mut |value| message(value, warnings))
}

fn message(value: &Value<'_>, warnings: &mut Warnings) -> Result<Message, Refusal> {
    let role = value.need("role")?;
    match role.text()? {
        // The second one is OpenAI's newer word for the first.
        "system" | "developer" => {
            value.known(&["role", "content"], warnings)?;
            Ok(Message::System(texts(value, warnings)?))
        }
        "user" => {
            value.known(&["role", "content"], warnings)?;
            Ok(Message::User(parts(&value.need("content")?, warnings)?))
        }
        "assistant" => Ok(Message::Assistant(assistant(value, warnings)?)),
        "tool" => {
            value.known(&["role", "content", "tool_call_id"], warnings)?;
            Ok(Message::Tool(ToolMessage {
                call_id: value.need("tool_call_id")?.owned()?,
                content: parts(&value.need("content")?, warnings)?,
            }))
        }
        _ => Err(role.outside("system, developer, user, assistant and tool")),
    }
}

fn assistant(value: &Value<'_>, warnings: &mut Warnings) -> Result<AssistantMessage, Refusal> {
    value.known(
        &[
            "role",
            "content",
            "reasoning_content",
            "tool_calls",
            "partial",
        ],
        warnings,
    )?;
    let texts = match value.get("content") {
        Some(_) => texts(value, warnings)?,
        None => Vec::new(),
    };
    let texts: Vec<_> = texts.into_iter().map(|part| part.text).collect();
    let reasoning = value.get("reasoning_content");
    let reasoning = reasoning.map(|value| value.owned());
    let calls = match value.get("tool_calls") {
        Some(calls) => calls.each(&mut |value| tool_call(value, warnings))?,
        None => Vec::new(),
    };
    let is_partial = value.get("partial").map(|value| value.flag()).transpose()?;
    Ok(AssistantMessage {
        text: joined(&texts, "\n"),
        reasoning: reasoning.transpose()?,
        tool_calls: calls,
        status: if is_partial == Some(true) {
            TurnStatus::Partial
        } else {
            TurnStatus::Complete
        },
        model: None,
    })
}

fn tool_call(value: &Value<'_>, warnings: &mut Warnings) -> Result<ToolCall, Refusal> {
    // The place of a call is its place in the list.
    value.known(&["id", "type", "index", "function"], warnings)?;
    if let Some(kind) = value.get("type")
        && kind.text()? != "function"
    {
        return Err(kind.outside("function"));
    }
    let function = value.need("function")?;
    function.known(&["name", "arguments"], warnings)?;
    Ok(ToolCall {
        id: value.need("id")?.owned()?,
        name: function.need("name")?.owned()?,
        arguments_json: function.need("arguments")?.owned()?,
    })
}

/// Content that is text, or a list of texts.
fn texts(message: &Value<'_>, warnings: &mut Warnings) -> Result<Vec<TextPart>, Refusal> {
    let content = message.need("content")?;
    let mut texts = Vec::new();
    for part in parts(&content, warnings)? {
        let Part::Text(part) = part else {
            let path = format!("{}[{}].type", content.path(), texts.len());
            let message = [&path, ": such a message takes text only"].concat();
            return Err(Refusal::field(path, message));
        };
        texts.push(part);
    }
    Ok(texts)
}

/// Content of any kind: a text, or a list of parts.
fn parts(content: &Value<'_>, warnings: &mut Warnings) -> Result<Vec<Part>, Refusal> {
    if let Ok(text) = content.text() {
        return Ok(vec![Part::Text(TextPart {
            text: String::from(text),
            cache: false,
        })]);
    }
    if content.list().is_err() {
        return Err(content.wrong("a text or a list of parts"));
    }
    content.each(&mut |value| part(value, warnings))
}

fn part(value: &Value<'_>, warnings: &mut Warnings) -> Result<Part, Refusal> {
    let kind = value.need("type")?;
    let kind_of_part = kind.text()?;
    let Some((_, names)) = PARTS.iter().find(|(known, _)| *known == kind_of_part) else {
        return Err(kind.outside("text, image_url, video_url, video and input_audio"));
    };
    value.known(names, warnings)?;
    let pixels = |name| value.get(name).map(|value| value.whole()).transpose();
    let cache = marked(value, warnings)?;
    let video = |source| {
        Ok(Part::Video(VideoPart {
            source,
            fps: value.get("fps").map(|value| value.number()).transpose()?,
            total_pixels: pixels("total_pixels")?,
            cache,
        }))
    };
    match kind_of_part {
        "image_url" => Ok(Part::Image(ImagePart {
            url: url(&value.need("image_url")?, warnings)?,
            min_pixels: pixels("min_pixels")?,
            max_pixels: pixels("max_pixels")?,
            cache,
        })),
        "video_url" => video(VideoSource::File(url(&value.need("video_url")?, warnings)?)),
        "video" => {
            let frames = value.need("video")?;
            video(VideoSource::Frames(frames.texts()?))
        }
        "input_audio" => audio(&value.need("input_audio")?, warnings),
        _ => Ok(Part::Text(TextPart {
            text: value.need("text")?.owned()?,
            cache,
        })),
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
fn url(value: &Value<'_>, warnings: &mut Warnings) -> Result<String, Refusal> {
    if let Ok(url) = value.text() {
        return Ok(String::from(url));
    }
    value.known(&["url"], warnings)?;
    value.need("url")?.owned()
}

/// Sound: the provider takes a URL, OpenAI's clients send the bytes in base64.
fn audio(value: &Value<'_>, warnings: &mut Warnings) -> Result<Part, Refusal> {
    value.known(&["data", "format"], warnings)?;
    let data = value.need("data")?.text()?;
    let format = value.get("format");
    let format = format.map(|value| value.owned()).transpose()?;
    let is_url = data.starts_with("data:") || data.contains("://");
    let kind = match format.as_deref() {
        Some("mp3") => "mpeg",
        other => other.unwrap_or("wav"),
    };
    Ok(Part::Audio(AudioPart {
        url: if is_url {
            String::from(data)
        } else {
            ["data:audio/", kind, ";base64,", data].concat()
        },
        format,
    }))
}

/// Whether a part ends what is to be cached.
fn marked(value: &Value<'_>, warnings: &mut Warnings) -> Result<bool, Refusal> {
    let Some(mark) = value.get("cache_control") else {
        return Ok(false);
    };
    mark.known(&["type"], warnings)?;
    let kind = mark.need("type")?;
    if kind.text()? == "ephemeral" {
        return Ok(true);
    }
    Err(kind.outside("ephemeral"))
}
