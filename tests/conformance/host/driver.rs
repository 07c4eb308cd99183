//! Hosts in other languages: a driver process each, which lives as long as the tests and takes calls as lines of JSON.
//! `tests/hosts/README.md` says what a line holds.

use super::{Call, Host, NO_JSON, Otherwise, environment, shown};
use crate::case::Case;
use crate::observed::{Events, Observed};
use qwenbox_tests::hosts;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::{Semaphore, oneshot};

/// What a driver works on at once.
const AT_ONCE: usize = 8;

/// A driver that runs. It ends when its input does, with the tests.
struct Driver {
    input: Mutex<ChildStdin>,
    waiting: Arc<Mutex<Waiting>>,
    room: Semaphore,
}

/// Who waits for the reply to which request, and how many there were.
#[derive(Default)]
struct Waiting {
    last: u64,
    replies: HashMap<u64, oneshot::Sender<Value>>,
}

impl Driver {
    /// Starts it.
    ///
    /// # Panics
    /// When the system does not.
    fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let waiting: Arc<Mutex<Waiting>> = Arc::default();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let replies = Arc::clone(&waiting);
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                let reply: Value = serde_json::from_str(&line.unwrap()).unwrap();
                let id = reply["id"].as_u64().unwrap();
                let waits = replies.lock().unwrap().replies.remove(&id);
                // The test that asked may be over.
                let _ = waits.map(|waits| waits.send(reply));
            }
            // Nobody waits for a driver that has ended.
            replies.lock().unwrap().replies.clear();
            let _ = child.wait();
        });
        Self {
            input: Mutex::new(input),
            waiting,
            room: Semaphore::new(AT_ONCE),
        }
    }

    /// Makes a call.
    ///
    /// # Panics
    /// When the driver ends before it replies.
    async fn call(&self, call: &Call<'_>) -> Observed {
        let _room = self.room.acquire().await.unwrap();
        let reply = self.ask(call).await.expect("the driver has ended");
        let kind = call.function.kind();
        let events = reply["events"].as_array().cloned().unwrap_or_default();
        let result = match (
            reply.get("result"),
            reply.get("error"),
            reply.get("failure"),
        ) {
            (Some(value), None, None) => Ok(shown(kind, value.clone())),
            (None, Some(error), None) => Err(error.clone()),
            _ => Err(json!({ "reply": reply })),
        };
        Observed {
            events: Events::All(events),
            result,
        }
    }

    fn ask(&self, call: &Call<'_>) -> oneshot::Receiver<Value> {
        let (waits, reply) = oneshot::channel();
        let mut waiting = self.waiting.lock().unwrap();
        waiting.last += 1;
        let id = waiting.last;
        waiting.replies.insert(id, waits);
        drop(waiting);
        let variables = environment(call).into_iter();
        let variables: HashMap<_, _> = variables.collect();
        let request = json!({
            "id": id,
            "env": variables,
            "call": call.function.kind().word(),
            "request": call.request,
        });
        // Two characters that JSON takes as they are end a line for some readers.
        let line = request.to_string();
        let line = line
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029");
        writeln!(self.input.lock().unwrap(), "{line}").unwrap();
        reply
    }
}

/// Of Wasmtime's own client by its C API.
const BROKEN_IN_PYTHON: Otherwise = Otherwise {
    cases: &[
        "failures/closed-without-answer",
        "failures/reset",
        "retries/not-after-a-cut",
        "video_submit/cut",
        "video_submit/reset",
        "video_tasks/cancel-answer-lost",
        "video_tasks/cut",
    ],
    why: super::BROKEN,
};

const LIMITS_IN_PYTHON: Otherwise = Otherwise {
    cases: &["limits/between-bytes"],
    why: "Wasmtime's own client tells the limit between two pieces as an end of the body: the kind is `network`",
};

/// The hosts that have a driver.
macro_rules! driven {
    ($($(#[$about:meta])* $host:ident $name:literal $otherwise:expr;)*) => {
        $(
            $(#[$about])*
            pub(crate) struct $host;

            impl $host {
                /// Starts once, for all tests.
                fn driver() -> &'static Driver {
                    static DRIVER: OnceLock<Driver> = OnceLock::new();
                    DRIVER.get_or_init(|| Driver::start(&mut hosts::Host::$host.driver()))
                }
            }

            impl Host for $host {
                const NAME: &'static str = $name;

                const OTHERWISE: &'static [Otherwise] = $otherwise;

                fn cannot(&self, case: &Case) -> Option<&'static str> {
                    case.call.is_beyond_json().then_some(NO_JSON)
                }

                fn set_up(&self) {
                    Self::driver();
                }

                async fn call(&self, call: &Call<'_>) -> Observed {
                    Self::driver().call(call).await
                }
            }
        )*
    };
}

driven! {
    /// Python over wasmtime-py, with the twin.
    Python "Python" &[BROKEN_IN_PYTHON, LIMITS_IN_PYTHON, super::OWN_SETTINGS];
    /// The machine's Node, with the twin.
    Node "Node 20" &[super::OWN_SETTINGS];
    /// Node that can suspend WebAssembly, with `qwen.wasm` itself.
    NodeJspi "Node 26" &[super::OWN_SETTINGS];
}
