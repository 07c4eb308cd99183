//! Media understanding: requests from the contract to the core, descriptions back.

use qwen_core::understanding as core;

use crate::understanding_types as wit;

impl From<wit::Request> for core::Request {
    fn from(request: wit::Request) -> Self {
        Self {
            model: request.model,
            media: request.media.into_iter().map(Into::into).collect(),
            prompt: request.prompt,
            max_characters: request.max_characters,
        }
    }
}

impl From<wit::Media> for core::Media {
    fn from(media: wit::Media) -> Self {
        match media {
            wit::Media::Image(url) => Self::Image(url),
            wit::Media::Video(url) => Self::Video(url),
        }
    }
}

impl From<core::Description> for wit::Description {
    fn from(description: core::Description) -> Self {
        Self {
            text: description.text,
            model: description.model,
            usage: description.usage.map(Into::into),
            warnings: description.warnings.into_iter().map(Into::into).collect(),
            request_id: description.request_id,
        }
    }
}
