//! Reasoning that older models write into the text, between `<think>` and `</think>` at its beginning.
//! Knows nothing of chunks: it is given pieces of text, split anywhere.

#[cfg(test)]
mod tests;

use crate::prelude::*;
use crate::search;
use core::mem;

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// Sorts the beginning of an answer's text into reasoning and text.
///
/// Only a tag that nothing but blanks comes before counts; one that comes later is text. Blanks before and after the opening
/// tag and after the closing one are left out. A piece is held back only as long as it may be the beginning of a tag.
#[derive(Debug)]
pub(super) struct ThinkTag {
    state: State,
    /// What may be the beginning of a tag, with the blanks before it.
    held: String,
    /// How many bytes of what is held are blanks.
    blanks: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Only blanks have come, or a part of the opening tag.
    Undecided,
    /// Within the tags, before the first word of the reasoning.
    Opened,
    /// Within the tags.
    Inside,
    /// After the closing tag, before the first word of the text.
    Closed,
    /// All that comes is text.
    Settled,
}

/// What a piece turned out to be. Either part may be empty; the reasoning comes first.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sorted {
    pub(super) reasoning: String,
    pub(super) text: String,
}

impl Default for ThinkTag {
    fn default() -> Self {
        Self {
            state: State::Undecided,
            held: String::new(),
            blanks: 0,
        }
    }
}

impl ThinkTag {
    /// Whether all that comes is text, so that it need not be given.
    pub(super) fn is_settled(&self) -> bool {
        self.state == State::Settled
    }

    /// Takes the next piece of text.
    pub(super) fn take(&mut self, piece: &str) -> Sorted {
        let mut sorted = Sorted::default();
        self.held.push_str(piece);
        if self.state == State::Undecided {
            self.open();
        }
        if matches!(self.state, State::Opened | State::Inside) {
            sorted.reasoning = self.read_on();
        }
        if self.state == State::Closed {
            self.skip_blanks();
            if !self.held.is_empty() {
                self.state = State::Settled;
            }
        }
        if self.state == State::Settled {
            sorted.text = mem::take(&mut self.held);
        }
        sorted
    }

    /// Ends the wait for a tag, because the answer has ended or reasoning has come in a place of its own: what was held
    /// is given out, and all that comes is text.
    pub(super) fn finish(&mut self) -> Sorted {
        let held = mem::take(&mut self.held);
        match mem::replace(&mut self.state, State::Settled) {
            State::Opened | State::Inside => Sorted {
                reasoning: held,
                text: String::new(),
            },
            State::Undecided | State::Closed | State::Settled => Sorted {
                reasoning: String::new(),
                text: held,
            },
        }
    }

    /// Looks for the opening tag.
    fn open(&mut self) {
        // Blanks are looked at once, however many pieces they come in.
        let rest = self.held.get(self.blanks..).unwrap_or_default();
        let rest = rest.trim_start();
        self.blanks = self.held.len() - rest.len();
        if let Some(inside) = rest.strip_prefix(OPEN) {
            self.held = inside.to_owned();
            self.state = State::Opened;
        } else if !OPEN.starts_with(rest) {
            self.state = State::Settled;
        }
    }

    /// Gives out reasoning up to the closing tag, or to what may be the beginning of it.
    fn read_on(&mut self) -> String {
        if self.state == State::Opened {
            self.skip_blanks();
        }
        let end = match search::split_once(&self.held, CLOSE) {
            Some((reasoning, _)) => reasoning.len(),
            None => self.held.len() - beginning_of_close(&self.held),
        };
        let rest = self.held.split_off(end);
        let reasoning = mem::replace(&mut self.held, rest);
        if let Some(after) = self.held.strip_prefix(CLOSE) {
            self.held = after.to_owned();
            self.state = State::Closed;
        } else if !reasoning.is_empty() {
            self.state = State::Inside;
        }
        reasoning
    }

    fn skip_blanks(&mut self) {
        let blanks = self.held.len() - self.held.trim_start().len();
        self.held.drain(..blanks);
    }
}

/// The length of the part of the closing tag that a text ends with.
fn beginning_of_close(text: &str) -> usize {
    let lengths = (1..CLOSE.len()).rev();
    let mut fitting = lengths.filter(|length| {
        let beginning = CLOSE.get(..*length);
        beginning.is_some_and(|beginning| text.ends_with(beginning))
    });
    fitting.next().unwrap_or(0)
}
