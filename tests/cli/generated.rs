//! Completions that complete, and a manual page for each command.

use crate::run::qwenbox;
use std::path::Path;
use std::process::Command;

async fn script(shell: &str) -> String {
    let ended = qwenbox(&["completions", shell]).end().await.with(0);
    assert_eq!(ended.stderr, "", "{shell}");
    ended.stdout
}

/// What bash offers for the last of some words.
fn offered(script: &Path, words: &[&str]) -> Vec<String> {
    let line = format!(
        "source {script}; COMP_WORDS=({words}); COMP_CWORD={last}; \
         _qwenbox qwenbox {word:?} {before:?}; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        script = script.display(),
        words = words.join(" "),
        last = words.len() - 1,
        word = words[words.len() - 1],
        before = words[words.len() - 2],
    );
    let ended = Command::new("bash")
        .args(["--norc", "--noprofile", "-c", &line])
        .output()
        .unwrap();
    assert!(ended.status.success(), "{ended:?}");
    let offered = String::from_utf8(ended.stdout).unwrap();
    offered.lines().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn bash_completes_commands_options_and_values() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("qwenbox.bash");
    std::fs::write(&path, script("bash").await).unwrap();
    for (words, expected) in [
        (&["qwenbox", "mo"][..], &["models"][..]),
        (
            &["qwenbox", "c"],
            &["chat", "config", "component", "completions"],
        ),
        (&["qwenbox", "models", "li"], &["list"]),
        (&["qwenbox", "models", "list", "--pr"], &["--provider"]),
        (&["qwenbox", "doctor", "--li"], &["--live"]),
        (&["qwenbox", "--plan", ""], &["standard", "coding"]),
        (&["qwenbox", "zz"], &[]),
    ] {
        let mut offered = offered(&path, words);
        offered.retain(|word| !word.is_empty());
        offered.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(offered, expected, "{words:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_shell_has_a_script_of_its_own() {
    for (shell, begins, names) in [
        ("zsh", "#compdef qwenbox", "_qwenbox()"),
        ("fish", "# Print an optspec", "complete -c qwenbox"),
        (
            "powershell",
            "\nusing namespace",
            "Register-ArgumentCompleter",
        ),
        (
            "elvish",
            "\nuse builtin;",
            "edit:completion:arg-completer[qwenbox]",
        ),
    ] {
        let script = script(shell).await;
        assert!(script.starts_with(begins), "{shell}: {}", &script[..80]);
        for word in [names, "models", "doctor", "live", "provider"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        for (open, close) in [('{', '}'), ('(', ')')] {
            let count = |letter| script.matches(letter).count();
            assert_eq!(count(open), count(close), "{shell}: {open}");
        }
    }
    let ended = qwenbox(&["completions", "tcsh"]).end().await.with(2);
    assert_eq!(ended.stdout, "");
}

/// The long options in the help of a command.
fn options(help: &str) -> Vec<String> {
    let lines = help.lines().filter_map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix('-').filter(|_| line.len() > 2)?;
        let long = line.split("--").nth(1).or(line.strip_prefix('-'))?;
        let long: String = long
            .chars()
            .take_while(|letter| letter.is_alphanumeric() || *letter == '-')
            .collect();
        Some(format!("--{long}"))
    });
    lines.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_has_a_page_that_names_its_options() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");
    let ended = qwenbox(&["man", pages.to_str().unwrap()])
        .end()
        .await
        .with(0);
    assert_eq!(ended.stdout, "");
    let mut seen = 0;
    let mut commands = vec![Vec::<String>::new()];
    while let Some(command) = commands.pop() {
        let words = command.iter().map(String::as_str);
        let arguments: Vec<_> = words.chain(["--help"]).collect();
        let help = qwenbox(&arguments).end().await.with(0).stdout;
        for inner in crate::help::listed(&help) {
            commands.push([command.clone(), vec![inner]].concat());
        }
        let name = [vec!["qwenbox".to_owned()], command].concat().join("-");
        let page = std::fs::read_to_string(pages.join(format!("{name}.1"))).unwrap();
        // roff writes a hyphen as \-.
        let page = page.replace("\\-", "-");
        assert!(
            page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"),
            "{name}"
        );
        let (_, extra) = page.split_once(".SH EXTRA\n").unwrap();
        // Lines stay lines: between .nf and .fi nothing is filled up.
        let (extra, _) = extra.split_once("\n.fi\n").unwrap();
        assert!(extra.starts_with(".nf\n"), "{name}: {extra}");
        assert!(extra.contains("Example"), "{name}");
        assert!(!extra.contains(".SH"), "{name}: {extra}");
        let options = options(&help);
        assert!(
            options.contains(&"--json".to_owned()),
            "{name}: {options:?}"
        );
        for option in options {
            assert!(page.contains(&option), "{name}: {option}");
        }
        seen += 1;
    }
    assert_eq!(std::fs::read_dir(&pages).unwrap().count(), seen);

    // A file is no folder.
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    qwenbox(&["man", file.to_str().unwrap()])
        .end()
        .await
        .with(1);
}
