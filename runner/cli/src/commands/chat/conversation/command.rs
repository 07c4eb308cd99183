//! What may be typed in a conversation besides questions.

use crate::args::Thinking;
use clap::ValueEnum;
use std::path::PathBuf;

/// A line that was typed, by what it asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Command {
    /// A question to the model.
    Ask(String),
    /// Show or change the model.
    Model(Change<String>),
    /// Show or change how much the model thinks.
    Thinking(Change<Thinking>),
    /// Show or change the system prompt.
    System(Change<String>),
    /// Write the conversation to a file.
    Save(PathBuf),
    /// Forget what was said.
    Clear,
    /// Say what the conversation took.
    Usage,
    /// Say what may be typed.
    Help,
    /// Leave.
    Quit,
}

/// What to do about a setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Change<T> {
    /// Say what it is.
    Show,
    /// Back to what it was when the conversation began.
    Back,
    /// This.
    To(T),
}

/// Name, argument and meaning of each command.
const TABLE: [(&str, &str, &str); 8] = [
    ("/model", "REF", "ask this model from now on"),
    ("/thinking", "LEVEL", "how much it thinks"),
    ("/system", "TEXT", "what it is told to be and do"),
    (
        "/save",
        "FILE",
        "write the conversation to a file, as Markdown",
    ),
    ("/clear", "", "forget what was said"),
    ("/usage", "", "say what the conversation took so far"),
    ("/help", "", "this list"),
    ("/quit", "", "leave; so do Ctrl-D, and Ctrl-C twice"),
];

impl Command {
    /// Reads a line. `None` for a blank one.
    ///
    /// # Errors
    /// What is wrong with it, and what is allowed.
    pub(super) fn read(line: &str) -> Result<Option<Self>, String> {
        let line = line.trim();
        if line.is_empty() {
            return Ok(None);
        }
        if let Some(question) = line.strip_prefix("//") {
            return Ok(Some(Self::Ask(format!("/{question}"))));
        }
        if !line.starts_with('/') {
            return Ok(Some(Self::Ask(line.to_owned())));
        }
        let (name, argument) = match line.split_once(char::is_whitespace) {
            Some((name, argument)) => (name, argument.trim()),
            None => (line, ""),
        };
        let takes_argument = TABLE
            .iter()
            .find(|(known, ..)| *known == name)
            .map(|(_, argument, _)| !argument.is_empty());
        match takes_argument {
            None => Err(format!(
                "there is no command {name}; /help lists them, and // begins a question with a slash"
            )),
            Some(false) if !argument.is_empty() => Err(format!("{name} takes no argument")),
            Some(_) => Self::of(name, argument).map(Some),
        }
    }

    fn of(name: &str, argument: &str) -> Result<Self, String> {
        let text = |argument: &str| Ok(argument.to_owned());
        Ok(match name {
            "/model" => Self::Model(Change::read(argument, text)?),
            "/thinking" => Self::Thinking(Change::read(argument, level)?),
            "/system" => Self::System(Change::read(argument, text)?),
            "/save" if argument.is_empty() => {
                return Err("/save needs the name of a file".to_owned());
            }
            "/save" => Self::Save(PathBuf::from(argument)),
            "/clear" => Self::Clear,
            "/usage" => Self::Usage,
            "/quit" => Self::Quit,
            _ => Self::Help,
        })
    }
}

impl<T> Change<T> {
    fn read(argument: &str, value: impl Fn(&str) -> Result<T, String>) -> Result<Self, String> {
        match argument {
            "" => Ok(Self::Show),
            "-" => Ok(Self::Back),
            argument => value(argument).map(Self::To),
        }
    }
}

fn level(argument: &str) -> Result<Thinking, String> {
    Thinking::from_str(argument, true).map_err(|_| {
        let levels: Vec<_> = Thinking::value_variants()
            .iter()
            .map(|level| level_word(*level))
            .collect();
        format!(
            "there is no level {argument}; there are {}",
            levels.join(", ")
        )
    })
}

/// A level as it is typed.
pub(super) fn level_word(level: Thinking) -> String {
    let value = level.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

/// The names of the commands that begin with a text.
pub(super) fn beginning_with(text: &str) -> Vec<&'static str> {
    let names = TABLE.iter().map(|(name, ..)| *name);
    names.filter(|name| name.starts_with(text)).collect()
}

/// The table for people.
pub(super) fn help() -> String {
    let commands: Vec<_> = TABLE
        .iter()
        .map(|(name, argument, meaning)| format!("  {:<18}{meaning}", format!("{name} {argument}")))
        .collect();
    format!(
        "{}

Without an argument, /model, /thinking and /system say what they are; with -, they go back to what they were at
the beginning.
A line that ends in a backslash goes on in the next one. So does everything between two lines of \"\"\".
Ctrl-C stops an answer. What it said until then is kept; a question that got no word of an answer is not.",
        commands.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::{Change, Command, TABLE, beginning_with, help};
    use crate::args::Thinking;

    fn read(line: &str) -> Command {
        Command::read(line).unwrap().unwrap()
    }

    #[test]
    fn lines_are_questions_unless_they_begin_with_a_slash() {
        assert_eq!(read(" why? "), Command::Ask("why?".to_owned()));
        assert_eq!(read("//etc?"), Command::Ask("/etc?".to_owned()));
        assert_eq!(Command::read(" \n").unwrap(), None);
    }

    #[test]
    fn commands_take_their_argument() {
        for (line, command) in [
            ("/model", Command::Model(Change::Show)),
            ("/model -", Command::Model(Change::Back)),
            (
                "/model  qwen/x ",
                Command::Model(Change::To("qwen/x".to_owned())),
            ),
            (
                "/thinking HIGH",
                Command::Thinking(Change::To(Thinking::High)),
            ),
            (
                "/system be\nbrief",
                Command::System(Change::To("be\nbrief".to_owned())),
            ),
            ("/save a b.md", Command::Save("a b.md".into())),
            ("/clear", Command::Clear),
            ("/usage", Command::Usage),
            ("/help", Command::Help),
            ("/quit", Command::Quit),
        ] {
            assert_eq!(read(line), command, "{line}");
        }
    }

    #[test]
    fn what_is_no_command_is_refused_with_what_is() {
        for (line, words) in [
            ("/modl x", "no command /modl; /help lists them"),
            (
                "/thinking loud",
                "off, minimal, low, medium, high, xhigh, adaptive, max",
            ),
            ("/save", "needs the name of a file"),
            ("/clear all", "takes no argument"),
        ] {
            let message = Command::read(line).unwrap_err();
            assert!(message.contains(words), "{message}");
        }
    }

    #[test]
    fn every_command_of_the_table_is_one() {
        for (name, argument, _) in TABLE {
            let line = format!(
                "{name} {}",
                if argument == "LEVEL" { "low" } else { argument }
            );
            assert_ne!(read(&line), Command::Ask(line.clone()));
            assert_eq!(beginning_with(name), [name]);
            assert!(help().contains(name));
        }
        assert_eq!(beginning_with("/s"), ["/system", "/save"]);
    }
}
