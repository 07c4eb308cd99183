//! The help of every command, word by word.

use crate::run::qwenbox;

/// The commands that a help text lists.
pub(crate) fn listed(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:");
    lines
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_says_what_it_takes() {
    let mut seen = Vec::new();
    let mut commands = vec![Vec::<String>::new()];
    while let Some(command) = commands.pop() {
        let words = command.iter().map(String::as_str);
        let arguments: Vec<_> = words.chain(["--help"]).collect();
        let ended = qwenbox(&arguments).end().await.with(0);
        assert_eq!(ended.stderr, "");
        let inner = listed(&ended.stdout);
        let has_examples = ended.stdout.lines().any(|line| line.starts_with("Example"));
        assert!(has_examples, "{command:?} shows no example");
        for inner in inner {
            commands.push([command.clone(), vec![inner]].concat());
        }
        let name = [vec!["qwenbox".to_owned()], command].concat().join("-");
        insta::with_settings!(
            { prepend_module_to_snapshot => false, omit_expression => true },
            { insta::assert_snapshot!(name.as_str(), ended.stdout) }
        );
        seen.push(name);
    }
    seen.sort();
    assert_eq!(
        seen,
        [
            "qwenbox",
            "qwenbox-chat",
            "qwenbox-completions",
            "qwenbox-component",
            "qwenbox-component-path",
            "qwenbox-component-wit",
            "qwenbox-config",
            "qwenbox-config-path",
            "qwenbox-config-show",
            "qwenbox-demo",
            "qwenbox-describe",
            "qwenbox-doctor",
            "qwenbox-man",
            "qwenbox-models",
            "qwenbox-models-list",
            "qwenbox-models-show",
            "qwenbox-onboard",
            "qwenbox-serve",
            "qwenbox-simulate",
            "qwenbox-video",
            "qwenbox-video-cancel",
            "qwenbox-video-generate",
            "qwenbox-video-list",
            "qwenbox-video-recover",
            "qwenbox-video-status",
            "qwenbox-video-wait",
        ]
    );
}
