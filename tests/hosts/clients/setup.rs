//! Installs the packages, with pinned versions, into a folder under `target/`, once for each list of versions.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// Where the programs and their lists of versions are.
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/hosts/clients");

/// A program for Python, with its packages.
pub(crate) fn python(program: &str) -> Command {
    let folder = ready("python", "requirements.txt", |folder, list| {
        run(Command::new("python3").args(["-m", "venv"]).arg(folder));
        let pip = folder.join("bin/python");
        let options = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
        ];
        run(Command::new(pip).args(options).arg(list));
    });
    let mut command = Command::new(folder.join("bin/python"));
    command.arg(Path::new(HERE).join("python").join(program));
    command
}

/// A program for Node, with its packages.
pub(crate) fn node(program: &str) -> Command {
    let folder = ready("node", "package-lock.json", |folder, list| {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::copy(list, folder.join("package-lock.json")).unwrap();
        let package = list.with_file_name("package.json");
        std::fs::copy(package, folder.join("package.json")).unwrap();
        let options = ["ci", "--silent", "--no-audit", "--no-fund"];
        run(Command::new("npm").args(options).current_dir(folder));
    });
    // Node looks for packages beside the program.
    let copy = folder.join(program);
    std::fs::copy(Path::new(HERE).join("node").join(program), &copy).unwrap();
    let mut command = Command::new("node");
    command.arg(copy);
    command
}

/// The folder of one kind, made anew when its list of versions has changed.
fn ready(kind: &str, list: &str, install: impl FnOnce(&Path, &Path)) -> PathBuf {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock();
    let list = Path::new(HERE).join(kind).join(list);
    let wanted = std::fs::read_to_string(&list).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let folder = target.join("hosts/clients").join(kind);
    let mark = folder.join("installed");
    if std::fs::read_to_string(&mark).ok().as_ref() != Some(&wanted) {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(target.join("hosts/clients")).unwrap();
        install(&folder, &list);
        std::fs::write(&mark, &wanted).unwrap();
    }
    folder
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| {
        panic!(
            "{command:?}: {error}; this test needs Python 3.11 and Node 20, with venv, pip and npm"
        )
    });
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {complaint}");
}
