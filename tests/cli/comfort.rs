//! What makes it easy: colours where they are wanted.

use crate::run::qwenbox;

#[tokio::test(flavor = "multi_thread")]
async fn colour_is_where_it_is_wanted() {
    const ON: bool = true;
    for (name, variables, flag, coloured) in [
        ("a pipe", &[][..], None, false),
        ("a pipe, and always", &[], Some("always"), ON),
        ("a pipe, and never", &[], Some("never"), false),
        ("a pipe, and auto", &[], Some("auto"), false),
        ("forced", &[("CLICOLOR_FORCE", "1")], None, ON),
        ("forced by 0", &[("CLICOLOR_FORCE", "0")], None, false),
        (
            "forced, and never",
            &[("CLICOLOR_FORCE", "1")],
            Some("never"),
            false,
        ),
        (
            "forced, and not wanted",
            &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
            None,
            false,
        ),
        (
            "not wanted, and always",
            &[("NO_COLOR", "1")],
            Some("always"),
            ON,
        ),
    ] {
        // An error of ours, the parser's, and a help text.
        for arguments in [
            &["models", "show", "nothing"][..],
            &["modles"],
            &["models", "--help"],
        ] {
            let flag: Vec<_> = flag
                .into_iter()
                .flat_map(|when| ["--color", when])
                .collect();
            let mut run = qwenbox(&[&flag[..], arguments].concat());
            for (variable, value) in variables {
                run = run.variable(variable, value);
            }
            let ended = run.end().await;
            let text = [ended.stdout.as_str(), &ended.stderr].concat();
            assert!(!text.is_empty());
            assert_eq!(
                text.contains('\x1b'),
                coloured,
                "{name}, {arguments:?}: {text:?}"
            );
        }
    }
}
