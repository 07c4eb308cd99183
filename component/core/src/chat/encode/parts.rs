//! The content of a message as the wire takes it: one text, or a list of parts.
//!
//! Source: DashScope chat reference, November 2026. Options of a picture or video stand beside its URL, not in it.

use super::cache::Marks;
use crate::chat::types::{Part, TextPart, VideoSource};
use crate::prelude::*;
use crate::write::{self, Object};

/// The content of a message: its parts, and without those that are empty.
#[derive(Default)]
pub(super) struct Content<'a>(Vec<Piece<'a>>);

/// One part, and whether it is sent with a marker.
struct Piece<'a> {
    holds: Holds<'a>,
    is_marked: bool,
}

enum Holds<'a> {
    Text(&'a str),
    Media(&'a Part),
}

impl<'a> Content<'a> {
    /// The content of any parts.
    pub(super) fn of(parts: &mut dyn Iterator<Item = &'a Part>, marks: &mut Marks) -> Self {
        let mut content = Self::default();
        for part in parts {
            let (holds, asks) = match part {
                Part::Text(part) => (Holds::Text(&part.text), part.cache),
                Part::Image(image) => (Holds::Media(part), image.cache),
                Part::Video(video) => (Holds::Media(part), video.cache),
                Part::Audio(_) => (Holds::Media(part), false),
            };
            content.push(holds, asks, marks);
        }
        content
    }

    /// The content of texts.
    pub(super) fn of_texts(parts: &'a [TextPart], marks: &mut Marks) -> Self {
        let mut content = Self::default();
        for part in parts {
            content.push(Holds::Text(&part.text), part.cache, marks);
        }
        content
    }

    /// The content of one text.
    pub(super) fn of_text(text: &'a str) -> Self {
        let mut content = Self::default();
        content.add(text);
        content
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a text after what there is.
    pub(super) fn add(&mut self, text: &'a str) {
        if !text.is_empty() {
            self.0.push(Piece {
                holds: Holds::Text(text),
                is_marked: false,
            });
        }
    }

    /// Writes the content. Texts without markers are one text, each on a new line.
    pub(super) fn write(&self, out: &mut String) {
        let is_plain =
            |piece: &Piece<'_>| matches!(piece.holds, Holds::Text(_)) && !piece.is_marked;
        if !self.0.iter().all(is_plain) {
            return write::list(out, &self.0, |out, piece| {
                write::object(out, |out| piece.write(out));
            });
        }
        out.push('"');
        for (index, piece) in self.0.iter().enumerate() {
            if index > 0 {
                out.push_str("\\n");
            }
            if let Holds::Text(text) = piece.holds {
                write::letters(out, text);
            }
        }
        out.push('"');
    }

    fn push(&mut self, holds: Holds<'a>, asks: bool, marks: &mut Marks) {
        if matches!(holds, Holds::Text("")) {
            return;
        }
        let is_marked = marks.mark(asks);
        self.0.push(Piece { holds, is_marked });
    }
}

impl Piece<'_> {
    fn write(&self, out: &mut Object<'_>) {
        match &self.holds {
            Holds::Text(text) => _ = out.text("type", "text").text("text", text),
            Holds::Media(part) => media(out, part),
        }
        if self.is_marked {
            // The one kind there is.
            out.json("cache_control", r#"{"type":"ephemeral"}"#);
        }
    }
}

fn media(out: &mut Object<'_>, part: &Part) {
    match part {
        Part::Text(_) => {}
        Part::Image(image) => {
            url(out, "image_url", &image.url);
            out.some("min_pixels", image.min_pixels)
                .some("max_pixels", image.max_pixels);
        }
        Part::Video(video) => {
            match &video.source {
                VideoSource::File(file) => url(out, "video_url", file),
                VideoSource::Frames(frames) => {
                    out.text("type", "video")
                        .list("video", frames, |out, frame| write::text(out, frame));
                }
            }
            out.some("fps", video.fps)
                .some("total_pixels", video.total_pixels);
        }
        Part::Audio(audio) => {
            out.text("type", "input_audio")
                .object("input_audio", |input| {
                    input
                        .text("data", &audio.url)
                        .some_text("format", audio.format.as_deref());
                });
        }
    }
}

/// Writes a URL in an object of its own, which is named like the kind of the part.
fn url(out: &mut Object<'_>, kind: &str, url: &str) {
    out.text("type", kind).object(kind, |out| {
        out.text("url", url);
    });
}
