//! A video request as the body that the provider takes, checked against its family's row before anything is sent.
//!
//! Source: DashScope video synthesis references, November 2026; the newest body of each family.

mod inputs;
mod refusal;
mod shape;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::families::{self, Audio, DEFAULT_DURATION, Family, Optional, ShotTypes};
use super::price::Billed;
use super::types::{Request, ShotType};
use crate::error::Error;
use crate::json;
use crate::prelude::*;
use crate::warning::Warning;
use crate::write::{self, Object};
use inputs::Inputs;
use refusal::Refusal;

/// A request that its model takes.
#[derive(Debug)]
pub struct Encoded {
    /// The id that is sent.
    pub model: &'static str,
    /// The body.
    pub body: Vec<u8>,
    /// An input is in the provider's own store, which it looks into only when told to.
    pub stored: bool,
    /// What is billed of it.
    pub billed: Billed,
    /// What was adjusted.
    pub warnings: Vec<Warning>,
}

/// The largest seed.
const MOST_SEED: u32 = 2_147_483_647;

/// Encodes a request for a model, by its bare id; `None` for the default one.
///
/// # Errors
/// `not-found` for a model that the table does not have, else `invalid-request` or `unsupported`: the field, its value and
/// what the model takes.
pub fn body(request: &Request, model: Option<&str>) -> Result<Encoded, Error> {
    let mut warnings = Vec::new();
    let (family, id) = choose(request, model, &mut warnings)?;
    let refuse = Refusal { model: id };
    let inputs = Inputs::of(&request.inputs, family, refuse)?;
    let has_video = inputs.has_reference_video();

    let mut input = Map::new();
    texts(request, family, inputs.is_empty(), refuse, &mut input)?;
    let stored = inputs.is_stored();
    inputs.write(&mut input);

    let mut parameters = Map::new();
    let resolution = shape::write(request, family, refuse, &mut parameters)?;
    let seconds = duration(request, family, has_video, refuse)?;
    set(&mut parameters, "duration", seconds.into());
    let sound = sound(request, family, refuse, &mut parameters)?;
    options(request, family, refuse, &mut parameters)?;
    if let Some(text) = &request.extra_json {
        for name in add_extra(text, &mut parameters)? {
            warnings.push(Warning::new(
                "option-overridden",
                format!("extra-json goes over the request's {name}"),
            ));
        }
    }

    let billed = billed(&parameters, resolution, seconds, sound);
    let mut body = String::new();
    write::object(&mut body, |body| {
        body.object("input", |body| fields(body, &input))
            .text("model", id)
            .object("parameters", |body| fields(body, &parameters));
    });
    Ok(Encoded {
        model: id,
        body: body.into_bytes(),
        stored,
        billed,
        warnings,
    })
}

/// The row of the model. The default model makes videos of words: given one picture, its sibling is taken instead.
fn choose(
    request: &Request,
    model: Option<&str>,
    warnings: &mut Vec<Warning>,
) -> Result<(&'static Family, &'static str), Error> {
    let (family, id) = Family::find(model.unwrap_or(families::DEFAULT))?;
    let (mut pictures, mut others) = (0, false);
    for input in &request.inputs {
        match input.role.word() {
            "image" | "first-frame" => pictures += 1,
            "audio" => {}
            _ => others = true,
        }
    }
    match family.from_image {
        Some(sibling) if model.is_none() && pictures == 1 && !others => {
            warnings.push(Warning::new(
                "model-switched",
                format!("{id} makes videos of words alone, so {sibling} works from the picture"),
            ));
            Family::find(sibling)
        }
        _ => Ok((family, id)),
    }
}

fn texts(
    request: &Request,
    family: &Family,
    has_no_input: bool,
    refuse: Refusal,
    input: &mut Map<String, Value>,
) -> Result<(), Error> {
    match given(request.prompt.as_deref()) {
        Some(prompt) => {
            refuse.longer("prompt", prompt, family.prompt)?;
            set(input, "prompt", prompt.into());
        }
        None if family.prompt_is_optional == Optional::WithInput && !has_no_input => {}
        None => return Err(refuse.missing("prompt", "a description of the video")),
    }
    if let Some(text) = given(request.negative_prompt.as_deref()) {
        let Some(most) = family.negative_prompt else {
            return Err(refuse.not_taken("negative-prompt", "say in the prompt what to show"));
        };
        refuse.longer("negative-prompt", text, most)?;
        set(input, "negative_prompt", text.into());
    }
    Ok(())
}

/// A text that says something.
fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

fn duration(
    request: &Request,
    family: &Family,
    has_video: bool,
    refuse: Refusal,
) -> Result<u32, Error> {
    let seconds = request.duration_seconds.unwrap_or(DEFAULT_DURATION);
    let (least, most) = (*family.duration.start(), *family.duration.end());
    let most = match family.longest_with_video {
        Some(longest) if has_video => longest,
        _ => most,
    };
    if (least..=most).contains(&seconds) {
        return Ok(seconds);
    }
    let allowed = format!("{least} to {most} seconds");
    Err(refuse.outside("duration-seconds", &seconds.to_string(), &allowed))
}

/// Whether the video has sound.
fn sound(
    request: &Request,
    family: &Family,
    refuse: Refusal,
    parameters: &mut Map<String, Value>,
) -> Result<bool, Error> {
    match (family.audio, request.audio) {
        (Audio::Always, Some(false)) => Err(refuse.outside(
            "audio",
            "false",
            "no such choice, as its videos always have sound; the flash models can leave it out",
        )),
        (Audio::Always, _) | (Audio::Switch, None) => Ok(true),
        (Audio::Switch, Some(audio)) => {
            set(parameters, "audio", audio.into());
            Ok(audio)
        }
    }
}

fn options(
    request: &Request,
    family: &Family,
    refuse: Refusal,
    parameters: &mut Map<String, Value>,
) -> Result<(), Error> {
    if let Some(watermark) = request.watermark {
        set(parameters, "watermark", watermark.into());
    }
    if let Some(extend) = request.prompt_extend {
        if !family.prompt_extend {
            return Err(refuse.not_taken("prompt-extend", "leave it out"));
        }
        set(parameters, "prompt_extend", extend.into());
    }
    if let Some(shot_type) = request.shot_type {
        let extends = request.prompt_extend != Some(false);
        match family.shot_type {
            ShotTypes::None => {
                return Err(refuse.not_taken("shot-type", "describe the shots in the prompt"));
            }
            ShotTypes::WithPromptExtend if !extends => {
                return Err(Error::invalid(format!(
                    "shot-type is set and prompt-extend is false: {} cuts shots only while it may extend the prompt",
                    refuse.model
                )));
            }
            ShotTypes::Any | ShotTypes::WithPromptExtend => {}
        }
        let word = match shot_type {
            ShotType::Single => "single",
            ShotType::Multi => "multi",
        };
        set(parameters, "shot_type", word.into());
    }
    if let Some(seed) = request.seed {
        if seed > MOST_SEED {
            let allowed = format!("0 to {MOST_SEED}");
            return Err(refuse.outside("seed", &seed.to_string(), &allowed));
        }
        set(parameters, "seed", seed.into());
    }
    Ok(())
}

fn set(fields: &mut Map<String, Value>, name: &str, value: Value) {
    fields.insert(name.to_owned(), value);
}

/// Writes the fields that are there: `null` stands for one that was taken out.
fn fields(out: &mut Object<'_>, fields: &Map<String, Value>) {
    for (name, value) in fields {
        if !value.is_null() {
            out.value(name, value);
        }
    }
}

/// What is billed, also where the caller's own fields went over the request's.
fn billed(parameters: &Map<String, Value>, resolution: &str, seconds: u32, sound: bool) -> Billed {
    let text = |name| parameters.get(name).and_then(Value::as_str);
    let by_size = || Some(shape::resolution_of(text("size")?)?.to_owned());
    let by_name = || Some(text("resolution")?.to_ascii_uppercase());
    let duration = parameters.get("duration").and_then(Value::as_f64);
    let audio = parameters.get("audio").and_then(Value::as_bool);
    Billed {
        resolution: by_size()
            .or_else(by_name)
            .unwrap_or_else(|| resolution.to_owned()),
        seconds: duration.unwrap_or(f64::from(seconds)),
        sound: audio.unwrap_or(sound),
    }
}

/// Adds the caller's own fields, and gives the names of those that stood already. `null` takes a field out.
fn add_extra(text: &str, parameters: &mut Map<String, Value>) -> Result<Vec<String>, Error> {
    let extra = json::object(text).map_err(|error| {
        Error::invalid(format!("extra-json is not a JSON object: {error}"))
            .with_hint("write it as {\"name\": value}")
    })?;
    let mut overridden = Vec::new();
    for (name, value) in extra {
        let known = parameters.insert(name.clone(), value);
        overridden.extend(known.map(|_| name));
    }
    Ok(overridden)
}
