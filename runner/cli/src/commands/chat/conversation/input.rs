//! Lines that belong together: a question may have several.

/// What stands around lines that are taken as they are.
const FENCE: &str = "\"\"\"";

/// Whether more lines are to come.
pub(super) fn is_unfinished(input: &str) -> bool {
    match input.trim_start().strip_prefix(FENCE) {
        Some(fenced) => !fenced.contains(FENCE),
        None => input.ends_with('\\'),
    }
}

/// What was meant: without the fences, and without the backslashes that joined lines.
pub(super) fn meant(input: &str) -> String {
    match input.trim_start().strip_prefix(FENCE) {
        Some(fenced) => {
            let (inner, after) = fenced.split_once(FENCE).unwrap_or((fenced, ""));
            [inner.trim_matches('\n'), after].concat()
        }
        None => input.replace("\\\n", "\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_unfinished, meant};

    #[test]
    fn a_backslash_or_a_fence_asks_for_more_lines() {
        for input in ["a\\", "a\\\nb\\", "\"\"\"", "\"\"\"\na\n", " \"\"\"a"] {
            assert!(is_unfinished(input), "{input}");
        }
        for input in [
            "",
            "a",
            "a\\\nb",
            "\"\"\"\na\n\"\"\"",
            "say \"\"\"",
            "\"\"\"a\\\n\"\"\"",
        ] {
            assert!(!is_unfinished(input), "{input}");
        }
    }

    #[test]
    fn what_joined_the_lines_is_not_meant() {
        for (input, text) in [
            ("a", "a"),
            ("a\\\nb", "a\nb"),
            ("\"\"\"\na\\\n\n  b\n\"\"\"", "a\\\n\n  b"),
            ("\"\"\"a\"\"\" b", "a b"),
            ("C:\\new", "C:\\new"),
        ] {
            assert_eq!(meant(input), text, "{input}");
        }
    }
}
