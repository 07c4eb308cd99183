//! The shape of a video: size, resolution and aspect ratio, in the words that its family takes.

use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::error::Error;
use crate::prelude::*;
use crate::video::families::{DEFAULT_RESOLUTION, Family, Shape, Size};
use crate::video::types::Request;

/// What was asked for, in the words of the table.
struct Asked {
    resolution: Option<&'static str>,
    ratio: Option<&'static str>,
}

/// Writes the shape to the body's `parameters`, and gives its resolution.
///
/// # Errors
/// `invalid-request` names the field, its value and what the model takes.
pub(super) fn write(
    request: &Request,
    family: &Family,
    refuse: Refusal,
    parameters: &mut Map<String, Value>,
) -> Result<&'static str, Error> {
    let Asked { resolution, ratio } = Asked::of(request, family, refuse)?;
    let mut set = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            super::set(parameters, name, value.into());
        }
    };
    match family.shape {
        Shape::Size(_) => {
            if resolution.is_some() || ratio.is_some() {
                let resolution = resolution.unwrap_or(DEFAULT_RESOLUTION);
                let ratio = ratio.unwrap_or(DEFAULT_RATIO);
                let size = Size::of(resolution, ratio).ok_or_else(|| {
                    refuse.outside("aspect-ratio", ratio, "16:9, 9:16, 1:1, 4:3 or 3:4")
                })?;
                set("size", Some(size.pixels));
            }
        }
        // A family without ratios was asked for none.
        Shape::Resolution(_) | Shape::ResolutionAndRatio(..) => {
            set("resolution", resolution);
            set("ratio", ratio);
        }
    }
    Ok(resolution.unwrap_or(DEFAULT_RESOLUTION))
}

/// The resolution of a size, as any family gives it.
pub(super) fn resolution_of(pixels: &str) -> Option<&'static str> {
    let every = Shape::ResolutionAndRatio(EVERY_RESOLUTION, SIZE_RATIOS);
    every.size(pixels).map(|size| size.resolution)
}

const EVERY_RESOLUTION: &[&str] = &["480P", "720P", "1080P"];

/// The aspect ratio of a size that only its resolution is asked for.
const DEFAULT_RATIO: &str = "16:9";

impl Asked {
    fn of(request: &Request, family: &Family, refuse: Refusal) -> Result<Self, Error> {
        let mut asked = Self {
            resolution: None,
            ratio: None,
        };
        if let Some(text) = given(request.resolution.as_deref()) {
            let allowed = family.shape.resolutions();
            asked.resolution = Some(one_of(
                allowed,
                ("resolution", text),
                str::eq_ignore_ascii_case,
                refuse,
            )?);
        }
        if let Some(text) = given(request.aspect_ratio.as_deref()) {
            let Some(allowed) = ratios(family) else {
                return Err(refuse.not_taken("aspect-ratio", "the video takes its input's"));
            };
            asked.ratio = Some(one_of(allowed, ("aspect-ratio", text), str::eq, refuse)?);
        }
        match given(request.size.as_deref()) {
            Some(size) => asked.sized(size, family, refuse),
            None => Ok(asked),
        }
    }

    /// The same with what a size says. The two may say the same, but not something else.
    fn sized(self, text: &str, family: &Family, refuse: Refusal) -> Result<Self, Error> {
        let pixels = text.replace(['x', 'X', '×'], "*");
        let size = family.shape.size(&pixels).ok_or_else(|| {
            let mut allowed = Vec::new();
            for size in family.shape.sizes() {
                allowed.push(size.pixels);
            }
            refuse.outside("size", text, &allowed.join(", "))
        })?;
        for (field, asked, said) in [
            ("resolution", self.resolution, size.resolution),
            ("aspect-ratio", self.ratio, size.ratio),
        ] {
            if let Some(asked) = asked
                && asked != said
            {
                let message = format!("size is {text} and {field} is {asked}: the size is {said}");
                return Err(Error::invalid(message).with_hint("leave one of them out"));
            }
        }
        let has_ratio = ratios(family).is_some();
        Ok(Self {
            resolution: Some(size.resolution),
            ratio: has_ratio.then_some(size.ratio),
        })
    }
}

/// The aspect ratios of a family; `None` where the input gives it.
fn ratios(family: &Family) -> Option<&'static [&'static str]> {
    match family.shape {
        Shape::Size(_) => Some(SIZE_RATIOS),
        Shape::Resolution(_) => None,
        Shape::ResolutionAndRatio(_, ratios) => Some(ratios),
    }
}

/// The aspect ratios for which there are sizes.
const SIZE_RATIOS: &[&str] = &["16:9", "9:16", "1:1", "4:3", "3:4"];

/// The word of the table that a text is.
fn one_of(
    allowed: &[&'static str],
    (field, text): (&str, &str),
    is_same: fn(&str, &str) -> bool,
    refuse: Refusal,
) -> Result<&'static str, Error> {
    let mut all = allowed.iter().copied();
    all.find(|word| is_same(word, text))
        .ok_or_else(|| refuse.outside(field, text, &allowed.join(", ")))
}

fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}
