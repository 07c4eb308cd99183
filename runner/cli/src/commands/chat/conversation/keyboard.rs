//! The line editor: history, several lines, names of commands by Tab. It draws its own line on the terminal.

use super::{command, input};
use crate::failure::Failure;
use crate::output::Output;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Config, Context, Editor, Helper};
use std::io;
use std::path::PathBuf;

/// Lines that are kept from one conversation to the next.
const KEPT: usize = 1_000;

/// Somebody who types.
pub(super) struct Keyboard {
    /// Away while it is waited for.
    editor: Option<Editor<Rules, FileHistory>>,
    /// Where lines are kept; `None` when that is nowhere.
    file: Option<PathBuf>,
}

/// What was typed.
pub(super) enum Typed {
    /// A line, or several that belong together.
    Line(String),
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-D.
    End,
}

impl Keyboard {
    /// An editor that keeps its lines in the file `history` of this folder.
    pub(super) fn new(folder: Option<PathBuf>) -> Result<Self, Failure> {
        let mut editor = editor().map_err(failed)?;
        editor.set_helper(Some(Rules));
        let file = folder.map(|folder| folder.join("history"));
        if let Some(file) = &file {
            // There may be none yet. One that cannot be read cannot be written either, and then that is told.
            let _ = editor.load_history(file);
        }
        Ok(Self {
            editor: Some(editor),
            file,
        })
    }

    /// Waits for a line.
    pub(super) async fn read(&mut self, output: &mut Output) -> Result<Typed, Failure> {
        let Some(mut editor) = self.editor.take() else {
            return Ok(Typed::End);
        };
        // On a thread of its own: connections and the simulator live on meanwhile.
        let typing = tokio::task::spawn_blocking(move || {
            let typed = editor.readline("> ");
            (editor, typed)
        });
        let (editor, typed) = typing
            .await
            .map_err(|error| failed(ReadlineError::Io(io::Error::other(error))))?;
        self.editor = Some(editor);
        match typed {
            Ok(line) => {
                self.keep(&line, output);
                Ok(Typed::Line(input::meant(&line)))
            }
            Err(ReadlineError::Interrupted) => Ok(Typed::Interrupt),
            Err(ReadlineError::Eof) => Ok(Typed::End),
            Err(error) => Err(failed(error)),
        }
    }

    fn keep(&mut self, line: &str, output: &mut Output) {
        let Some(editor) = &mut self.editor else {
            return;
        };
        // Blank lines, and such as begin with a blank, are not kept: that is no failure.
        let _ = editor.add_history_entry(line);
        let Some(file) = &self.file else { return };
        let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
        let kept = folder
            .map_err(ReadlineError::Io)
            .and_then(|()| editor.append_history(file));
        if let Err(error) = kept {
            output.warning(&format!("{} cannot be written: {error}", file.display()));
            self.file = None;
        }
    }
}

fn editor() -> Result<Editor<Rules, FileHistory>, ReadlineError> {
    let config = Config::builder()
        .max_history_size(KEPT)?
        .history_ignore_dups(true)?
        .history_ignore_space(true)
        .build();
    Editor::with_config(config)
}

fn failed(error: ReadlineError) -> Failure {
    let error = match error {
        ReadlineError::Io(error) => error,
        error => io::Error::other(error),
    };
    Failure::machine("reading the terminal", error)
}

/// When a line is whole, and what Tab does.
struct Rules;

impl Helper for Rules {}
impl Highlighter for Rules {}

impl Hinter for Rules {
    type Hint = String;
}

impl Completer for Rules {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> Result<(usize, Vec<String>), ReadlineError> {
        let before = line.get(..position).unwrap_or(line);
        let names = if before.starts_with('/') {
            command::beginning_with(before)
        } else {
            Vec::new()
        };
        // Ready for the argument.
        let names = names.into_iter().map(|name| format!("{name} "));
        Ok((0, names.collect()))
    }
}

impl Validator for Rules {
    fn validate(
        &self,
        context: &mut ValidationContext<'_>,
    ) -> Result<ValidationResult, ReadlineError> {
        Ok(if input::is_unfinished(context.input()) {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Valid(None)
        })
    }
}
