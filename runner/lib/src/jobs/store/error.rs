//! Why the store cannot be used.

use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// Why the store of jobs cannot be used. In no case was it changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A newer version of this program made it.
    #[error(
        "{} was made by a newer version: its format is {found}, and this version knows {known}",
        path.display()
    )]
    Newer {
        /// The store.
        path: PathBuf,
        /// The format that it has.
        found: u32,
        /// The newest format that this version reads.
        known: u32,
    },

    /// Something else stands in its place.
    #[error("{} is not a store of jobs", path.display())]
    NotAStore {
        /// What stands there.
        path: PathBuf,
    },

    /// It is damaged.
    #[error("{} is damaged: {detail}", path.display())]
    Damaged {
        /// The store.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },

    /// Another process held it for longer than this one waits.
    #[error("{} is in use by another process that does not let go of it", path.display())]
    Busy {
        /// The store.
        path: PathBuf,
    },

    /// The system does not let it be read or written.
    #[error("{} cannot be used: {error}", path.display())]
    Unusable {
        /// The store, or its folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },

    /// SQLite says so.
    #[error("{} cannot be used: {error}", path.display())]
    Sqlite {
        /// The store.
        path: PathBuf,
        /// What SQLite says.
        error: rusqlite::Error,
    },

    /// The work on it was given up, because the program ends.
    #[error("the work on {} was given up", path.display())]
    Stopped {
        /// The store.
        path: PathBuf,
    },
}

impl StoreError {
    /// What went wrong with the store at a path.
    pub(crate) fn of(error: rusqlite::Error, path: &Path) -> Self {
        let path = path.to_owned();
        let io = |kind: io::ErrorKind| io::Error::from(kind);
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::NotADatabase) => Self::NotAStore { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged {
                path,
                detail: error.to_string(),
            },
            Some(ErrorCode::DiskFull) => Self::Unusable {
                path,
                error: io(io::ErrorKind::StorageFull),
            },
            Some(ErrorCode::ReadOnly) => Self::Unusable {
                path,
                error: io(io::ErrorKind::ReadOnlyFilesystem),
            },
            Some(ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Self::Unusable {
                path,
                error: io(io::ErrorKind::PermissionDenied),
            },
            _ => Self::Sqlite { path, error },
        }
    }

    /// What to do about it; `None` when there is nothing to add.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Newer { .. } => Some("use the newer version; the store was not touched"),
            Self::NotAStore { .. } => Some("move it away, or name another state folder"),
            Self::Damaged { .. } => {
                Some("move the file away to begin a new store; the old one was not touched")
            }
            Self::Busy { .. } => Some("try again"),
            Self::Unusable { error, .. } => Some(mend(error.kind())),
            Self::Sqlite { .. } | Self::Stopped { .. } => None,
        }
    }
}

/// What to do about what the system says.
fn mend(kind: io::ErrorKind) -> &'static str {
    use io::ErrorKind as Kind;
    match kind {
        Kind::StorageFull | Kind::QuotaExceeded => {
            "make room on the disk, or name another state folder"
        }
        Kind::PermissionDenied => {
            "give this user leave to read and write it, or name another state folder"
        }
        Kind::ReadOnlyFilesystem => "name a state folder that can be written to",
        Kind::NotADirectory | Kind::AlreadyExists => {
            "a file stands where the folder should be: move it away, or name another state folder"
        }
        _ => "mend that, or name another state folder",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_fits_what_the_system_says() {
        use io::ErrorKind as Kind;
        for (kind, word) in [
            (Kind::StorageFull, "room"),
            (Kind::QuotaExceeded, "room"),
            (Kind::PermissionDenied, "leave"),
            (Kind::ReadOnlyFilesystem, "can be written"),
            (Kind::AlreadyExists, "a file stands"),
            (Kind::NotADirectory, "a file stands"),
            (Kind::Other, "mend"),
        ] {
            let (path, error) = (PathBuf::from("/a"), kind.into());
            let unusable = StoreError::Unusable { path, error };
            assert!(unusable.hint().unwrap().contains(word), "{kind:?}");
        }
    }
}
