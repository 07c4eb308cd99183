//! `input`: the prompt, and the media that the family takes.

use serde_json::Value;

use super::address::{self, Upload};
use super::media;
use crate::fields::{Fields, Malformed, too_short};
use crate::native::NativeError;
use crate::video::families::{Address, Family, INPUTS, Media};

/// How many of the references of Wan 2.6 may be videos.
const MOST_VIDEOS: u32 = 3;

/// What the input says.
#[derive(Debug, Default)]
pub(super) struct Input {
    pub(super) prompt: Option<String>,
    pub(super) uploads: Vec<Upload>,
    pub(super) videos: u32,
    pub(super) mixes_modes: bool,
}

impl Input {
    pub(super) fn read(fields: &Fields<'_>, family: &Family) -> Result<Self, NativeError> {
        for name in INPUTS {
            if fields.present(name).is_some() && !family.takes_input(name) {
                let path = fields.path_of(name);
                return Err(NativeError::parameter(format!(
                    "'{path}' is not supported by this model"
                )));
            }
        }
        let mut input = Self {
            prompt: read_prompt(fields, family)?,
            ..Self::default()
        };
        for address in family.addresses {
            input.read_address(fields, address)?;
        }
        if family
            .addresses
            .iter()
            .any(|address| address.most.is_some())
        {
            input.check_references(fields)?;
        }
        if let Some(rules) = family.media {
            media::read(fields, rules, &mut input)?;
            if input.prompt.is_none() && fields.present("media").is_none() {
                return Err(fields.required("prompt").into());
            }
        }
        Ok(input)
    }

    /// Notes what is found at an address.
    pub(super) fn push(
        &mut self,
        url: &str,
        media: Media,
        path: String,
    ) -> Result<(), NativeError> {
        let is_video = match media {
            Media::Video => true,
            Media::Reference => address::is_video(url),
            Media::Audio | Media::Document | Media::Image | Media::Web => false,
        };
        self.videos += u32::from(is_video);
        self.uploads.extend(address::read(url, media, path)?);
        Ok(())
    }

    fn read_address(&mut self, fields: &Fields<'_>, field: &Address) -> Result<(), NativeError> {
        let path = fields.path_of(field.name);
        let Some(most) = field.most else {
            return match fields.string(field.name)? {
                Some(url) => self.push(url, field.media, path),
                None if field.required => Err(fields.required(field.name).into()),
                None => Ok(()),
            };
        };
        let Some(urls) = fields.array(field.name)? else {
            return Ok(());
        };
        if urls.is_empty() {
            return Err(too_short(&path).into());
        }
        if urls.len() > most {
            return Err(NativeError::parameter(format!(
                "'{path}' has {} items, at most {most} are allowed",
                urls.len()
            )));
        }
        for (index, url) in urls.iter().enumerate() {
            let path = format!("{path}.[{index}]");
            self.push(text(url, &path)?, field.media, path)?;
        }
        Ok(())
    }

    /// Wan 2.6 wants references, in one of two fields, and not too many videos.
    fn check_references(&self, fields: &Fields<'_>) -> Result<(), NativeError> {
        let has = |name| fields.present(name).is_some();
        match (has("reference_urls"), has("reference_video_urls")) {
            (false, false) => return Err(fields.required("reference_urls").into()),
            (true, true) => {
                return Err(NativeError::parameter(
                    "'input.reference_video_urls' can not be used with 'input.reference_urls'",
                ));
            }
            _ => {}
        }
        if self.videos > MOST_VIDEOS {
            return Err(NativeError::parameter(format!(
                "'input.reference_urls' has {} videos, at most {MOST_VIDEOS} are allowed",
                self.videos
            )));
        }
        Ok(())
    }
}

fn read_prompt(fields: &Fields<'_>, family: &Family) -> Result<Option<String>, NativeError> {
    let prompt = &family.prompt;
    check_length(fields, "prompt", prompt.longest)?;
    if let Some(longest) = prompt.longest_negative {
        check_length(fields, "negative_prompt", longest)?;
    }
    let text = fields.string("prompt")?.filter(|text| !text.is_empty());
    if text.is_none() && prompt.required {
        return Err(fields.required("prompt").into());
    }
    Ok(text.map(ToOwned::to_owned))
}

fn check_length(fields: &Fields<'_>, name: &str, longest: usize) -> Result<(), NativeError> {
    let length = fields.string(name)?.map_or(0, |text| text.chars().count());
    if length <= longest {
        return Ok(());
    }
    let path = fields.path_of(name);
    Err(NativeError::parameter(format!(
        "Range of '{path}' length should be [0, {longest}], but it is {length}"
    )))
}

fn text<'a>(value: &'a Value, path: &str) -> Result<&'a str, Malformed> {
    value
        .as_str()
        .ok_or_else(|| Malformed(format!("{value} is not of type 'string' - '{path}'")))
}
