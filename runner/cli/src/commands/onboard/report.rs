//! What was written where, and what to type next.

use super::Settled;
use super::writing::{Kept, Written};
use crate::args::{Plan, Region};
use crate::failure::Failure;
use crate::output::Output;
use crate::table;
use serde_json::{Value, json};

/// Tells people, or a program.
pub(super) fn tell(
    settled: &Settled,
    written: &Written,
    output: &mut Output,
) -> Result<(), Failure> {
    if let Some(other) = &written.instead_of {
        output.note(&format!(
            "{} is another program's and was left alone; {} begins as a copy of what counts here, other keys and all, \
             and is read in its place from now on",
            other.display(),
            written.path.display()
        ));
    }
    if output.is_json() {
        return output.document(&in_json(settled, written));
    }
    output.text(&format!(
        "{}\n{}
What to type next:
  qwenbox chat \"hello\"           ask the model
  qwenbox models list            see which there are
  qwenbox config show --origin   see what is set, and where
",
        deeds(written),
        facts(settled)
    ))
}

fn deeds(written: &Written) -> String {
    let path = written.path.display();
    let key = match &written.kept {
        Kept::Keyring(id) => format!("the keyring of this system, under the name {id}"),
        Kept::File(file) => format!("{}, a file that only you may read", file.display()),
    };
    match (written.is_key_changed, written.is_changed) {
        (false, false) => {
            format!("Nothing to change: {path} says all of it, and the key is in {key}.\n")
        }
        (true, false) => format!("The key was written to {key}.\n{path} refers to it already.\n"),
        (false, true) => format!("{path} was written. The key is in {key} already.\n"),
        (true, true) => {
            format!("The key was written to {key}.\n{path} was written, and refers to it.\n")
        }
    }
}

fn facts(settled: &Settled) -> String {
    let choice = settled.choice;
    let plan = match choice.plan {
        Plan::Standard => "Standard",
        Plan::Coding => "Coding Plan",
    };
    let region = match choice.region {
        Region::Global => "Global",
        Region::China => "China",
    };
    let checked = if settled.checked {
        "accepted"
    } else {
        "not checked"
    };
    let rows = [
        [
            "  Plan".to_owned(),
            format!("{plan}, {region} ({})", choice.id),
        ],
        ["  Address".to_owned(), settled.base_url.clone()],
        ["  Key".to_owned(), checked.to_owned()],
        ["  Model".to_owned(), settled.model.reference.clone()],
    ];
    table::aligned(&rows)
}

fn in_json(settled: &Settled, written: &Written) -> Value {
    let (store, at) = match &written.kept {
        Kept::Keyring(id) => ("keyring", id.clone()),
        Kept::File(path) => ("file", path.display().to_string()),
    };
    json!({
        "authChoice": settled.choice.id,
        "baseUrl": settled.base_url,
        "model": settled.model.reference,
        "checked": settled.checked,
        "config": { "path": written.path.display().to_string(), "changed": written.is_changed },
        "key": { "store": store, "at": at, "changed": written.is_key_changed },
        "changed": written.is_changed || written.is_key_changed,
    })
}
