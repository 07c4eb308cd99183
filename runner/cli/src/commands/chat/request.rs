//! The options of `chat` → the request.

use super::{schema, tools};
use crate::args::{Chat, Form, Limits, Media, Thinking};
use crate::failure::Failure;
use qwenbox::chat::{
    Message, Part, Request, ResponseFormat, TextPart, ThinkingLevel, Timeouts, ToolChoice,
};
use qwenbox::media::{self, Kind};
use std::time::Duration;

/// All that is asked for but the prompt.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Every option but those below.
    pub(super) options: Request,
    /// How much the model thinks.
    pub(super) thinking: Option<Thinking>,
    /// What the model is told to be and do.
    pub(super) system: Option<TextPart>,
    /// What is shown with the prompt.
    pub(super) media: Vec<Part>,
    /// What of the options was left out.
    pub(super) warnings: Vec<String>,
}

/// Reads the options, and the files that they name. Ranges are checked where the models are known: in the component.
pub(super) fn draft(chat: &Chat, model: Option<String>) -> Result<Draft, Failure> {
    let tuning = &chat.tuning;
    let (tools, warnings) = match &chat.form.tools {
        Some(path) => tools::read(path)?,
        None => (Vec::new(), Vec::new()),
    };
    let options = Request {
        model,
        tools,
        tool_choice: chat.form.tool_choice.as_deref().map(tool_choice),
        response_format: response_format(&chat.form)?,
        thinking_budget: tuning.thinking_budget,
        preserve_thinking: tuning.preserve_thinking.then_some(true),
        max_tokens: tuning.max_tokens,
        temperature: tuning.temperature,
        top_p: tuning.top_p,
        seed: tuning.seed,
        stop: tuning.stop.clone(),
        timeouts: timeouts(&chat.limits),
        retry_budget_ms: chat.limits.retry_budget.map(milliseconds),
        extra_json: tuning.extra.clone(),
        ..Request::new(Vec::new())
    };
    let system = chat.system.as_ref().map(|text| TextPart {
        text: text.clone(),
        cache: tuning.cache,
    });
    Ok(Draft {
        options,
        thinking: tuning.thinking,
        system,
        media: parts(&chat.media)?,
        warnings,
    })
}

impl Draft {
    /// The request that asks one question.
    pub(super) fn ask(mut self, prompt: &str) -> Request {
        let question = question(std::mem::take(&mut self.media), prompt);
        self.request(&[question])
    }

    /// The request that goes on after these turns.
    pub(super) fn request(&self, turns: &[Message]) -> Request {
        let system = self.system.clone().map(|text| Message::System(vec![text]));
        let messages = system.into_iter().chain(turns.iter().cloned());
        Request {
            messages: messages.collect(),
            thinking: self.thinking.map(level),
            ..self.options.clone()
        }
    }
}

/// A message of the person: what is shown, and then the words about it.
pub(super) fn question(media: Vec<Part>, prompt: &str) -> Message {
    let parts = media.into_iter().chain([Part::text(prompt)]);
    Message::User(parts.collect())
}

/// A level in the contract's words.
fn level(thinking: Thinking) -> ThinkingLevel {
    match thinking {
        Thinking::Off => ThinkingLevel::Off,
        Thinking::Minimal => ThinkingLevel::Minimal,
        Thinking::Low => ThinkingLevel::Low,
        Thinking::Medium => ThinkingLevel::Medium,
        Thinking::High => ThinkingLevel::High,
        Thinking::Xhigh => ThinkingLevel::Xhigh,
        Thinking::Adaptive => ThinkingLevel::Adaptive,
        Thinking::Max => ThinkingLevel::Max,
    }
}

fn tool_choice(choice: &str) -> ToolChoice {
    match choice {
        "auto" => ToolChoice::Auto,
        "none" => ToolChoice::None,
        "required" => ToolChoice::Required,
        name => ToolChoice::Function(name.to_owned()),
    }
}

fn response_format(form: &Form) -> Result<Option<ResponseFormat>, Failure> {
    match &form.json_schema {
        Some(path) => schema::read(path).map(ResponseFormat::JsonSchema).map(Some),
        None => Ok(form.json_object.then_some(ResponseFormat::JsonObject)),
    }
}

fn timeouts(limits: &Limits) -> Option<Timeouts> {
    limits.timeout.map(|total| Timeouts {
        connect_ms: None,
        first_byte_ms: None,
        between_bytes_ms: None,
        total_ms: Some(milliseconds(total)),
    })
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Images first, then videos, then sound.
fn parts(media: &Media) -> Result<Vec<Part>, Failure> {
    let images = media.image.iter().map(|named| (Kind::Image, named));
    let videos = media.video.iter().map(|named| (Kind::Video, named));
    let sounds = media.audio.iter().map(|named| (Kind::Audio, named));
    let all = images.chain(videos).chain(sounds);
    all.map(|(kind, named)| part(kind, named)).collect()
}

fn part(kind: Kind, named: &str) -> Result<Part, Failure> {
    let media::Media { url, format, .. } =
        media::Media::of(kind, named).map_err(|error| Failure::usage(error.to_string()))?;
    Ok(match kind {
        Kind::Image => Part::image(url),
        Kind::Video => Part::video(url),
        Kind::Audio => Part::audio(url, format),
    })
}

#[cfg(test)]
mod tests;
