//! Where compiled code is kept between runs.
//!
//! It is kept as files that are mapped: Wasmtime's own cache compresses them, which takes ten times as long to load, and
//! its processes share no memory.

use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs::{self, DirBuilder, DirEntry};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tempfile::NamedTempFile;
use wasmtime::component::Component;
use wasmtime::{Engine, Result};

/// The folder of a user's cache: `$XDG_CACHE_HOME/qwenbox`, else `~/.cache/qwenbox`. `None` without a home.
pub fn user_folder() -> Option<PathBuf> {
    user_folder_by(|name| std::env::var_os(name))
}

/// The same by other variables. A relative path is none.
fn user_folder_by(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name| {
        let folder = variable(name).map(PathBuf::from);
        folder.filter(|folder| folder.is_absolute())
    };
    set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .map(|folder| folder.join("qwenbox"))
}

/// Where compiled code is kept, unless another folder is named. `None` without a home.
pub fn code_folder() -> Option<PathBuf> {
    user_folder().map(|folder| folder.join("code"))
}

/// Where a component's compiled code came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Code {
    /// It was kept from an earlier start.
    Found,
    /// It was compiled, and is kept for the next start.
    Kept,
    /// It was compiled, and will be again: it could not be kept.
    NotKept,
}

/// The component ready to run: its code from the folder, or else compiled and kept there. A folder that cannot be used
/// costs the time to compile, and is no error.
pub(crate) fn compiled(
    engine: &Engine,
    component: &[u8],
    folder: &Path,
) -> Result<(Component, Code)> {
    let file = folder.join(file_name(engine, component));
    if let Some(known) = load(engine, &file) {
        return Ok((known, Code::Found));
    }
    let new = Component::new(engine, component)?;
    if let Err(error) = keep(&new.serialize()?, folder, &file) {
        tracing::debug!("{}: compiled code is not kept: {error}", folder.display());
        return Ok((new, Code::NotKept));
    }
    Ok((new, Code::Kept))
}

const EXTENSION: &str = "cwasm";

/// How many files are kept: some versions of the component, for some machines that share a home.
const KEPT: usize = 8;

/// Names the component's bytes, and Wasmtime's version, its configuration and the machine's features.
fn file_name(engine: &Engine, component: &[u8]) -> String {
    let mut settings = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut settings);
    format!(
        "{:x}-{:016x}.{EXTENSION}",
        Sha256::digest(component),
        settings.finish()
    )
}

#[expect(
    unsafe_code,
    reason = "the code in a file is run as it is, so Wasmtime has the caller answer for it"
)]
fn load(engine: &Engine, file: &Path) -> Option<Component> {
    // SAFETY: `keep` alone makes files of such names, whole and never changed later, in a folder of the user's own: who
    // can write there can change this program too. Wasmtime refuses what another version made, or for another machine.
    unsafe { Component::deserialize_file(engine, file) }.ok()
}

fn keep(code: &[u8], folder: &Path, file: &Path) -> io::Result<()> {
    make_private(folder)?;
    // Under another name until all of it is on the disk: a file of the final name is whole.
    let mut unfinished = NamedTempFile::new_in(folder)?;
    unfinished.write_all(code)?;
    unfinished.as_file().sync_all()?;
    unfinished.persist(file)?;
    forget_oldest(folder)
}

/// Makes a folder that only its user can write to.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

fn forget_oldest(folder: &Path) -> io::Result<()> {
    let mut files: Vec<(SystemTime, PathBuf)> = fs::read_dir(folder)?
        .filter_map(|entry| dated(&entry.ok()?))
        .collect();
    files.sort_unstable_by(|one, other| other.cmp(one));
    files
        .iter()
        .skip(KEPT)
        .try_for_each(|(_, file)| fs::remove_file(file))
}

/// A file of compiled code, and when it was made.
fn dated(entry: &DirEntry) -> Option<(SystemTime, PathBuf)> {
    let path = entry.path();
    let made = entry.metadata().ok()?.modified().ok()?;
    (path.extension()? == EXTENSION).then_some((made, path))
}

#[cfg(test)]
mod tests;
