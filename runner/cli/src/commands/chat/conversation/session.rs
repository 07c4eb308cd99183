//! A conversation: what was said, and what a line that is typed does about it. Neither asks nor prints.

use super::command::{self, Change, Command};
use super::spent::Spent;
use super::transcript;
use crate::args::Thinking;
use crate::commands::answer::SoFar;
use crate::commands::chat::request::{self, Draft};
use qwenbox::chat::{AssistantMessage, Completion, Message, Part, Request, TextPart, TurnStatus};
use std::path::PathBuf;

/// What was said so far, and how the next question is asked.
pub(super) struct Session {
    draft: Draft,
    model: String,
    turns: Vec<Message>,
    spent: Spent,
    beginning: Beginning,
}

/// What the settings were when the conversation began.
struct Beginning {
    model: String,
    thinking: Option<Thinking>,
    system: Option<TextPart>,
}

/// What a line asks the terminal to do.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// Nothing.
    Wait,
    /// Ask this, and then say how it went: [`Session::answered`] or [`Session::cut`].
    Ask(Box<Request>),
    /// See which model this names, and if there is one, [`Session::take_model`].
    Resolve(String),
    /// Tell this.
    Tell(String),
    /// Write this text to this file.
    Save(PathBuf, String),
    /// End the conversation.
    Leave,
}

impl Session {
    /// A conversation in which nothing was said. The model is named by its reference, so that each answer can say whose
    /// it is.
    pub(super) fn new(draft: Draft, model: String) -> Self {
        let beginning = Beginning {
            model: model.clone(),
            thinking: draft.thinking,
            system: draft.system.clone(),
        };
        Self {
            draft,
            model,
            turns: Vec::new(),
            spent: Spent::default(),
            beginning,
        }
    }

    /// What a line does.
    pub(super) fn enter(&mut self, line: &str) -> Step {
        match Command::read(line) {
            Ok(Some(command)) => self.obey(command),
            Ok(None) => Step::Wait,
            Err(wrong) => Step::Tell(wrong),
        }
    }

    fn obey(&mut self, command: Command) -> Step {
        match command {
            Command::Ask(question) => Step::Ask(Box::new(self.ask(&question))),
            Command::Model(Change::To(reference)) => Step::Resolve(reference),
            Command::Model(Change::Back) => {
                Step::Tell(self.take_model(self.beginning.model.clone()))
            }
            Command::Model(Change::Show) => Step::Tell(self.told_model()),
            Command::Thinking(change) => Step::Tell(self.change_thinking(change)),
            Command::System(change) => Step::Tell(self.change_system(change)),
            Command::Save(path) => {
                let system = self.draft.system.as_ref().map(|part| part.text.as_str());
                Step::Save(path, transcript::markdown(system, &self.turns))
            }
            Command::Clear => {
                self.turns.clear();
                self.draft.media.clear();
                Step::Tell("everything said so far is forgotten".to_owned())
            }
            Command::Usage => Step::Tell(self.spent.told()),
            Command::Help => Step::Tell(command::help()),
            Command::Quit => Step::Leave,
        }
    }

    /// The request that asks one more question.
    fn ask(&mut self, question: &str) -> Request {
        let media = std::mem::take(&mut self.draft.media);
        self.turns.push(request::question(media, question));
        Request {
            model: Some(self.model.clone()),
            ..self.draft.request(&self.turns)
        }
    }

    /// Another model answers from now on. Gives what to tell.
    pub(super) fn take_model(&mut self, reference: String) -> String {
        self.model = reference;
        self.told_model()
    }

    /// Keeps a whole answer.
    pub(super) fn answered(&mut self, completion: Completion) {
        self.spent.add(&completion);
        self.keep(AssistantMessage {
            text: completion.text,
            reasoning: Some(completion.reasoning).filter(|reasoning| !reasoning.is_empty()),
            tool_calls: completion.tool_calls,
            status: TurnStatus::Complete,
            model: None,
        });
    }

    /// Keeps what came of an answer that was stopped or failed. A question that got no word of an answer is taken back:
    /// it may be what made the answer fail, and would do so for ever.
    pub(super) fn cut(&mut self, so_far: SoFar, status: TurnStatus) {
        if so_far.text.is_empty() && so_far.reasoning.is_empty() {
            return self.take_back();
        }
        self.spent.add_unknown();
        self.keep(AssistantMessage {
            text: so_far.text,
            reasoning: Some(so_far.reasoning).filter(|reasoning| !reasoning.is_empty()),
            tool_calls: Vec::new(),
            status,
            model: None,
        });
    }

    fn keep(&mut self, answer: AssistantMessage) {
        self.turns.push(Message::Assistant(AssistantMessage {
            model: Some(self.model.clone()),
            ..answer
        }));
    }

    /// What was shown with the question is shown with the next one.
    fn take_back(&mut self) {
        if let Some(Message::User(parts)) = self.turns.pop() {
            let is_shown = |part: &Part| !matches!(part, Part::Text(_));
            self.draft.media = parts.into_iter().filter(is_shown).collect();
        }
    }

    fn change_thinking(&mut self, change: Change<Thinking>) -> String {
        match change {
            Change::Show => {}
            Change::Back => self.draft.thinking = self.beginning.thinking,
            Change::To(level) => self.draft.thinking = Some(level),
        }
        match self.draft.thinking {
            Some(level) => format!("the thinking level is {}", command::level_word(level)),
            None => "the thinking level is the model's own".to_owned(),
        }
    }

    fn change_system(&mut self, change: Change<String>) -> String {
        match change {
            Change::Show => {}
            Change::Back => self.draft.system = self.beginning.system.clone(),
            Change::To(text) => {
                let cache = self
                    .beginning
                    .system
                    .as_ref()
                    .is_some_and(|part| part.cache);
                self.draft.system = Some(TextPart { text, cache });
            }
        }
        match &self.draft.system {
            Some(part) => format!("the system prompt is: {}", part.text),
            None => "there is no system prompt".to_owned(),
        }
    }

    fn told_model(&self) -> String {
        format!("the model is {}", self.model)
    }
}

#[cfg(test)]
mod tests;
