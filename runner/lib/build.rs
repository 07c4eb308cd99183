//! Builds `qwen.wasm`, which the library carries, and tells which Wasmtime will run it.

use qwen_component_build::Component;
use std::fs;

/// Where the versions of all dependencies are written down.
const LOCK: &str = "../../Cargo.lock";

fn main() -> Result<(), String> {
    println!("cargo::rerun-if-changed={LOCK}");
    println!("cargo::rustc-env=QWENBOX_WASMTIME={}", wasmtime()?);
    let qwen = Component {
        package: "qwen-wasip3",
        folder: "component/wasip3",
        library: "qwen",
        variable: "QWENBOX_COMPONENT",
    };
    qwen.build("../..")
}

/// The crate itself does not tell its version.
fn wasmtime() -> Result<String, String> {
    let lock = fs::read_to_string(LOCK).map_err(|error| format!("{LOCK}: {error}"))?;
    let mut lines = lock
        .lines()
        .skip_while(|line| *line != "name = \"wasmtime\"");
    let version = lines
        .nth(1)
        .and_then(|line| line.strip_prefix("version = "));
    let version = version.ok_or_else(|| format!("{LOCK}: no version of wasmtime"))?;
    Ok(version.trim_matches('"').to_owned())
}
