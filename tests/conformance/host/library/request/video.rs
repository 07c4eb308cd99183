//! What a case asks of videos and uploads as the library's records.

use super::convert;
use crate::case::expect::Words;
use crate::case::video::{Filter, Input, Request, ShotType, Upload};
use qwenbox::{upload, video};

impl From<Request> for video::Request {
    fn from(request: Request) -> Self {
        Self {
            model: request.model,
            prompt: request.prompt.as_ref().map(Words::text),
            negative_prompt: request.negative_prompt.as_ref().map(Words::text),
            inputs: convert(request.inputs),
            size: request.size,
            aspect_ratio: request.aspect_ratio,
            resolution: request.resolution,
            duration_seconds: request.duration_seconds,
            audio: request.audio,
            watermark: request.watermark,
            prompt_extend: request.prompt_extend,
            shot_type: request.shot_type.map(|shot_type| match shot_type {
                ShotType::Single => video::ShotType::Single,
                ShotType::Multi => video::ShotType::Multi,
            }),
            seed: request.seed,
            extra_json: request.extra_json,
        }
    }
}

impl From<Input> for video::Input {
    fn from(input: Input) -> Self {
        let (role, url) = match input {
            Input::Image(url) => (video::InputRole::Image, url),
            Input::Video(url) => (video::InputRole::Video, url),
            Input::Audio(url) => (video::InputRole::Audio, url),
            Input::FirstFrame(url) => (video::InputRole::FirstFrame, url),
            Input::LastFrame(url) => (video::InputRole::LastFrame, url),
            Input::FirstClip(url) => (video::InputRole::FirstClip, url),
            Input::ReferenceImage(url) => (video::InputRole::ReferenceImage, url),
            Input::ReferenceVideo(url) => (video::InputRole::ReferenceVideo, url),
            Input::ReferenceAudio(url) => (video::InputRole::ReferenceAudio, url),
            Input::Other(input) => (video::InputRole::Other(input.role), input.url),
        };
        Self { role, url }
    }
}

impl From<Filter> for video::Filter {
    fn from(filter: Filter) -> Self {
        Self {
            since: filter.since,
            until: filter.until,
            model: filter.model,
            page: filter.page,
            page_size: filter.page_size,
        }
    }
}

impl From<Upload> for upload::Request {
    fn from(request: Upload) -> Self {
        Self {
            model: request.model,
            file_name: request.file_name,
        }
    }
}
