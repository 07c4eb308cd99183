//! `component`: the built-in component and its contract, for other hosts.

use crate::args::{Component, ComponentAction};
use crate::failure::Failure;
use crate::output::Output;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};

/// The contract's text. The first file has the package's name, which must come first and only once.
const WIT: [&str; 16] = [
    include_str!("../../../../wit/worlds.wit"),
    include_str!("../../../../wit/types.wit"),
    include_str!("../../../../wit/catalog-types.wit"),
    include_str!("../../../../wit/catalog.wit"),
    include_str!("../../../../wit/chat-types.wit"),
    include_str!("../../../../wit/chat.wit"),
    include_str!("../../../../wit/chat-sync.wit"),
    include_str!("../../../../wit/video-types.wit"),
    include_str!("../../../../wit/video.wit"),
    include_str!("../../../../wit/video-sync.wit"),
    include_str!("../../../../wit/understanding-types.wit"),
    include_str!("../../../../wit/understanding.wit"),
    include_str!("../../../../wit/understanding-sync.wit"),
    include_str!("../../../../wit/upload-types.wit"),
    include_str!("../../../../wit/uploads.wit"),
    include_str!("../../../../wit/uploads-sync.wit"),
];

/// Prints a path or a text.
pub(super) fn run(component: &Component, output: &mut Output) -> Result<(), Failure> {
    match component.action {
        ComponentAction::Path { sync: false } => path("qwen", qwenbox::component(), output),
        ComponentAction::Path { sync: true } => path("qwen-sync", qwen_twin::component(), output),
        ComponentAction::Wit => wit(output),
    }
}

fn wit(output: &mut Output) -> Result<(), Failure> {
    let text = WIT.join("\n");
    if output.is_json() {
        output.document(&json!({ "wit": text }))
    } else {
        output.text(&text)
    }
}

fn path(name: &str, bytes: &[u8], output: &mut Output) -> Result<(), Failure> {
    let folder = qwenbox::cache_folder().ok_or_else(|| {
        Failure::usage_with_hint(
            "there is no cache folder to write the component to",
            "set XDG_CACHE_HOME or HOME",
        )
    })?;
    let path = folder.join(file_name(name, bytes));
    keep(&path, bytes)
        .map_err(|error| Failure::machine(format!("writing {}", path.display()), error))?;
    if output.is_json() {
        output.document(&json!({ "path": path, "bytes": bytes.len() }))
    } else {
        output.line(&path.display().to_string())
    }
}

/// Names the version, and the bytes: two builds of one version stand side by side.
fn file_name(name: &str, bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let first_six = hash.iter().take(6);
    let short = first_six.fold(0_u64, |short, byte| short << 8 | u64::from(*byte));
    format!("{name}-{}-{short:012x}.wasm", env!("CARGO_PKG_VERSION"))
}

/// Writes the file unless it is there as it should be. It appears whole: others may read it at the same time.
fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if std::fs::read(path).is_ok_and(|found| found == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut unfinished = PathBuf::from(path).into_os_string();
    unfinished.push(format!(".{}", std::process::id()));
    std::fs::write(&unfinished, bytes)?;
    std::fs::rename(&unfinished, path)
}
