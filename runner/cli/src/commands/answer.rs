//! An answer on its way to the reader: streamed or whole, for people or programs.

use crate::failure::Failure;
use crate::json;
use crate::output::Output;
use crate::speed::{Speed, Stopwatch};
use futures::StreamExt;
use qwenbox::chat::{Completion, Event, FinishReason, Request};
use qwenbox::{Provider, types};
use std::time::Instant;

/// What happens before the first piece.
const WAITING: &str = "waiting for the answer";

/// Where people see the reasoning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reasoning {
    /// Nowhere.
    Hidden,
    /// On stderr: stdout is the answer's.
    Aside,
    /// On stdout, before the answer.
    Inline,
}

/// What came of an answer so far. It stands, however the answer ends.
#[derive(Debug, Default)]
pub(super) struct SoFar {
    pub(super) text: String,
    pub(super) reasoning: String,
    /// Whether a piece of it came, a tool call's too.
    pub(super) began: bool,
}

impl SoFar {
    fn add(&mut self, event: &Event) {
        self.began |= is_token(event);
        match event {
            Event::Text(text) => self.text.push_str(text),
            Event::Reasoning(text) => self.reasoning.push_str(text),
            _ => {}
        }
    }
}

/// Streams an answer: every piece is out before the next one is awaited.
pub(super) async fn streamed(
    provider: &Provider,
    request: Request,
    reasoning: Reasoning,
    so_far: &mut SoFar,
    output: &mut Output,
) -> Result<(Completion, Speed), Failure> {
    let mut stopwatch = Stopwatch::start();
    let opened = output.patiently(WAITING, provider.stream(request));
    let mut answer = opened.await?;
    let mut screen = Screen::new(reasoning);
    let mut next = output.patiently(WAITING, answer.next()).await;
    while let Some(event) = next {
        so_far.add(&event);
        if is_token(&event) {
            stopwatch.token();
        }
        if output.is_json() {
            output.object(&json::event(&event))?;
        } else {
            screen.show(&event, output)?;
        }
        next = answer.next().await;
    }
    output.end_progress();
    let completion = answer.completion().await?;
    let speed = stopwatch.stop();
    if output.is_json() {
        output.object(&json::completion(&completion))?;
    }
    output.end_line()?;
    end(&completion, output)?;
    Ok((completion, speed))
}

/// Waits for a whole answer.
pub(super) async fn whole(
    provider: &Provider,
    request: Request,
    reasoning: Reasoning,
    output: &mut Output,
) -> Result<(Completion, Speed), Failure> {
    let stopwatch = Stopwatch::start();
    let completed = output.patiently(WAITING, provider.complete(request));
    let completion = completed.await?;
    let speed = stopwatch.stop();
    if output.is_json() {
        output.document(&json::completion(&completion))?;
    } else {
        let mut screen = Screen::new(reasoning);
        for warning in &completion.warnings {
            output.warning(&warning.message);
        }
        screen.reasoning(&completion.reasoning, output)?;
        screen.text(&completion.text, output)?;
    }
    output.end_line()?;
    end(&completion, output)?;
    Ok((completion, speed))
}

/// Whether the model wrote something. Tool calls are tokens too.
fn is_token(event: &Event) -> bool {
    match event {
        Event::Text(_)
        | Event::Reasoning(_)
        | Event::ToolCallStarted(_)
        | Event::ToolCallArguments(_) => true,
        Event::ToolCallFinished(_) | Event::Usage(_) | Event::Warning(_) => false,
    }
}

/// Prints the tool calls, a line each, and says what an answer that ended by itself would not show.
fn end(completion: &Completion, output: &mut Output) -> Result<(), Failure> {
    if !output.is_json() {
        for call in &completion.tool_calls {
            output.object(&json::call_to_run(call))?;
        }
    }
    match &completion.finish_reason {
        FinishReason::Stop | FinishReason::ToolCalls => {}
        FinishReason::Length => output.warning("the answer is cut: it reached its token limit"),
        FinishReason::ContentFilter => return Err(Failure::Filtered),
        FinishReason::Other(word) => {
            output.warning(&format!("the answer ended for an unknown reason: {word}"));
        }
    }
    Ok(())
}

/// What people see of an answer.
struct Screen {
    reasoning: Reasoning,
    /// Whether reasoning stands inline before what comes next.
    after_reasoning: bool,
    begun: Instant,
}

impl Screen {
    fn new(reasoning: Reasoning) -> Self {
        Self {
            reasoning,
            after_reasoning: false,
            begun: Instant::now(),
        }
    }

    fn show(&mut self, event: &Event, output: &mut Output) -> Result<(), Failure> {
        match event {
            Event::Text(text) => self.text(text, output),
            Event::Reasoning(text) => self.reasoning(text, output),
            Event::Warning(types::Warning { message, .. }) => {
                output.warning(message);
                Ok(())
            }
            // The completion has them.
            Event::ToolCallStarted(_)
            | Event::ToolCallArguments(_)
            | Event::ToolCallFinished(_)
            | Event::Usage(_) => Ok(()),
        }
    }

    fn text(&mut self, text: &str, output: &mut Output) -> Result<(), Failure> {
        if self.after_reasoning {
            self.after_reasoning = false;
            output.end_line()?;
            output.line("")?;
        }
        output.text(text)
    }

    fn reasoning(&mut self, text: &str, output: &mut Output) -> Result<(), Failure> {
        match self.reasoning {
            Reasoning::Hidden => {
                output.progress_after_a_while("thinking", self.begun.elapsed());
                Ok(())
            }
            Reasoning::Aside => {
                output.aside(text);
                Ok(())
            }
            Reasoning::Inline => {
                self.after_reasoning = true;
                output.dim_text(text)
            }
        }
    }
}
