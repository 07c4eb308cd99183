//! The ten errors in three languages.

use super::table::TABLE;
use super::{DETAIL, Situation, told};
use crate::failure::Failure;
use crate::language::Language::{self, English, Simplified, Traditional};
use qwenbox::types::{Error, ErrorKind};

fn provider(kind: ErrorKind, request_sent: bool) -> Failure {
    Failure::Library(qwenbox::Error::Provider(Error {
        kind,
        message: "its own words".to_owned(),
        hint: Some("its own hint".to_owned()),
        status: None,
        code: None,
        request_id: None,
        retry_after_ms: None,
        request_sent,
    }))
}

fn situation(failure: &Failure) -> Option<Situation> {
    super::situation(failure, &failure.record())
}

fn in_chinese(text: &str) -> bool {
    text.chars()
        .any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

#[test]
fn every_row_is_complete() {
    let mut seen = Vec::new();
    for row in &TABLE {
        assert!(!seen.contains(&row.situation), "{:?}", row.situation);
        seen.push(row.situation);
        let at = row.situation;
        for text in [&row.traditional, &row.simplified] {
            assert_eq!(text.message.matches(DETAIL).count(), 1, "{at:?}");
            assert_eq!(text.hint.matches('{').count(), 0, "{at:?}");
            for words in [text.message, text.hint] {
                assert!(in_chinese(words), "{at:?}: {words}");
                assert!(!words.ends_with(['.', '。']), "{at:?}: {words}");
            }
        }
        // What is typed is the same in every language.
        for typed in [
            "QWEN_API_KEY",
            "https://",
            "sk-sp-",
            "--timeout",
            "qwenbox doctor",
        ] {
            let has = |text: &str| text.contains(typed);
            let simplified = has(row.simplified.hint);
            assert_eq!(has(row.traditional.hint), simplified, "{at:?} {typed}");
            if let Some(english) = row.english {
                assert_eq!(has(english), simplified, "{at:?} {typed}");
                assert!(!in_chinese(english), "{at:?}");
            }
        }
        assert_ne!(row.traditional.message, row.simplified.message);
    }
}

#[test]
fn an_error_is_one_of_the_ten_or_none() {
    for (kind, unsent, sent) in [
        (
            ErrorKind::Unauthorized,
            Some(Situation::WrongKey),
            Some(Situation::WrongKey),
        ),
        (
            ErrorKind::Billing,
            Some(Situation::Billing),
            Some(Situation::Billing),
        ),
        (
            ErrorKind::RateLimited,
            Some(Situation::RateLimited),
            Some(Situation::RateLimited),
        ),
        (
            ErrorKind::QuotaExhausted,
            Some(Situation::Quota),
            Some(Situation::Quota),
        ),
        (
            ErrorKind::NotFound,
            Some(Situation::UnknownModel),
            Some(Situation::UnknownModel),
        ),
        (
            ErrorKind::ContentFiltered,
            Some(Situation::Filtered),
            Some(Situation::Filtered),
        ),
        (
            ErrorKind::Network,
            Some(Situation::Network),
            Some(Situation::Network),
        ),
        (
            ErrorKind::Timeout,
            Some(Situation::TimedOut),
            Some(Situation::TimedOut),
        ),
        (
            ErrorKind::InvalidRequest,
            Some(Situation::Configuration),
            None,
        ),
        (ErrorKind::Overloaded, None, None),
        (ErrorKind::BadResponse, None, None),
        (ErrorKind::Other("new".to_owned()), None, None),
    ] {
        assert_eq!(
            situation(&provider(kind.clone(), false)),
            unsent,
            "{kind:?}"
        );
        assert_eq!(situation(&provider(kind.clone(), true)), sent, "{kind:?}");
    }
    let missing = Failure::no_key("x", "y");
    assert_eq!(situation(&missing), Some(Situation::NoKey));
    assert_eq!(
        situation(&Failure::usage("x")),
        Some(Situation::Configuration)
    );
    assert_eq!(situation(&Failure::Interrupted), None);
}

#[test]
fn its_own_words_are_passed_on_in_ours() {
    let told = |failure: &Failure, language: Language| told(failure, &failure.record(), language);
    let wrong = provider(ErrorKind::Unauthorized, true);
    let english = told(&wrong, English);
    assert_eq!(
        (english.title, english.message.as_str()),
        ("error:", "its own words")
    );
    assert_eq!(english.hints, ["its own hint"]);

    let chinese = told(&wrong, Traditional);
    assert_eq!(chinese.title, "錯誤：");
    assert_eq!(
        chinese.message,
        "金鑰有誤，或屬於另一個方案或區域：its own words"
    );
    assert!(in_chinese(&chinese.hints[0]));
    assert_eq!(chinese.hints[1..], ["its own hint"]);

    // What is to be done here is said besides.
    let advised = provider(ErrorKind::Unauthorized, true).advised("do this");
    assert_eq!(told(&advised, Traditional).hints[1..], ["do this"]);
    assert_eq!(told(&advised, English).hints, ["do this"]);

    // The nearest models are in the error's own hint.
    let unknown = told(&provider(ErrorKind::NotFound, false), Simplified);
    assert_eq!(unknown.message, "找不到该模型，或地址有误：its own words");
    assert_eq!(unknown.hints[1..], ["its own hint"]);

    let missing = Failure::no_key("there is no API key: A is not set", "set A");
    assert_eq!(
        told(&missing, Simplified).message,
        "没有 API 密钥：A is not set"
    );
    assert_eq!(told(&missing, English).hints, ["set A"]);

    let of_other = Failure::usage("there is no API key: acme.apiKey is not set");
    assert_eq!(
        told(&of_other, Simplified).message,
        "用法或配置有误，未发送任何请求：there is no API key: acme.apiKey is not set"
    );
    // Where the key belongs is in the error's own hint, and so is what a time limit was of.
    assert_eq!(told(&missing, Simplified).hints[1..], ["set A"]);
    let late = provider(ErrorKind::Timeout, true);
    assert_eq!(told(&late, Traditional).hints[1..], ["its own hint"]);

    // What it means to have waited too long for a job, the job's own words say.
    let job = Failure::Job(qwenbox::jobs::Error::Deadline {
        id: "01kb0zv8e5x3q7".parse().unwrap(),
        state: qwenbox::jobs::State::Running,
        waited: std::time::Duration::from_secs(1),
    });
    assert_eq!(told(&job, Simplified), told(&job, English));

    // No advice is right for all that may be wrong with what was typed.
    let unreadable = Failure::usage("nosuch.png cannot be read");
    assert!(told(&unreadable, English).hints.is_empty());

    let other = told(&provider(ErrorKind::Overloaded, true), Traditional);
    assert_eq!(
        (other.title, other.message.as_str()),
        ("error:", "its own words")
    );
}
