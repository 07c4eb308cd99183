//! The contract's request for a description as a case writes it.
//! Knows no host.

use super::expect::Words;
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) model: Option<String>,
    pub(crate) media: Vec<Media>,
    pub(crate) prompt: Option<String>,
    pub(crate) max_characters: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Media {
    Image(Url),
    Video(Url),
}

/// A URL, or its pieces when it is long.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Url {
    Text(String),
    Pieces(Vec<Words>),
}

impl Url {
    pub(crate) fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Pieces(pieces) => pieces.iter().map(Words::text).collect(),
        }
    }
}
