//! Which words are the description, and what is told beside them.

use super::*;
use crate::understanding::sample::{looker, thinker};

fn answer(text: &str, reasoning: &str) -> Completion {
    Completion {
        text: text.to_owned(),
        reasoning: reasoning.to_owned(),
        request_id: Some("r1".to_owned()),
        ..Completion::default()
    }
}

fn codes(warnings: &[Warning]) -> Vec<&str> {
    let codes = warnings.iter().map(|warning| warning.code.as_str());
    codes.collect()
}

#[test]
fn the_text_counts_and_else_the_reasoning() {
    let model = looker();
    for (text, reasoning, said, warned) in [
        (" A boat.\n", "", "A boat.", &[][..]),
        ("A boat.", "hm", "A boat.", &[]),
        (" \n", " A boat? ", "A boat?", &["reasoning-as-text"]),
    ] {
        let description = description(answer(text, reasoning), None, &model).unwrap();
        assert_eq!(description.text, said);
        assert_eq!(codes(&description.warnings), warned);
        assert_eq!(description.model, "looker");
        assert_eq!(description.request_id.as_deref(), Some("r1"));
    }
}

#[test]
fn an_answer_without_words_is_none() {
    let error = description(answer(" ", "\n"), None, &looker()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadResponse);
    assert!(error.request_sent);
    assert_eq!(error.request_id.as_deref(), Some("r1"));
    assert!(error.message.contains("looker"), "{error}");
}

#[test]
fn how_an_answer_ended_is_told_when_it_matters() {
    let model = looker();
    for (reason, warned) in [
        (FinishReason::Stop, &[][..]),
        (FinishReason::Length, &["description-cut"]),
        (FinishReason::Other("tired".to_owned()), &["finish-unknown"]),
    ] {
        let completion = Completion {
            finish_reason: reason,
            ..answer("A boat.", "")
        };
        let description = description(completion, None, &model).unwrap();
        assert_eq!(codes(&description.warnings), warned);
    }
    let completion = Completion {
        finish_reason: FinishReason::ContentFilter,
        ..answer("A b", "")
    };
    let error = description(completion, None, &model).unwrap_err();
    assert_eq!(error.kind, ErrorKind::ContentFiltered);
    assert!(error.request_sent);
}

#[test]
fn a_text_that_is_too_long_stays_whole() {
    let model = looker();
    for (text, most, warned) in [
        ("Ein Bär", Some(7), &[][..]),
        ("Ein Bär!", Some(7), &["longer-than-asked"]),
        ("Ein Bär!", None, &[]),
    ] {
        let description = description(answer(text, ""), most, &model).unwrap();
        assert_eq!(description.text, text);
        assert_eq!(codes(&description.warnings), warned);
    }
}

#[test]
fn only_a_model_that_can_do_without_is_asked_again_and_only_after_reasoning_alone() {
    for (thinking, can) in [
        (ThinkingSupport::OptionalOn, true),
        (ThinkingSupport::OptionalOff, true),
        (ThinkingSupport::None, false),
        (ThinkingSupport::Always, false),
    ] {
        let model = thinker(thinking);
        assert_eq!(can_do_without_thinking(&model), can, "{thinking:?}");
    }
    assert!(has_only_reasoning(&answer(" ", "hm")));
    for other in [answer("A", "hm"), answer("", ""), answer("", " ")] {
        assert!(!has_only_reasoning(&other), "{other:?}");
    }
    let filtered = Completion {
        finish_reason: FinishReason::ContentFilter,
        ..answer("", "hm")
    };
    assert!(!has_only_reasoning(&filtered));
}

#[test]
fn both_answers_count_and_the_better_one_stands() {
    let model = thinker(ThinkingSupport::OptionalOn);
    let usage = |input_tokens| {
        Some(Usage {
            input_tokens,
            ..Usage::default()
        })
    };
    let counted = |completion, tokens| Completion {
        usage: usage(tokens),
        warnings: vec![Warning::new("setting-ignored", "x has no effect")],
        ..completion
    };
    let first = || counted(answer("", "first"), 3);
    let join = |second| joined(first(), second, &model);

    let better = join(Ok(counted(answer("A boat.", ""), 4)));
    assert_eq!(better.text, "A boat.");
    assert_eq!(better.usage, usage(7));
    assert_eq!(
        codes(&better.warnings),
        ["setting-ignored", "asked-again"],
        "the same warning is told once"
    );
    let (same, nothing) = (join(Ok(answer("", "second"))), join(Ok(answer("", ""))));
    assert_eq!(
        (same.reasoning.as_str(), nothing.reasoning.as_str()),
        ("second", "first")
    );
    assert_eq!(same.usage, None, "what one of them did not say");

    let failed = join(Err(Error::new(ErrorKind::Overloaded, "no room").sent()));
    assert_eq!(
        (failed.reasoning.as_str(), failed.usage),
        ("first", usage(3))
    );
    assert_eq!(
        codes(&failed.warnings),
        ["setting-ignored", "asked-again", "asking-failed"]
    );
    assert!(failed.warnings[2].message.contains("no room"));
}
