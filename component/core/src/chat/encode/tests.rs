//! Whole bodies: what is sent for a request, and what is refused. What several test files need stands here.

mod any;
mod body;
mod cache;
mod limits;
mod messages;
mod parts;
mod reasoning;
mod surrogates;
mod thinking;

pub(super) use any::any_messages;
pub(crate) use any::any_request;

use super::{Encoded, Options, body};
use crate::chat::types::{
    AssistantMessage, AudioPart, ImagePart, Message, Part, Request, TextPart, Tool, ToolCall,
    ToolMessage, TurnStatus, VideoPart, VideoSource,
};
use crate::error::{Error, ErrorKind};
use crate::model::{Model, ThinkingSupport};
use crate::warning::Warning;

pub(crate) fn model(id: &str) -> Model {
    Model {
        id: String::from(id),
        name: String::from(id),
        input: Vec::new(),
        context_window: 1_000_000,
        output_limit: 65_536,
        thinking: ThinkingSupport::OptionalOn,
        thinking_budget_limit: Some(81_920),
        plans: Vec::new(),
        prices: Vec::new(),
        source: String::new(),
        as_of: String::new(),
    }
}

/// A model that thinks in this way.
pub(super) fn thinker(id: &str, thinking: ThinkingSupport) -> Model {
    Model {
        thinking,
        ..model(id)
    }
}

pub(super) fn asking(text: &str) -> Request {
    Request {
        messages: vec![Message::user(text)],
        ..Request::default()
    }
}

/// A request that asks something and has one option changed.
pub(super) fn changed(change: fn(&mut Request)) -> Request {
    let mut request = asking("a");
    change(&mut request);
    request
}

pub(super) fn text_part(text: &str) -> TextPart {
    TextPart {
        text: String::from(text),
        cache: false,
    }
}

pub(super) fn text(text: &str) -> Part {
    Part::Text(text_part(text))
}

pub(super) fn image(url: &str) -> ImagePart {
    ImagePart {
        url: String::from(url),
        min_pixels: None,
        max_pixels: None,
        cache: false,
    }
}

pub(super) fn video(source: VideoSource) -> VideoPart {
    VideoPart {
        source,
        fps: None,
        total_pixels: None,
        cache: false,
    }
}

pub(super) fn audio(url: &str) -> AudioPart {
    AudioPart {
        url: String::from(url),
        format: None,
    }
}

pub(super) fn system(text: &str) -> Message {
    Message::System(vec![text_part(text)])
}

pub(super) fn answer(text: &str, status: TurnStatus) -> AssistantMessage {
    AssistantMessage {
        text: String::from(text),
        reasoning: None,
        tool_calls: Vec::new(),
        status,
        model: None,
    }
}

/// An answer that only calls the function `f`, once for each of these ids.
pub(super) fn calling(ids: &[&str]) -> AssistantMessage {
    let call = |id: &&str| ToolCall {
        id: String::from(*id),
        name: String::from("f"),
        arguments_json: String::from("{}"),
    };
    AssistantMessage {
        tool_calls: ids.iter().map(call).collect(),
        ..answer("", TurnStatus::Complete)
    }
}

pub(super) fn result(call_id: &str, content: Vec<Part>) -> Message {
    Message::Tool(ToolMessage {
        call_id: String::from(call_id),
        content,
    })
}

pub(super) fn tool(name: &str) -> Tool {
    Tool {
        name: String::from(name),
        description: None,
        parameters_json: None,
    }
}

pub(super) fn codes(warnings: &[Warning]) -> Vec<&str> {
    warnings
        .iter()
        .map(|warning| warning.code.as_str())
        .collect()
}

/// The body, and the codes of the warnings.
fn encode_for(
    id: &str,
    request: &Request,
    options: &Options<'_>,
) -> Result<(String, Vec<String>), Error> {
    let Encoded { body, warnings, .. } = body(request.clone(), &model(id), options)?;
    let body = String::from_utf8(body).expect("UTF-8");
    let codes = codes(&warnings).into_iter().map(String::from);
    Ok((body, codes.collect()))
}

/// The body after model and messages, with which every body begins, and the codes of the warnings.
#[track_caller]
fn rest(id: &str, request: &Request, options: &Options<'_>) -> (String, Vec<String>) {
    let (body, warnings) = encode_for(id, request, options).expect("a body");
    let beginning = format!(r#"{{"model":"{id}","messages":[{{"role":"user","content":"a"}}]"#);
    let rest = body
        .strip_prefix(&beginning)
        .and_then(|rest| rest.strip_suffix('}'))
        .expect("the beginning");
    (rest.trim_start_matches(',').to_owned(), warnings)
}

/// The messages of the body that a conversation gives, without the brackets around them, and the codes of the warnings.
#[track_caller]
fn messages(id: &str, messages: Vec<Message>) -> (String, Vec<String>) {
    let request = Request {
        messages,
        ..Request::default()
    };
    let (body, warnings) = encode_for(id, &request, &Options::default()).expect("a body");
    let messages = body
        .strip_prefix(&format!(r#"{{"model":"{id}","messages":["#))
        .and_then(|rest| rest.strip_suffix("]}"))
        .expect("nothing but model and messages");
    (messages.to_owned(), warnings)
}

#[track_caller]
fn refusal(request: &Request) -> Error {
    let error = encode_for("qwen3.5-plus", request, &Options::default()).expect_err("a refusal");
    assert!(!error.request_sent);
    error
}

#[track_caller]
fn refused(change: fn(&mut Request), message: &str) {
    let error = refusal(&changed(change));
    assert_eq!(
        (&error.kind, error.message.as_str()),
        (&ErrorKind::InvalidRequest, message)
    );
}
