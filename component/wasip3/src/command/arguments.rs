//! The command line as plain data: which command, and the core's request for it. Sends and prints nothing.

mod forms;
#[cfg(test)]
mod tests;
mod words;

use core::mem;
use forms::{Alone, Form, TOP, Take, Way};
use qwen_core::chat::types::{Message, Part, TextPart};
use qwen_core::number;
use qwen_core::prelude::*;
use qwen_core::{
    Error, chat as core_chat,
    video::types::{self as core_video, Input},
};
use words::{Word, Words};

/// What a command line asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Line {
    /// To say this.
    Help(&'static str),
    Command(Command, Box<Options>),
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Chat,
    Models,
    Submit,
    Poll,
    Cancel,
    List,
}

/// What the options of any command said, and the word that stood alone. One for all, so that one loop reads all.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Options {
    /// A question: all of it but the prompt, which goes behind the media of the last message.
    pub(super) chat: core_chat::Request,
    /// A video to make: all of it but the prompt.
    pub(super) video: core_video::Request,
    /// A prompt or a task's id. A question has the former, a command about one task the latter.
    pub(super) word: Option<String>,
    pub(super) shows_thinking: bool,
    pub(super) shows_usage: bool,
    /// Whether models are listed by their references only.
    pub(super) plain: bool,
    system: Option<String>,
    media: Vec<Part>,
    /// In seconds.
    timeout: Option<u32>,
    /// In seconds.
    retry_budget: Option<u32>,
}

/// The word that stands for what is piped in.
pub(super) const STDIN: &str = "-";

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

/// Reads the arguments, of which the first is the name of the program.
pub(super) fn parse(arguments: Vec<String>) -> Result<Line, Wrong> {
    let mut words = Words::of(arguments);
    let mut group = &TOP;
    loop {
        match words.next()? {
            None => return Err(Wrong(group.missing.to_owned())),
            Some(Word::Option) => {
                let mut options = group.options.iter();
                let said = options.find(|(known, _)| *known == words.name());
                let (_, text) = said.ok_or_else(|| words.unknown())?;
                return Ok(Line::Help(text));
            }
            Some(Word::Value(word)) => {
                let known = group.commands.iter().find(|(known, _)| *known == word);
                match known {
                    Some((_, Way::Group(inner))) => group = inner,
                    Some((_, Way::Form(form))) => return form.read(&mut words),
                    Some((_, Way::Help(text))) => return Ok(Line::Help(text)),
                    None => return Err(Wrong([group.unknown, &word].concat())),
                }
            }
        }
    }
}

impl Form {
    /// Reads the words behind the command's name.
    fn read(&self, words: &mut Words) -> Result<Line, Wrong> {
        let mut options = Box::<Options>::default();
        while let Some(word) = words.next()? {
            match word {
                Word::Option if words.name() == "help" => return Ok(Line::Help(self.help)),
                Word::Option => {
                    let mut rows = self.options.iter();
                    let row = rows.find(|(known, _)| *known == words.name());
                    let (_, take) = row.ok_or_else(|| words.unknown())?;
                    take.read(words, &mut options)?;
                }
                Word::Value(word) => match self.alone {
                    Alone::Any | Alone::Needed(_) if options.word.is_none() => {
                        options.word = Some(word);
                    }
                    Alone::This(known) if known == word => {}
                    _ => return Err(Wrong(["there is one argument too many: ", &word].concat())),
                },
            }
        }
        if let Alone::Needed(missing) = self.alone
            && options.word.is_none()
        {
            return Err(Wrong(missing.to_owned()));
        }
        if self.command == Command::Chat {
            options.settle();
        }
        Ok(Line::Command(self.command, options))
    }
}

impl Options {
    /// Makes a question of what the options of `chat` said.
    fn settle(&mut self) {
        self.word.get_or_insert_with(|| STDIN.to_owned());
        let messages = &mut self.chat.messages;
        if let Some(text) = self.system.take() {
            messages.push(Message::System(vec![TextPart { text, cache: false }]));
        }
        if !self.media.is_empty() {
            messages.push(Message::User(mem::take(&mut self.media)));
        }
        if let Some(seconds) = self.timeout {
            let timeouts = self.chat.timeouts.get_or_insert_default();
            timeouts.total_ms = Some(milliseconds(seconds));
        }
        self.chat.retry_budget_ms = self.retry_budget.map(milliseconds);
    }
}

fn milliseconds(seconds: u32) -> u64 {
    u64::from(seconds) * 1_000
}

impl Take {
    /// Puts the value of the option that came last where it belongs.
    fn read(&self, words: &mut Words, options: &mut Options) -> Result<(), Wrong> {
        if let Self::Nothing(set) = self {
            set(options);
            return Ok(());
        }
        let value = words.value()?;
        let taken = match self {
            Self::Nothing(_) => Ok(()),
            Self::Text(place) => {
                *place(options) = Some(value);
                return Ok(());
            }
            Self::Texts(place) => {
                place(options).push(value);
                return Ok(());
            }
            Self::Part(part) => {
                options.media.push(part(value));
                return Ok(());
            }
            Self::Input(role) => {
                options.video.inputs.push(Input::of(role, value));
                return Ok(());
            }
            Self::Whole(place) => {
                let number = value.parse().ok();
                *place(options) = number;
                number.map(drop).ok_or("a whole number")
            }
            Self::Number(place) => {
                let number = number::parse(&value);
                *place(options) = number;
                number.map(drop).ok_or("a number")
            }
            Self::Other(take) => take(options, &value),
        };
        taken.map_err(|what| words.takes(what, &value))
    }
}
