//! Plays an answer and checks what must hold for each: what was said along the way is what stands at the end.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use qwen_core::Error;
use qwen_core::chat::stream::Answer;
use qwen_core::chat::structured::Json;
use qwen_core::chat::types::{Completion, Event, ToolCall, ToolCallFragment, ToolCallStart};
use qwen_core::http::Head;
use qwen_core::transport::{Body, Failure};
use serde_json::Value;

/// Where the answers come from.
pub(crate) const URL: &str = "https://h/v1/chat/completions";

/// What an answer gave, with adjacent pieces of the same text joined: how they are cut depends on the network.
#[derive(Debug, PartialEq)]
pub(crate) struct Played {
    pub(crate) events: Vec<Event>,
    pub(crate) error: Option<Error>,
    pub(crate) completion: Completion,
}

/// A body that gives pieces, then ends.
struct Script<'a>(VecDeque<&'a [u8]>);

impl Body for Script<'_> {
    async fn read(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Failure> {
        buffer.clear();
        let piece = self.0.pop_front();
        buffer.extend_from_slice(piece.unwrap_or_default());
        Ok(piece.is_some())
    }
}

/// Plays an answer whose body comes in pieces.
pub(crate) fn play(head: &Head, pieces: &[&[u8]]) -> Played {
    let body = Script(pieces.iter().copied().collect());
    // A header of our own says that the words must be an object.
    let json = match head.header("expect") {
        Some("object") => Json::Object,
        _ => Json::Unasked,
    };
    let mut answer = Answer::new(body, head, URL, json);
    let mut events = Vec::new();
    let mut error = None;
    loop {
        match now(answer.next()) {
            Ok(Some(batch)) => {
                assert!(!batch.is_empty(), "an empty batch");
                assert_eq!(error, None, "events after an error");
                events.extend(batch);
            }
            Ok(None) => break,
            Err(failed) => {
                assert_eq!(error, None, "a second error");
                error = Some(failed);
            }
        }
    }
    let played = Played {
        events: join(events),
        error,
        completion: answer.into_completion(),
    };
    played.check();
    played
}

/// Runs a future that never waits.
fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a scripted body never waits"),
    }
}

fn join(events: Vec<Event>) -> Vec<Event> {
    let mut joined: Vec<Event> = Vec::new();
    for event in events {
        match (joined.last_mut(), event) {
            (Some(Event::Text(all)), Event::Text(more))
            | (Some(Event::Reasoning(all)), Event::Reasoning(more)) => all.push_str(&more),
            (_, event) => joined.push(event),
        }
    }
    joined
}

impl Played {
    fn check(&self) {
        self.check_words();
        self.check_calls();
        if let Some(error) = &self.error {
            check_error(error);
        }
    }

    fn check_words(&self) {
        let (mut text, mut reasoning, mut usage, mut warnings) =
            (String::new(), String::new(), None, vec![]);
        for event in &self.events {
            match event {
                Event::Text(more) => text.push_str(more),
                Event::Reasoning(more) => reasoning.push_str(more),
                Event::Usage(counts) => usage = Some(*counts),
                Event::Warning(warning) => warnings.push(warning.clone()),
                _ => continue,
            }
            assert!(
                !matches!(event, Event::Text(more) | Event::Reasoning(more) if more.is_empty())
            );
        }
        assert_eq!(text, self.completion.text);
        assert_eq!(reasoning, self.completion.reasoning);
        assert_eq!(usage, self.completion.usage);
        assert_eq!(warnings, self.completion.warnings);
    }

    /// A call begins once, with an id and a name of its own, and ends once, with all others; its arguments are then an
    /// object, and what was said of them before.
    fn check_calls(&self) {
        let mut begun: Vec<ToolCall> = Vec::new();
        let mut finished = Vec::new();
        for event in &self.events {
            match event {
                Event::ToolCallStarted(ToolCallStart { index, id, name }) => {
                    assert_eq!(usize::try_from(*index), Ok(begun.len()));
                    assert!(!id.trim().is_empty() && !name.trim().is_empty());
                    begun.push(ToolCall {
                        id: id.clone(),
                        name: name.clone(),
                        arguments_json: String::new(),
                    });
                }
                Event::ToolCallArguments(ToolCallFragment { index, fragment }) => {
                    assert!(!fragment.is_empty());
                    let call = usize::try_from(*index)
                        .ok()
                        .and_then(|at| begun.get_mut(at));
                    call.unwrap().arguments_json.push_str(fragment);
                }
                Event::ToolCallFinished(call) => finished.push(call.clone()),
                _ => {}
            }
        }
        let ids: HashSet<_> = begun.iter().map(|call| &call.id).collect();
        assert_eq!(ids.len(), begun.len(), "an id twice");
        assert_eq!(finished, self.completion.tool_calls);
        if self.error.is_some() {
            assert_eq!(finished, [], "a finished call of a failed answer");
            return;
        }
        assert_eq!(finished, begun);
        for call in finished {
            let arguments: Value = serde_json::from_str(&call.arguments_json).unwrap();
            assert!(arguments.is_object());
        }
    }
}

/// What must hold for every error of an answer.
pub(crate) fn check_error(error: &Error) {
    let texts = [
        Some(&error.message),
        error.hint.as_ref(),
        error.code.as_ref(),
        error.request_id.as_ref(),
    ];
    for text in texts.into_iter().flatten() {
        assert!(!text.is_empty());
        assert!(!text.chars().any(char::is_control), "{text:?}");
        assert!(text.chars().count() < 1_000, "{text}");
        assert!(!shows_key(text), "{text}");
    }
    assert!(error.request_sent);
}

fn shows_key(text: &str) -> bool {
    text.split("sk-").skip(1).any(|rest| {
        let key = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'*'));
        key.count() >= 8
    })
}
