//! One token of the model: the one check that is billed, so it is made only when asked for.

use super::check::Check;
use crate::commands::chat::seconds;
use crate::failure::Failure;
use crate::settings::Settings;
use qwenbox::Provider;
use qwenbox::chat::{Completion, Request, ThinkingLevel, Timeouts};
use std::time::{Duration, Instant};

const NAME: &str = "live";

/// How long the model may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came of it, and how many seconds this machine's clock is ahead of the answer's. Without a
/// provider, something else is wrong.
pub(super) async fn of(
    is_asked: bool,
    provider: Option<Provider>,
    settings: &Settings,
) -> (Check, Option<i64>) {
    if !is_asked {
        let told = "not asked: --live sends one request, which costs a token";
        return (Check::skipped(NAME, told), None);
    }
    let Some(provider) = provider else {
        let told = "not asked: what is wrong above must be right first";
        return (Check::skipped(NAME, told), None);
    };
    let asked = Instant::now();
    let answer = provider.complete(request(settings)).await;
    let answer = answer.map_err(Failure::from);
    (verdict(answer, asked.elapsed()), provider.clock_offset())
}

/// The smallest question. It is sent once, and not again.
fn request(settings: &Settings) -> Request {
    Request {
        model: settings.model.clone(),
        thinking: Some(ThinkingLevel::Off),
        max_tokens: Some(1),
        retry_budget_ms: Some(0),
        timeouts: Some(Timeouts {
            connect_ms: None,
            first_byte_ms: None,
            between_bytes_ms: None,
            total_ms: u64::try_from(PATIENCE.as_millis()).ok(),
        }),
        ..Request::ask("Say ok.")
    }
}

fn verdict(answer: Result<Completion, Failure>, time: Duration) -> Check {
    let completion = match answer {
        Ok(completion) => completion,
        Err(failure) => return Check::problem(NAME, failure),
    };
    let tokens = completion.usage.as_ref().map(|usage| usage.total_tokens);
    let told = tokens.map_or_else(String::new, |tokens| format!(", for {tokens} tokens"));
    let message = format!(
        "{} answered after {}{told}",
        completion.model,
        seconds(time)
    );
    Check::ok(NAME, message)
        .with("model", completion.model)
        .with("milliseconds", u64::try_from(time.as_millis()).ok())
        .with("tokens", tokens)
}

#[cfg(test)]
mod tests {
    use super::super::check::{Level, failure};
    use super::verdict;
    use crate::exit::Exit;
    use qwenbox::chat::{Completion, FinishReason};
    use qwenbox::types::{ErrorKind, Usage};
    use std::time::Duration;

    #[test]
    fn an_answer_is_told_with_its_tokens() {
        let answer = Completion {
            id: String::new(),
            model: "m".to_owned(),
            text: "ok".to_owned(),
            reasoning: String::new(),
            tool_calls: Vec::new(),
            finish_reason: FinishReason::Length,
            usage: Some(Usage {
                input_tokens: 9,
                output_tokens: 1,
                total_tokens: 10,
                cached_input_tokens: 0,
                cache_write_tokens: 0,
                reasoning_tokens: 0,
            }),
            cost: None,
            warnings: Vec::new(),
            request_id: None,
        };
        let check = verdict(Ok(answer), Duration::from_millis(1_500)).json();
        assert_eq!(check["message"], "m answered after 1.5 s, for 10 tokens");
        assert_eq!(check["facts"]["milliseconds"], 1_500);
    }

    #[test]
    fn a_refusal_ends_as_a_chat_would() {
        for (kind, exit) in [
            (ErrorKind::Unauthorized, Exit::Refused),
            (ErrorKind::RateLimited, Exit::Limited),
            (ErrorKind::Timeout, Exit::TimedOut),
        ] {
            let check = verdict(Err(failure(kind, "no", "do this")), Duration::ZERO);
            assert_eq!(check.level, Level::Problem);
            assert_eq!(check.json()["exitCode"], exit as u8);
        }
    }
}
