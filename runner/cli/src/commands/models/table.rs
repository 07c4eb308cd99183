//! The models as a table.

use crate::{json, table};
use qwenbox::catalog::Model;

const HEADINGS: [&str; 6] = ["Model", "Input", "Ctx", "Local", "Auth", "Tags"];

/// The table, or a sentence when there is nothing to put in it.
pub(super) fn of(rows: &[(Model, Vec<&'static str>)], has_key: bool) -> String {
    if rows.is_empty() {
        return "No models found.\n".to_owned();
    }
    let auth = if has_key { "yes" } else { "no" };
    let cells: Vec<[String; 6]> = std::iter::once(HEADINGS.map(str::to_owned))
        .chain(rows.iter().map(|(model, tags)| {
            [
                model.ref_.clone(),
                input(model),
                kilo(model.context_window),
                "no".to_owned(),
                auth.to_owned(),
                tags.join(","),
            ]
        }))
        .collect();
    table::aligned(&cells)
}

/// What a message to the model may hold, such as `text+image`.
pub(crate) fn input(model: &Model) -> String {
    let kinds: Vec<&str> = model.input.iter().map(json::input_word).collect();
    kinds.join("+")
}

/// Thousands of tokens, rounded.
pub(crate) fn kilo(tokens: u32) -> String {
    format!("{}k", (u64::from(tokens) + 500) / 1_000)
}

#[cfg(test)]
mod tests {
    use super::{kilo, of};

    #[test]
    fn thousands_are_rounded() {
        for (tokens, text) in [
            (1_000_000, "1000k"),
            (262_144, "262k"),
            (202_752, "203k"),
            (400, "0k"),
        ] {
            assert_eq!(kilo(tokens), text);
        }
    }

    #[test]
    fn an_empty_catalog_is_said() {
        assert_eq!(of(&[], true), "No models found.\n");
    }
}
