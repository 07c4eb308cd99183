//! The question that a request for a description asks, or its refusal before anything is sent.
//!
//! Source: media understanding of the Qwen provider, and DashScope visual understanding reference, November 2026. Where
//! they differ in a size, the reference holds: an item's base64 text has at most 10,485,760 bytes there.

#[cfg(test)]
mod tests;

use super::types::{Media, Request};
use crate::chat::encode;
use crate::chat::types::{
    ImagePart, Message, Part, Request as ChatRequest, TextPart, ThinkingLevel, TimeoutOverrides,
    VideoPart, VideoSource,
};
use crate::error::Error;
use crate::http::Timeouts;
use crate::model::{Model, ThinkingSupport};
use crate::prelude::*;

/// What is asked when the caller asks nothing.
const PROMPT: &str = "Describe in detail what is shown here and what happens in it.";

/// The longest description when the caller neither asks something nor names a length, in characters.
const MOST_CHARACTERS: u32 = 500;

/// The answer's length in tokens, unless more characters than this were asked for: one takes about a token at most.
const FEWEST_TOKENS: u32 = 512;

/// The most bytes of all URLs of a request.
const MOST_BYTES: usize = 70 << 20;

/// How long an answer of limited length may take to begin, in milliseconds; it comes whole.
const IMAGE_MS: u64 = 60_000;
const VIDEO_MS: u64 = 120_000;

/// A question, ready to be asked in chat.
#[derive(Debug, PartialEq)]
pub(crate) struct Question {
    pub(crate) chat: ChatRequest,
    /// The length that the model was told, in characters.
    pub(crate) most_characters: Option<u32>,
    shows_video: bool,
}

impl Question {
    /// What a request asks of a model.
    ///
    /// # Errors
    /// `invalid-request`, naming the field, what is wrong with it and what is allowed.
    pub(crate) fn of(request: Request, model: &Model) -> Result<Self, Error> {
        let (text, most_characters) = words(request.prompt.as_deref(), request.max_characters)?;
        let shows_video = request
            .media
            .iter()
            .any(|media| matches!(media, Media::Video(_)));
        let mut content = vec![Part::Text(TextPart { text, cache: false })];
        add(request.media, &mut content)?;
        let mut question = Self {
            chat: ChatRequest::default(),
            most_characters,
            shows_video,
        };
        question.chat.messages.push(Message::User(content));
        match model.thinking {
            ThinkingSupport::None | ThinkingSupport::OptionalOff => question.limit(model),
            // The limit would count the thinking too.
            ThinkingSupport::OptionalOn | ThinkingSupport::Always => {}
        }
        Ok(question)
    }

    /// Tells the model not to think.
    pub(crate) fn forbid_thinking(&mut self, model: &Model) {
        self.chat.thinking = Some(ThinkingLevel::Off);
        self.limit(model);
    }

    /// Sets the time that the answer may take, which the configured time only lengthens.
    pub(crate) fn limit_time(&mut self, configured: Timeouts) {
        let first_byte_ms = if self.shows_video { VIDEO_MS } else { IMAGE_MS };
        // A configured time is the same for both limits, and the defaults differ: they are no wish of anybody.
        let first_byte_ms = if configured == Timeouts::default() {
            first_byte_ms
        } else {
            first_byte_ms.max(configured.first_byte_ms)
        };
        // What may be of any length takes any time.
        self.chat.timeouts = self.chat.max_tokens.map(|_| TimeoutOverrides {
            first_byte_ms: Some(first_byte_ms),
            ..TimeoutOverrides::default()
        });
    }

    fn limit(&mut self, model: &Model) {
        self.chat.max_tokens = self
            .most_characters
            .map(|most| most.max(FEWEST_TOKENS).min(model.output_limit));
    }
}

/// What is asked, and the length in it.
fn words(prompt: Option<&str>, most: Option<u32>) -> Result<(String, Option<u32>), Error> {
    if prompt.is_some_and(|prompt| prompt.trim().is_empty()) {
        return Err(Error::invalid("prompt is blank")
            .with_hint("say what to tell, or leave it out for a detailed description"));
    }
    if most == Some(0) {
        return Err(
            Error::invalid("max-characters is 0; allowed is from 1").with_hint(&format!(
                "give max-characters a value from 1, or leave it out for {MOST_CHARACTERS}"
            )),
        );
    }
    let most = most.or(prompt.is_none().then_some(MOST_CHARACTERS));
    let prompt = prompt.unwrap_or(PROMPT);
    let text = match most {
        Some(most) => format!("{prompt}\nAnswer in at most {most} characters."),
        None => prompt.to_owned(),
    };
    Ok((text, most))
}

/// Adds what is shown.
fn add(media: Vec<Media>, content: &mut Vec<Part>) -> Result<(), Error> {
    if media.is_empty() {
        return Err(Error::invalid("media is empty").with_hint("name at least one image or video"));
    }
    let bytes: usize = media.iter().map(|media| media.url().len()).sum();
    if bytes > MOST_BYTES {
        return Err(Error::invalid(format!("media has {bytes} bytes in all")).with_hint(&format!(
            "allowed is {MOST_BYTES} bytes over all items; larger media go by URL, or in several requests"
        )));
    }
    for (index, media) in media.into_iter().enumerate() {
        let part = media.into_part();
        encode::check_media(&part, &format!("media[{index}]"))?;
        content.push(part);
    }
    Ok(())
}

impl Media {
    fn url(&self) -> &str {
        match self {
            Self::Image(url) | Self::Video(url) => url,
        }
    }

    fn into_part(self) -> Part {
        match self {
            Self::Image(url) => Part::Image(ImagePart {
                url,
                min_pixels: None,
                max_pixels: None,
                cache: false,
            }),
            Self::Video(url) => Part::Video(VideoPart {
                source: VideoSource::File(url),
                fps: None,
                total_pixels: None,
                cache: false,
            }),
        }
    }
}
