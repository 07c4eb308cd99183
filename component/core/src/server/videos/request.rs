//! The body of a video request: one row for each field that is known.
//!
//! Source: OpenAI's videos reference; the other fields are the contract's, November 2026.

use crate::prelude::*;
use crate::server::body;
use crate::server::error::Refusal;
use crate::server::fields::{self, Field, Warned};
use crate::server::value::Value;
use crate::video::types::{Input, Request, Role, ShotType};
use crate::warning::Warnings;

/// What a client asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Asked {
    pub(super) request: Request,
    /// What was left out.
    pub(super) warnings: Warnings,
}

impl Warned for Asked {
    fn warnings(&mut self) -> &mut Warnings {
        &mut self.warnings
    }
}

#[rustfmt::skip]
const FIELDS: &[(&str, Field<Asked>)] = &[
    ("model",           Field::Text(|asked| &mut asked.request.model)),
    ("prompt",          Field::Text(|asked| &mut asked.request.prompt)),
    ("negative_prompt", Field::Text(|asked| &mut asked.request.negative_prompt)),
    ("seconds",         Field::Other(take_seconds)),
    ("size",            Field::Text(|asked| &mut asked.request.size)),
    ("aspect_ratio",    Field::Text(|asked| &mut asked.request.aspect_ratio)),
    ("resolution",      Field::Text(|asked| &mut asked.request.resolution)),
    ("input_reference", Field::Other(take_reference)),
    ("inputs",          Field::Other(take_inputs)),
    ("audio",           Field::Flag(|asked| &mut asked.request.audio)),
    ("watermark",       Field::Flag(|asked| &mut asked.request.watermark)),
    ("prompt_extend",   Field::Flag(|asked| &mut asked.request.prompt_extend)),
    ("shot_type",       Field::Other(take_shot_type)),
    ("seed",            Field::Whole(|asked| &mut asked.request.seed)),
];

impl Asked {
    /// The request that a body holds.
    ///
    /// # Errors
    /// What is wrong with it: where it is no JSON, or which field has the wrong type.
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let json = body::parse(text)?;
        let mut asked = Self::default();
        fields::take(&mut asked, FIELDS, &Value::whole_of(&json))?;
        Ok(asked)
    }
}

fn take_seconds(asked: &mut Asked, value: &Value<'_>) -> Result<(), Refusal> {
    // OpenAI writes the number as a text.
    let seconds = match value.text() {
        Ok(text) => text
            .parse()
            .map_err(|_| value.outside("a whole number of seconds"))?,
        Err(_) => value.whole()?,
    };
    asked.request.duration_seconds = Some(seconds);
    Ok(())
}

/// A picture: its URL alone, or in an object.
fn take_reference(asked: &mut Asked, value: &Value<'_>) -> Result<(), Refusal> {
    let url = if let Ok(url) = value.text() {
        String::from(url)
    } else {
        value.known(&["image_url"], &mut asked.warnings)?;
        value.need("image_url")?.owned()?
    };
    let role = Role::Image;
    asked.request.inputs.push(Input { role, url });
    Ok(())
}

fn take_inputs(asked: &mut Asked, value: &Value<'_>) -> Result<(), Refusal> {
    for value in value.list()? {
        value.known(&["role", "url"], &mut asked.warnings)?;
        asked.request.inputs.push(Input {
            role: role(value.need("role")?.text()?),
            url: value.need("url")?.owned()?,
        });
    }
    Ok(())
}

fn take_shot_type(asked: &mut Asked, value: &Value<'_>) -> Result<(), Refusal> {
    asked.request.shot_type = Some(match value.text()? {
        "single" => ShotType::Single,
        "multi" => ShotType::Multi,
        _ => return Err(value.outside("single and multi")),
    });
    Ok(())
}

/// The contract's word, or the provider's own for a role that the contract does not name.
fn role(word: &str) -> Role {
    let own = [
        Role::Image,
        Role::Video,
        Role::Audio,
        Role::FirstFrame,
        Role::LastFrame,
        Role::FirstClip,
        Role::ReferenceImage,
        Role::ReferenceVideo,
        Role::ReferenceAudio,
    ];
    let word = word.replace('_', "-");
    let known = own.into_iter().find(|role| role.word() == word);
    known.unwrap_or(Role::Other(word))
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
