//! The line editor for questions. It draws its own line on the terminal, and a key as stars.

use crate::environment::{self, Environment};
use crate::failure::Failure;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::Validator;
use rustyline::{ColorMode, Config, Editor, Helper};
use std::borrow::Cow;
use std::io;

/// Terminals on which the editor only reads lines, so that what is typed is seen.
const PLAIN: [&str; 3] = ["dumb", "cons25", "emacs"];

/// Somebody who answers.
pub(super) struct Keyboard {
    config: Config,
    hides: bool,
}

impl Keyboard {
    pub(super) fn new(environment: &Environment) -> Self {
        let term = environment.raw(environment::TERM);
        let is_plain = |plain: &&str| term.is_some_and(|term| term.eq_ignore_ascii_case(plain));
        let hides = !PLAIN.iter().any(is_plain);
        // Stars are colours to the editor, and it must not leave them out.
        let config = Config::builder().color_mode(ColorMode::Forced).build();
        Self { config, hides }
    }

    /// Waits for a line.
    pub(super) fn line(&mut self, prompt: &str) -> Result<String, Failure> {
        self.read(prompt, false)
    }

    /// Waits for a line that nobody sees.
    pub(super) fn hidden(&mut self, prompt: &str) -> Result<String, Failure> {
        if self.hides {
            return self.read(prompt, true);
        }
        Err(Failure::usage_with_hint(
            "this terminal cannot hide a key that is typed",
            "pipe the key into qwenbox onboard --api-key-stdin",
        ))
    }

    /// By an editor of its own: what was deleted from a key must not come back into the next line.
    fn read(&mut self, prompt: &str, hidden: bool) -> Result<String, Failure> {
        let history = MemHistory::new();
        let mut editor = Editor::with_history(self.config.clone(), history).map_err(failed)?;
        editor.set_helper(Some(Mask(hidden)));
        match editor.readline(prompt) {
            Ok(line) => Ok(line.trim().to_owned()),
            // Ctrl-C, Ctrl-D.
            Err(ReadlineError::Interrupted | ReadlineError::Eof) => Err(Failure::Interrupted),
            Err(error) => Err(failed(error)),
        }
    }
}

fn failed(error: ReadlineError) -> Failure {
    let error = match error {
        ReadlineError::Io(error) => error,
        error => io::Error::other(error),
    };
    Failure::machine("reading the terminal", error)
}

/// Whether what is typed is drawn as stars.
struct Mask(bool);

impl Helper for Mask {}
impl Validator for Mask {}

impl Completer for Mask {
    type Candidate = String;
}

impl Hinter for Mask {
    type Hint = String;
}

impl Highlighter for Mask {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if self.0 {
            // A pasted line end is one to the editor too.
            line.replace(|letter| letter != '\n', "*").into()
        } else {
            line.into()
        }
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Mask;
    use rustyline::highlight::Highlighter;

    #[test]
    fn a_hidden_line_is_stars() {
        assert_eq!(Mask(true).highlight("sk-1\n", 0), "****\n");
        assert_eq!(Mask(false).highlight("sk-1", 0), "sk-1");
    }
}
