//! The standard streams: the answer goes to stdout, and everything else to stderr.

use super::Failure;
use qwen_core::prelude::*;
use qwen_core::warning::Warning;
use wasip3::cli::types::ErrorCode;
use wasip3::cli::{stderr, stdout, terminal_stderr, terminal_stdout};
use wasip3::wit_stream;
use wit_bindgen::{FutureReader, StreamReader, StreamResult, StreamWriter};

/// Says what a command has to say, and writes it.
pub(super) struct Screen {
    stdout: Channel,
    stderr: Channel,
    /// What was said and not yet written, in its order.
    said: Vec<(Place, String)>,
}

/// Where a text goes.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Stdout,
    Stderr,
}

/// One of the two streams.
struct Channel {
    /// As long as somebody reads.
    writer: Option<StreamWriter<u8>>,
    /// What the host says of it when all is written.
    end: FutureReader<Result<(), ErrorCode>>,
    is_terminal: bool,
    /// Whether the last line lacks its end.
    is_open: bool,
}

impl Screen {
    pub(super) fn open() -> Self {
        let is_terminal = terminal_stdout::get_terminal_stdout().is_some();
        let stdout = Channel::open(stdout::write_via_stream, is_terminal);
        let is_terminal = terminal_stderr::get_terminal_stderr().is_some();
        let stderr = Channel::open(stderr::write_via_stream, is_terminal);
        Self {
            stdout,
            stderr,
            said: Vec::new(),
        }
    }

    /// A piece of the answer.
    pub(super) fn answer(&mut self, text: &str) {
        self.say(Place::Stdout, text);
    }

    /// Ends the line of the answer, unless it stands at the beginning of one.
    pub(super) fn end_line(&mut self) {
        self.end_line_of(Place::Stdout);
    }

    /// A piece that stands beside the answer, such as reasoning.
    pub(super) fn aside(&mut self, text: &str) {
        self.say(Place::Stderr, text);
    }

    /// A line beside the answer.
    pub(super) fn note(&mut self, text: &str) {
        // When both streams are the same screen, a line of the answer that is not at its end counts.
        if self.stdout.is_terminal && self.stderr.is_terminal {
            self.end_line();
        }
        self.end_line_of(Place::Stderr);
        self.aside(text);
        self.end_line_of(Place::Stderr);
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
        self.end_line();
        self.note(&["error: ", &error.message].concat());
        if let Some(hint) = &error.hint {
            self.note(&["  hint: ", hint].concat());
        }
    }

    /// Writes what was said. What was written is seen at once.
    pub(super) async fn flush(&mut self) -> Result<(), Failure> {
        let mut outcome = Ok(());
        for (place, text) in core::mem::take(&mut self.said) {
            let is_seen = self.channel(place).write(text).await;
            // Without a stderr, there is no place to complain.
            if place == Place::Stdout && !is_seen {
                outcome = Err(Failure::Stream);
            }
        }
        outcome
    }

    /// Writes what was said, and waits until the host has all of it.
    pub(super) async fn close(mut self) -> Result<(), Failure> {
        let written = self.flush().await;
        let _ = self.stderr.close().await;
        let ended = self.stdout.close().await;
        written.and(ended.map_err(|_| Failure::Stream))
    }

    fn say(&mut self, place: Place, text: &str) {
        if text.is_empty() {
            return;
        }
        let channel = self.channel(place);
        channel.is_open = !text.ends_with('\n');
        let text = if channel.is_terminal {
            without_controls(text)
        } else {
            text.to_owned()
        };
        self.said.push((place, text));
    }

    fn end_line_of(&mut self, place: Place) {
        if self.channel(place).is_open {
            self.say(place, "\n");
        }
    }

    fn channel(&mut self, place: Place) -> &mut Channel {
        match place {
            Place::Stdout => &mut self.stdout,
            Place::Stderr => &mut self.stderr,
        }
    }
}

impl Channel {
    fn open(
        begin: fn(StreamReader<u8>) -> FutureReader<Result<(), ErrorCode>>,
        is_terminal: bool,
    ) -> Self {
        let (writer, text) = wit_stream::new();
        Self {
            writer: Some(writer),
            end: begin(text),
            is_terminal,
            is_open: false,
        }
    }

    /// Writes a text until it is seen, and says whether it is.
    async fn write(&mut self, text: String) -> bool {
        let Some(writer) = &mut self.writer else {
            return false;
        };
        let left = writer.write_all(text.into_bytes()).await;
        // A host that took a text and could not print it says so to the next write, be it one of nothing.
        let is_seen = left.is_empty() && writer.write(Vec::new()).await.0 != StreamResult::Dropped;
        if !is_seen {
            self.writer = None;
        }
        is_seen
    }

    /// Waits until the host has printed all of it.
    async fn close(self) -> Result<(), ErrorCode> {
        drop(self.writer);
        self.end.await
    }
}

/// The text with every control character but line ends and tabs made visible: what a model says does not steer the
/// terminal.
fn without_controls(text: &str) -> String {
    let is_control = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    text.replace(is_control, "\u{fffd}")
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
