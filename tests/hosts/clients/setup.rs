//! Installs the packages, with pinned versions, into a folder under `target/`, once for each list of versions.

use qwenbox_tests::hosts;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program for Python, with its packages.
pub(crate) fn python(program: &str) -> Command {
    let here = source("python");
    let folder = hosts::set_up("clients", |folder| {
        hosts::environment(folder, "python", &here.join("requirements.txt"), &[]);
    });
    let mut command = Command::new(folder.join("python/bin/python"));
    command.arg(here.join(program));
    command
}

/// A program for Node, with its packages.
pub(crate) fn node(program: &str) -> Command {
    let folder = hosts::set_up("clients", |folder| {
        // Node looks for packages beside the program.
        let copy = folder.join("node");
        hosts::copy(&source("node"), &copy);
        hosts::modules(&copy);
    });
    let mut command = Command::new("node");
    command.arg(folder.join("node").join(program));
    command
}

/// Where the programs of a language and their lists of versions are.
fn source(language: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/hosts/clients")).join(language)
}
