//! A file while it arrives: locked by who writes it, appended to, and read whole once at its end.
//! Knows nothing of where the bytes come from.

use crate::jobs::target::TargetError;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;

/// A file of which this process alone writes. The lock goes with it, however the process ends.
pub(super) struct PartFile {
    path: PathBuf,
    file: tokio::fs::File,
    length: u64,
}

impl PartFile {
    /// The file at a path, made when it is not there; `None` when another process, or another task, has it.
    pub(super) async fn open(path: PathBuf) -> Result<Option<Self>, TargetError> {
        blocking(path, |path| {
            let file = OpenOptions::new()
                .create(true)
                .append(true)
                .read(true)
                .open(path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // Who had it before may have renamed or removed it between our opening and our locking.
            if !is_at(&file, path) {
                return Ok(None);
            }
            let length = file.metadata()?.len();
            Ok(Some((file, length)))
        })
        .await
        .map(|(path, opened)| {
            opened.map(|(file, length)| Self {
                path,
                file: tokio::fs::File::from_std(file),
                length,
            })
        })
    }

    /// Its size, in bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Adds bytes at its end.
    pub(super) async fn append(&mut self, bytes: &[u8]) -> Result<(), TargetError> {
        let written = self.file.write_all(bytes).await;
        written.map_err(|error| TargetError::of(&self.path, error))?;
        self.length = self
            .length
            .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    /// Has the system take what was added. Until then the length may be ahead of the file.
    pub(super) async fn flush(&mut self) -> Result<(), TargetError> {
        let flushed = self.file.flush().await;
        flushed.map_err(|error| TargetError::of(&self.path, error))?;
        let metadata = self.file.metadata().await;
        let metadata = metadata.map_err(|error| TargetError::of(&self.path, error))?;
        self.length = metadata.len();
        Ok(())
    }

    /// Empties it.
    pub(super) async fn clear(&mut self) -> Result<(), TargetError> {
        let emptied = match self.file.flush().await {
            Ok(()) => self.file.set_len(0).await,
            Err(error) => Err(error),
        };
        self.length = 0;
        emptied.map_err(|error| TargetError::of(&self.path, error))
    }

    /// Has all of it on the disk, and gives the SHA-256 of what is there.
    pub(super) async fn finish(&mut self) -> Result<String, TargetError> {
        self.flush().await?;
        let synced = self.file.sync_all().await;
        synced.map_err(|error| TargetError::of(&self.path, error))?;
        // Through the handle that holds the lock: on some systems nobody reads past it, not even we ourselves.
        let held = self.file.try_clone().await;
        let held = held.map_err(|error| TargetError::of(&self.path, error))?;
        let mut held = held.into_std().await;
        let (_, (_, sha256)) = blocking(self.path.clone(), move |_| {
            held.rewind()?;
            sum(held)
        })
        .await?;
        Ok(sha256)
    }

    /// Removes it. One that stays is found by the next process.
    pub(super) async fn discard(self) {
        let _ = tokio::fs::remove_file(&self.path).await;
    }
}

/// Size and SHA-256 of a file; `None` when there is none.
pub(super) async fn sum_of(path: &Path) -> Result<Option<(u64, String)>, TargetError> {
    let (_, found) = blocking(path.to_owned(), |path| {
        match File::open(path).and_then(sum) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    })
    .await?;
    Ok(found)
}

/// Size and SHA-256 of what is left to read of a file.
fn sum(mut file: File) -> io::Result<(u64, String)> {
    const CHUNK: usize = 256 * 1024;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    let mut bytes = 0_u64;
    loop {
        let read = file.read(&mut chunk)?;
        if read == 0 {
            return Ok((bytes, format!("{:x}", hash.finalize())));
        }
        hash.update(chunk.get(..read).unwrap_or_default());
        bytes = bytes.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
    }
}

/// Whether an open file is the one that stands at a path.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let (Ok(open), Ok(there)) = (file.metadata(), fs::metadata(path)) else {
            return false;
        };
        (open.dev(), open.ino()) == (there.dev(), there.ino())
    }
    // Elsewhere an open file keeps its name.
    #[cfg(not(unix))]
    {
        let _ = file;
        fs::metadata(path).is_ok()
    }
}

/// Does something slow with a path, and gives the path back.
async fn blocking<T: Send + 'static>(
    path: PathBuf,
    work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
) -> Result<(PathBuf, T), TargetError> {
    let at = path.clone();
    let done = tokio::task::spawn_blocking(move || work(&at)).await;
    let done = done.unwrap_or_else(|_| Err(io::ErrorKind::Interrupted.into()));
    match done {
        Ok(value) => Ok((path, value)),
        Err(error) => Err(TargetError::of(&path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_goes_on_where_the_last_process_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("part");
        let mut part = PartFile::open(path.clone()).await.unwrap().unwrap();
        part.append(b"one ").await.unwrap();
        part.flush().await.unwrap();
        assert!(
            PartFile::open(path.clone()).await.unwrap().is_none(),
            "it is locked"
        );
        drop(part);
        let mut part = loop {
            // The runtime lets go of a file on a thread of its own.
            if let Some(part) = PartFile::open(path.clone()).await.unwrap() {
                break part;
            }
        };
        assert_eq!(part.length(), 4);
        part.append(b"two").await.unwrap();
        let sha256 = part.finish().await.unwrap();
        assert_eq!(sha256, format!("{:x}", Sha256::digest(b"one two")));
        assert_eq!(sum_of(&path).await.unwrap(), Some((7, sha256)));
        part.clear().await.unwrap();
        assert_eq!((part.length(), fs::metadata(&path).unwrap().len()), (0, 0));
        part.discard().await;
        assert_eq!(sum_of(&path).await.unwrap(), None);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_part_is_read_through_the_handle_that_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("part");
        let mut part = PartFile::open(path.clone()).await.unwrap().unwrap();
        part.append(b"one ").await.unwrap();
        // Nobody can open it a second time, as on systems where a lock keeps others from reading.
        fs::remove_file(&path).unwrap();
        let sha256 = part.finish().await.unwrap();
        assert_eq!(sha256, format!("{:x}", Sha256::digest(b"one ")));
        part.append(b"two").await.unwrap();
        let sha256 = part.finish().await.unwrap();
        assert_eq!(sha256, format!("{:x}", Sha256::digest(b"one two")));
    }

    #[test]
    fn a_file_that_lost_its_name_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("part");
        let file = File::create(&path).unwrap();
        assert!(is_at(&file, &path));
        fs::remove_file(&path).unwrap();
        assert!(!is_at(&file, &path));
        File::create(&path).unwrap();
        assert!(!is_at(&file, &path));
    }
}
