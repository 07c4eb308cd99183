//! Writes a file whole or not at all: what was there stays until the new one is on the disk.

use crate::failure::Failure;
use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Links from one to the next that nobody makes on purpose.
const MOST_LINKS: usize = 40;

/// A file that is written, and not yet in its place. Dropped, it is gone.
#[derive(Debug)]
pub(crate) struct Whole {
    file: NamedTempFile,
    target: PathBuf,
}

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Its owner alone.
    Owner,
    /// Those who could before; of a new file its owner alone.
    AsBefore,
}

impl Whole {
    /// Writes a text that is to be at this path; `None` when it is there already. A link is followed to its file. Folders
    /// that are missing are made, for their owner alone.
    pub(crate) fn write(
        path: &Path,
        text: &str,
        readers: Readers,
    ) -> Result<Option<Self>, Failure> {
        let failed = |error| Failure::machine(format!("writing {}", path.display()), error);
        let target = followed(path);
        let before = fs::metadata(&target).ok().map(|found| found.permissions());
        let is_fit = |before: &Permissions| readers == Readers::AsBefore || is_private(before);
        if before.as_ref().is_some_and(is_fit)
            && fs::read(&target).is_ok_and(|bytes| bytes == text.as_bytes())
        {
            return Ok(None);
        }
        let file = written(&target, text).map_err(failed)?;
        if let (Readers::AsBefore, Some(before)) = (readers, before) {
            fs::set_permissions(file.path(), before).map_err(failed)?;
        }
        Ok(Some(Self { file, target }))
    }

    /// Puts it in its place.
    pub(crate) fn commit(self) -> Result<(), Failure> {
        let Self { file, target } = self;
        let put = file.persist(&target);
        put.map(drop)
            .map_err(|error| Failure::machine(format!("writing {}", target.display()), error.error))
    }
}

/// A file beside the target, which its owner alone may read.
fn written(target: &Path, text: &str) -> io::Result<NamedTempFile> {
    let folder = target.parent().unwrap_or(Path::new(""));
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".qwenbox-")
        .tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// The file behind a link, or the place where it would be.
pub(super) fn followed(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(link) = fs::read_link(&path) else {
            break;
        };
        path = path.parent().unwrap_or(Path::new("")).join(link);
    }
    path
}

#[cfg(unix)]
fn is_private(permissions: &Permissions) -> bool {
    use std::os::unix::fs::PermissionsExt;

    permissions.mode().trailing_zeros() >= 6
}

#[cfg(not(unix))]
fn is_private(_: &Permissions) -> bool {
    true
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::{Readers, Whole};
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::Path;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn put(path: &Path, text: &str, readers: Readers) -> bool {
        let whole = Whole::write(path, text, readers).unwrap();
        whole.map(|whole| whole.commit().unwrap()).is_some()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    }

    #[test]
    fn a_new_file_and_its_folders_are_their_owners() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/c");
        assert!(put(&path, "x", Readers::AsBefore));
        assert_eq!(fs::read_to_string(&path).unwrap(), "x");
        let modes = ["a", "a/b", "a/b/c"].map(|name| mode(&folder.path().join(name)));
        assert_eq!(modes, [0o700, 0o700, 0o600]);
    }

    #[test]
    fn nothing_is_seen_of_a_file_before_it_is_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        let whole = Whole::write(&path, "new", Readers::Owner).unwrap().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        drop(whole);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn who_may_read_stays_unless_it_is_a_secret() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
        assert!(put(&path, "new", Readers::AsBefore));
        assert_eq!(mode(&path), 0o640);
        assert!(!put(&path, "new", Readers::AsBefore));
        assert!(put(&path, "new", Readers::Owner), "the mode changes");
        assert_eq!(mode(&path), 0o600);
        assert!(!put(&path, "new", Readers::Owner));
    }

    #[test]
    fn a_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let [link, inner, real] = ["link", "inner", "real"].map(|name| folder.path().join(name));
        symlink("inner", &link).unwrap();
        symlink(&real, &inner).unwrap();
        assert!(put(&link, "x", Readers::AsBefore), "to where nothing is");
        assert!(put(&link, "y", Readers::AsBefore));
        assert_eq!(fs::read_to_string(&real).unwrap(), "y");
        assert_eq!(fs::read_link(&link).unwrap(), Path::new("inner"));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "").unwrap();
        let path = folder.path().join("a/b");
        let failure = Whole::write(&path, "x", Readers::Owner).unwrap_err();
        let told = format!("writing {}: ", path.display());
        assert!(failure.to_string().starts_with(&told), "{failure}");
    }
}
