//! The models as a table.

use crate::json;
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
    aligned(&cells)
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

/// Columns as wide as their longest cell, two blanks between them, none at a line's end.
fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |cell: &String| cell.chars().count();
    let mut widths = [0; N];
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).max(*widest);
        }
    }
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(widths);
        let line: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        format!("{}\n", line.join("  ").trim_end())
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::{aligned, kilo, of};

    #[test]
    fn columns_are_as_wide_as_they_must_be() {
        let rows = [["a", "bb", ""], ["ccc", "d", "e"]].map(|row| row.map(str::to_owned));
        assert_eq!(aligned(&rows), "a    bb\nccc  d   e\n");
    }

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
