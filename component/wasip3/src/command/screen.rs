//! The standard streams: the answer goes to stdout, and everything else to stderr.

use super::Failure;
use qwen_core::warning::Warning;
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

/// Writes what a command has to say.
pub(super) struct Screen {
    stdout: Channel,
    stderr: Channel,
}

/// One of the two streams.
struct Channel {
    /// Writes bytes that are seen at once.
    write: fn(&[u8]) -> io::Result<()>,
    is_terminal: bool,
    /// Whether the last line lacks its end.
    is_open: bool,
}

impl Screen {
    pub(super) fn new() -> Self {
        Self {
            stdout: Channel::new(io::stdout().is_terminal(), |bytes| {
                let mut stdout = io::stdout();
                stdout.write_all(bytes)?;
                stdout.flush()
            }),
            stderr: Channel::new(io::stderr().is_terminal(), |bytes| {
                io::stderr().write_all(bytes)
            }),
        }
    }

    /// A piece of the answer, seen at once.
    pub(super) fn answer(&mut self, text: &str) -> io::Result<()> {
        self.stdout.write(text)
    }

    /// Ends the line of the answer, unless it stands at the beginning of one.
    pub(super) fn end_line(&mut self) -> io::Result<()> {
        self.stdout.end_line()
    }

    /// A piece that stands beside the answer, such as reasoning.
    pub(super) fn aside(&mut self, text: &str) {
        // Without a stderr, there is no place to complain.
        let _ = self.stderr.write(text);
    }

    /// A line beside the answer.
    pub(super) fn note(&mut self, text: &str) {
        self.begin_note();
        let _ = self.stderr.write(text);
        let _ = self.stderr.end_line();
    }

    pub(super) fn warnings(&mut self, warnings: &[Warning]) {
        for warning in warnings {
            self.note(&["warning: ", &warning.message].concat());
        }
    }

    /// Says why a command failed. What was printed before stands.
    pub(super) fn failure(&mut self, failure: &Failure) {
        let Failure::Error(error) = failure else {
            return;
        };
        // A program that reads the answer gets whole lines.
        let _ = self.end_line();
        self.note(&["error: ", &error.message].concat());
        if let Some(hint) = &error.hint {
            self.note(&["  hint: ", hint].concat());
        }
    }

    /// When both streams are the same screen, a line of the answer that is not at its end counts.
    fn begin_note(&mut self) {
        if self.stdout.is_terminal && self.stderr.is_terminal {
            let _ = self.stdout.end_line();
        }
        let _ = self.stderr.end_line();
    }
}

impl Channel {
    fn new(is_terminal: bool, write: fn(&[u8]) -> io::Result<()>) -> Self {
        Self {
            write,
            is_terminal,
            is_open: false,
        }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let text = if self.is_terminal {
            without_controls(text)
        } else {
            Cow::Borrowed(text)
        };
        self.is_open = !text.ends_with('\n');
        (self.write)(text.as_bytes())
    }

    fn end_line(&mut self) -> io::Result<()> {
        if self.is_open {
            self.write("\n")
        } else {
            Ok(())
        }
    }
}

/// The text with every control character but line ends and tabs made visible: what a model says does not steer the
/// terminal.
fn without_controls(text: &str) -> Cow<'_, str> {
    let is_control = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    if text.contains(is_control) {
        Cow::Owned(text.replace(is_control, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::without_controls;

    #[test]
    fn nothing_steers_the_terminal() {
        for (text, shown) in [
            ("a\tb\nc", "a\tb\nc"),
            ("\x1b[2Jgone", "\u{fffd}[2Jgone"),
            ("a\rb", "a\u{fffd}b"),
        ] {
            assert_eq!(without_controls(text), shown);
        }
    }
}
