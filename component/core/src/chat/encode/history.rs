//! Makes a conversation one that the provider takes: leaves out what failed, and pairs tool calls with their results.
//! Knows no wire format and no model.
//!
//! Source: Qwen provider page and DashScope chat reference, November 2026.

#[cfg(test)]
mod tests;

use alloc::borrow::Cow;

use crate::chat::types::{
    AssistantMessage, Message, Part, TextPart, ToolCall, ToolMessage, TurnStatus,
};
use crate::error::Error;
use crate::names::Names;
use crate::prelude::*;
use crate::warning::{Warning, Warnings};

/// The longest call id that is sent, in characters.
const LONGEST_CALL_ID: usize = 40;

/// What stands in for the result of a call that has none, so that the model can go on.
pub(super) const NO_RESULT: &str = "error: the tool gave no result";

/// A conversation as it is sent.
#[derive(Debug, Default)]
pub(super) struct History<'a> {
    pub(super) turns: Vec<Turn<'a>>,
    pub(super) warnings: Vec<Warning>,
}

/// One message to send.
#[derive(Debug, PartialEq)]
pub(super) enum Turn<'a> {
    /// What the model is told, and a sentence that this provider adds.
    System(&'a [TextPart], Option<String>),
    User(&'a [Part]),
    /// The pictures and recordings that tools gave back: their own messages hold text only.
    Shown(Vec<&'a Part>),
    Assistant(Answer<'a>),
    Result {
        call_id: Cow<'a, str>,
        /// `None` where the call has no result.
        content: Option<&'a [Part]>,
    },
}

/// What the model answered.
#[derive(Debug, PartialEq)]
pub(super) struct Answer<'a> {
    pub(super) message: &'a AssistantMessage,
    /// The ids that its tool calls are sent with, in their order.
    pub(super) call_ids: Vec<Cow<'a, str>>,
    /// Whether no user message follows: its tools are still at work for the same question.
    pub(super) is_current: bool,
}

impl<'a> History<'a> {
    /// The turns to send. `is_own` says whether a model reference is the request's model.
    ///
    /// # Errors
    /// `invalid-request` when an answer is partial and not the last message or calls tools, or two of its calls have the
    /// same id.
    pub(super) fn of(
        messages: &'a [Message],
        is_own: impl Fn(&str) -> bool,
    ) -> Result<Self, Error> {
        let mut repair = Repair::default();
        let last_question = messages
            .iter()
            .rposition(|message| matches!(message, Message::User(_)));
        for (index, message) in messages.iter().enumerate() {
            match message {
                Message::Tool(result) => repair.result(result, index),
                Message::System(parts) => repair.system(parts),
                Message::User(parts) => repair.turn(Turn::User(parts)),
                Message::Assistant(message) => {
                    if is_sent(message, index, messages.len())? {
                        let is_foreign =
                            message.model.as_deref().is_some_and(|model| !is_own(model));
                        let is_current = last_question.is_none_or(|question| question < index);
                        repair.answer(message, is_foreign, is_current, index)?;
                    }
                }
            }
        }
        repair.close();
        repair.history.warnings = repair.warnings.told();
        Ok(repair.history)
    }

    /// Adds a sentence to what the model is told.
    pub(super) fn tell(&mut self, sentence: String) {
        if let Some(Turn::System(_, more)) = self.turns.first_mut() {
            *more = Some(sentence);
        } else {
            self.turns.insert(0, Turn::System(&[], Some(sentence)));
        }
    }
}

/// Whether an answer is sent: failed and aborted ones would mislead the model, and empty ones are refused.
fn is_sent(message: &AssistantMessage, index: usize, count: usize) -> Result<bool, Error> {
    let is_empty = message.text.is_empty() && message.tool_calls.is_empty();
    match message.status {
        TurnStatus::Failed | TurnStatus::Aborted => Ok(false),
        TurnStatus::Partial if index + 1 != count => Err(Error::invalid(format!(
            "messages[{index}] is partial and not the last message"
        ))
        .with_hint("mark only the message that the model is to continue")),
        TurnStatus::Partial if !message.tool_calls.is_empty() => Err(Error::invalid(format!(
            "messages[{index}] is partial and calls tools"
        ))
        .with_hint("only words can be continued; leave the tool calls out")),
        TurnStatus::Complete | TurnStatus::Partial => Ok(!is_empty),
    }
}

/// The conversation up to a message.
#[derive(Default)]
struct Repair<'a> {
    history: History<'a>,
    warnings: Warnings,
    /// The calls of the last answer.
    open: Vec<Open<'a>>,
    /// Where in `open` each stands, by its id.
    places: Names,
    shown: Vec<&'a Part>,
    /// What the model was told between calls and their results, which nothing may stand between.
    told: Vec<&'a [TextPart]>,
}

struct Open<'a> {
    call: &'a ToolCall,
    sent_id: Cow<'a, str>,
    is_answered: bool,
}

impl<'a> Repair<'a> {
    fn turn(&mut self, turn: Turn<'a>) {
        self.close();
        self.history.turns.push(turn);
    }

    fn system(&mut self, parts: &'a [TextPart]) {
        if self.open.is_empty() {
            self.turn(Turn::System(parts, None));
        } else {
            self.told.push(parts);
        }
    }

    fn answer(
        &mut self,
        message: &'a AssistantMessage,
        is_foreign: bool,
        is_current: bool,
        index: usize,
    ) -> Result<(), Error> {
        self.close();
        let mut own = OwnIds::default();
        for call in &message.tool_calls {
            if self.places.insert(&call.id, self.open.len()).is_some() {
                return Err(Error::invalid(format!(
                    "messages[{index}] has two tool calls with the id `{}`",
                    call.id
                ))
                .with_hint("give each call of a message an id of its own"));
            }
            let sent_id = if is_foreign {
                Cow::Owned(own.of(&call.id))
            } else {
                Cow::Borrowed(call.id.as_str())
            };
            self.open.push(Open {
                call,
                sent_id,
                is_answered: false,
            });
        }
        let call_ids = self.open.iter().map(|open| open.sent_id.clone()).collect();
        self.history.turns.push(Turn::Assistant(Answer {
            message,
            call_ids,
            is_current,
        }));
        Ok(())
    }

    fn result(&mut self, result: &'a ToolMessage, index: usize) {
        let place = self.places.get(&result.call_id);
        let open = place.and_then(|place| self.open.get_mut(place));
        let Some(open) = open.filter(|open| !open.is_answered) else {
            self.warn(
                "tool-result-orphan",
                format!(
                    "messages[{index}] answers no tool call that waits for a result; it was left out"
                ),
            );
            return;
        };
        open.is_answered = true;
        self.history.turns.push(Turn::Result {
            call_id: open.sent_id.clone(),
            content: Some(&result.content),
        });
        let is_shown = |part: &&Part| !matches!(part, Part::Text(_));
        self.shown.extend(result.content.iter().filter(is_shown));
    }

    /// Ends what an answer and its tools have to say: calls without a result get one, and what had to wait follows.
    fn close(&mut self) {
        self.places.clear();
        for open in core::mem::take(&mut self.open) {
            if open.is_answered {
                continue;
            }
            self.warn(
                "tool-result-missing",
                format!(
                    "the tool call {} has no result; the model was told so",
                    open.call.id
                ),
            );
            self.history.turns.push(Turn::Result {
                call_id: open.sent_id,
                content: None,
            });
        }
        if !self.shown.is_empty() {
            let shown = core::mem::take(&mut self.shown);
            self.history.turns.push(Turn::Shown(shown));
        }
        let told = core::mem::take(&mut self.told).into_iter();
        let told = told.map(|parts| Turn::System(parts, None));
        self.history.turns.extend(told);
    }

    fn warn(&mut self, code: &str, message: String) {
        self.warnings.push(Warning::new(code, message));
    }
}

/// The ids of another provider's calls in one answer, in the letters that this one takes.
#[derive(Default)]
struct OwnIds {
    taken: Names,
    /// The last number behind each beginning: those up to it are taken.
    numbers: Names,
}

impl OwnIds {
    /// An id like this one, and unlike those before it.
    fn of(&mut self, id: &str) -> String {
        let is_letter =
            |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        let (id, _) = id.split_once('|').unwrap_or((id, ""));
        let mut own: String = id
            .chars()
            .take(LONGEST_CALL_ID)
            .map(|letter| if is_letter(letter) { letter } else { '_' })
            .collect();
        if !self.is_free(&own) {
            // No longer than the longest: a number has fewer digits than were cut.
            let beginning: String = own.chars().take(LONGEST_CALL_ID - 8).collect();
            let mut number = self.numbers.get(&beginning).unwrap_or(0);
            while !self.is_free(&own) {
                number += 1;
                own = format!("{beginning}_{number}");
            }
            self.numbers.insert(&beginning, number);
        }
        self.taken.insert(&own, 0);
        own
    }

    fn is_free(&self, id: &str) -> bool {
        !id.is_empty() && self.taken.get(id).is_none()
    }
}
