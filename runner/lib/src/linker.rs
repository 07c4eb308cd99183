//! What a component may import: the whole list, in one place. What is not here does not link.

use crate::state::State;
use wasmtime::component::Linker;
use wasmtime::{Engine, Result};
use wasmtime_wasi::cli::{WasiCli, WasiCliView};
use wasmtime_wasi::clocks::{WasiClocks, WasiClocksView};
use wasmtime_wasi::p3::bindings as p3;
use wasmtime_wasi_http::p3::bindings::http;
use wasmtime_wasi_http::{WasiHttp, WasiHttpView};

use crate::state::Calls;

/// HTTP through the egress; settings through the environment; the streams of the component's command, which lead nowhere;
/// a clock to wait by. No files, no sockets, no randomness, no time of day.
pub(crate) fn linker(engine: &Engine) -> Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    let l = &mut linker;

    http::types::add_to_linker::<_, WasiHttp>(l, State::http)?;
    http::client::add_to_linker::<_, Calls>(l, State::http)?;
    p3::clocks::types::add_to_linker::<_, WasiClocks>(l, State::clocks)?;
    p3::clocks::monotonic_clock::add_to_linker::<_, WasiClocks>(l, State::clocks)?;

    p3::cli::environment::add_to_linker::<_, WasiCli>(l, State::cli)?;
    p3::cli::stdin::add_to_linker::<_, WasiCli>(l, State::cli)?;
    p3::cli::stdout::add_to_linker::<_, WasiCli>(l, State::cli)?;
    p3::cli::stderr::add_to_linker::<_, WasiCli>(l, State::cli)?;
    p3::cli::terminal_output::add_to_linker::<_, WasiCli>(l, State::cli)?;
    p3::cli::terminal_stdout::add_to_linker::<_, WasiCli>(l, State::cli)?;
    p3::cli::terminal_stderr::add_to_linker::<_, WasiCli>(l, State::cli)?;
    Ok(linker)
}
