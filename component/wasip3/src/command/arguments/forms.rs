//! The commands and their options: one row for each that is known.

use super::{Command, Options};
use crate::command::help;
use qwen_core::chat::thinking;
use qwen_core::chat::types::{Part, ResponseFormat};
use qwen_core::prelude::*;
use qwen_core::video::types::{Input, ShotType};

/// Commands that begin with the same word, or with none.
pub(super) struct Group {
    /// The options before a command, and what they say.
    pub(super) options: &'static [(&'static str, &'static str)],
    pub(super) commands: &'static [(&'static str, Way)],
    /// What is wrong without a command.
    pub(super) missing: &'static str,
    /// What is wrong with a command that is none, up to its name.
    pub(super) unknown: &'static str,
}

/// What a word leads to.
pub(super) enum Way {
    Help(&'static str),
    Form(Form),
    Group(&'static Group),
}

/// What a command takes.
pub(super) struct Form {
    pub(super) help: &'static str,
    pub(super) alone: Alone,
    pub(super) options: &'static [(&'static str, Take)],
    pub(super) command: Command,
}

/// What may stand alone.
pub(super) enum Alone {
    Nothing,
    /// One word, if any.
    Any,
    /// One word, without which this is wrong.
    Needed(&'static str),
    /// This word, which says nothing.
    This(&'static str),
}

/// Where the value of an option goes, and so of which kind it is.
pub(super) enum Take {
    /// There is none.
    Nothing(fn(&mut Options)),
    Text(fn(&mut Options) -> &mut Option<String>),
    Whole(fn(&mut Options) -> &mut Option<u32>),
    Number(fn(&mut Options) -> &mut Option<f64>),
    /// To others of its kind.
    Texts(fn(&mut Options) -> &mut Vec<String>),
    /// To what is shown with a question.
    Part(fn(String) -> Part),
    /// To what a video is made of, in this role.
    Input(&'static str),
    /// To somewhere else, or it is refused in favour of what the option takes.
    Other(fn(&mut Options, &str) -> Result<(), &'static str>),
}

pub(super) static TOP: Group = Group {
    options: &[("help", help::TOP), ("version", help::VERSION)],
    commands: &[
        ("help", Way::Help(help::TOP)),
        ("chat", Way::Form(CHAT)),
        ("models", Way::Form(MODELS)),
        ("video", Way::Group(&VIDEO)),
    ],
    missing: "there is no command",
    unknown: "there is no command ",
};

static VIDEO: Group = Group {
    options: &[("help", help::VIDEO)],
    commands: &[
        ("submit", Way::Form(SUBMIT)),
        ("poll", Way::Form(POLL)),
        ("cancel", Way::Form(CANCEL)),
        ("list", Way::Form(LIST)),
    ],
    missing: "video needs a command",
    unknown: "there is no command video ",
};

const CHAT: Form = Form {
    help: help::CHAT,
    alone: Alone::Any,
    options: CHAT_OPTIONS,
    command: Command::Chat,
};

const MODELS: Form = Form {
    help: help::MODELS,
    alone: Alone::This("list"),
    options: &[("plain", Take::Nothing(|options| options.plain = true))],
    command: Command::Models,
};

const SUBMIT: Form = Form {
    help: help::VIDEO,
    alone: Alone::Any,
    options: SUBMIT_OPTIONS,
    command: Command::Submit,
};

const POLL: Form = Form {
    help: help::VIDEO,
    alone: Alone::Needed(NO_TASK),
    options: &[("model", Take::Text(|options| &mut options.video.model))],
    command: Command::Poll,
};

const CANCEL: Form = Form {
    help: help::VIDEO,
    alone: Alone::Needed(NO_TASK),
    options: &[],
    command: Command::Cancel,
};

const LIST: Form = Form {
    help: help::VIDEO,
    alone: Alone::Nothing,
    options: &[],
    command: Command::List,
};

const NO_TASK: &str = "there is no task: name it by the id that video submit printed";

#[rustfmt::skip]
const CHAT_OPTIONS: &[(&str, Take)] = &[
    ("model",           Take::Text(|options| &mut options.chat.model)),
    ("system",          Take::Text(|options| &mut options.system)),
    ("show-thinking",   Take::Nothing(|options| options.shows_thinking = true)),
    ("usage",           Take::Nothing(|options| options.shows_usage = true)),
    ("image",           Take::Part(Part::image)),
    ("video",           Take::Part(Part::video)),
    ("audio",           Take::Part(Part::audio)),
    ("json-object",     Take::Nothing(|options| options.chat.response_format = Some(ResponseFormat::JsonObject))),
    ("max-tokens",      Take::Whole(|options| &mut options.chat.max_tokens)),
    ("temperature",     Take::Number(|options| &mut options.chat.temperature)),
    ("top-p",           Take::Number(|options| &mut options.chat.top_p)),
    ("seed",            Take::Whole(|options| &mut options.chat.seed)),
    ("stop",            Take::Texts(|options| &mut options.chat.stop)),
    ("thinking",        Take::Other(think)),
    ("thinking-budget", Take::Whole(|options| &mut options.chat.thinking_budget)),
    ("extra",           Take::Text(|options| &mut options.chat.extra_json)),
    ("timeout",         Take::Whole(|options| &mut options.timeout)),
    ("retry-budget",    Take::Whole(|options| &mut options.retry_budget)),
];

#[rustfmt::skip]
const SUBMIT_OPTIONS: &[(&str, Take)] = &[
    ("model",            Take::Text(|options| &mut options.video.model)),
    ("image",            Take::Input("image")),
    ("video",            Take::Input("video")),
    ("sound",            Take::Input("audio")),
    ("input",            Take::Other(input)),
    ("size",             Take::Text(|options| &mut options.video.size)),
    ("aspect-ratio",     Take::Text(|options| &mut options.video.aspect_ratio)),
    ("resolution",       Take::Text(|options| &mut options.video.resolution)),
    ("duration",         Take::Whole(|options| &mut options.video.duration_seconds)),
    ("audio",            Take::Nothing(|options| options.video.audio = Some(true))),
    ("no-audio",         Take::Nothing(|options| options.video.audio = Some(false))),
    ("watermark",        Take::Nothing(|options| options.video.watermark = Some(true))),
    ("no-watermark",     Take::Nothing(|options| options.video.watermark = Some(false))),
    ("negative-prompt",  Take::Text(|options| &mut options.video.negative_prompt)),
    ("no-prompt-extend", Take::Nothing(|options| options.video.prompt_extend = Some(false))),
    ("shots",            Take::Other(shots)),
    ("seed",             Take::Whole(|options| &mut options.video.seed)),
    ("extra",            Take::Text(|options| &mut options.video.extra_json)),
];

/// What a refused value should have been.
type Taken = Result<(), &'static str>;

fn think(options: &mut Options, level: &str) -> Taken {
    options.chat.thinking = Some(thinking::level(level).ok_or("a level")?);
    Ok(())
}

fn input(options: &mut Options, text: &str) -> Taken {
    let (role, place) = text.split_once('=').ok_or("ROLE=URL")?;
    options.video.inputs.push(Input::of(role, place.to_owned()));
    Ok(())
}

fn shots(options: &mut Options, word: &str) -> Taken {
    options.video.shot_type = Some(match word {
        "single" => ShotType::Single,
        "multi" => ShotType::Multi,
        _ => return Err("single or multi"),
    });
    Ok(())
}
