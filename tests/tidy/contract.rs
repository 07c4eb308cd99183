//! The contract: every item is documented and dated, and no word of it changes by accident.

use crate::files::{all, none, read, root};
use std::fmt::Write as _;

/// What the contract was when somebody last meant to change it: size and fingerprint of each file.
const PINNED: &str = "tests/tidy/contract.txt";

fn contract() -> Vec<(String, String)> {
    let files = all()
        .into_iter()
        .filter(|path| path.starts_with("wit/") && path.ends_with(".wit"));
    let files: Vec<_> = files.map(|path| (path.clone(), read(&path))).collect();
    assert!(!files.is_empty(), "wit/ holds no contract");
    files
}

/// What is wrong with the items of one file.
fn item_problems(path: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let (mut documented, mut dated) = (false, false);
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        let mut problem = |what: &str| problems.push(format!("{path}:{}: {what}", index + 1));
        if let Some(comment) = line.strip_prefix("//") {
            match comment.strip_prefix('/') {
                Some(text) => documented |= !text.trim().is_empty(),
                None => problem("tools drop `//`; write `///`"),
            }
            continue;
        }
        if line.starts_with("@since(") {
            dated = true;
            continue;
        }
        match Item::of(line) {
            Item::None => {}
            Item::Continued => continue,
            item => {
                if !documented {
                    problem("the item has no `///` before it; say its unit, range and default");
                }
                if item == Item::Dated && !dated {
                    problem("the item has no `@since` before it");
                }
            }
        }
        (documented, dated) = (false, false);
    }
    problems
}

/// What stands on a line.
#[derive(PartialEq, Eq)]
enum Item {
    /// Nothing that needs words.
    None,
    /// The rest of what began on a line before.
    Continued,
    /// An interface, a world, a type or a function, which has a version.
    Dated,
    /// A field, an arm or a case.
    Part,
}

impl Item {
    fn of(line: &str) -> Self {
        let begins = |words: &[&str]| words.iter().any(|word| line.starts_with(word));
        if line.is_empty() || line == "}" || begins(&["use ", "import ", "export ", "package "]) {
            Self::None
        } else if begins(&["->"]) {
            Self::Continued
        } else if begins(&["interface ", "world ", "record ", "variant ", "enum "])
            || begins(&["flags ", "resource ", "type "])
            || line.contains(": func(")
            || line.contains(": async func(")
        {
            Self::Dated
        } else {
            Self::Part
        }
    }
}

/// A file holds one interface of its own name, or the worlds.
fn layout_problem(path: &str, text: &str) -> Option<String> {
    let named = |line: &str| {
        let name = line.strip_prefix("interface ")?.split(' ').next()?;
        Some(name.to_owned())
    };
    let interfaces: Vec<_> = text.lines().filter_map(named).collect();
    let stem = path.rsplit('/').next()?.strip_suffix(".wit")?;
    let expected: &[&str] = if stem == "worlds" { &[] } else { &[stem] };
    (interfaces != expected).then(|| {
        format!("{path}:1: the file holds {interfaces:?}; give each interface a file of its name")
    })
}

/// One line a file.
fn fingerprints(files: &[(String, String)]) -> String {
    files.iter().fold(String::new(), |mut lines, (path, text)| {
        let _ = writeln!(lines, "{:016x} {:6} {path}", fingerprint(text), text.len());
        lines
    })
}

/// FNV-1a with 64 bits: it tells changes by mistake, and nobody forges a contract here.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The lines of one text that the other does not have.
fn changed<'a>(now: &'a str, pinned: &str) -> Vec<&'a str> {
    now.lines()
        .filter(|line| !pinned.lines().any(|own| own == *line))
        .collect()
}

/// What an interface says, without its name, its heading and what makes its functions asynchronous.
fn functions(text: &str) -> String {
    let (_, body) = text.split_once(" {\n").unwrap_or_default();
    body.replace(": async func(", ": func(")
}

#[test]
fn interfaces_that_block_say_what_the_others_say() {
    for name in ["video", "understanding", "uploads"] {
        let (own, blocking) = (format!("wit/{name}.wit"), format!("wit/{name}-sync.wit"));
        let same = functions(&read(&own)) == functions(&read(&blocking));
        assert!(same, "{own} and {blocking} differ in more than `async`");
    }
    assert_eq!(functions("a {\n  b: async func();"), "  b: func();");
}

#[test]
fn every_item_is_documented_and_dated() {
    let problems: Vec<_> = contract()
        .iter()
        .flat_map(|(path, text)| item_problems(path, text))
        .collect();
    none(&problems);
}

#[test]
fn each_interface_has_a_file_of_its_name() {
    let problems: Vec<_> = contract()
        .iter()
        .filter_map(|(path, text)| layout_problem(path, text))
        .collect();
    none(&problems);
}

#[test]
fn the_contract_changes_only_on_purpose() {
    let now = fingerprints(&contract());
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        std::fs::write(root().join(PINNED), &now).unwrap();
        return;
    }
    let pinned = read(PINNED);
    assert!(
        now == pinned,
        "the contract is not the one that {PINNED} names:\nnow    {:?}\npinned {:?}\n\
         A change breaks hosts. If it is meant, run this test with UPDATE_EXPECT=1 and say it in CHANGELOG.md.",
        changed(&now, &pinned),
        changed(&pinned, &now),
    );
}

#[test]
fn an_item_without_words_or_date_is_found() {
    let good = "/// A.\n@since(version = 0.1.0)\ninterface a {\n  use b.{c};\n\n  /// D.\n  @since(version = 0.1.0)\n  \
                record d {\n    /// E.\n    e: u32,\n  }\n\n  /// F.\n  @since(version = 0.1.0)\n  f: async func(g: u32)\n    \
                -> u32;\n}\n";
    assert_eq!(item_problems("a.wit", good), [""; 0]);
    for (left_out, line) in [
        ("/// A.\n", 2),
        ("    /// E.\n", 9),
        ("  /// F.\n", 14),
        ("@since(version = 0.1.0)\ninterface", 2),
        ("@since(version = 0.1.0)\n  record", 7),
        ("@since(version = 0.1.0)\n  f", 14),
    ] {
        let (kept, _) = left_out.rsplit_once('\n').unwrap();
        let bad = good.replace(&[kept, "\n"].concat(), "");
        let bad = match left_out.strip_prefix("@since(version = 0.1.0)\n") {
            Some(item) => good.replace(left_out, item),
            None => bad,
        };
        let problems = item_problems("a.wit", &bad);
        assert_eq!(problems.len(), 1, "{bad}");
        assert!(
            problems[0].starts_with(&format!("a.wit:{line}: ")),
            "{problems:?}"
        );
    }
    assert_eq!(item_problems("a.wit", "// a\n").len(), 1);
    assert_eq!(
        item_problems("a.wit", "/// A.\nenum a {\n  b,\n}\n").len(),
        2
    );
}

#[test]
fn a_second_interface_in_a_file_is_found() {
    assert_eq!(layout_problem("wit/a.wit", "interface a {\n}\n"), None);
    assert_eq!(layout_problem("wit/worlds.wit", "world a {\n}\n"), None);
    for (path, text) in [
        ("wit/a.wit", "interface a {\n}\ninterface b {\n}\n"),
        ("wit/a.wit", "interface b {\n}\n"),
        ("wit/a.wit", "world a {\n}\n"),
        ("wit/worlds.wit", "interface worlds {\n}\n"),
    ] {
        assert!(layout_problem(path, text).is_some(), "{path} {text}");
    }
}

#[test]
fn a_changed_word_changes_the_fingerprint() {
    let of = |text: &str| fingerprints(&[("wit/a.wit".to_owned(), text.to_owned())]);
    assert_eq!(of("a"), "af63dc4c8601ec8c      1 wit/a.wit\n");
    assert_ne!(of("interface a {}"), of("interface b {}"));
    assert_eq!(changed("a\nb\n", "b\nc\n"), ["a"]);
}
