//! What is kept of compiled code, when it is read, and what is not.

use super::*;
use wasmtime::Config;

/// The smallest component.
const EMPTY: &[u8] = b"\0asm\x0d\0\x01\0";

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn code_is_compiled_once() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("deep/down");
    let engine = Engine::default();
    let file = folder.join(file_name(&engine, EMPTY));
    assert!(load(&engine, &file).is_none());
    assert_eq!(compiled(&engine, EMPTY, &folder).unwrap().1, Code::Kept);
    assert!(load(&engine, &file).is_some());
    let made = fs::metadata(&file).unwrap().modified().unwrap();
    assert_eq!(compiled(&engine, EMPTY, &folder).unwrap().1, Code::Found);
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), made);
    assert_eq!(names(&folder), [file_name(&engine, EMPTY)]);
}

#[test]
fn another_component_or_configuration_is_another_file() {
    let engine = Engine::default();
    let other = Engine::new(Config::new().epoch_interruption(true)).unwrap();
    let name = file_name(&engine, EMPTY);
    assert_eq!(name, file_name(&Engine::default(), EMPTY));
    assert_ne!(name, file_name(&other, EMPTY));
    assert_ne!(name, file_name(&engine, b"another"));
}

#[test]
fn what_is_no_code_is_compiled_anew() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::default();
    let file = folder.path().join(file_name(&engine, EMPTY));
    for contents in ["", "not code"] {
        fs::write(&file, contents).unwrap();
        compiled(&engine, EMPTY, folder.path()).unwrap();
        assert!(load(&engine, &file).is_some());
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_no_error() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let made = compiled(&Engine::default(), EMPTY, &file.join("below"));
    assert_eq!(made.unwrap().1, Code::NotKept);
}

#[cfg(unix)]
#[test]
fn others_cannot_write_what_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("deep/down");
    let engine = Engine::default();
    compiled(&engine, EMPTY, &folder).unwrap();
    for (path, mode) in [
        (folder.clone(), 0o700),
        (folder.join(file_name(&engine, EMPTY)), 0o600),
    ] {
        let permissions = fs::metadata(&path).unwrap().permissions();
        assert_eq!(permissions.mode() & 0o777, mode, "{}", path.display());
    }
}

#[test]
fn the_oldest_are_forgotten_and_other_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("qwen.wasm"), "").unwrap();
    for age in 0..KEPT + 3 {
        let file = folder.path().join(format!("{age:02}.{EXTENSION}"));
        let made = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000 - age as u64);
        let file = fs::File::create(file).unwrap();
        file.set_modified(made).unwrap();
    }
    forget_oldest(folder.path()).unwrap();
    let kept = names(folder.path());
    assert_eq!(kept.len(), KEPT + 1);
    assert!(kept.contains(&"00.cwasm".to_owned()) && kept.contains(&"qwen.wasm".to_owned()));
}

#[test]
fn the_folder_is_absolute_or_there_is_none() {
    for (cache, home, folder) in [
        (Some("/c"), Some("/h"), Some("/c/qwenbox")),
        (Some("c"), Some("/h"), Some("/h/.cache/qwenbox")),
        (None, Some("/h"), Some("/h/.cache/qwenbox")),
        (None, Some("h"), None),
        (None, Some(""), None),
        (None, None, None),
    ] {
        let found = user_folder_by(|name| match name {
            "XDG_CACHE_HOME" => cache.map(OsString::from),
            "HOME" => home.map(OsString::from),
            _ => None,
        });
        assert_eq!(found, folder.map(PathBuf::from), "{cache:?} {home:?}");
    }
}
