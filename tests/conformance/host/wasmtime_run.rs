//! Stock `wasmtime run`: functions by `--invoke`, and the command door for streams, of which it shows the words.

mod door;

use super::{Call, Host, NO_JSON, Otherwise, environment, shown};
use crate::case::Case;
use crate::case::call::{self, Kind};
use crate::contract::Contract;
use crate::observed::{Events, Observed};
use qwenbox_tests::stock;
use serde_json::{Value, json};
use std::process::{Output, Stdio};
use tokio::process::Command;
use tokio::sync::Semaphore;

/// The command `wasmtime run`, a process a call.
pub(crate) struct WasmtimeRun;

/// Processes at once: more would only wait for each other.
static ROOM: Semaphore = Semaphore::const_new(4);

/// The longest argument that Linux hands to a process, in bytes, its end included.
const LONGEST_ARGUMENT: usize = 128 * 1024 - 1;

const TOO_LONG: &str = "an argument of a process has at most 128 KiB";

impl Host for WasmtimeRun {
    const NAME: &'static str = "`wasmtime run`";

    const OTHERWISE: &'static [Otherwise] = &[super::BROKEN_CONNECTION, super::OWN_SETTINGS];

    fn set_up(&self) {
        stock::compiled();
    }

    fn cannot(&self, case: &Case) -> Option<&'static str> {
        if case.call.is_beyond_json() {
            return Some(NO_JSON);
        }
        let arguments = match arguments(&case.call, &case.request) {
            Ok(arguments) => arguments,
            Err(reason) => return Some(reason),
        };
        let config = case.settings.config.as_ref();
        let config = config.map(|config| json!(config).to_string().len());
        let longest = arguments.iter().map(String::len).chain(config).max();
        (longest > Some(LONGEST_ARGUMENT)).then_some(TOO_LONG)
    }

    async fn call(&self, call: &Call<'_>) -> Observed {
        let arguments = arguments(call.function, call.request).unwrap();
        let _room = ROOM.acquire().await.unwrap();
        let output = run(call, &arguments).await;
        let kind = call.function.kind();
        if kind == Kind::Stream {
            return door::observed(&output);
        }
        let text = String::from_utf8(output.stdout).unwrap();
        let result = match Contract::get().outcome(kind, &text) {
            Ok(outcome) => outcome.map(|value| shown(kind, value)),
            Err(problem) => {
                let stderr = String::from_utf8_lossy(&output.stderr);
                Err(json!({ "problem": problem, "stderr": stderr }))
            }
        };
        Observed {
            events: Events::All(Vec::new()),
            result,
        }
    }
}

/// What stands on the command line behind `wasmtime run` and its options, the component left out.
fn arguments(call: &call::Call, request: &Value) -> Result<Vec<String>, &'static str> {
    match call {
        call::Call::Stream(request) => door::arguments(request),
        call => {
            let invocation = Contract::get().invocation(call.kind(), request);
            Ok(vec![invocation])
        }
    }
}

async fn run(call: &Call<'_>, arguments: &[String]) -> Output {
    let mut wasmtime = Command::new(stock::wasmtime());
    wasmtime.args(["run", "--allow-precompiled", "-S", "http"]);
    for (name, value) in environment(call) {
        wasmtime.arg("--env").arg(format!("{name}={value}"));
    }
    match (call.function.kind(), arguments) {
        (Kind::Stream, arguments) => wasmtime.arg(stock::compiled()).args(arguments),
        (_, invocation) => wasmtime
            .arg("--invoke")
            .args(invocation)
            .arg(stock::compiled()),
    };
    wasmtime.stdin(Stdio::null()).kill_on_drop(true);
    wasmtime.output().await.unwrap()
}
