//! `completions` and `man`: what is made of the table of all commands and options.

use crate::args::{Arguments, Completions, Man};
use crate::failure::Failure;
use crate::output::Output;
use clap::{Command, CommandFactory};
use clap_complete::aot::generate;
use serde_json::json;
use std::io;
use std::path::Path;

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
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let written =
        std::fs::create_dir_all(&man.folder).and_then(|()| write_pages(&command, &man.folder));
    written.map_err(|error| Failure::machine(format!("writing to {folder}"), error))?;
    if output.is_json() {
        output.document(&json!({ "folder": folder }))
    } else {
        output.note(&format!("the pages are in {folder}"));
        Ok(())
    }
}

/// The page of a command, and those of the commands in it.
fn write_pages(command: &Command, folder: &Path) -> io::Result<()> {
    for inner in command.get_subcommands() {
        write_pages(inner, folder)?;
    }
    let page = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    page.render(&mut text)?;
    let text = as_typed(&String::from_utf8_lossy(&text));
    std::fs::write(folder.join(page.get_filename()), text)
}

/// What stands in lines of its own, such as examples and tables, is not filled up into paragraphs.
fn as_typed(page: &str) -> String {
    const HEADING: &str = ".SH EXTRA\n";
    let Some((before, after)) = page.split_once(HEADING) else {
        return page.to_owned();
    };
    let end = after.find("\n.SH ").map_or(after.len(), |end| end + 1);
    let (lines, rest) = after.split_at(end);
    format!("{before}{HEADING}.nf\n{lines}.fi\n{rest}")
}
