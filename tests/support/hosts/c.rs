//! C over Wasmtime's C API: the library is the one in Python's wheel, the headers are those of the crate that it is built from.

use super::{Host, once, run, set_up, source, twin_file};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The release that `tests/hosts/python/requirements.txt` has.
const MANIFEST: &str = r#"
[package]
name = "headers"
version = "0.0.0"
edition = "2021"

[workspace]

[dependencies]
wasmtime-c-api-impl = "=50.0.1"
"#;

/// The features that the wheel is built with, as far as the headers ask for them.
const FEATURES: [&str; 5] = ["WASI", "WASI_HTTP", "CRANELIFT", "COMPONENT_MODEL", "CACHE"];

/// A program of `tests/hosts/c`, compiled, with the twin as its first argument.
///
/// # Panics
/// When it does not compile.
#[must_use]
pub fn program(name: &str) -> Command {
    let library = library();
    let folder = set_up("c", |folder| {
        let features = FEATURES.concat();
        once(
            folder,
            "headers",
            &[MANIFEST.as_bytes(), features.as_bytes()],
            || headers(folder),
        );
        let libraries = library.parent().unwrap().display();
        run(Command::new("cc")
            .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-Iinclude", "-o"])
            .arg(name)
            .arg(source("c").join(name).with_extension("c"))
            .arg(&library)
            .arg(format!("-Wl,-rpath,{libraries}"))
            .current_dir(folder));
    });
    let mut program = Command::new(folder.join(name));
    program.arg(twin_file());
    program
}

/// The shared library in Python's wheel.
fn library() -> PathBuf {
    const FIND: &str = "import pathlib, wasmtime; \
        print(next(pathlib.Path(wasmtime.__file__).parent.glob('*/_libwasmtime.*')))";
    let found = run(Host::Python.interpreter().args(["-c", FIND]));
    PathBuf::from(found.trim())
}

/// Copies the headers of the crate, and says in them what the library was built with.
fn headers(folder: &Path) {
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("src/lib.rs"), "").unwrap();
    fs::write(folder.join("Cargo.toml"), MANIFEST).unwrap();
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{metadata:?}");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let own = packages
        .iter()
        .find(|own| own["name"] == "wasmtime-c-api-impl")
        .unwrap();
    let manifest = Path::new(own["manifest_path"].as_str().unwrap());
    super::copy(&manifest.with_file_name("include"), &folder.join("include"));
    let template = folder.join("include/wasmtime/conf.h.in");
    let template = fs::read_to_string(template).unwrap();
    let lines =
        template.lines().map(
            |line| match line.strip_prefix("#cmakedefine WASMTIME_FEATURE_") {
                Some(name) if FEATURES.contains(&name) => {
                    format!("#define WASMTIME_FEATURE_{name}\n")
                }
                Some(_) => String::new(),
                None => format!("{line}\n"),
            },
        );
    let conf: Vec<_> = lines.collect();
    fs::write(folder.join("include/wasmtime/conf.h"), conf.concat()).unwrap();
}
