//! A look at a store changes nothing.

use crate::jobs::store::{FILE, Store, StoreError, inspect};
use std::fs;

#[test]
fn a_look_makes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state");
    assert_eq!(inspect(&folder).unwrap(), None);
    assert!(!folder.exists());

    drop(Store::open(&folder).unwrap());
    let before = fs::read(folder.join(FILE)).unwrap();
    let health = inspect(&folder).unwrap().unwrap();
    assert_eq!((health.version, health.jobs), (1, 0));
    assert_eq!(health.path, folder.join(FILE));
    assert_eq!(fs::read(folder.join(FILE)).unwrap(), before);
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
