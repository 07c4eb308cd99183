//! What is at work here, by its versions.

use super::check::Check;
use qwenbox::{Error, Runtime};

/// The package whose interfaces the component exports.
const CONTRACT: &str = "qwen:provider/";

pub(super) fn of(runtime: Option<&Result<Runtime, Error>>) -> Check {
    let exports = match runtime {
        Some(Ok(runtime)) => runtime.exports(),
        _ => Vec::new(),
    };
    verdict(&exports)
}

fn verdict(exports: &[String]) -> Check {
    let (own, engine) = (env!("CARGO_PKG_VERSION"), qwenbox::WASMTIME);
    let contract = contract(exports);
    let told = contract.as_deref().unwrap_or("not known");
    let message = format!("qwenbox {own}, Wasmtime {engine}, contract {told}");
    Check::ok("versions", message)
        .with("qwenbox", own)
        .with("wasmtime", engine)
        .with("contract", contract)
}

/// The contract, as in `qwen:provider@0.1.0`.
fn contract(exports: &[String]) -> Option<String> {
    let mut own = exports.iter().filter(|name| name.starts_with(CONTRACT));
    let (_, version) = own.next()?.split_once('@')?;
    Some(format!("{}@{version}", CONTRACT.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::contract;

    #[test]
    fn the_contract_is_read_from_what_the_component_exports() {
        for (exports, told) in [
            (
                ["wasi:cli/run@0.3.0", "qwen:provider/chat@0.1.0"],
                Some("qwen:provider@0.1.0"),
            ),
            (["wasi:cli/run@0.3.0", "qwen:provider/chat"], None),
            (["wasi:cli/run@0.3.0", ""], None),
        ] {
            assert_eq!(contract(&exports.map(str::to_owned)).as_deref(), told);
        }
    }
}
