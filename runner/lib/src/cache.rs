//! Where compiled code is kept between runs.

use crate::error::Error;
use std::path::PathBuf;
use wasmtime::{Cache, CacheConfig};

/// Wasmtime's cache in `folder`, keyed by the component's bytes, Wasmtime's version and the machine's features.
pub(crate) fn in_folder(folder: PathBuf) -> Result<Cache, Error> {
    let mut config = CacheConfig::new();
    config.with_directory(folder);
    Cache::new(config).map_err(Error::Load)
}

/// The folder of a user's cache: `$XDG_CACHE_HOME/qwenbox`, else `~/.cache/qwenbox`. `None` without a home.
pub fn user_folder() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    set("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .or_else(|| set("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .map(|folder| folder.join("qwenbox"))
}
