//! Who works on a job: every process holds a lock on a file of its own, so that one that was killed is noticed at once.
//! Knows nothing of jobs.
//!
//! The system takes the lock back when a process ends, however it ends. So there is no time to wait, and no clock to
//! trust. A file whose lock can be taken belongs to nobody, and is removed by whoever finds it.

use super::clock;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// A file that is held.
const HELD: &str = "lock";

/// A file that its process has not locked yet.
const NEW: &str = "new";

/// How often a name is tried: a sweep may take away a file that was just made.
const ATTEMPTS: u32 = 16;

/// This process, as the others see it. Dropping it says that it works on nothing any more.
pub(crate) struct Owner {
    folder: PathBuf,
    name: String,
    /// Holds the lock.
    #[expect(dead_code, reason = "what counts is that it is open")]
    file: File,
}

impl Owner {
    /// A new owner in a folder, which is made when it is not there; what dead owners left in it is removed.
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        super::folder::make_private(folder)?;
        sweep(folder)?;
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for _ in 0..ATTEMPTS {
            let name = format!("{:016x}", clock::chance());
            match hold(folder, &name) {
                Ok(file) => {
                    let folder = folder.to_owned();
                    return Ok(Self { folder, name, file });
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Its name, for the store.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the owner of that name lives. One that cannot be asked counts as alive: nothing is sent twice for it.
    pub(crate) fn is_alive(&self, name: &str) -> bool {
        if name == self.name {
            return true;
        }
        match File::open(path(&self.folder, name, HELD)) {
            Ok(file) => file.try_lock().is_err(),
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // A file that stays is removed by the next process.
        let _ = fs::remove_file(path(&self.folder, &self.name, HELD));
    }
}

fn path(folder: &Path, name: &str, ending: &str) -> PathBuf {
    folder.join(format!("{name}.{ending}"))
}

/// Locks a new file before it gets the name under which others look for it: no one finds it unlocked.
fn hold(folder: &Path, name: &str) -> io::Result<File> {
    let new = path(folder, name, NEW);
    let file = OpenOptions::new().write(true).create_new(true).open(&new)?;
    file.try_lock()?;
    fs::rename(&new, path(folder, name, HELD))?;
    Ok(file)
}

/// Removes the files that nobody holds.
fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_ours = path
            .extension()
            .is_some_and(|ending| ending == HELD || ending == NEW);
        // What cannot be opened or removed is left to the next sweep.
        if is_ours
            && let Ok(file) = File::open(&path)
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(&path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn an_owner_lives_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let one = Owner::new(folder.path()).unwrap();
        let other = Owner::new(folder.path()).unwrap();
        assert!(one.is_alive(one.name()) && one.is_alive(other.name()));
        let name = other.name().to_owned();
        drop(other);
        assert!(!one.is_alive(&name));
        drop(one);
        assert_eq!(files(folder.path()), 0);
    }

    #[test]
    fn what_a_killed_process_left_is_noticed_and_swept() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["dead.lock", "dead.new", "other.txt"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let living = Owner::new(folder.path()).unwrap();
        assert!(!living.is_alive("dead"));
        assert_eq!(
            files(folder.path()),
            2,
            "its own file, and one that is not an owner's"
        );
        let next = Owner::new(folder.path()).unwrap();
        assert!(next.is_alive(living.name()), "a sweep spares the living");
    }

    #[test]
    fn an_owner_that_died_unswept_is_dead() {
        let folder = tempfile::tempdir().unwrap();
        let living = Owner::new(folder.path()).unwrap();
        fs::write(folder.path().join("late.lock"), "").unwrap();
        assert!(!living.is_alive("late"));
    }
}
