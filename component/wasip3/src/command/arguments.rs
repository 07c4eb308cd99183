//! The command line as plain data: which command, and the core's request for it. Sends and prints nothing.

mod chat;
#[cfg(test)]
mod tests;
mod video;
mod words;

use super::help;
use qwen_core::prelude::*;
use qwen_core::{Error, chat as core_chat, video::types as core_video};
use words::{Word, Words};

/// What is to be done.
#[derive(Debug, PartialEq)]
pub(super) enum Command {
    /// To say this.
    Help(&'static str),
    Chat(Box<Chat>),
    Models {
        /// Only the references.
        plain: bool,
    },
    Submit(Box<Submit>),
    Poll {
        id: String,
        model: Option<String>,
    },
    Cancel {
        id: String,
    },
    List,
}

/// A question, and how its answer is shown.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Chat {
    /// All that is asked but the prompt, which goes behind the media of the last message.
    pub(super) request: core_chat::Request,
    pub(super) prompt: Prompt,
    pub(super) shows_thinking: bool,
    pub(super) shows_usage: bool,
}

/// A video to make.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Submit {
    /// All that is asked but the prompt.
    pub(super) request: core_video::Request,
    pub(super) prompt: Option<Prompt>,
}

/// Where a prompt comes from.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Prompt {
    Words(String),
    #[default]
    Stdin,
}

/// Why a command line is none.
#[derive(Debug)]
pub(super) struct Wrong(String);

impl From<Wrong> for super::Failure {
    fn from(Wrong(message): Wrong) -> Self {
        Error::invalid(message)
            .with_hint("--help says what there is")
            .into()
    }
}

/// Reads the arguments behind the name of the program.
pub(super) fn parse(arguments: Vec<String>) -> Result<Command, Wrong> {
    let mut words = Words::of(arguments);
    match words.next()? {
        None => Err(Wrong("there is no command".to_owned())),
        Some(Word::Value(word)) => match &*word {
            "help" => Ok(Command::Help(help::TOP)),
            "chat" => chat::parse(words),
            "models" => models(words),
            "video" => video::parse(words),
            word => Err(Wrong(["there is no command ", word].concat())),
        },
        Some(Word::Option(name)) => match &*name {
            "help" => Ok(Command::Help(help::TOP)),
            "version" => Ok(Command::Help(help::VERSION)),
            _ => Err(words.unknown()),
        },
    }
}

fn models(mut words: Words) -> Result<Command, Wrong> {
    let mut plain = false;
    while let Some(word) = words.next()? {
        match word {
            Word::Option(name) => match &*name {
                "help" => return Ok(Command::Help(help::MODELS)),
                "plain" => plain = true,
                _ => return Err(words.unknown()),
            },
            Word::Value(value) if value == "list" => {}
            Word::Value(value) => return Err(surplus(&value)),
        }
    }
    Ok(Command::Models { plain })
}

/// Where a prompt comes from that an argument names.
fn prompt(argument: String) -> Prompt {
    if argument == "-" {
        Prompt::Stdin
    } else {
        Prompt::Words(argument)
    }
}

fn surplus(value: &str) -> Wrong {
    Wrong(["there is one argument too many: ", value].concat())
}
