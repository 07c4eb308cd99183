//! Colours, and what may not reach a terminal.

use crate::args::Color;
use crate::environment::{self, Environment};
use clap::builder::StyledStr;
use std::borrow::Cow;

/// Colour or none.
#[derive(Clone, Copy)]
pub(super) struct Style {
    is_coloured: bool,
}

impl Style {
    pub(super) fn choose(color: Color, is_terminal: bool, environment: &Environment) -> Self {
        let is_coloured = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let is_dumb = environment
                    .raw(environment::TERM)
                    .is_some_and(|term| term == "dumb");
                let is_set = |name| environment.raw(name).is_some();
                let is_forced = environment
                    .raw(environment::CLICOLOR_FORCE)
                    .is_some_and(|force| force != "0");
                !is_set(environment::NO_COLOR) && (is_forced || (is_terminal && !is_dumb))
            }
        };
        Self { is_coloured }
    }

    /// What the parser of the command line has written, with its colours or without.
    pub(super) fn rendered(self, text: &StyledStr) -> String {
        if self.is_coloured {
            text.ansi().to_string()
        } else {
            text.to_string()
        }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.wrap("1", text, "22")
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.wrap("2", text, "22")
    }

    pub(super) fn red(self, text: &str) -> String {
        self.wrap("1;31", text, "22;39")
    }

    pub(super) fn green(self, text: &str) -> String {
        self.wrap("32", text, "39")
    }

    pub(super) fn yellow(self, text: &str) -> String {
        self.wrap("1;33", text, "22;39")
    }

    fn wrap(self, on: &str, text: &str, off: &str) -> String {
        if self.is_coloured {
            format!("\x1b[{on}m{text}\x1b[{off}m")
        } else {
            text.to_owned()
        }
    }
}

/// The text with every control character but line ends and tabs made visible. What a model or a server says could
/// otherwise move the cursor, rename the window or change what was printed before.
pub(super) fn without_controls(text: &str) -> Cow<'_, str> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.contains(is_control) {
        Cow::Owned(text.replace(is_control, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Style, without_controls};
    use crate::args::Color;
    use crate::environment::Environment;
    use std::ffi::OsString;

    #[test]
    fn colour_is_for_terminals_that_want_it() {
        let coloured = |color, is_terminal, set: &[(&str, &str)]| {
            let environment = Environment::of(|name| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| OsString::from(value))
            });
            Style::choose(color, is_terminal, &environment).is_coloured
        };
        assert!(coloured(Color::Auto, true, &[("TERM", "xterm")]));
        assert!(!coloured(Color::Auto, false, &[]));
        assert!(!coloured(Color::Auto, true, &[("NO_COLOR", "1")]));
        assert!(!coloured(Color::Auto, true, &[("TERM", "dumb")]));
        assert!(coloured(Color::Auto, false, &[("CLICOLOR_FORCE", "1")]));
        assert!(coloured(
            Color::Auto,
            true,
            &[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")]
        ));
        assert!(!coloured(Color::Auto, false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!coloured(
            Color::Auto,
            true,
            &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]
        ));
        assert!(!coloured(Color::Never, false, &[("CLICOLOR_FORCE", "1")]));
        assert!(coloured(Color::Always, false, &[("NO_COLOR", "1")]));
        assert!(!coloured(Color::Never, true, &[]));
    }

    #[test]
    fn nobody_elses_words_steer_the_terminal() {
        assert_eq!(without_controls("a\tb\nc"), "a\tb\nc");
        assert_eq!(
            without_controls("\x1b]0;x\x07\u{9b}2J\r"),
            "\u{fffd}]0;x\u{fffd}\u{fffd}2J\u{fffd}"
        );
    }
}
