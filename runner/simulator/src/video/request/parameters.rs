//! `parameters`: how long, how large and what else. All of them have defaults.

use crate::fields::Fields;
use crate::native::NativeError;
use crate::video::dimensions::Dimensions;
use crate::video::families::{Choice, Durations, Family, PARAMETERS};

/// In seconds, for all models.
const DEFAULT_DURATION: i64 = 5;

/// 2 to the power of 31, less one.
const LARGEST_SEED: i64 = 2_147_483_647;

/// What the parameters say.
#[derive(Debug)]
pub(super) struct Parameters {
    pub(super) dimensions: Dimensions,
    pub(super) ratio: &'static str,
    pub(super) seconds: u32,
    pub(super) audio: bool,
}

impl Parameters {
    /// `has_video`: a video is among the references.
    pub(super) fn read(
        fields: Option<&Fields<'_>>,
        family: &Family,
        has_video: bool,
    ) -> Result<Self, NativeError> {
        if let Some(fields) = fields {
            refuse_others(fields, family)?;
            check_seed(fields)?;
            for name in family.flags {
                fields.boolean(name)?;
            }
        }
        let word = |name| choice(fields, family, name);
        word("shot_type")?;
        word("audio_setting")?;
        let (size, resolution) = (word("size")?, word("resolution")?);
        let ratio = word("ratio")?.unwrap_or("16:9");
        let ratio = if ratio == "adaptive" { "16:9" } else { ratio };
        let dimensions = match size {
            Some(size) => Dimensions::of_size(size),
            None => Dimensions::of_ratio(ratio, resolution.unwrap_or("1080P")),
        };
        let audio = fields
            .map(|fields| fields.boolean("audio"))
            .transpose()?
            .flatten();
        Ok(Self {
            dimensions,
            ratio,
            seconds: seconds(fields, &family.durations, has_video)?,
            audio: audio.unwrap_or(true),
        })
    }
}

fn refuse_others(fields: &Fields<'_>, family: &Family) -> Result<(), NativeError> {
    for name in PARAMETERS {
        if fields.present(name).is_some() && !family.takes_parameter(name) {
            return Err(NativeError::parameter(format!(
                "'{}' is not supported by this model",
                fields.path_of(name)
            )));
        }
    }
    Ok(())
}

fn check_seed(fields: &Fields<'_>) -> Result<(), NativeError> {
    match fields.integer("seed")? {
        Some(seed) if !(0..=LARGEST_SEED).contains(&seed) => Err(NativeError::parameter(format!(
            "Range of '{}' should be [0, {LARGEST_SEED}], but it is {seed}",
            fields.path_of("seed")
        ))),
        _ => Ok(()),
    }
}

fn seconds(
    fields: Option<&Fields<'_>>,
    rules: &Durations,
    has_video: bool,
) -> Result<u32, NativeError> {
    let asked = fields
        .map(|fields| fields.integer("duration"))
        .transpose()?
        .flatten()
        .unwrap_or(DEFAULT_DURATION);
    if rules.special == Some(asked) {
        // The length of the given video, or what the model thinks right: not known here.
        return Ok(u32::try_from(DEFAULT_DURATION).unwrap_or(0));
    }
    let longest = if has_video {
        rules.longest_with_video
    } else {
        rules.longest
    };
    let shortest = rules.shortest;
    u32::try_from(asked)
        .ok()
        .filter(|_| (shortest..=longest).contains(&asked))
        .ok_or_else(|| {
            let or = rules.special.map_or_else(String::new, |value| format!(" or {value}"));
            NativeError::parameter(format!(
                "Range of 'parameters.duration' should be [{shortest}, {longest}]{or}, but it is {asked}"
            ))
        })
}

/// The word given for a parameter, or its default. `None`: the family does not take it.
fn choice(
    fields: Option<&Fields<'_>>,
    family: &Family,
    name: &'static str,
) -> Result<Option<&'static str>, NativeError> {
    let is_this = |choice: &&Choice| choice.name == name;
    let Some(choice) = family.choices.iter().find(is_this) else {
        return Ok(None);
    };
    let given = fields
        .map(|fields| fields.string(name))
        .transpose()?
        .flatten();
    let Some(given) = given else {
        return Ok(choice.words.first().copied());
    };
    match choice.words.iter().find(|word| **word == given) {
        Some(word) => Ok(Some(word)),
        None => Err(NativeError::parameter(format!(
            "'{given}' is not one of [{}] - 'parameters.{name}'",
            choice.words.join(", ")
        ))),
    }
}
