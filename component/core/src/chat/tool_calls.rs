//! The tool calls of an answer: pieces in, whole calls out.
//! Knows nothing of the wire's spelling: it is given pieces that were already read.
//!
//! The rules are those that servers are known to need (DashScope chat reference, and the defects that its clients
//! report, November 2026). A piece belongs to the call of its index; ids and names may be blank, missing or repeated,
//! and an index may be given anew to a second call once the first one is whole. No call is whole before the answer is:
//! arguments that happen to be JSON may still go on.

mod arguments;
mod flaw;
#[cfg(test)]
mod tests;

use super::types::{Event, ToolCall, ToolCallFragment, ToolCallStart};
use crate::error::body;
use crate::prelude::*;
use arguments::Arguments;
pub(crate) use flaw::Flaw;

/// The most calls of one answer. A model that asks for more runs wild.
pub(crate) const MOST_CALLS: usize = 128;

/// The most bytes of one call's arguments. Longer ones are not what a function takes.
pub(crate) const ARGUMENTS_LIMIT: usize = 256_000;

/// The most characters of a name or an id in an error message; a function's name has at most 64.
const TITLE_LIMIT: usize = 64;

/// A piece of a call. Texts that are blank count as missing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Piece<'a> {
    /// The call's place, by the server's count.
    pub(crate) index: Option<u64>,
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    /// More of the arguments' JSON text.
    pub(crate) arguments: &'a str,
}

/// Puts the pieces together.
#[derive(Debug, Default)]
pub(crate) struct Assembler {
    /// In the order of their first pieces.
    calls: Vec<Call>,
    /// The call that the last piece belonged to.
    latest: usize,
    /// The calls that were announced, in that order, which is the one that callers count by.
    announced: Vec<usize>,
}

#[derive(Debug)]
struct Call {
    /// Its place in the answer, once it was announced.
    place: u32,
    /// The index that its pieces carry.
    index: Option<u64>,
    /// The id that the server gave; empty when it gave none.
    given_id: String,
    /// The id that callers know it by: the server's, unless that is blank or taken. Empty until it was announced.
    id: String,
    /// Empty until it is known; then the call was announced.
    name: String,
    arguments: Arguments,
}

impl Assembler {
    /// Adds a piece, with the events that it completes.
    ///
    /// The fragments of a call, joined, are the text of its finished arguments: blanks around them are left out, and so
    /// is what comes after them.
    pub(crate) fn take(&mut self, piece: Piece<'_>, events: &mut Vec<Event>) -> Result<(), Flaw> {
        let piece = piece.without_blanks();
        if piece.is_empty() {
            return Ok(());
        }
        let at = match self.find(&piece) {
            Some(at) => at,
            None => self.open(piece.index)?,
        };
        self.latest = at;
        self.announce(at, &piece, events);
        match self.calls.get_mut(at) {
            Some(call) => call.push(piece.arguments, events),
            None => Ok(()),
        }
    }

    /// The whole calls, once the answer has ended, with the events that say so.
    ///
    /// Gives either all of them or none: a flaw in one leaves the others unfinished.
    pub(crate) fn finish(&self, events: &mut Vec<Event>) -> Result<Vec<ToolCall>, Flaw> {
        if let Some(call) = self.calls.iter().find(|call| call.name.is_empty()) {
            return Err(Flaw::Nameless(call.arguments.text().to_owned()));
        }
        let calls = self.announced.iter().filter_map(|at| self.calls.get(*at));
        let mut finished = Vec::new();
        for call in calls.clone() {
            finished.push(call.finish()?);
        }
        for (call, finished) in calls.zip(&finished) {
            if !call.arguments.is_closed() {
                events.push(call.fragment(&finished.arguments_json));
            }
            events.push(Event::ToolCallFinished(finished.clone()));
        }
        Ok(finished)
    }

    /// The call that a piece goes on with; `None` when it begins one.
    fn find(&self, piece: &Piece<'_>) -> Option<usize> {
        let at = match piece.index {
            Some(index) => self.find_last(|call| call.index == Some(index))?,
            None => self.find_without_index(piece)?,
        };
        let call = self.calls.get(at)?;
        (!call.is_followed_by(piece)).then_some(at)
    }

    fn find_without_index(&self, piece: &Piece<'_>) -> Option<usize> {
        let same_id = |call: &Call| !piece.id.is_empty() && call.given_id == piece.id;
        self.find_last(same_id).or_else(|| {
            let latest = self.calls.get(self.latest)?;
            // Some servers repeat the name in every piece.
            let goes_on = latest.arguments.is_open()
                && latest.name == piece.name
                && !latest.has_other_id(piece);
            (piece.name.is_empty() || goes_on).then_some(self.latest)
        })
    }

    fn find_last(&self, is_it: impl Fn(&Call) -> bool) -> Option<usize> {
        self.calls.iter().rposition(is_it)
    }

    fn open(&mut self, index: Option<u64>) -> Result<usize, Flaw> {
        let at = self.calls.len();
        if at == MOST_CALLS {
            return Err(Flaw::TooMany);
        }
        self.calls.push(Call {
            place: 0,
            index,
            given_id: String::new(),
            id: String::new(),
            name: String::new(),
            arguments: Arguments::default(),
        });
        Ok(at)
    }

    /// Takes the id and the name of a piece, and says that the call begins once its name is known.
    fn announce(&mut self, at: usize, piece: &Piece<'_>, events: &mut Vec<Event>) {
        let Some(call) = self.calls.get_mut(at) else {
            return;
        };
        if call.given_id.is_empty() {
            piece.id.clone_into(&mut call.given_id);
        }
        if !call.name.is_empty() || piece.name.is_empty() {
            return;
        }
        let place = u32::try_from(self.announced.len()).unwrap_or(u32::MAX);
        let id = self.free_id(at, place);
        let Some(call) = self.calls.get_mut(at) else {
            return;
        };
        self.announced.push(at);
        call.place = place;
        call.id = id;
        piece.name.clone_into(&mut call.name);
        events.push(Event::ToolCallStarted(ToolCallStart {
            index: call.place,
            id: call.id.clone(),
            name: call.name.clone(),
        }));
        if !call.arguments.object().is_empty() {
            events.push(call.fragment(call.arguments.object()));
        }
    }

    /// The id that a call was given, or one of our own when it was given none or that of another call.
    fn free_id(&self, at: usize, place: u32) -> String {
        let is_free = |id: &String| self.calls.iter().all(|call| call.id != *id);
        let given = self.calls.get(at).map(|call| call.given_id.clone());
        let own = (place..).map(|number| format!("call_{number}"));
        given
            .into_iter()
            .filter(|id| !id.is_empty())
            .chain(own)
            .find(is_free)
            .unwrap_or_default()
    }
}

impl Call {
    /// Whether a piece that carries this call's index begins another one.
    fn is_followed_by(&self, piece: &Piece<'_>) -> bool {
        let is_named = !piece.name.is_empty();
        let has_other_name = is_named && !self.name.is_empty() && piece.name != self.name;
        let has_other_id = self.has_other_id(piece);
        if self.arguments.is_closed() {
            // Nothing can follow an object but a mark that is too much, so what begins one is another call's.
            let begins = piece.arguments.trim_start().starts_with('{');
            begins && (is_named || has_other_id) || is_named && has_other_id || has_other_name
        } else {
            // A call without arguments has no end that could be seen.
            self.arguments.is_blank() && has_other_id && has_other_name
        }
    }

    fn has_other_id(&self, piece: &Piece<'_>) -> bool {
        !piece.id.is_empty() && !self.given_id.is_empty() && piece.id != self.given_id
    }

    fn push(&mut self, arguments: &str, events: &mut Vec<Event>) -> Result<(), Flaw> {
        if self.arguments.len() + arguments.len() > ARGUMENTS_LIMIT {
            return Err(Flaw::TooLong(self.title()));
        }
        let fragment = self.arguments.push(arguments);
        if !self.name.is_empty() && !fragment.is_empty() {
            events.push(self.fragment(fragment));
        }
        Ok(())
    }

    fn finish(&self) -> Result<ToolCall, Flaw> {
        match self.arguments.finish() {
            Some(object) => Ok(ToolCall {
                id: self.id.clone(),
                name: self.name.clone(),
                arguments_json: object.to_owned(),
            }),
            None => Err(Flaw::Arguments {
                call: self.title(),
                text: self.arguments.text().to_owned(),
            }),
        }
    }

    fn fragment(&self, fragment: &str) -> Event {
        Event::ToolCallArguments(ToolCallFragment {
            index: self.place,
            fragment: fragment.to_owned(),
        })
    }

    /// What people know it by. Either part may be anything that a model writes.
    fn title(&self) -> String {
        let [name, id] = [&self.name, &self.id].map(|text| body::words(text, TITLE_LIMIT));
        format!("{name} ({id})")
    }
}

impl Piece<'_> {
    fn without_blanks(mut self) -> Self {
        for text in [&mut self.id, &mut self.name] {
            if text.trim().is_empty() {
                *text = "";
            }
        }
        self
    }

    fn is_empty(&self) -> bool {
        self.id.is_empty() && self.name.is_empty() && self.arguments.is_empty()
    }
}
