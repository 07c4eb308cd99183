//! The body of a video request: one row for each field that is known.
//!
//! Source: OpenAI's videos reference; the other fields are the contract's, November 2026.

use crate::prelude::*;
use crate::server::error::Refusal;
use crate::server::fields::{self, Asked, Field, Reading};
use crate::server::json::Json;
use crate::server::value::Value;
use crate::video::types::{Input, Role, ShotType};

#[rustfmt::skip]
const FIELDS: &[(&str, Field)] = &[
    ("model",           Field::Text(|asked| &mut asked.video.model)),
    ("prompt",          Field::Text(|asked| &mut asked.video.prompt)),
    ("negative_prompt", Field::Text(|asked| &mut asked.video.negative_prompt)),
    ("seconds",         Field::Other(take_seconds)),
    ("size",            Field::Text(|asked| &mut asked.video.size)),
    ("aspect_ratio",    Field::Text(|asked| &mut asked.video.aspect_ratio)),
    ("resolution",      Field::Text(|asked| &mut asked.video.resolution)),
    ("input_reference", Field::Other(take_reference)),
    ("inputs",          Field::Other(take_inputs)),
    ("audio",           Field::Flag(|asked| &mut asked.video.audio)),
    ("watermark",       Field::Flag(|asked| &mut asked.video.watermark)),
    ("prompt_extend",   Field::Flag(|asked| &mut asked.video.prompt_extend)),
    ("shot_type",       Field::Other(take_shot_type)),
    ("seed",            Field::Whole(|asked| &mut asked.video.seed)),
];

impl Asked {
    /// The video that a body asks for.
    ///
    /// # Errors
    /// What is wrong with it: where it is no JSON, or which field has the wrong type.
    pub(super) fn of_video(text: &str) -> Result<Box<Self>, Refusal> {
        fields::read(text, FIELDS, None)
    }
}

fn take_seconds(asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
    // OpenAI writes the number as a text.
    let seconds = match value.json() {
        Json::Text(text) => {
            let seconds = fields::whole(text);
            seconds.ok_or_else(|| value.outside("a whole number of seconds"))
        }
        _ => value.whole(),
    };
    asked.video.duration_seconds = Some(reading.kept(seconds));
}

/// A picture: its URL alone, or in an object.
fn take_reference(asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
    let url = if let Json::Text(url) = value.json() {
        String::from(&**url)
    } else {
        reading.known(value, &["image_url"]);
        reading.text(value, "image_url")
    };
    let role = Role::Image;
    asked.video.inputs.push(Input { role, url });
}

fn take_inputs(asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
    let mut inputs = reading.each(value, |value, reading| {
        reading.known(value, &["role", "url"]);
        let role = reading.text(value, "role");
        // The contract's word, with the marks of OpenAI's, or the provider's own.
        Input::of(&role.replace('_', "-"), reading.text(value, "url"))
    });
    asked.video.inputs.append(&mut inputs);
}

fn take_shot_type(asked: &mut Asked, value: &Value<'_>, reading: &mut Reading) {
    asked.video.shot_type = match reading.word(value) {
        "single" => Some(ShotType::Single),
        "multi" => Some(ShotType::Multi),
        _ => {
            reading.refuse(value.outside("single and multi"));
            None
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_documented() {
        let document = include_str!("../../../../../docs/gateway-api.md");
        let (_, videos) = document.split_once("\n## Videos\n").unwrap();
        for (name, _) in FIELDS {
            assert!(
                videos.contains(&format!("`{name}`")),
                "name {name} in docs/gateway-api.md"
            );
        }
    }
}
