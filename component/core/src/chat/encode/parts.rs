//! The content of a message as the wire takes it: one text, or a list of parts.
//!
//! Source: DashScope chat reference, November 2026. Options of a picture or video stand beside its URL, not in it.

use alloc::borrow::Cow;

use serde::Serialize;

use super::cache::{Marker, Marks};
use crate::chat::types::{Part, TextPart, VideoSource};
use crate::prelude::*;

/// The content of a message.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Content<'a> {
    Text(Cow<'a, str>),
    Parts(Vec<WirePart<'a>>),
}

/// One part.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum WirePart<'a> {
    Text {
        text: Cow<'a, str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cache_control: Option<Marker>,
    },
    ImageUrl {
        image_url: Url<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        min_pixels: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        max_pixels: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cache_control: Option<Marker>,
    },
    VideoUrl {
        video_url: Url<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        fps: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        total_pixels: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cache_control: Option<Marker>,
    },
    Video {
        video: &'a [String],
        #[serde(skip_serializing_if = "Option::is_none")]
        fps: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        total_pixels: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cache_control: Option<Marker>,
    },
    InputAudio {
        input_audio: Audio<'a>,
    },
}

#[derive(Debug, Serialize)]
pub(super) struct Url<'a> {
    url: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct Audio<'a> {
    data: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'a str>,
}

impl<'a> Content<'a> {
    /// The content of any parts.
    pub(super) fn of(parts: impl IntoIterator<Item = &'a Part>, marks: &mut Marks) -> Self {
        let parts = parts.into_iter().filter(|part| !is_empty(part));
        Self::from_parts(parts.map(|part| wire(part, marks)).collect())
    }

    /// The content of texts.
    pub(super) fn of_texts(parts: &'a [TextPart], marks: &mut Marks) -> Self {
        let parts = parts.iter().filter(|part| !part.text.is_empty());
        Self::from_parts(parts.map(|part| text(part, marks)).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Parts(parts) => parts.is_empty(),
        }
    }

    /// The same content and a sentence after it.
    pub(super) fn followed_by(self, sentence: String) -> Self {
        match self {
            Self::Text(text) if text.is_empty() => Self::Text(Cow::Owned(sentence)),
            Self::Text(text) => Self::Text(Cow::Owned([&text, "\n", &sentence].concat())),
            Self::Parts(mut parts) => {
                parts.push(WirePart::Text {
                    text: Cow::Owned(sentence),
                    cache_control: None,
                });
                Self::Parts(parts)
            }
        }
    }

    /// Texts without markers are one text, each on a new line.
    fn from_parts(parts: Vec<WirePart<'a>>) -> Self {
        let is_plain = |part: &WirePart<'_>| {
            matches!(
                part,
                WirePart::Text {
                    cache_control: None,
                    ..
                }
            )
        };
        if !parts.iter().all(is_plain) {
            return Self::Parts(parts);
        }
        let mut texts = parts.into_iter().filter_map(|part| match part {
            WirePart::Text { text, .. } => Some(text),
            _ => None,
        });
        let mut all = texts.next().unwrap_or_default();
        for text in texts {
            let all = all.to_mut();
            all.push('\n');
            all.push_str(&text);
        }
        Self::Text(all)
    }
}

pub(super) fn is_text(part: &Part) -> bool {
    matches!(part, Part::Text(_))
}

fn is_empty(part: &Part) -> bool {
    matches!(part, Part::Text(part) if part.text.is_empty())
}

fn text<'a>(part: &'a TextPart, marks: &mut Marks) -> WirePart<'a> {
    WirePart::Text {
        text: Cow::Borrowed(&part.text),
        cache_control: marks.mark(part.cache),
    }
}

fn wire<'a>(part: &'a Part, marks: &mut Marks) -> WirePart<'a> {
    match part {
        Part::Text(part) => text(part, marks),
        Part::Image(part) => WirePart::ImageUrl {
            image_url: Url { url: &part.url },
            min_pixels: part.min_pixels,
            max_pixels: part.max_pixels,
            cache_control: marks.mark(part.cache),
        },
        Part::Video(part) => {
            let (fps, total_pixels) = (part.fps, part.total_pixels);
            let cache_control = marks.mark(part.cache);
            match &part.source {
                VideoSource::File(url) => WirePart::VideoUrl {
                    video_url: Url { url },
                    fps,
                    total_pixels,
                    cache_control,
                },
                VideoSource::Frames(video) => WirePart::Video {
                    video,
                    fps,
                    total_pixels,
                    cache_control,
                },
            }
        }
        Part::Audio(part) => WirePart::InputAudio {
            input_audio: Audio {
                data: &part.url,
                format: part.format.as_deref(),
            },
        },
    }
}
