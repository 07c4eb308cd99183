//! A look at a store changes nothing.

use crate::jobs::store::{FILE, Store, StoreError, inspect};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// What a folder holds: names and content.
fn listing(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let named = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut listing: Vec<_> = entries
        .map(|path| (named(&path), fs::read(&path).unwrap()))
        .collect();
    listing.sort();
    listing
}

#[test]
fn a_look_makes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state");
    assert_eq!(inspect(&folder).unwrap(), None);
    assert!(!folder.exists());

    drop(Store::open(&folder).unwrap());
    let before = listing(&folder);
    let health = inspect(&folder).unwrap().unwrap();
    assert_eq!((health.version, health.jobs), (1, 0));
    assert_eq!(health.path, folder.join(FILE));
    assert_eq!(listing(&folder), before);
}

#[test]
fn what_another_process_has_not_put_into_the_file_yet_stays_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::open(folder.path()).unwrap());
    let other = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    other.execute_batch("PRAGMA user_version = 1").unwrap();
    let names = |folder: &Path| -> Vec<String> {
        let listing = listing(folder).into_iter();
        listing.map(|(name, _)| name).collect()
    };
    let before = names(folder.path());
    assert!(before.contains(&format!("{FILE}-wal")), "{before:?}");
    assert_eq!(inspect(folder.path()).unwrap().unwrap().version, 1);
    assert_eq!(names(folder.path()), before);
    drop(other);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_no_place_for_a_store() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/nowhere/at/all", folder.path().join(FILE)).unwrap();
    let error = inspect(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Unusable { .. }), "{error:?}");
}

#[test]
fn a_store_that_cannot_be_written_to_is_not_sound() {
    use rusqlite::{Connection, OpenFlags};
    let folder = tempfile::tempdir().unwrap();
    drop(Store::open(folder.path()).unwrap());
    let path = folder.path().join(FILE);
    // As SQLite opens a file whose mode is 0444; to the superuser, such a file is like any other.
    let readonly = OpenFlags::SQLITE_OPEN_READ_ONLY;
    for (flags, is_sound) in [(readonly, false), (OpenFlags::default(), true)] {
        let connection = Connection::open_with_flags(&path, flags).unwrap();
        let found = super::refuse_readonly(&connection, &path);
        assert_eq!(found.is_ok(), is_sound, "{found:?}");
    }
}

#[test]
fn nobody_looks_for_long_at_a_store_that_is_held() {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::open(folder.path()).unwrap());
    let holder = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    holder
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
        .unwrap();
    let begin = Instant::now();
    let error = inspect(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }), "{error:?}");
    assert!(begin.elapsed() < Duration::from_secs(3));
}

#[test]
fn an_empty_file_is_a_store_that_has_not_begun() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), "").unwrap();
    let health = inspect(folder.path()).unwrap().unwrap();
    assert_eq!((health.version, health.jobs), (0, 0));
    assert_eq!(fs::read(folder.path().join(FILE)).unwrap(), b"");
}

#[test]
fn what_is_no_store_is_told_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    fs::write(&path, "not a store ".repeat(20)).unwrap();
    let error = inspect(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::NotAStore { .. }), "{error:?}");
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "not a store ".repeat(20)
    );

    // The folder itself is a file.
    let error = inspect(&path).unwrap_err();
    assert!(matches!(error, StoreError::Unusable { .. }), "{error:?}");
}
