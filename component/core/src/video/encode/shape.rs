//! The shape of a video: size, resolution and aspect ratio, in the words that its family takes.

use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::error::Error;
use crate::prelude::*;
use crate::video::families::{DEFAULT_RESOLUTION, Family, Shape, Size};
use crate::video::types::Request;

/// What was asked for.
struct Asked {
    resolution: Option<String>,
    ratio: Option<String>,
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
) -> Result<String, Error> {
    let asked = Asked::of(request, family, refuse)?;
    let mut set = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            super::set(parameters, name, value.into());
        }
    };
    let (resolution, ratio) = (asked.resolution.as_deref(), asked.ratio.as_deref());
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
    Ok(asked
        .resolution
        .unwrap_or_else(|| DEFAULT_RESOLUTION.to_owned()))
}

/// The resolution of a size, as any family gives it.
pub(super) fn resolution_of(pixels: &str) -> Option<&'static str> {
    let every = Shape::ResolutionAndRatio(EVERY_RESOLUTION, SIZE_RATIOS);
    let size = every.sizes().find(|size| size.pixels == pixels);
    size.map(|size| size.resolution)
}

const EVERY_RESOLUTION: &[&str] = &["480P", "720P", "1080P"];

/// The aspect ratio of a size that only its resolution is asked for.
const DEFAULT_RATIO: &str = "16:9";

impl Asked {
    fn of(request: &Request, family: &Family, refuse: Refusal) -> Result<Self, Error> {
        let resolutions = family.shape.resolutions();
        let resolution = match given(request.resolution.as_deref()) {
            Some(text) => {
                let resolution = text.to_ascii_uppercase();
                if !resolutions.contains(&resolution.as_str()) {
                    return Err(refuse.outside("resolution", text, &resolutions.join(", ")));
                }
                Some(resolution)
            }
            None => None,
        };
        let ratio = given(request.aspect_ratio.as_deref());
        if let (Some(ratio), Some(allowed)) = (ratio, ratios(family))
            && !allowed.contains(&ratio)
        {
            return Err(refuse.outside("aspect-ratio", ratio, &allowed.join(", ")));
        }
        if ratio.is_some() && ratios(family).is_none() {
            return Err(refuse.not_taken("aspect-ratio", "the video takes its input's"));
        }
        let asked = Self {
            resolution,
            ratio: ratio.map(str::to_owned),
        };
        match given(request.size.as_deref()) {
            Some(size) => asked.sized(size, family, refuse),
            None => Ok(asked),
        }
    }

    /// The same with what a size says. The two may say the same, but not something else.
    fn sized(self, text: &str, family: &Family, refuse: Refusal) -> Result<Self, Error> {
        let pixels = text.replace(['x', 'X', '×'], "*");
        let size = family.shape.sizes().find(|size| size.pixels == pixels);
        let size = size.ok_or_else(|| {
            let allowed: Vec<_> = family.shape.sizes().map(|size| size.pixels).collect();
            refuse.outside("size", text, &allowed.join(", "))
        })?;
        for (field, asked, said) in [
            ("resolution", &self.resolution, size.resolution),
            ("aspect-ratio", &self.ratio, size.ratio),
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
            resolution: Some(size.resolution.to_owned()),
            ratio: has_ratio.then(|| size.ratio.to_owned()),
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

fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}
