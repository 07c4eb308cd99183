//! Every example of the documents does what its page says, with the simulator in place of the service.
//!
//! The language of a fence says what becomes of it.

mod fence;
mod normal;
mod session;

use crate::run::qwenbox;
use fence::{Fence, fences};
use session::Place;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// What becomes of a fence, by its language.
const WAYS: [(&str, Way); 8] = [
    ("sh", Way::Script),
    ("console", Way::Session),
    ("json5", Way::Configuration),
    ("rust", Way::PartOf("tests/e2e")),
    ("python", Way::PartOf("tests/hosts/python")),
    ("js", Way::PartOf("tests/hosts/node")),
    ("toml", Way::Read),
    ("text", Way::Read),
];

#[derive(Clone, Copy)]
enum Way {
    /// Run by a shell; it must end well.
    Script,
    /// Run as well, and its output is held against what is shown.
    Session,
    /// A configuration without problems.
    Configuration,
    /// Stands letter by letter in a file below this folder, whose tests run it.
    PartOf(&'static str),
    /// For the eye.
    Read,
}

/// The files below a folder that end so.
fn below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(ROOT).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                files.push(path);
            }
        }
    }
    files
}

/// The README and all pages below `docs`.
fn pages() -> Vec<PathBuf> {
    let mut pages = below("docs", ".md");
    pages.push(Path::new(ROOT).join("README.md"));
    pages
}

/// Runs the examples of a page in their order, in one place: a later one may build on an earlier one.
async fn follow(page: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(page).unwrap();
    let place = Place::prepare().await;
    let mut wrong = Vec::new();
    for fence in fences(&text) {
        let way = WAYS
            .iter()
            .find(|(language, _)| *language == fence.language);
        let outcome = match way {
            Some((_, Way::Script)) => place.script(&fence.body).await.map(drop),
            Some((_, Way::Session)) => place.session(&fence.body).await,
            Some((_, Way::Configuration)) => holds(&place, &fence).await,
            Some((_, Way::PartOf(folder))) => stands(&fence, folder),
            Some((_, Way::Read)) => Ok(()),
            None => Err(format!(
                "no way is known for a fence of {:?}",
                fence.language
            )),
        };
        if let Err(why) = outcome {
            wrong.push(format!("{}:{}: {why}", page.display(), fence.line));
        }
    }
    wrong
}

/// A configuration is taken as it is, without a warning.
async fn holds(place: &Place, fence: &Fence) -> Result<(), String> {
    let file = place.keep("example.json5", &fence.body);
    let shown = qwenbox(&["--config", &file, "config", "show"])
        .variable("QWEN_API_KEY", qwenbox_tests::KEY)
        .end()
        .await;
    if shown.code == Some(0) && shown.stderr.is_empty() {
        return Ok(());
    }
    Err(shown.stderr)
}

/// An example is a part of a file that is tested, whatever its indentation there.
fn stands(fence: &Fence, folder: &str) -> Result<(), String> {
    let flat = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let example = flat(&fence.body);
    let stands = below(folder, "")
        .iter()
        .filter_map(|file| std::fs::read_to_string(file).ok())
        .any(|text| flat(&text).contains(&example));
    let why = || {
        format!(
            "does not stand letter by letter in {folder}:\n{}",
            fence.body
        )
    };
    stands.then_some(()).ok_or_else(why)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_documents_show_is_so() {
    let pages = pages();
    let followed = futures::future::join_all(pages.iter().map(|page| follow(page))).await;
    let wrong = followed.concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
