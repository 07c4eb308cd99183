//! The folder of what is remembered: video jobs, and the lines of conversations.

use super::check::{Check, failure};
use crate::failure::Failure;
use qwenbox::types::ErrorKind;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

const NAME: &str = "state";

/// What was found out.
pub(super) struct State {
    /// `None` when nothing names a place for it.
    folder: Option<PathBuf>,
    exists: bool,
    /// Who may enter, as the system writes it; `None` where it has no such thing.
    mode: Option<u32>,
    /// Whether it can be written to, or made.
    writing: io::Result<()>,
}

impl State {
    /// The folder, if it can be looked into.
    pub(super) fn usable(&self) -> Option<&Path> {
        self.folder.as_deref().filter(|_| self.writing.is_ok())
    }
}

/// Looks, and leaves nothing behind.
pub(super) fn look(folder: Option<PathBuf>) -> State {
    let Some(path) = &folder else {
        return State {
            folder,
            exists: false,
            mode: None,
            writing: Ok(()),
        };
    };
    let found = std::fs::metadata(path);
    State {
        exists: found.is_ok(),
        mode: found.as_ref().ok().and_then(mode),
        writing: writing(path),
        folder,
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have no such thing")]
fn mode(found: &std::fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(found.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode(_found: &std::fs::Metadata) -> Option<u32> {
    None
}

/// A file without a name, in the folder or in the nearest one above it that is there.
fn writing(folder: &Path) -> io::Result<()> {
    let mut above = folder.ancestors();
    let there = above.find(|folder| std::fs::symlink_metadata(folder).is_ok());
    tempfile::tempfile_in(there.unwrap_or(folder)).map(drop)
}

pub(super) fn verdict(state: &State) -> Check {
    let Some(folder) = &state.folder else {
        return Check::warning(
            NAME,
            "there is no folder for it: neither XDG_STATE_HOME nor HOME names one",
            "set XDG_STATE_HOME to an absolute path: video jobs need it",
        );
    };
    let path = folder.display().to_string();
    let check = match (&state.writing, state.mode) {
        (Err(error), _) => Check::problem(NAME, unwritable(&path, error)),
        (Ok(()), Some(mode)) if mode & 0o077 != 0 => Check::warning(
            NAME,
            format!("{path} can be entered by others (mode {mode:o}): prompts are kept in it"),
            format!("chmod 700 {path}"),
        ),
        (Ok(()), _) if !state.exists => {
            Check::ok(NAME, format!("{path} is not there yet, and can be made"))
        }
        (Ok(()), _) => Check::ok(
            NAME,
            format!("{path} can be written to, by this user alone"),
        ),
    };
    check
        .with("path", path)
        .with("exists", state.exists)
        .with("mode", state.mode.map(|mode| format!("{mode:o}")))
}

fn unwritable(path: &str, error: &io::Error) -> Failure {
    failure(
        ErrorKind::Other("machine".to_owned()),
        format!("{path} cannot be written to: {error}"),
        "let this user write there, or set XDG_STATE_HOME to another folder",
    )
}

/// A disk that does not answer.
pub(super) fn silent(patience: Duration) -> Check {
    let kind = ErrorKind::Timeout;
    let message = format!(
        "the disk did not answer within {} seconds",
        patience.as_secs()
    );
    let hint = "see whether it is a network's that is away";
    Check::problem(NAME, failure(kind, message, hint))
}

#[cfg(test)]
mod tests {
    use super::super::check::Level;
    use super::{State, look, verdict};
    use crate::exit::Exit;
    use std::io;
    use std::path::PathBuf;

    #[test]
    fn a_folder_is_for_its_user_alone() {
        let refused = || Err(io::Error::from(io::ErrorKind::PermissionDenied));
        for (exists, mode, writing, level) in [
            (true, Some(0o700), Ok(()), Level::Ok),
            (true, None, Ok(()), Level::Ok),
            (true, Some(0o750), Ok(()), Level::Warning),
            (true, Some(0o705), Ok(()), Level::Warning),
            (false, None, Ok(()), Level::Ok),
            (true, Some(0o500), refused(), Level::Problem),
            (false, None, refused(), Level::Problem),
        ] {
            let folder = Some(PathBuf::from("/s"));
            let check = verdict(&State {
                folder,
                exists,
                mode,
                writing,
            });
            assert_eq!(check.level, level, "{exists} {mode:?}");
            if let Some(failure) = check.into_failure() {
                assert_eq!(Exit::of(&failure), Exit::Failed);
            }
        }
        assert_eq!(verdict(&look(None)).level, Level::Warning);
    }

    #[test]
    fn a_look_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let deep = home.path().join("a/b");
        let state = look(Some(deep.clone()));
        assert!(state.writing.is_ok() && !state.exists);
        assert!(state.usable().is_some() && !deep.exists());

        let file = home.path().join("file");
        std::fs::write(&file, "").unwrap();
        for path in [file.clone(), file.join("below")] {
            assert!(look(Some(path)).usable().is_none());
        }
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
