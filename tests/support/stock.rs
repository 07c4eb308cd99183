//! The stock `wasmtime` command: its release from crates.io, with no change of ours, built once into `target/hosts`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The release: the newest of the line that the runner is built on.
const VERSION: &str = "48.0.8";

/// The parts of it that run, serve and compile a component.
const FEATURES: &str =
    "run,serve,compile,component-model-async,parallel-compilation,pooling-allocator";

/// How it is built: soon. Its own speed is not what is tested.
const PROFILE: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "false"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_STRIP", "true"),
];

/// The command. Building it takes some minutes, once; other test programs wait for the one that does.
///
/// # Panics
/// When it does not build.
pub fn wasmtime() -> &'static Path {
    static WASMTIME: OnceLock<PathBuf> = OnceLock::new();
    WASMTIME.get_or_init(|| {
        let root = folder().join("wasmtime");
        let _alone = alone(&root);
        let command = root.join("bin/wasmtime");
        if !is_release(&command) {
            install(&root);
            assert!(is_release(&command), "{} is another", command.display());
        }
        command
    })
}

/// `qwen.wasm`, as a file.
///
/// # Panics
/// When it cannot be written.
pub fn component() -> &'static Path {
    static COMPONENT: OnceLock<PathBuf> = OnceLock::new();
    COMPONENT.get_or_init(|| {
        let root = folder().join("stock");
        let _alone = alone(&root);
        let path = root.join("qwen.wasm");
        if fs::read(&path).ok().as_deref() != Some(qwenbox::component()) {
            // What was compiled is of another one.
            let _ = fs::remove_file(compiled_in(&root));
            fs::write(&path, qwenbox::component()).unwrap();
        }
        path
    })
}

/// `qwen.wasm` compiled by [`wasmtime()`], so that a call does not wait for it: to be run with `--allow-precompiled`.
///
/// # Panics
/// When it does not compile.
pub fn compiled() -> &'static Path {
    static COMPILED: OnceLock<PathBuf> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let (wasmtime, component) = (wasmtime(), component());
        let root = folder().join("stock");
        let _alone = alone(&root);
        let path = compiled_in(&root);
        if !path.exists() {
            let unfinished = root.join("unfinished");
            let mut compile = Command::new(wasmtime);
            compile
                .arg("compile")
                .arg("-o")
                .arg(&unfinished)
                .arg(component);
            run(&mut compile);
            fs::rename(unfinished, &path).unwrap();
        }
        path
    })
}

fn compiled_in(root: &Path) -> PathBuf {
    root.join(format!("qwen-{VERSION}.cwasm"))
}

/// What is set up for hosts other than the library: below the folder that this test was built into.
///
/// # Panics
/// When the test runs from somewhere else.
#[must_use]
pub fn folder() -> PathBuf {
    // target/debug/deps/test
    let test = std::env::current_exe().unwrap();
    let target = test
        .ancestors()
        .nth(3)
        .expect("a test is built into target");
    target.join("hosts")
}

/// Nobody else sets up the same folder while this is held.
fn alone(root: &Path) -> File {
    fs::create_dir_all(root).unwrap();
    let lock = File::create(root.join("lock")).unwrap();
    lock.lock().unwrap();
    lock
}

fn is_release(command: &Path) -> bool {
    let Ok(output) = Command::new(command).arg("--version").output() else {
        return false;
    };
    let version = String::from_utf8_lossy(&output.stdout);
    version.split_whitespace().nth(1) == Some(VERSION)
}

fn install(root: &Path) {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["install", "wasmtime-cli", "--locked", "--force"])
        .args(["--version", &format!("={VERSION}")])
        .args(["--no-default-features", "--features", FEATURES])
        .arg("--root")
        .arg(root)
        .arg("--target-dir")
        .arg(root.join("build"))
        .envs(PROFILE)
        // What the tests themselves are built with is not for it.
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    run(&mut cargo);
}

fn run(command: &mut Command) {
    let output = command.output().expect("the command starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{stderr}");
}
