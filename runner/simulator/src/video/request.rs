//! A request for a film, read from its body under the rules of the model's family or refused with the field's name.
//! Whether uploaded media exist is not looked at here.

mod address;
mod input;
mod media;
mod parameters;

use serde_json::Value;

use super::dimensions::Dimensions;
use super::families::{self, Family};
use crate::fields::Fields;
use crate::native::NativeError;
pub(crate) use address::Upload;
use input::Input;
use parameters::Parameters;

/// A request that the API accepts.
#[derive(Clone, Debug)]
pub(crate) struct VideoRequest {
    pub(crate) model: String,
    pub(crate) family: &'static Family,
    pub(crate) prompt: Option<String>,
    pub(crate) dimensions: Dimensions,
    /// Like `16:9`.
    pub(crate) ratio: &'static str,
    /// Length of the film, in seconds.
    pub(crate) seconds: u32,
    /// Whether the film was asked for with sound. The simulator's have none.
    pub(crate) audio: bool,
    /// How many videos it refers to.
    pub(crate) videos: u32,
    /// Media that were uploaded before.
    pub(crate) uploads: Vec<Upload>,
    /// Accepted, but the task will fail: two ways of working at once.
    pub(crate) mixes_modes: bool,
}

impl VideoRequest {
    pub(crate) fn parse(body: &[u8]) -> Result<Self, NativeError> {
        let Ok(Value::Object(values)) = serde_json::from_slice(body) else {
            return Err(NativeError::unreadable_body());
        };
        let fields = Fields::root(&values);
        let model = match fields.string("model")? {
            Some(model) if !model.is_empty() => model,
            _ => return Err(NativeError::missing_model()),
        };
        let family = families::find(model).ok_or_else(|| NativeError::unknown_model(model))?;
        let input = fields
            .object("input")?
            .ok_or_else(NativeError::missing_input)?;
        let input = Input::read(&input, family)?;
        let parameters = fields.object("parameters")?;
        let parameters = Parameters::read(parameters.as_ref(), family, input.videos > 0)?;
        Ok(Self {
            model: model.to_owned(),
            family,
            prompt: input.prompt,
            dimensions: parameters.dimensions,
            ratio: parameters.ratio,
            seconds: parameters.seconds,
            audio: parameters.audio,
            videos: input.videos,
            uploads: input.uploads,
            mixes_modes: input.mixes_modes,
        })
    }
}

#[cfg(test)]
mod tests;
