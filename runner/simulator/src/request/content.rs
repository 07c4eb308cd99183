//! The content of one message: text, or an array of parts, within what the model and the role allow.

use serde_json::Value;

use crate::error::ApiError;
use crate::fields::{Fields, too_short};
use crate::limits::VIDEO_FRAMES;
use crate::models::{Feature, Model};
use crate::tokens;

/// A flat estimate: a picture of common size costs about this many tokens.
const IMAGE_TOKENS: usize = 1_024;

/// A flat estimate for a video, given as an address or as frames.
const VIDEO_TOKENS: usize = 8_192;

const UNEXPECTED_PART: &str =
    "The provided messages input is invalid. The error info is [Unexpected item type in content.]";

/// How much the model has to read, in tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) image: usize,
    pub(crate) text: usize,
    pub(crate) video: usize,
}

impl Size {
    pub(crate) const fn total(self) -> usize {
        self.image + self.text + self.video
    }

    pub(super) fn add(&mut self, other: Self) {
        self.image += other.image;
        self.text += other.text;
        self.video += other.video;
    }
}

/// The content of one message.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The text parts, a line each.
    pub(super) text: String,
    pub(super) size: Size,
}

/// Reads `content` of the message at `fields`. `None`: the message has none.
pub(super) fn read(
    fields: &Fields<'_>,
    role: &str,
    model: &Model,
) -> Result<Option<Content>, ApiError> {
    let path = fields.path_of("content");
    match fields.present("content") {
        None => Ok(None),
        Some(Value::String(text)) => {
            let mut content = Content::default();
            content.push_text(text);
            Ok(Some(content))
        }
        Some(Value::Array(parts)) => read_parts(parts, &path, role, model).map(Some),
        Some(Value::Object(_)) => Err(ApiError::content_type(&path, "an object")),
        Some(Value::Number(_)) => Err(ApiError::content_type(&path, "a number")),
        Some(_) => Err(ApiError::content_type(&path, "a boolean")),
    }
}

fn read_parts(parts: &[Value], path: &str, role: &str, model: &Model) -> Result<Content, ApiError> {
    if parts.is_empty() {
        return Err(too_short(path).into());
    }
    let mut content = Content::default();
    let mut is_cached = false;
    for (index, value) in parts.iter().enumerate() {
        let part = Fields::of(value, format!("{path}.[{index}]"))?;
        is_cached |= part.object("cache_control")?.is_some();
        let kind = part.string("type")?.ok_or_else(|| part.required("type"))?;
        match kind {
            "text" => content.push_text(part.string("text")?.ok_or_else(|| part.required("text"))?),
            // Pictures and videos only from the user, only for models that see.
            "image_url" if model.has(Feature::Sees) && role == "user" => {
                content.size.image += image(&part)?;
            }
            "video_url" | "video" if model.has(Feature::Sees) && role == "user" => {
                content.size.video += video(&part, kind)?;
            }
            _ => return Err(ApiError::parameter(UNEXPECTED_PART)),
        }
    }
    // An explicit cache marker needs an array, so it makes one acceptable everywhere.
    if (!model.has(Feature::Sees) || role == "tool") && !is_cached {
        return Err(ApiError::parameter("input content must be a string."));
    }
    Ok(content)
}

impl Content {
    fn push_text(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.size.text += tokens::count(text);
    }
}

fn image(part: &Fields<'_>) -> Result<usize, ApiError> {
    check_url_of(part, "image_url")?;
    Ok(IMAGE_TOKENS)
}

fn video(part: &Fields<'_>, kind: &str) -> Result<usize, ApiError> {
    if kind == "video_url" {
        check_url_of(part, kind)?;
        return Ok(VIDEO_TOKENS);
    }
    let frames = part.array("video")?.ok_or_else(|| part.required("video"))?;
    if !VIDEO_FRAMES.contains(&frames.len()) {
        // The spelling is the service's own.
        return Err(ApiError::parameter(
            "the range of sequence images shoule be (4, 512)",
        ));
    }
    for frame in frames {
        check_url(frame.as_str().unwrap_or_default())?;
    }
    Ok(VIDEO_TOKENS)
}

fn check_url_of(part: &Fields<'_>, name: &str) -> Result<(), ApiError> {
    let holder = part.object(name)?.ok_or_else(|| part.required(name))?;
    check_url(
        holder
            .string("url")?
            .ok_or_else(|| holder.required("url"))?,
    )
}

fn check_url(url: &str) -> Result<(), ApiError> {
    let is_data = url.starts_with("data:") && url.contains(";base64,");
    let is_remote = ["http://", "https://", "oss://"].iter().any(|scheme| {
        url.strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty())
    });
    if is_data || is_remote {
        Ok(())
    } else {
        Err(ApiError::parameter(
            "The provided URL does not appear to be valid. Ensure it is correctly formatted.",
        ))
    }
}
