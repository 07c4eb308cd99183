//! `demo`: what qwenbox does, without a key and without a network.

use super::answer::{self, Reasoning, SoFar};
use super::chat::{number, seconds};
use super::models::kilo;
use crate::args::Global;
use crate::connection::{COMPILING, Connection};
use crate::failure::Failure;
use crate::json;
use crate::output::Output;
use crate::runtime;
use crate::settings::Settings;
use crate::speed::Speed;
use qwenbox::Provider;
use qwenbox::chat::{Completion, Request, ThinkingLevel};
use serde_json::json;

const PROMPT: &str = "What is a WebAssembly component good for?";

/// Rows of the catalog that are enough to see what one is.
const ROWS: usize = 4;

/// Lists models, asks one, and says what just ran.
pub(super) fn run(global: &Global, output: &mut Output) -> Result<(), Failure> {
    let settings = Settings::of_simulator(global);
    runtime::run(async {
        let opened = output.patiently(COMPILING, Connection::open(&settings));
        let connection = opened.await?;
        let provider = &connection.provider;
        catalog(provider, output).await?;
        if !output.is_json() {
            output.line(&format!(
                "$ qwenbox --simulate chat --thinking high \"{PROMPT}\""
            ))?;
        }
        let request = Request {
            thinking: Some(ThinkingLevel::High),
            ..Request::ask(PROMPT)
        };
        let (completion, speed) = answer::streamed(
            provider,
            request,
            Reasoning::Inline,
            &mut SoFar::default(),
            output,
        )
        .await?;
        summary(provider, &completion, speed, output)
    })
}

async fn catalog(provider: &Provider, output: &mut Output) -> Result<(), Failure> {
    let models = provider.models().await?;
    let default = provider.default_model().await?;
    if output.is_json() {
        return output.object(&json!({
            "type": "catalog",
            "count": models.len(),
            "default": default.ref_,
        }));
    }
    output.line(&format!(
        "The catalog has {} models; {} is the default. Some of them:\n",
        models.len(),
        default.ref_
    ))?;
    for model in models.iter().take(ROWS) {
        let (input, context) = (json::input(model), kilo(model.context_window));
        output.line(&format!(
            "  {:<28}{input:<13}{context:>6} tokens",
            model.ref_
        ))?;
    }
    output.line("")
}

fn summary(
    provider: &Provider,
    completion: &Completion,
    speed: Speed,
    output: &mut Output,
) -> Result<(), Failure> {
    let bytes = qwenbox::component().len();
    let instance = provider.instance_time().unwrap_or_default();
    let first = speed.first_token.unwrap_or_default();
    let tokens = completion
        .usage
        .as_ref()
        .map_or(0, |usage| usage.output_tokens);
    let rate = speed.tokens_per_second(tokens).unwrap_or_default();
    if output.is_json() {
        return output.object(&json!({
            "type": "demo",
            "componentBytes": bytes,
            "instanceMs": instance.as_secs_f64() * 1e3,
            "firstTokenMs": first.as_secs_f64() * 1e3,
            "outputTokens": tokens,
            "tokensPerSecond": rate,
        }));
    }
    output.text(&format!(
        "
What just ran:
  A WebAssembly component of {} KB checked the request, wrote it, and read the answer.
  It had no files, no sockets and no key; its instance was ready in {}.
  It asked a simulator in this process, over HTTP: the first of {} tokens came after {}, then {rate:.0} a second.

What to type next:
  qwenbox --simulate chat \"hello\"        ask the simulator yourself
  qwenbox models list                    the whole catalog
  qwenbox onboard                        set up a key of yours, from https://home.qwencloud.com/api-keys
  qwenbox chat --usage \"hello\"           ask a real model
",
        bytes.div_ceil(1_000),
        seconds(instance),
        number(tokens),
        seconds(first)
    ))
}
