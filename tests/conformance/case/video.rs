//! What the calls about videos and uploads take, as a case writes it.
//! Knows no host.

use super::expect::Words;
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) model: Option<String>,
    pub(crate) prompt: Option<Words>,
    pub(crate) negative_prompt: Option<Words>,
    #[serde(default)]
    pub(crate) inputs: Vec<Input>,
    pub(crate) size: Option<String>,
    pub(crate) aspect_ratio: Option<String>,
    pub(crate) resolution: Option<String>,
    pub(crate) duration_seconds: Option<u32>,
    pub(crate) audio: Option<bool>,
    pub(crate) watermark: Option<bool>,
    pub(crate) prompt_extend: Option<bool>,
    pub(crate) shot_type: Option<ShotType>,
    pub(crate) seed: Option<u32>,
    pub(crate) extra_json: Option<String>,
}

/// An input by its role, which is the object's one key; its value is the URL.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Input {
    Image(String),
    Video(String),
    Audio(String),
    FirstFrame(String),
    LastFrame(String),
    FirstClip(String),
    ReferenceImage(String),
    ReferenceVideo(String),
    ReferenceAudio(String),
    Other(OtherInput),
}

/// An input by a role that the contract does not name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherInput {
    pub(crate) role: String,
    pub(crate) url: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ShotType {
    Single,
    Multi,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Poll {
    pub(crate) id: String,
    pub(crate) model: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cancel {
    pub(crate) id: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Filter {
    pub(crate) since: Option<u64>,
    pub(crate) until: Option<u64>,
    pub(crate) model: Option<String>,
    pub(crate) page: Option<u32>,
    pub(crate) page_size: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Upload {
    pub(crate) model: String,
    pub(crate) file_name: String,
}
