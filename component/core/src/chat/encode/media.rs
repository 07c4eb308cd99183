//! What pictures, videos and recordings must be like, checked before anything is sent.
//! Knows only URLs: a file is read by the host, which makes a `data` URL of it.
//!
//! Source: DashScope chat and visual understanding references, November 2026.

mod data;
mod size;
#[cfg(test)]
mod tests;

use crate::chat::types::{AudioPart, ImagePart, Message, Part, VideoPart, VideoSource};
use crate::error::Error;
use crate::model::InputKind;
use crate::number;
use crate::prelude::*;

/// How URLs begin that the provider fetches, in small letters as it takes them.
const FETCHED: [&str; 3] = ["http://", "https://", STORED];

/// How URLs begin of files in the provider's own store.
const STORED: &str = "oss://";

/// The most bytes of a `data` URL's base64 text.
const MOST_BASE64: usize = 10_485_760;

/// The most pixels that an image is scaled to.
const MOST_IMAGE_PIXELS: u32 = 16_777_216;

/// The most pixels over all frames of a video.
const MOST_VIDEO_PIXELS: u32 = 819_200_000;

/// The fewest and the most frames of a video that is given by its frames.
const FRAMES: core::ops::RangeInclusive<usize> = 4..=512;

/// The fewest and the most frames a second.
const FRAMES_A_SECOND: core::ops::RangeInclusive<f64> = 0.1..=10.0;

/// The fewest pixels of a side, and the most by which one side may be longer than the other.
const SHORTEST_SIDE: u32 = 10;
const MOST_RATIO: u32 = 200;

/// How much of an image's base64 text is looked at for its size; the size stands behind a camera's notes.
const LOOKED_AT: usize = 512 * 1024;

/// What the media of a conversation are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Media {
    /// There are any.
    pub(super) any: bool,
    /// One has an `oss` URL, which the provider resolves only when told to.
    pub(super) stored: bool,
}

/// Checks all media of a conversation.
///
/// # Errors
/// `invalid-request`, naming the message and the part, what is wrong with it and what is allowed.
pub(super) fn check(messages: &[Message]) -> Result<Media, Error> {
    let mut media = Media::default();
    for (index, message) in messages.iter().enumerate() {
        let parts = match message {
            Message::User(parts) => parts,
            Message::Tool(result) => &result.content,
            Message::System(_) | Message::Assistant(_) => continue,
        };
        for (number, part) in parts.iter().enumerate() {
            let place = format!("messages[{index}].content[{number}]");
            let Some(urls) = check_part(part, &place)? else {
                continue;
            };
            media.any = true;
            media.stored |= urls.iter().any(|url| url.starts_with(STORED));
        }
    }
    Ok(media)
}

/// Checks one part, and gives its URLs; `None` for text.
///
/// # Errors
/// Like [`check`], naming the part by `place`.
pub(crate) fn check_part<'a>(part: &'a Part, place: &str) -> Result<Option<&'a [String]>, Error> {
    let urls = match part {
        Part::Text(_) => return Ok(None),
        Part::Image(image) => check_image(image),
        Part::Video(video) => check_video(video),
        Part::Audio(audio) => check_audio(audio),
    };
    urls.map(Some).map_err(|error| at(error, place))
}

/// The kinds of media in a conversation, each once, text not among them.
pub fn kinds(messages: &[Message]) -> Vec<InputKind> {
    let parts = messages.iter().flat_map(|message| match message {
        Message::User(parts) => parts.as_slice(),
        Message::Tool(result) => &result.content,
        Message::System(_) | Message::Assistant(_) => &[],
    });
    let mut kinds = Vec::new();
    for part in parts {
        let kind = match part {
            Part::Text(_) => continue,
            Part::Image(_) => InputKind::Image,
            Part::Video(_) => InputKind::Video,
            Part::Audio(_) => InputKind::Audio,
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

fn check_image(image: &ImagePart) -> Result<&[String], Error> {
    let data = check_url(&image.url, "image")?;
    check_pixels("max-pixels", image.max_pixels, MOST_IMAGE_PIXELS)?;
    check_pixels("min-pixels", image.min_pixels, MOST_IMAGE_PIXELS)?;
    if let (Some(min), Some(max)) = (image.min_pixels, image.max_pixels)
        && min > max
    {
        return Err(wrong(
            format!("min-pixels is {min} and max-pixels {max}"),
            "min-pixels is at most max-pixels",
        ));
    }
    if let Some(data) = data {
        check_sides(data)?;
    }
    Ok(core::slice::from_ref(&image.url))
}

fn check_video(video: &VideoPart) -> Result<&[String], Error> {
    if let Some(fps) = video.fps
        && !FRAMES_A_SECOND.contains(&fps)
    {
        return Err(wrong(
            ["fps is ", &number::written(fps)].concat(),
            "from 0.1 to 10 frames a second",
        ));
    }
    check_pixels("total-pixels", video.total_pixels, MOST_VIDEO_PIXELS)?;
    match &video.source {
        VideoSource::File(url) => {
            check_url(url, "video")?;
            Ok(core::slice::from_ref(url))
        }
        VideoSource::Frames(frames) if FRAMES.contains(&frames.len()) => {
            for frame in frames {
                check_url(frame, "image")?;
            }
            Ok(frames)
        }
        VideoSource::Frames(frames) => Err(wrong(
            format!("it has {} frames", frames.len()),
            "4 to 512 frames",
        )),
    }
}

fn check_audio(audio: &AudioPart) -> Result<&[String], Error> {
    check_url(&audio.url, "audio")?;
    Ok(core::slice::from_ref(&audio.url))
}

/// The base64 text of a `data` URL; `None` for a URL that the provider fetches.
fn check_url<'a>(url: &'a str, kind: &str) -> Result<Option<&'a str>, Error> {
    if let Some(rest) = url.strip_prefix("data:") {
        return check_data(url, rest, kind).map(Some);
    }
    let mut beginnings = FETCHED.iter().filter_map(|scheme| url.strip_prefix(scheme));
    if beginnings.any(|rest| !rest.is_empty()) {
        return Ok(None);
    }
    Err(wrong(
        format!("`{}` is not a URL that the provider takes", beginning(url)),
        "an http, https, oss or base64 data URL; the component reads no files, so a host makes a data URL of one",
    ))
}

fn check_data<'a>(url: &str, rest: &'a str, kind: &str) -> Result<&'a str, Error> {
    const FORM: &str =
        "data:TYPE;base64,DATA, where TYPE is such as image/png, video/mp4 or audio/wav";
    let parts = rest
        .split_once(',')
        .and_then(|(head, data)| Some((head.strip_suffix(";base64")?, data)));
    let Some((media_type, data)) = parts else {
        return Err(wrong(
            format!("`{}` is no base64 data URL", beginning(url)),
            FORM,
        ));
    };
    let family = media_type.split_once('/').map(|(family, _)| family);
    // The provider's own samples name no type: it looks at the data.
    if !media_type.is_empty() && !family.is_some_and(|family| family.eq_ignore_ascii_case(kind)) {
        return Err(wrong(
            format!(
                "its data are of type `{}` and not {kind}",
                beginning(media_type)
            ),
            FORM,
        ));
    }
    if data.len() > MOST_BASE64 {
        return Err(wrong(
            format!("its base64 text has {} bytes", data.len()),
            "10,485,760 bytes of base64, which is about 7.8 MB of data; larger media go by URL",
        ));
    }
    let digits = data.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    if digits.is_empty() || !digits.bytes().all(is_digit) {
        return Err(wrong(String::from("its data are not base64"), FORM));
    }
    Ok(data)
}

fn check_pixels(name: &str, pixels: Option<u32>, most: u32) -> Result<(), Error> {
    match pixels {
        Some(pixels) if !(1..=most).contains(&pixels) => Err(wrong(
            format!("{name} is {pixels}"),
            &format!("from 1 to {most} pixels"),
        )),
        _ => Ok(()),
    }
}

/// Refuses an image that is too small or too long. One of a format that is not known here is the provider's to judge.
fn check_sides(base64: &str) -> Result<(), Error> {
    // Whole groups of four letters, so that a cut text is still base64.
    let end = base64.len().min(LOOKED_AT) / 4 * 4;
    let beginning = base64.get(..end).unwrap_or_default();
    let Some(bytes) = data::decode(beginning) else {
        return Ok(());
    };
    let Some((width, height)) = size::size(&bytes) else {
        return Ok(());
    };
    let (shorter, longer) = (width.min(height), width.max(height));
    if shorter >= SHORTEST_SIDE && longer <= shorter.saturating_mul(MOST_RATIO) {
        return Ok(());
    }
    Err(wrong(
        format!("the image is {width} by {height} pixels"),
        "sides of at least 10 pixels, one at most 200 times as long as the other",
    ))
}

/// As much of a text as a message needs: a `data` URL has millions of letters.
fn beginning(text: &str) -> String {
    const MOST: usize = 60;
    let mut beginning: String = text.chars().take(MOST).collect();
    if beginning.len() < text.len() {
        beginning.push('…');
    }
    beginning
}

/// What is wrong with a part, and what is allowed.
fn wrong(what: String, allowed: &str) -> Error {
    Error::invalid(what).with_hint(&format!("allowed is {allowed}"))
}

/// The same error, naming the part.
fn at(mut error: Error, place: &str) -> Error {
    error.message = format!("{place}: {}", error.message);
    error
}
