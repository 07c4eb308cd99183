//! The commands of `video`, and their options.

use super::{Command, Submit, Word, Words, Wrong, prompt, surplus};
use crate::command::help;
use qwen_core::prelude::*;
use qwen_core::video::types::{Input, Request, ShotType};

pub(super) fn parse(mut words: Words) -> Result<Command, Wrong> {
    match words.next()? {
        None => Err(Wrong("video needs a command".to_owned())),
        Some(Word::Option(name)) if name == "help" => Ok(Command::Help(help::VIDEO)),
        Some(Word::Option(_)) => Err(words.unknown()),
        Some(Word::Value(word)) => match &*word {
            "submit" => submit(words),
            "poll" | "cancel" | "list" => task(&word, words),
            word => Err(Wrong(["there is no command video ", word].concat())),
        },
    }
}

fn submit(mut words: Words) -> Result<Command, Wrong> {
    let mut submit = Box::<Submit>::default();
    while let Some(word) = words.next()? {
        match word {
            Word::Option(name) if name == "help" => return Ok(Command::Help(help::VIDEO)),
            Word::Option(name) => field(&mut submit.request, &name, &mut words)?,
            Word::Value(value) if submit.prompt.is_none() => submit.prompt = Some(prompt(value)),
            Word::Value(value) => return Err(surplus(&value)),
        }
    }
    Ok(Command::Submit(submit))
}

/// The options that are fields of the request.
fn field(request: &mut Request, name: &str, words: &mut Words) -> Result<(), Wrong> {
    match name {
        "audio" => request.audio = Some(true),
        "no-audio" => request.audio = Some(false),
        "watermark" => request.watermark = Some(true),
        "no-watermark" => request.watermark = Some(false),
        "no-prompt-extend" => request.prompt_extend = Some(false),
        "shots" => request.shot_type = Some(words.read("single or multi", shots)?),
        "duration" => request.duration_seconds = Some(words.whole()?),
        "seed" => request.seed = Some(words.whole()?),
        "input" => request.inputs.push(words.read("ROLE=URL", named)?),
        "image" | "video" | "sound" => {
            let role = if name == "sound" { "audio" } else { name };
            request.inputs.push(Input::of(role, words.value()?));
        }
        name => {
            let place = match name {
                "model" => &mut request.model,
                "size" => &mut request.size,
                "aspect-ratio" => &mut request.aspect_ratio,
                "resolution" => &mut request.resolution,
                "negative-prompt" => &mut request.negative_prompt,
                "extra" => &mut request.extra_json,
                _ => return Err(words.unknown()),
            };
            *place = Some(words.value()?);
        }
    }
    Ok(())
}

/// A command about a task that there is, or about all of them.
fn task(command: &str, mut words: Words) -> Result<Command, Wrong> {
    let (mut id, mut model) = (None, None);
    while let Some(word) = words.next()? {
        match word {
            Word::Option(name) if name == "help" => return Ok(Command::Help(help::VIDEO)),
            Word::Option(name) if name == "model" && command == "poll" => {
                model = Some(words.value()?);
            }
            Word::Option(_) => return Err(words.unknown()),
            Word::Value(value) if id.is_none() && command != "list" => id = Some(value),
            Word::Value(value) => return Err(surplus(&value)),
        }
    }
    match (command, id) {
        ("list", _) => Ok(Command::List),
        (_, None) => Err(Wrong(
            "there is no task: name it by the id that video submit printed".to_owned(),
        )),
        ("poll", Some(id)) => Ok(Command::Poll { id, model }),
        (_, Some(id)) => Ok(Command::Cancel { id }),
    }
}

/// An input as `ROLE=URL`.
fn named(text: &str) -> Option<Input> {
    let (role, address) = text.split_once('=')?;
    Some(Input::of(role, address.to_owned()))
}

fn shots(word: &str) -> Option<ShotType> {
    match word {
        "single" => Some(ShotType::Single),
        "multi" => Some(ShotType::Multi),
        _ => None,
    }
}
