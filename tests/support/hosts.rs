//! Hosts in other languages: what each needs is set up below `target/hosts`, once, and its programs are started from there.
//! Versions and checksums are those of the lock files in `tests/hosts`.

pub mod c;

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A host in another language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// Python over wasmtime-py, with the twin.
    Python,
    /// The machine's Node, with the twin.
    Node,
    /// Node 26, which can suspend WebAssembly, with `qwen.wasm` itself.
    NodeJspi,
}

impl Host {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Python, Self::Node, Self::NodeJspi];

    /// The driver that makes calls for the conformance cases: `tests/hosts/README.md` says what it reads and writes.
    ///
    /// # Panics
    /// When the host cannot be set up, naming the tool that is missing.
    #[must_use]
    pub fn driver(self) -> Command {
        let mut driver = self.script("driver");
        match self {
            Self::Python => driver.arg(twin_file()),
            Self::Node => driver.arg("qwen-sync"),
            Self::NodeJspi => driver.arg("qwen"),
        };
        driver
    }

    /// A program of the host's folder, by its path there without the ending.
    ///
    /// # Panics
    /// When the host cannot be set up, naming the tool that is missing.
    #[must_use]
    pub fn script(self, path: &str) -> Command {
        let mut command = self.interpreter();
        command.arg(match self {
            Self::Python => source("python").join(path).with_extension("py"),
            Self::Node | Self::NodeJspi => set_up_node().join(path).with_extension("js"),
        });
        command
    }

    /// The host's own interpreter, with the package where it finds it, and the host's folder to work in.
    ///
    /// # Panics
    /// When the host cannot be set up, naming the tool that is missing.
    #[must_use]
    pub fn interpreter(self) -> Command {
        match self {
            Self::Python => {
                let folder = set_up_python();
                let mut python = Command::new(folder.join("venv/bin/python"));
                python
                    .current_dir(source("python"))
                    .env("PYTHONPATH", source("python"))
                    .env("PYTHONDONTWRITEBYTECODE", "1")
                    .env("QWENBOX_COMPONENT_SYNC", folder.join("qwen-sync.wasm"));
                python
            }
            Self::Node => {
                let mut node = Command::new("node");
                node.current_dir(set_up_node())
                    .env("QWENBOX_TEST_ARTIFACT", "qwen-sync");
                node
            }
            Self::NodeJspi => {
                let folder = set_up_node();
                let mut node = Command::new(folder.join("tools/node_modules/.bin/node"));
                node.current_dir(folder)
                    .env("QWENBOX_TEST_ARTIFACT", "qwen");
                node
            }
        }
    }
}

/// The twin as a file.
fn twin_file() -> PathBuf {
    set_up_python().join("qwen-sync.wasm")
}

/// A virtual environment with wasmtime-py, and the twin beside it.
fn set_up_python() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        set_up("python", |folder| {
            let requirements = source("python").join("requirements.txt");
            environment(folder, "venv", &requirements, &["--require-hashes"]);
            let twin = qwen_twin::component();
            once(folder, "twin", &[twin], || {
                fs::write(folder.join("qwen-sync.wasm"), twin).unwrap();
            });
        })
    })
}

/// A virtual environment of a name in the folder, with the requirements, made anew when they or the machine's Python change.
///
/// # Panics
/// When it cannot be made, with what was said.
pub fn environment(folder: &Path, name: &str, requirements: &Path, options: &[&str]) {
    const WHICH: &str = "import os, sys; print(sys.version, os.path.realpath(sys.executable))";
    let python = run(Command::new("python3").args(["-c", WHICH]));
    let inputs = [&read(requirements), python.as_bytes()];
    once(folder, name, &inputs, || {
        let venv = folder.join(name);
        let _ = fs::remove_dir_all(&venv);
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv));
        run(Command::new(venv.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet"])
            .args(["--disable-pip-version-check", "--only-binary", ":all:"])
            .args(options)
            .arg("--requirement")
            .arg(requirements));
    });
}

/// The packages of the folder's `package-lock.json`, whose scripts are not run.
///
/// # Panics
/// When they cannot be installed, with what was said.
pub fn modules(folder: &Path) {
    let lock = read(&folder.join("package-lock.json"));
    once(folder, "modules", &[&lock], || {
        run(Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .args(["--loglevel", "error"])
            .current_dir(folder));
    });
}

/// A copy of the package with what it depends on, and both artifacts made JavaScript of.
fn set_up_node() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        set_up("node", |folder| {
            copy(&source("node"), folder);
            for part in [folder.to_owned(), folder.join("tools")] {
                modules(&part);
            }
            let (whole, twin) = (qwenbox::component(), qwen_twin::component());
            let how = read(&folder.join("transpile.js"));
            let lock = read(&folder.join("package-lock.json"));
            once(folder, "transpiled", &[whole, twin, &how, &lock], || {
                fs::write(folder.join("qwen.wasm"), whole).unwrap();
                fs::write(folder.join("qwen-sync.wasm"), twin).unwrap();
                run(Command::new("node")
                    .args(["transpile.js", "qwen.wasm", "qwen-sync.wasm"])
                    .current_dir(folder));
            });
        })
    })
}

/// Does the work in the host's folder below `target`, while no other process does, and gives the folder.
///
/// # Panics
/// When the folder cannot be made or locked.
pub fn set_up(name: &str, work: impl FnOnce(&Path)) -> PathBuf {
    let folder = target().join("hosts").join(name);
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join(".lock")).unwrap();
    lock.lock().unwrap();
    work(&folder);
    folder
}

/// Does a piece of work unless it was done with the same inputs: a stamp in the folder says so.
fn once(folder: &Path, name: &str, inputs: &[&[u8]], work: impl FnOnce()) {
    let mut hasher = DefaultHasher::new();
    inputs.hash(&mut hasher);
    let (stamp, hash) = (folder.join(format!(".{name}")), hasher.finish().to_string());
    if fs::read_to_string(&stamp).is_ok_and(|last| last == hash) {
        return;
    }
    // Work that is broken off was not done with the old inputs either.
    let _ = fs::remove_file(&stamp);
    work();
    fs::write(stamp, hash).unwrap();
}

/// Runs a command to its end.
///
/// # Panics
/// When it does not start, saying which tool is missing, or when it fails, with what it said.
pub fn run(command: &mut Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().unwrap_or_else(|error| {
        panic!(
            "{program} does not start ({error}): the hosts in other languages are tested with Python 3.11 or later \
             with venv, Node 20 or later with npm, and a C compiler by the name of cc; install it, or leave these \
             tests out with `cargo test -- --skip python --skip node --skip c_asks_a_question`"
        )
    });
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{command:?} failed:\n{said}");
    said
}

/// What is made in a folder of the package by its users, and is not the package.
const MADE: [&str; 2] = ["generated", "node_modules"];

/// Copies the files of a folder that differ or are not there, and what is below it.
///
/// # Panics
/// When a file cannot be read or written.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        let copied = to.join(name);
        if MADE.iter().any(|made| name == *made) {
            continue;
        }
        if path.is_dir() {
            copy(&path, &copied);
            continue;
        }
        // Another process may be reading what is right already.
        let bytes = read(&path);
        if fs::read(&copied).ok().as_ref() != Some(&bytes) {
            fs::write(&copied, bytes).unwrap();
        }
    }
}

/// The host's folder in the repository.
fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("hosts")
        .join(name)
}

/// Cargo's target folder: tests stand in `debug/deps` below it.
fn target() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(3).unwrap().to_owned()
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
