//! The fenced examples of a page.

/// A fenced example.
pub(super) struct Fence {
    /// What stands behind the opening marks.
    pub(super) language: String,
    /// The line of the opening marks, from 1.
    pub(super) line: usize,
    pub(super) body: String,
}

/// All fences of a text, in their order.
pub(super) fn fences(text: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => fences.extend(open.take()),
            (Some(language), None) => {
                open = Some(Fence {
                    language: language.to_owned(),
                    line: index + 1,
                    body: String::new(),
                });
            }
            (None, Some(fence)) => {
                fence.body.push_str(line);
                fence.body.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    fences
}

#[test]
fn a_fence_has_its_language_and_its_line() {
    let found = fences("a\n```sh\nls\npwd\n```\nb\n```\nx\n```\n");
    let seen: Vec<_> = found
        .iter()
        .map(|fence| (&*fence.language, fence.line, &*fence.body))
        .collect();
    assert_eq!(seen, [("sh", 2, "ls\npwd\n"), ("", 7, "x\n")]);
}
