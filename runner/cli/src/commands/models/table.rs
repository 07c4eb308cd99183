//! The models as a table, in the documented columns.

use crate::listed::Row;

/// The headings, and how wide each column is at least.
const COLUMNS: [(&str, usize); 6] = [
    ("Model", 42),
    ("Input", 10),
    ("Ctx", 11),
    ("Local", 5),
    ("Auth", 5),
    ("Tags", 0),
];

/// The table, or a sentence when there is nothing to put in it.
pub(super) fn of(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "No models found.\n".to_owned();
    }
    let headings = COLUMNS.map(|(heading, _)| heading.to_owned());
    let cells = rows.iter().map(|row| {
        [
            row.key.clone(),
            row.input.clone().unwrap_or_else(|| "-".to_owned()),
            row.context.map_or_else(|| "-".to_owned(), thousands),
            yes_or_no(row.local),
            yes_or_no(row.available),
            row.tags.join(","),
        ]
    });
    let lines: Vec<[String; 6]> = std::iter::once(headings).chain(cells).collect();
    let mut widths = COLUMNS.map(|(_, width)| width);
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    lines.iter().map(|cells| line(cells, widths)).collect()
}

fn line(cells: &[String; 6], widths: [usize; 6]) -> String {
    let padded = cells.iter().zip(widths);
    let padded: Vec<String> = padded
        .map(|(cell, width)| format!("{cell:<width$}"))
        .collect();
    format!("{}\n", padded.join(" ").trim_end())
}

fn yes_or_no(answer: Option<bool>) -> String {
    let word = match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "-",
    };
    word.to_owned()
}

/// Thousands of tokens, rounded.
pub(crate) fn kilo(tokens: u32) -> String {
    thousands(tokens.into())
}

fn thousands(tokens: u64) -> String {
    format!("{}k", tokens.saturating_add(500) / 1_000)
}

#[cfg(test)]
mod tests {
    use super::{kilo, of};
    use crate::listed::Row;

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
    fn an_empty_list_is_said() {
        assert_eq!(of(&[]), "No models found.\n");
    }

    #[test]
    fn columns_have_their_documented_widths() {
        let mut row = Row::missing("qwen/gone".to_owned());
        row.tags.push("fallback#1".to_owned());
        row.tags.push("missing".to_owned());
        let shown = of(&[row.clone()]);
        let lines: Vec<&str> = shown.lines().collect();
        let at = |heading| lines[0].find(heading).unwrap();
        assert_eq!(
            ["Model", "Input", "Ctx", "Local", "Auth", "Tags"].map(at),
            [0, 43, 54, 66, 72, 78]
        );
        assert_eq!(
            lines[1].split_whitespace().collect::<Vec<_>>(),
            ["qwen/gone", "-", "-", "-", "-", "fallback#1,missing"]
        );
        // What is longer makes its column wider.
        let long = Row::missing("x".repeat(50));
        let shown = of(&[row, long]);
        assert_eq!(shown.lines().next().unwrap().find("Input"), Some(51));
    }
}
