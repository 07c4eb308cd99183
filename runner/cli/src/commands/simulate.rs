//! `simulate`: the simulator as a server, for other programs.

use crate::args::Simulate;
use crate::connection;
use crate::failure::Failure;
use crate::output::Output;
use crate::runtime::{self, Interrupts};
use qwenbox_simulator::{Options, Simulator, VideoOptions};
use serde_json::json;
use std::time::Duration;

/// Serves until Ctrl-C, which is how it is meant to end.
pub(super) fn run(simulate: &Simulate, output: &mut Output) -> Result<(), Failure> {
    let address = simulate.listen;
    if !address.ip().is_loopback() {
        return Err(Failure::usage_with_hint(
            format!("{address} is not a loopback address"),
            "the simulator is for this machine only; listen on 127.0.0.1 or [::1]",
        ));
    }
    let options = Options {
        first_token: Duration::from_millis(simulate.first_token_ms),
        per_token: Duration::from_millis(simulate.per_token_ms),
        video: VideoOptions {
            pending: Duration::from_millis(simulate.video_pending_ms),
            running: Duration::from_millis(simulate.video_running_ms),
            ..VideoOptions::default()
        },
        ..Options::default()
    };
    runtime::run_to_end(async {
        // Before anybody is told how to end it.
        let mut interrupts = Interrupts::listen();
        let simulator = connection::simulate(address, options).await?;
        let told = tell(&simulator, output);
        if told.is_ok() {
            interrupts.pressed().await;
        }
        simulator.shutdown().await;
        told
    })
}

fn tell(simulator: &Simulator, output: &mut Output) -> Result<(), Failure> {
    let (standard, coding) = (simulator.standard_base_url(), simulator.coding_base_url());
    if output.is_json() {
        return output.object(&json!({
            "address": simulator.address().to_string(),
            "standardBaseUrl": standard,
            "codingBaseUrl": coding,
        }));
    }
    output.text(&format!(
        "The simulator listens; Ctrl-C ends it.

  Standard     {standard}   any key that begins with sk-
  Coding Plan  {coding}   any key that begins with sk-sp-

Try it:
  QWEN_API_KEY=sk-any qwenbox --base-url {standard} chat \"hello\"
"
    ))
}
