//! Where a video is written: looked at before anything is paid for, and named without touching what stands there.
//! Knows nothing of where the bytes come from.

use super::folder;
use super::id::JobId;
use super::options::Target;
use crate::types::ErrorKind;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why a video cannot be written where it should be. What stands there was not touched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// A file stands there.
    #[error("{} is there already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },

    /// It names no file: a folder, a device, a socket or a pipe, or it ends as the name of a folder does.
    #[error("{} is not the name of a file", path.display())]
    NotAFile {
        /// What was named.
        path: PathBuf,
    },

    /// The folder is not there.
    #[error("the folder {} is not there", path.display())]
    NoFolder {
        /// The folder.
        path: PathBuf,
    },

    /// The disk is full, or this user may use no more of it.
    #[error("there is no room left for {}", path.display())]
    NoRoom {
        /// The file.
        path: PathBuf,
    },

    /// The system does not let it be written.
    #[error("{} cannot be written: {error}", path.display())]
    Unwritable {
        /// The file, or its folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl TargetError {
    /// What the system said about a path.
    pub(crate) fn of(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoRoom { path },
            io::ErrorKind::AlreadyExists => Self::Exists { path },
            io::ErrorKind::IsADirectory => Self::NotAFile { path },
            _ => Self::Unwritable { path, error },
        }
    }

    /// What a caller should do about it.
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Exists { .. } | Self::NotAFile { .. } | Self::NoFolder { .. } => {
                ErrorKind::InvalidRequest
            }
            Self::NoRoom { .. } | Self::Unwritable { .. } => ErrorKind::Other("file".to_owned()),
        }
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::Exists { .. } => "name another file, or have it replaced",
            Self::NotAFile { .. } => "name a file that may be made in a folder that is there",
            Self::NoFolder { .. } => "make the folder, or name another one",
            Self::NoRoom { .. } | Self::Unwritable { .. } => {
                "mend that, or name another file; nothing that was fetched is lost"
            }
        }
    }
}

/// The target with an absolute path, once it is sure that a file can be written there. Blocks for a moment.
pub(crate) fn check(target: &Target) -> Result<Target, TargetError> {
    if ends_as_a_folder(&target.path) {
        let path = target.path.clone();
        return Err(TargetError::NotAFile { path });
    }
    let path =
        std::path::absolute(&target.path).map_err(|error| TargetError::of(&target.path, error))?;
    let (Some(folder), Some(_)) = (path.parent(), path.file_name()) else {
        return Err(TargetError::NotAFile { path });
    };
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => {}
        _ => {
            let path = folder.to_owned();
            return Err(TargetError::NoFolder { path });
        }
    }
    vacant(&path, target.overwrite)?;
    folder::try_writing(folder).map_err(|error| TargetError::of(folder, error))?;
    Ok(Target {
        path,
        overwrite: target.overwrite,
    })
}

/// A target that can be written. In a folder that is there, the file is named by its job.
pub(crate) async fn checked(
    target: Option<Target>,
    id: &JobId,
) -> Result<Option<Target>, TargetError> {
    let Some(mut target) = target else {
        return Ok(None);
    };
    if target.path.is_dir() {
        target.path.push(format!("{id}.mp4"));
    }
    let path = target.path.clone();
    let checked = tokio::task::spawn_blocking(move || check(&target)).await;
    let given_up = |_| Err(TargetError::of(&path, io::ErrorKind::Interrupted.into()));
    checked.unwrap_or_else(given_up).map(Some)
}

/// Whether a path ends as that of a folder does, with a separator or a dot after one: `file_name` does not see it.
fn ends_as_a_folder(path: &Path) -> bool {
    let is_separator = |byte: u8| std::path::is_separator(char::from(byte));
    match path.as_os_str().as_encoded_bytes() {
        [.., before, b'.'] => is_separator(*before),
        [.., last] => is_separator(*last),
        [] => false,
    }
}

/// Whether a file may get this name: nothing stands there, or a file, or a link to one, that may be replaced. Nothing
/// else is ever replaced.
pub(crate) fn vacant(path: &Path, overwrite: bool) -> Result<(), TargetError> {
    let path = path.to_owned();
    // Through links. One that leads nowhere is in the way like a file.
    let is_file = fs::metadata(&path).map_or(true, |metadata| metadata.is_file());
    match fs::symlink_metadata(&path) {
        Ok(_) if !is_file => Err(TargetError::NotAFile { path }),
        Ok(_) if !overwrite => Err(TargetError::Exists { path }),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(TargetError::of(&path, error)),
    }
}

/// The name of a file while it arrives: beside its target, so that it only has to be renamed; hidden, and of one job, so
/// that a later process finds it and no other takes it.
pub(crate) fn part_path(target: &Path, id: &JobId) -> PathBuf {
    /// In characters of four bytes at most: names end at 255 bytes, and the id takes its share.
    const LONGEST: usize = 50;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name.chars().take(LONGEST).collect();
    target.with_file_name(format!(".{name}.{id}.part"))
}

/// Removes what has arrived of a video that is not wanted there any more. One that stays is a hidden file.
pub(crate) async fn remove_part(output: Option<&Path>, id: &JobId) {
    if let Some(output) = output {
        let _ = tokio::fs::remove_file(part_path(output, id)).await;
    }
}

/// Gives a whole file its name, for good.
///
/// Without `overwrite` it gets the name as a second one, which fails when the name is taken, and then loses the first:
/// nothing is ever replaced. Where the file system knows no second names, it is renamed after a look, and a file that
/// comes to stand there between look and renaming is replaced.
pub(crate) fn place(part: &Path, target: &Path, overwrite: bool) -> Result<(), TargetError> {
    vacant(target, overwrite)?;
    let named = if overwrite {
        fs::rename(part, target)
    } else {
        match fs::hard_link(part, target) {
            Ok(()) => fs::remove_file(part),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            Err(_) => fs::rename(part, target),
        }
    };
    named.map_err(|error| TargetError::of(target, error))?;
    let folder = target.parent().unwrap_or(Path::new("/"));
    folder::sync(folder).map_err(|error| TargetError::of(target, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_written_is_said_first() {
        let folder = tempfile::tempdir().unwrap();
        let in_folder = |name: &str| folder.path().join(name);
        fs::write(in_folder("there.mp4"), "x").unwrap();
        let checked = |path: PathBuf, overwrite| check(&Target { path, overwrite });
        let error = |name: &str| checked(in_folder(name), false).unwrap_err();
        assert!(matches!(error("there.mp4"), TargetError::Exists { .. }));
        assert!(matches!(error("no/x.mp4"), TargetError::NoFolder { .. }));
        assert!(matches!(
            error("there.mp4/x.mp4"),
            TargetError::NoFolder { .. }
        ));
        let itself = checked(folder.path().to_owned(), true).unwrap_err();
        assert!(matches!(itself, TargetError::NotAFile { .. }));
        assert!(checked(in_folder("there.mp4"), true).is_ok());
        assert!(checked(in_folder("new.mp4"), false).is_ok());
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left behind"
        );
    }

    #[test]
    fn what_ends_as_a_folder_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["new/", "new/.", "new//", ".", ""] {
            let mut path = folder.path().to_owned().into_os_string();
            path.push("/");
            path.push(name);
            let path = PathBuf::from(path);
            let refused = check(&Target::new(path)).unwrap_err();
            assert!(matches!(refused, TargetError::NotAFile { .. }), "{name}");
        }
        assert!(check(&Target::new(folder.path().join("new."))).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn only_files_are_ever_replaced() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let in_folder = |name: &str| folder.path().join(name);
        let _socket = std::os::unix::net::UnixListener::bind(in_folder("socket")).unwrap();
        fs::write(in_folder("file"), "x").unwrap();
        fs::create_dir(in_folder("folder")).unwrap();
        for (link, to) in [
            ("to-socket", "socket"),
            ("to-folder", "folder"),
            ("to-file", "file"),
            ("to-nothing", "nothing"),
        ] {
            symlink(in_folder(to), in_folder(link)).unwrap();
        }
        symlink("/dev/null", in_folder("to-device")).unwrap();
        let device = PathBuf::from("/dev/null");
        let others = ["socket", "to-socket", "to-folder", "to-device"].map(in_folder);
        for path in others.into_iter().chain([device]) {
            for overwrite in [false, true] {
                let refused = vacant(&path, overwrite).unwrap_err();
                assert!(matches!(refused, TargetError::NotAFile { .. }), "{path:?}");
            }
        }
        for name in ["file", "to-file", "to-nothing"] {
            assert!(vacant(&in_folder(name), true).is_ok(), "{name}");
            let refused = vacant(&in_folder(name), false).unwrap_err();
            assert!(matches!(refused, TargetError::Exists { .. }), "{name}");
        }
    }

    #[test]
    fn what_the_system_says_is_told_apart() {
        use io::ErrorKind as Kind;
        let of = |kind: Kind| TargetError::of(Path::new("/a"), kind.into());
        for full in [Kind::StorageFull, Kind::QuotaExceeded] {
            assert!(matches!(of(full), TargetError::NoRoom { .. }));
        }
        for other in [Kind::PermissionDenied, Kind::ReadOnlyFilesystem] {
            assert!(matches!(of(other), TargetError::Unwritable { .. }));
            assert!(of(other).hint().contains("mend that"));
        }
        assert!(matches!(
            of(Kind::AlreadyExists),
            TargetError::Exists { .. }
        ));
    }

    #[test]
    fn a_relative_path_becomes_absolute() {
        let target = check(&Target::new("qwenbox-test-of-a-target.mp4")).unwrap();
        assert!(target.path.is_absolute());
    }

    #[test]
    fn a_part_stands_beside_its_target() {
        let part = part_path(Path::new("/a/boat.mp4"), &JobId::new(1, 1));
        assert_eq!(part, Path::new("/a/.boat.mp4.00000000100001.part"));
        let long = "\u{1f6a3}".repeat(63);
        let part = part_path(&Path::new("/a").join(long), &JobId::new(1, 1));
        assert!(part.file_name().unwrap().len() < 255);
    }

    #[test]
    fn a_name_that_is_taken_is_not_taken_again() {
        let folder = tempfile::tempdir().unwrap();
        let (part, target) = (folder.path().join("part"), folder.path().join("target"));
        fs::write(&part, "new").unwrap();
        fs::write(&target, "old").unwrap();
        let refused = place(&part, &target, false).unwrap_err();
        assert!(matches!(refused, TargetError::Exists { .. }));
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        place(&part, &target, true).unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        assert!(!part.exists());
        fs::write(&part, "other").unwrap();
        place(&part, &folder.path().join("free"), false).unwrap();
        assert!(!part.exists());
    }
}
