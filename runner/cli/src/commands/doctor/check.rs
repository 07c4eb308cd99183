//! What a check came to, and how that is shown.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Mark, Output};
use qwenbox::types::{self, ErrorKind};
use serde_json::{Map, Value, json};

/// How wide the first two columns are.
const LEVEL: usize = 9;
const NAME: usize = 15;

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Ok,
    /// It works, and may not always.
    Warning,
    /// It does not work.
    Problem,
    /// It was not looked at.
    Skipped,
}

impl Level {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
            Self::Skipped => "skipped",
        }
    }

    fn mark(self) -> Mark {
        match self {
            Self::Ok => Mark::Good,
            Self::Warning => Mark::Doubtful,
            Self::Problem => Mark::Bad,
            Self::Skipped => Mark::Quiet,
        }
    }
}

/// What one check came to.
#[derive(Debug)]
pub(super) struct Check {
    name: &'static str,
    pub(super) level: Level,
    message: String,
    /// What to do about it.
    hint: Option<String>,
    /// The same for programs, and more of it.
    facts: Map<String, Value>,
    /// What a command would have ended with.
    failure: Option<Failure>,
}

impl Check {
    fn new(name: &'static str, level: Level, message: impl Into<String>) -> Self {
        Self {
            name,
            level,
            message: message.into(),
            hint: None,
            facts: Map::new(),
            failure: None,
        }
    }

    pub(super) fn ok(name: &'static str, message: impl Into<String>) -> Self {
        Self::new(name, Level::Ok, message)
    }

    pub(super) fn skipped(name: &'static str, message: impl Into<String>) -> Self {
        Self::new(name, Level::Skipped, message)
    }

    pub(super) fn warning(
        name: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            hint: Some(hint.into()),
            ..Self::new(name, Level::Warning, message)
        }
    }

    /// What would end a command too, told in the same words.
    pub(super) fn problem(name: &'static str, failure: Failure) -> Self {
        let record = failure.record();
        Self {
            hint: record.hint,
            failure: Some(failure),
            ..Self::new(name, Level::Problem, record.message)
        }
    }

    /// With something for programs.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn is_problem(&self) -> bool {
        self.level == Level::Problem
    }

    pub(super) fn into_failure(self) -> Option<Failure> {
        self.failure
    }

    pub(super) fn json(&self) -> Value {
        let failure = self.failure.as_ref();
        json!({
            "name": self.name,
            "level": self.level.word(),
            "message": self.message,
            "hint": self.hint,
            "exitCode": failure.map(|failure| Exit::of(failure) as u8),
            "facts": self.facts,
        })
    }

    /// A line for people; what goes on below it stands under it.
    pub(super) fn tell(&self, output: &mut Output) -> Result<(), Failure> {
        let below = format!("\n{}", " ".repeat(LEVEL + NAME));
        output.marked(self.level.mark(), self.level.word())?;
        let gap = " ".repeat(LEVEL - self.level.word().len());
        let message = self.message.replace('\n', &below);
        output.line(&format!("{gap}{:<NAME$}{message}", self.name))?;
        if let Some(hint) = &self.hint {
            let hint = hint.replace('\n', &below);
            output.line(&format!("{}→ {hint}", " ".repeat(LEVEL + NAME)))?;
        }
        Ok(())
    }
}

/// A failure that no call had, because none was made.
pub(super) fn failure(
    kind: ErrorKind,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> Failure {
    Failure::Library(qwenbox::Error::Provider(types::Error {
        kind,
        message: message.into(),
        hint: Some(hint.into()),
        status: None,
        code: None,
        request_id: None,
        retry_after_ms: None,
        request_sent: false,
    }))
}

/// Does what blocks on a thread of its own; `None` when that was stopped.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}
