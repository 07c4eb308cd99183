//! `docs/conformance.md`: families × hosts, and why a host does not have all of a family.

use crate::FAMILIES;
use crate::case::Case;
use crate::folder;
use crate::host::Host;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The page, whose first part is written by hand.
const PAGE: &str = "../../../docs/conformance.md";

/// Where the generated part begins.
const MARK: &str = "<!-- What follows is written by the tests. -->\n";

/// What is to be told of one host.
pub(crate) struct Column {
    name: &'static str,
    /// How many cases of each family hold.
    holding: Vec<usize>,
    /// The cases that do not, by the reason.
    reasons: BTreeMap<&'static str, Vec<String>>,
}

impl Column {
    /// What a host says it cannot do, or does otherwise. That the rest holds is what the other tests of this suite are for.
    pub(crate) fn of<H: Host>(host: &H) -> Self {
        let mut column = Self {
            name: H::NAME,
            holding: Vec::new(),
            reasons: BTreeMap::new(),
        };
        for family in FAMILIES {
            let mut holding = 0;
            for file in folder::family(family) {
                match reason(host, &file) {
                    None => holding += 1,
                    Some(why) => column.reasons.entry(why).or_default().push(file.name),
                }
            }
            column.holding.push(holding);
        }
        column
    }
}

fn reason<H: Host>(host: &H, file: &folder::File) -> Option<&'static str> {
    let case = Case::parse(&file.text).unwrap_or_else(|problem| panic!("{}: {problem}", file.name));
    let mut otherwise = H::OTHERWISE.iter();
    let otherwise = otherwise.find(|otherwise| otherwise.cases.contains(&&*file.name));
    host.cannot(&case)
        .or(otherwise.map(|otherwise| otherwise.why))
}

/// The generated part of the page.
fn generated(columns: &[Column]) -> String {
    let mut text = String::from("\n| family | cases |");
    for column in columns {
        let _ = write!(text, " {} |", column.name);
    }
    text.push_str("\n|---|---|");
    text.push_str(&"---|".repeat(columns.len()));
    for (index, family) in FAMILIES.iter().enumerate() {
        let all = folder::family(family).len();
        let _ = write!(text, "\n| `{family}` | {all} |");
        for column in columns {
            let cell = match column.holding[index] {
                0 => "–".to_owned(),
                holding => holding.to_string(),
            };
            let _ = write!(text, " {cell} |");
        }
    }
    text.push('\n');
    for column in columns.iter().filter(|column| !column.reasons.is_empty()) {
        let _ = write!(
            text,
            "\n## What {} does not hold to\n\n| cases | why |\n|---|---|\n",
            column.name
        );
        for (why, cases) in &column.reasons {
            let _ = writeln!(text, "| {} | {why} |", named(cases));
        }
    }
    text
}

/// Whole families by their names and sizes, since most reasons are about many cases.
fn named(cases: &[String]) -> String {
    let mut families: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for case in cases {
        let (family, name) = case.split_once('/').unwrap();
        families.entry(family).or_default().push(name);
    }
    let parts = families.iter().map(|(family, names)| match names[..] {
        [one] => format!("`{family}/{one}`"),
        _ => format!("{} of `{family}`", names.len()),
    });
    parts.collect::<Vec<_>>().join(", ")
}

#[test]
fn the_page_is_what_the_hosts_say() {
    let path = folder::root().join(PAGE);
    let page = std::fs::read_to_string(&path).unwrap();
    let (by_hand, pinned) = page.split_once(MARK).expect("the page has its mark");
    let now = generated(&crate::columns());
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        std::fs::write(&path, [by_hand, MARK, &now].concat()).unwrap();
        return;
    }
    assert!(
        now == pinned,
        "docs/conformance.md is not what the hosts say; write it anew with UPDATE_EXPECT=1:\n{now}"
    );
}

#[test]
fn every_case_that_comes_out_otherwise_is_there() {
    fn names<H: Host>(_: &H) -> impl Iterator<Item = &'static str> {
        H::OTHERWISE
            .iter()
            .flat_map(|otherwise| otherwise.cases)
            .copied()
    }
    let files = FAMILIES.iter().flat_map(|family| folder::family(family));
    let known: Vec<_> = files.map(|file| file.name).collect();
    let named = names(&crate::host::WasmtimeRun)
        .chain(names(&crate::host::WasmtimeServe))
        .chain(names(&crate::host::Gateway))
        .chain(names(&crate::host::Python))
        .chain(names(&crate::host::Node))
        .chain(names(&crate::host::NodeJspi));
    let unknown: Vec<_> = named
        .filter(|name| !known.iter().any(|known| known == name))
        .collect();
    assert_eq!(unknown, [""; 0]);
}
