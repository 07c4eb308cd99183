//! The options of every command.

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// May stand before or after the command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub(crate) struct Global {
    /// Read this configuration file, JSON5; default: the one that `QWENBOX_CONFIG` names, then
    /// the one in the configuration folder; see `config path`.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Send requests here, instead of where plan and region say.
    #[arg(long, global = true, value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) base_url: Option<String>,
    /// Which plan the key is of; default: what the key says.
    #[arg(long, global = true)]
    pub(crate) plan: Option<Plan>,
    /// Where the key is from; default: global.
    #[arg(long, global = true)]
    pub(crate) region: Option<Region>,
    /// Ask the built-in simulator instead of the service: no key, no network.
    #[arg(long, global = true, conflicts_with = "base_url")]
    pub(crate) simulate: bool,
    /// Print JSON: one document, or one object a line while an answer streams.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print no warnings and no notes.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say on stderr what happens underneath, and all that is known of an error.
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

impl Color {
    /// What is typed of it, before anything is parsed: help and what is wrong with a command line have colours too.
    pub(crate) fn typed(mut arguments: impl Iterator<Item = OsString>) -> Option<Self> {
        let mut typed = None;
        while let Some(argument) = arguments.next() {
            let argument = argument.to_str().unwrap_or_default().to_owned();
            let value = match argument.strip_prefix("--color") {
                Some("") => arguments.next().and_then(|value| value.into_string().ok()),
                Some(value) => value.strip_prefix('=').map(str::to_owned),
                None if argument == "--" => break,
                None => None,
            };
            let value = value.and_then(|value| Self::from_str(&value, false).ok());
            typed = value.or(typed);
        }
        typed
    }
}

/// How the service sells access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Plan {
    /// Pay as you go.
    Standard,
    /// The Coding Plan subscription, for keys that begin with sk-sp-.
    Coding,
}

/// Where the service runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Region {
    /// International.
    Global,
    /// Mainland China.
    China,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[cfg(test)]
mod tests {
    use super::Color::{self, Always, Auto, Never};

    #[test]
    fn colour_is_known_before_anything_is_parsed() {
        for (typed, color) in [
            ("", None),
            ("chat --color always", Some(Always)),
            ("--color=never chat", Some(Never)),
            ("--color=never chat --color auto", Some(Auto)),
            ("--color", None),
            ("--color blue", None),
            ("--colour=always", None),
            ("chat -- --color=always", None),
        ] {
            let words = typed.split_whitespace().map(Into::into);
            assert_eq!(Color::typed(words), color, "{typed}");
        }
    }
}
