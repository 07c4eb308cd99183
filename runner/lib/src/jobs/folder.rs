//! Folders: made private where they are ours, and asked whether they can be written to where they are not.
//! Knows nothing of jobs.

use std::fs::{DirBuilder, File};
use std::io;
use std::path::Path;

/// Makes a folder that only its user can enter, with all above it that is missing.
pub(crate) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Finds out whether a file can be made in a folder. The file has no name where the system knows such files, so that
/// nothing is left behind.
pub(crate) fn try_writing(folder: &Path) -> io::Result<()> {
    tempfile::tempfile_in(folder).map(drop)
}

/// Makes the names in a folder survive a loss of power.
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    // Other systems have no such thing as opening a folder.
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
