//! Stock `wasmtime serve`: the server door, a process a call.

use super::{Call, Host, Otherwise, environment, openai};
use crate::case::Case;
use crate::observed::Observed;
use qwenbox_tests::stock;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

/// The command `wasmtime serve`.
pub(crate) struct WasmtimeServe;

/// Processes at once: more would only wait for each other.
static ROOM: Semaphore = Semaphore::const_new(4);

impl Host for WasmtimeServe {
    const NAME: &'static str = "`wasmtime serve`";

    const OTHERWISE: &'static [Otherwise] = &[
        super::OPENAI_FIELDS,
        super::OPENAI_SOUND,
        super::BROKEN_CONNECTION,
        Otherwise {
            cases: &["retries/not-after-a-cut"],
            why: super::BROKEN,
        },
        super::OWN_SETTINGS,
    ];

    fn set_up(&self) {
        stock::compiled();
    }

    fn cannot(&self, case: &Case) -> Option<&'static str> {
        openai::cannot(case)
    }

    async fn call(&self, call: &Call<'_>) -> Observed {
        let _room = ROOM.acquire().await.unwrap();
        let (_server, address) = serve(call).await;
        openai::ask(&address, call).await
    }
}

/// A server that runs until it is dropped, and where it listens.
async fn serve(call: &Call<'_>) -> (Child, String) {
    let mut wasmtime = Command::new(stock::wasmtime());
    wasmtime.args([
        "serve",
        "--allow-precompiled",
        "-S",
        "cli",
        "--addr",
        "127.0.0.1:0",
    ]);
    for (name, value) in environment(call) {
        wasmtime.arg("--env").arg(format!("{name}={value}"));
    }
    wasmtime
        .arg(stock::compiled())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut server = wasmtime.spawn().unwrap();
    let mut lines = BufReader::new(server.stderr.take().unwrap()).lines();
    let line = lines
        .next_line()
        .await
        .unwrap()
        .expect("it says where it listens");
    // Serving HTTP on http://127.0.0.1:12345/
    let address = line.split("http://").nth(1).expect(&line);
    let address = address.trim_end_matches('/').to_owned();
    // A pipe that nobody reads would stop it.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (server, address)
}
