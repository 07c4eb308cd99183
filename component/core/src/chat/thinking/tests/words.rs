//! The words for levels: what models call them, and what configurations do.

use super::*;

/// Models by their id, and their words for minimal, low, medium, high, xhigh, max and adaptive (DashScope deep thinking
/// reference, November 2026); an empty one where only the switch is sent.
#[rustfmt::skip]
const WORDS: &[(&[&str], [&str; 7])] = &[
    (
        &["qwen3.8-max", "qwen3.8-flash", "qwen3.8-27b", "qwen3.8-omni-flash", "qwen3.8-max-0902"],
        ["low", "low", "medium", "xhigh", "xhigh", "xhigh", "xhigh"],
    ),
    (
        &["deepseek-v4-pro", "deepseek-v4-flash", "glm-5", "glm-5.1", "glm-5.2"],
        ["high", "high", "high", "high", "max", "max", ""],
    ),
    (
        &["deepseek-v4-flash-0731", "deepseek-v4-pro-0813", "deepseek-v4.1-flash"],
        ["low", "low", "high", "high", "high", "max", ""],
    ),
    (&["glm-5.3", "kimi-k3"], ["low", "low", "high", "high", "max", "max", ""]),
    (&["kimi/kimi-k3"], ["max", "max", "max", "max", "max", "max", ""]),
    (
        &["qwen3.7-max", "qwen3.5-plus", "qwen-plus", "qwen3-max", "glm-4.7", "kimi-k2.5", "deepseek-v3.2", "own"],
        ["", "", "", "", "", "", ""],
    ),
];

const IN_ORDER: [ThinkingLevel; 7] = [Minimal, Low, Medium, High, Xhigh, Max, Adaptive];

#[test]
fn each_level_has_the_models_word() {
    for (ids, words) in WORDS {
        for id in *ids {
            let [on, always] = [ThinkingSupport::OptionalOn, ThinkingSupport::Always]
                .map(|support| model(id, support, Some(9_000)));
            for (level, word) in IN_ORDER.into_iter().zip(words) {
                let effort = (!word.is_empty()).then_some(*word);
                let shown = format!("{id} {level:?}");
                let (level, budget) = (Some(level), Some(9));
                assert_eq!(
                    sent(&on, level, None),
                    (Some(true), effort, None, vec![]),
                    "{shown}"
                );
                assert_eq!(
                    sent(&always, level, None),
                    (None, effort, None, vec![]),
                    "{shown}"
                );
                // The budget says more than the word, and the two never go together.
                let codes = effort.map(|_| String::from("thinking-level-ignored"));
                let codes: Vec<_> = codes.into_iter().collect();
                assert_eq!(
                    sent(&on, level, budget),
                    (Some(true), None, budget, codes),
                    "{shown}"
                );
            }
            assert_eq!(sent(&on, None, None), (None, None, None, vec![]), "{id}");
            assert_eq!(
                sent(&on, None, Some(9)),
                (None, None, Some(9), vec![]),
                "{id}"
            );
            assert_eq!(
                sent(&on, Some(Off), None),
                (Some(false), None, None, vec![]),
                "{id}"
            );
        }
    }
}

#[test]
fn configurations_have_many_words_for_a_level() {
    for (words, expected) in [
        (&["off", "none", "OFF", " none "][..], Some(Off)),
        (&["minimal", "think"], Some(Minimal)),
        (&["low", "on", "enable", "enabled", "Enabled"], Some(Low)),
        (&["medium", "MEDIUM\n"], Some(Medium)),
        (&["high", "ultrathink", "highest"], Some(High)),
        (
            &[
                "xhigh",
                "x-high",
                "X_High",
                "extra-high",
                "extra high",
                "extrahigh",
                "EXTRA_HIGH",
            ],
            Some(Xhigh),
        ),
        (&["adaptive", "auto"], Some(Adaptive)),
        (&["max"], Some(Max)),
        (&["", " ", "-", "true", "maximal", "0", "lоw"], None),
    ] {
        for word in words {
            assert_eq!(level(word), expected, "{word:?}");
        }
    }
}
