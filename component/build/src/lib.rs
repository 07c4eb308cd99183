//! Builds a component of this workspace from a build script, so that one `cargo build` builds everything.
//! Knows only cargo.
#![expect(
    clippy::print_stdout,
    reason = "a build script speaks to cargo through its standard output"
)]

mod strip;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// What every component is built from, below the workspace: a change there builds it anew.
const SHARED_SOURCES: [&str; 5] = [
    "wit",
    "component/core/src",
    "component/core/Cargo.toml",
    "component/bindings",
    "Cargo.toml",
];

/// The compiler's target for components.
const TARGET: &str = "wasm32-wasip2";

/// What makes the numbers in the code few and short. The target's code may lie anywhere in memory, and adds its base to an
/// address at every use; a component has its memory to itself. Every call and address has five bytes in the compiler's
/// objects, and is written with as many as it needs. Data stands behind the stack, which has a little less than the usual
/// 1 MiB: addresses below that have three bytes, and those above four.
const COMPACT: [&str; 6] = [
    "-C",
    "relocation-model=static",
    "-C",
    "link-arg=--compress-relocations",
    "-C",
    "link-arg=-zstack-size=917504",
];

/// A component to build.
#[derive(Clone, Copy, Debug)]
pub struct Component<'a> {
    /// The package, such as `qwen-wasip3`.
    pub package: &'a str,
    /// The package's folder below the workspace, such as `component/wasip3`.
    pub folder: &'a str,
    /// The name of its library, and so of its file, such as `qwen`.
    pub library: &'a str,
    /// The variable that tells the crate being built where the file is: `env!("QWENBOX_COMPONENT")`.
    pub variable: &'a str,
}

impl Component<'_> {
    /// Builds the component and tells cargo where it is. `workspace` is the way to the workspace from the crate whose
    /// build script this is.
    ///
    /// # Errors
    /// One line saying what is missing and which command adds it, or that the component does not compile: the
    /// compiler's lines have been handed to cargo then.
    pub fn build(&self, workspace: &str) -> Result<(), String> {
        let workspace = Path::new(&variable("CARGO_MANIFEST_DIR")?).join(workspace);
        for source in SHARED_SOURCES.iter().chain([&self.folder]) {
            println!(
                "cargo::rerun-if-changed={}",
                workspace.join(source).display()
            );
        }
        let out = PathBuf::from(variable("OUT_DIR")?);
        let file = format!("{}.wasm", self.library);
        let built = self
            .compile(&workspace, &out.join("component"))?
            .join(&file);
        // A copy of its own: cargo may clean what it built.
        let component = out.join(&file);
        copy_stripped(&built, &component)
            .map_err(|error| format!("{}: {error}", built.display()))?;
        println!("cargo::rustc-env={}={}", self.variable, component.display());
        Ok(())
    }

    /// Runs a second cargo, in a target folder of its own: the outer cargo holds the lock of the shared one.
    ///
    /// The crate type is said here and not in the package: a host's linker cannot make a shared library of names such as
    /// `qwen:provider/chat@0.1.0#ask`, and the packages are to compile for the host too.
    fn compile(&self, workspace: &Path, target: &Path) -> Result<PathBuf, String> {
        let output = Command::new(variable("CARGO")?)
            .current_dir(workspace)
            .args(["rustc", "--package", self.package, "--profile", "component"])
            .args(["--lib", "--crate-type", "cdylib", "--target", TARGET])
            .arg("--target-dir")
            .arg(target)
            .arg("--")
            .args(COMPACT)
            // Flags and wrappers meant for the host's code, such as clippy's, would reach the component.
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("RUSTC_WRAPPER")
            .env_remove("RUSTC_WORKSPACE_WRAPPER")
            .output()
            .map_err(|error| format!("cargo does not start: {error}"))?;
        if output.status.success() {
            return Ok(target.join(TARGET).join("component"));
        }
        let errors = String::from_utf8_lossy(&output.stderr);
        if errors.contains("target may not be installed") {
            return Err(format!(
                "the component needs the target {TARGET}; add it with: rustup target add {TARGET}"
            ));
        }
        for line in errors.lines() {
            println!("cargo::warning={line}");
        }
        Err(format!(
            "{} does not build; the lines above say why",
            self.package
        ))
    }
}

fn copy_stripped(from: &Path, to: &Path) -> io::Result<()> {
    let component = strip::stripped(&fs::read(from)?)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not a component"))?;
    fs::write(to, component)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}
