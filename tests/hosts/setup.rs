//! How a host's folder is copied: by tests that run at the same time, from a folder that somebody may have used.

use qwenbox_tests::hosts;
use std::fs;
use std::time::{Duration, SystemTime};
use tempfile::tempdir;

#[test]
fn a_copy_has_no_made_files_and_touches_nothing_that_is_right() {
    let (from, to) = (tempdir().unwrap(), tempdir().unwrap());
    for folder in ["src", "generated", "node_modules", "tools/node_modules"] {
        fs::create_dir_all(from.path().join(folder)).unwrap();
        fs::write(from.path().join(folder).join("a.js"), folder).unwrap();
    }
    fs::write(from.path().join("index.js"), "new").unwrap();
    fs::create_dir(to.path().join("src")).unwrap();
    fs::write(to.path().join("src/a.js"), "src").unwrap();
    fs::write(to.path().join("index.js"), "old").unwrap();
    let before = SystemTime::now() - Duration::from_hours(1);
    let right = to.path().join("src/a.js");
    let file = fs::File::options().write(true).open(&right).unwrap();
    file.set_modified(before).unwrap();

    hosts::copy(from.path(), to.path());

    let read = |path: &str| fs::read_to_string(to.path().join(path)).ok();
    assert_eq!(read("index.js").as_deref(), Some("new"));
    assert_eq!(read("src/a.js").as_deref(), Some("src"));
    for made in ["generated", "node_modules", "tools/node_modules"] {
        assert!(!to.path().join(made).exists(), "{made}");
    }
    assert_eq!(right.metadata().unwrap().modified().unwrap(), before);
}
