//! Where a value comes from.

use std::fmt;
use std::path::{Path, PathBuf};

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It was typed.
    Flag(&'static str),
    /// The environment of the process.
    Process(String),
    /// A line of a file: the configuration, or an environment file.
    File(PathBuf, usize),
    /// Nobody said anything; the rule that holds then.
    Default(String),
}

impl Origin {
    pub(crate) fn file(path: &Path, line: usize) -> Self {
        Self::File(path.to_owned(), line)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => f.write_str(name),
            Self::Process(name) => write!(f, "{name} in the environment"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Default(rule) => f.write_str(rule),
        }
    }
}

/// A value, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
}

impl<T> Told<T> {
    pub(crate) fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}
