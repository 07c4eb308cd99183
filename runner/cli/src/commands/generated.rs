//! `completions` and `man`: what is made of the table of all commands and options.

use crate::args::{Arguments, Completions, Man};
use crate::failure::Failure;
use crate::output::Output;
use clap::CommandFactory;
use clap_complete::aot::generate;
use serde_json::json;

/// Prints a script.
pub(super) fn completions(completions: &Completions, output: &mut Output) -> Result<(), Failure> {
    let mut command = Arguments::command();
    let mut script = Vec::new();
    generate(completions.shell, &mut command, "qwenbox", &mut script);
    let script = String::from_utf8_lossy(&script);
    if output.is_json() {
        let shell = completions.shell.to_string();
        output.document(&json!({ "shell": shell, "script": script }))
    } else {
        output.text(&script)
    }
}

/// Writes pages.
pub(super) fn man(man: &Man, output: &mut Output) -> Result<(), Failure> {
    let folder = man.folder.display().to_string();
    let written = std::fs::create_dir_all(&man.folder)
        .and_then(|()| clap_mangen::generate_to(Arguments::command(), &man.folder));
    written.map_err(|error| Failure::machine(format!("writing to {folder}"), error))?;
    if output.is_json() {
        output.document(&json!({ "folder": folder }))
    } else {
        output.note(&format!("the pages are in {folder}"));
        Ok(())
    }
}
