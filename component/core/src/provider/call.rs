//! One chat call: sends it, again where that is safe, and gives its answer.
//! Knows no settings, and not how a request is written: it is given the one that goes out.

#[cfg(test)]
mod tests;

use crate::chat::stream::Answer;
use crate::chat::structured::Json;
use crate::chat::types::{Event, Opening};
use crate::deadline::Deadline;
use crate::error::Error;
use crate::http;
use crate::prelude::*;
use crate::retry::{Attempts, NANOSECONDS};
use crate::transport::Transport;
use crate::warning::Warning;

/// A call under way.
pub(super) struct Call<'a, T: Transport> {
    transport: &'a T,
    request: http::Request,
    reading: Reading,
    attempts: Attempts,
    deadline: Deadline,
    answer: Option<Answer<T::Body>>,
    /// What was adjusted, left out or tried again, all of it.
    warnings: Vec<Warning>,
    /// How many of them were given out.
    told: usize,
    /// A piece of the answer was given out, so that it cannot be asked for again.
    begun: bool,
}

/// How the answer's words are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// What they must be.
    pub(super) json: Json,
    /// Whether the texts of a list are each a line when the answer is given at once.
    pub(super) lines: bool,
}

/// How long a call may take.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Patience {
    /// See [`Attempts::new`].
    pub(super) retry_budget_ms: Option<u64>,
    /// From the beginning to the end of the answer; none for no limit.
    pub(super) total_ms: Option<u64>,
}

impl<'a, T: Transport + 'static> Call<'a, T> {
    /// A call that is not sent yet.
    pub(super) fn new(
        transport: &'a T,
        request: http::Request,
        reading: Reading,
        patience: Patience,
        warnings: Vec<Warning>,
    ) -> Self {
        let now_ns = transport.now_ns();
        let end_ns = |ms: u64| now_ns.saturating_add(ms.saturating_mul(NANOSECONDS));
        Self {
            attempts: Attempts::new(patience.retry_budget_ms, request.effect)
                .ending_at(patience.total_ms.map(end_ns)),
            deadline: Deadline::after(transport, patience.total_ms),
            transport,
            request,
            reading,
            answer: None,
            warnings,
            told: 0,
            begun: false,
        }
    }

    /// The events that came next, never none; `None` after the answer's end. Warnings come first.
    ///
    /// # Errors
    /// The error that cut the answer. What was given until then stands. `None` follows.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Event>>, Error> {
        loop {
            let untold = self.warnings.get(self.told..).unwrap_or_default();
            if !untold.is_empty() {
                let events = untold.iter().cloned().map(Event::Warning).collect();
                self.told = self.warnings.len();
                return Ok(Some(events));
            }
            let Some(answer) = &mut self.answer else {
                return Ok(None);
            };
            let next = self.deadline.within(answer.next()).await;
            match next.unwrap_or_else(|failure| Err(failure.into_error(&self.request.url))) {
                Ok(events) => {
                    self.begun |= events.is_some();
                    return Ok(events);
                }
                Err(error) => {
                    // Its connection closes, and nothing more comes of it.
                    self.answer = None;
                    if self.begun {
                        return Err(error);
                    }
                    // Nothing of the answer was given out: the error stands in its place.
                    self.pause(error).await?;
                    self.attempt().await?;
                }
            }
        }
    }

    /// What is known of the answer once it has begun.
    pub(super) fn opening(&self) -> Opening<'_> {
        self.answer
            .as_ref()
            .map(Answer::opening)
            .unwrap_or_default()
    }

    /// What was adjusted, left out or tried again, and the answer unless an error cut it.
    pub(super) fn into_parts(self) -> (Vec<Warning>, Option<Answer<T::Body>>) {
        (self.warnings, self.answer)
    }

    /// Sends the request, and again after each failure that allows it, until its answer begins.
    ///
    /// # Errors
    /// What came instead of an answer, the last time.
    pub(super) async fn attempt(&mut self) -> Result<(), Error> {
        loop {
            match self.send().await {
                Ok(answer) => {
                    self.answer = Some(answer);
                    return Ok(());
                }
                Err(error) => self.pause(error).await?,
            }
        }
    }

    async fn send(&mut self) -> Result<Answer<T::Body>, Error> {
        let url = &self.request.url;
        let sent = self.transport.send(self.request.clone());
        let sent = self.deadline.within(sent).await;
        let (head, body) = sent
            .and_then(|sent| sent)
            .map_err(|failure| failure.into_error(url))?;
        let mut answer = Answer::new(body, &head, url, self.reading.json.clone());
        if self.reading.lines {
            answer = answer.in_lines();
        }
        if !head.is_success() {
            // The answer to a refused request is its error.
            let read = self.deadline.within(answer.next()).await;
            read.map_err(|failure| failure.into_error(url))??;
        }
        Ok(answer)
    }

    /// Waits until the next attempt, or gives the error when there is to be none.
    async fn pause(&mut self, error: Error) -> Result<(), Error> {
        let again = self.attempts.after(error, self.transport.now_ns())?;
        self.warnings.push(again.warning);
        // It ends before the deadline does.
        self.transport.sleep(again.wait_ms).await;
        Ok(())
    }
}
