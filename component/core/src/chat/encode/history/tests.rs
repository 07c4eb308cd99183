//! What is left of a conversation.

mod many;
mod pairs;

use super::*;
use crate::chat::encode::tests::{answer, calling, codes, image, result, system, text, text_part};

/// A turn in short: `S told`, `U said`, `A said(calls)`, `R call=result` or `R call!` for a missing one, and `P` with the
/// number of pictures.
fn short(turn: &Turn<'_>) -> String {
    let words = |parts: &[Part]| -> String {
        let word = |part: &Part| match part {
            Part::Text(part) => part.text.clone(),
            _ => String::from("<media>"),
        };
        parts.iter().map(word).collect()
    };
    match turn {
        Turn::System(parts, more) => {
            let told: String = parts.iter().map(|part| part.text.as_str()).collect();
            format!("S {told}{}", more.as_deref().unwrap_or_default())
        }
        Turn::User(parts) => format!("U {}", words(parts)),
        Turn::Shown(parts) => format!("P {}", parts.len()),
        Turn::Assistant(Answer {
            message, call_ids, ..
        }) => format!("A {}({})", message.text, call_ids.join(",")),
        Turn::Result { call_id, content } => match content {
            Some(content) => format!("R {call_id}={}", words(content)),
            None => format!("R {call_id}!"),
        },
    }
}

fn is_own(model: &str) -> bool {
    model == "own"
}

fn repaired(messages: &[Message]) -> Result<(Vec<String>, Vec<String>), Error> {
    let history = History::of(messages, is_own)?;
    let turns = history.turns.iter().map(short).collect();
    let codes = codes(&history.warnings).into_iter().map(String::from);
    Ok((turns, codes.collect()))
}

#[track_caller]
fn check(messages: &[Message], turns: &[&str], codes: &[&str]) {
    let (repaired, warned) = repaired(messages).expect("a history");
    assert_eq!(repaired, turns);
    assert_eq!(warned, codes);
}

#[track_caller]
fn refused(messages: &[Message], message: &str, hint: &str) {
    let error = History::of(messages, is_own).expect_err("a refusal");
    assert_eq!(error.kind, crate::error::ErrorKind::InvalidRequest);
    assert_eq!(error.message, message);
    assert_eq!(error.hint.as_deref(), Some(hint));
}

fn user(text: &str) -> Message {
    Message::user(text)
}

fn said(text: &str, status: TurnStatus) -> Message {
    Message::Assistant(answer(text, status))
}

fn calls(ids: &[&str]) -> Message {
    Message::Assistant(calling(ids))
}

fn gives(call_id: &str, words: &str) -> Message {
    result(call_id, vec![text(words)])
}

/// An answer of a model that is not the request's.
fn foreign(ids: &[&str]) -> Message {
    Message::Assistant(AssistantMessage {
        model: Some(String::from("other")),
        ..calling(ids)
    })
}

#[test]
fn a_sound_conversation_stays_as_it_is() {
    let messages = [
        system("s"),
        user("a"),
        said("b", TurnStatus::Complete),
        user("c"),
        calls(&["1", "2"]),
        gives("2", "y"),
        gives("1", "x"),
        calls(&["1"]),
        gives("1", "z"),
        said("d", TurnStatus::Partial),
    ];
    let turns = [
        "S s", "U a", "A b()", "U c", "A (1,2)", "R 2=y", "R 1=x", "A (1)", "R 1=z", "A d()",
    ];
    check(&messages, &turns, &[]);
    check(&[], &[], &[]);
}

#[test]
fn answers_that_failed_or_say_nothing_are_left_out() {
    let reasoned = Message::Assistant(AssistantMessage {
        reasoning: Some(String::from("hm")),
        ..answer("", TurnStatus::Complete)
    });
    let failed_call = Message::Assistant(AssistantMessage {
        status: TurnStatus::Failed,
        ..calling(&["1"])
    });
    let messages = [
        user("a"),
        said("", TurnStatus::Complete),
        reasoned,
        said("x", TurnStatus::Failed),
        said("y", TurnStatus::Aborted),
        failed_call,
        said("b", TurnStatus::Complete),
        said("", TurnStatus::Partial),
    ];
    check(&messages, &["U a", "A b()"], &[]);
}

#[test]
fn the_results_of_an_answer_that_is_left_out_are_left_out_too() {
    let aborted = Message::Assistant(AssistantMessage {
        status: TurnStatus::Aborted,
        ..calling(&["1"])
    });
    let messages = [user("a"), aborted, gives("1", "x"), user("b")];
    check(&messages, &["U a", "U b"], &["tool-result-orphan"]);
}

#[test]
fn only_the_last_message_may_be_partial_and_only_in_words() {
    refused(
        &[user("a"), said("b", TurnStatus::Partial), user("c")],
        "messages[1] is partial and not the last message",
        "mark only the message that the model is to continue",
    );
    let calling = AssistantMessage {
        text: String::from("b"),
        status: TurnStatus::Partial,
        ..calling(&["1"])
    };
    refused(
        &[user("a"), Message::Assistant(calling)],
        "messages[1] is partial and calls tools",
        "only words can be continued; leave the tool calls out",
    );
}

#[test]
fn a_call_without_a_result_is_given_one() {
    let missing = ["tool-result-missing"];
    for (messages, turns, codes) in [
        (
            vec![user("a"), calls(&["1"])],
            vec!["U a", "A (1)", "R 1!"],
            &missing[..],
        ),
        (
            vec![user("a"), calls(&["1"]), user("b")],
            vec!["U a", "A (1)", "R 1!", "U b"],
            &missing,
        ),
        (
            vec![
                user("a"),
                calls(&["1", "2"]),
                gives("2", "x"),
                calls(&["1"]),
                gives("1", "y"),
            ],
            vec!["U a", "A (1,2)", "R 2=x", "R 1!", "A (1)", "R 1=y"],
            &missing,
        ),
        (
            vec![
                user("a"),
                calls(&["1", "2"]),
                said("b", TurnStatus::Complete),
            ],
            vec!["U a", "A (1,2)", "R 1!", "R 2!", "A b()"],
            &["tool-result-missing"; 2],
        ),
    ] {
        check(&messages, &turns, codes);
    }
    let messages = [user("a"), calls(&["c1"])];
    let history = History::of(&messages, is_own).expect("a history");
    assert_eq!(
        history.warnings[0].message,
        "the tool call c1 has no result; the model was told so"
    );
}

#[test]
fn a_result_without_a_call_is_left_out() {
    let orphan = ["tool-result-orphan"];
    for (messages, turns) in [
        (vec![gives("1", "x"), user("a")], vec!["U a"]),
        (
            vec![user("a"), calls(&["1"]), gives("1", "x"), gives("1", "y")],
            vec!["U a", "A (1)", "R 1=x"],
        ),
        (
            vec![
                user("a"),
                calls(&["1"]),
                gives("1", "x"),
                user("b"),
                gives("1", "y"),
            ],
            vec!["U a", "A (1)", "R 1=x", "U b"],
        ),
        (
            vec![user("a"), calls(&["1"]), gives("2", "x"), gives("1", "y")],
            vec!["U a", "A (1)", "R 1=y"],
        ),
    ] {
        check(&messages, &turns, &orphan);
    }
    let messages = [user("a"), gives("1", "x")];
    let history = History::of(&messages, is_own).expect("a history");
    assert_eq!(
        history.warnings[0].message,
        "messages[1] answers no tool call that waits for a result; it was left out"
    );
}

#[test]
fn what_is_told_between_calls_and_results_waits_for_them() {
    let messages = [
        user("a"),
        calls(&["1", "2"]),
        system("s"),
        gives("1", "x"),
        system("t"),
        result("2", vec![text("y"), Part::Image(image("http://i"))]),
        user("b"),
        system("u"),
        user("c"),
    ];
    let turns = [
        "U a",
        "A (1,2)",
        "R 1=x",
        "R 2=y<media>",
        "P 1",
        "S s",
        "S t",
        "U b",
        "S u",
        "U c",
    ];
    check(&messages, &turns, &[]);
}

#[test]
fn pictures_of_results_follow_the_last_of_them() {
    let picture = || Part::Image(image("http://i"));
    let messages = [
        user("a"),
        calls(&["1", "2", "3"]),
        result("1", vec![picture(), text("x"), picture()]),
        result("3", vec![picture()]),
        calls(&["4"]),
        result("4", vec![text("y")]),
        result("5", vec![picture()]),
    ];
    let turns = [
        "U a",
        "A (1,2,3)",
        "R 1=<media>x<media>",
        "R 3=<media>",
        "R 2!",
        "P 3",
        "A (4)",
        "R 4=y",
    ];
    check(
        &messages,
        &turns,
        &["tool-result-missing", "tool-result-orphan"],
    );
}

#[test]
fn ids_of_other_models_are_written_in_letters_that_the_provider_takes() {
    let long = "x".repeat(45);
    let cut = "x".repeat(40);
    let beginning = "x".repeat(32);
    let second = format!("{long}y");
    for (ids, sent) in [
        (vec!["call_a-1"], vec!["call_a-1"]),
        (vec!["call_1|fc_2|fc_3"], vec!["call_1"]),
        (vec!["a.b:c d/é"], vec!["a_b_c_d__"]),
        (vec!["a|1", "a|2", "a"], vec!["a", "a_1", "a_2"]),
        (vec!["a_1", "a|1", "a|2"], vec!["a_1", "a", "a_2"]),
        (vec!["a.", "a:", "a_"], vec!["a_", "a__1", "a__2"]),
        (vec![&long, &second], vec![&cut, &format!("{beginning}_1")]),
        (vec!["", "|x", "\u{1F600}"], vec!["_1", "_2", "_"]),
    ] as [(Vec<&str>, Vec<&str>); 8]
    {
        let mut messages = vec![user("a"), foreign(&ids)];
        messages.extend(ids.iter().map(|id| gives(id, id)));
        let mut turns = vec![String::from("U a"), format!("A ({})", sent.join(","))];
        turns.extend(
            ids.iter()
                .zip(&sent)
                .map(|(id, sent)| format!("R {sent}={id}")),
        );
        let turns: Vec<_> = turns.iter().map(String::as_str).collect();
        check(&messages, &turns, &[]);
    }
}

#[test]
fn own_ids_stay_as_they_are() {
    let long = "x".repeat(45);
    for id in ["call|1", "é", "", &long] {
        for model in [None, Some("own")] {
            let answer = AssistantMessage {
                model: model.map(String::from),
                ..calling(&[id])
            };
            let messages = [user("a"), Message::Assistant(answer), gives(id, "x")];
            let turns = ["U a", &format!("A ({id})"), &format!("R {id}=x")];
            check(&messages, &turns, &[]);
        }
    }
}

#[test]
fn two_calls_of_an_answer_may_not_have_the_same_id() {
    for answer in [calls(&["1", "2", "1"]), foreign(&["1", "2", "1"])] {
        refused(
            &[user("a"), answer],
            "messages[1] has two tool calls with the id `1`",
            "give each call of a message an id of its own",
        );
    }
}

#[test]
fn an_answer_is_current_until_the_next_question() {
    let messages = [
        calls(&["0"]),
        user("a"),
        calls(&["1"]),
        user("b"),
        calls(&["2"]),
        result("2", vec![Part::Image(image("http://i"))]),
        system("s"),
        calls(&["3"]),
    ];
    let history = History::of(&messages, is_own).expect("a history");
    let current = history.turns.iter().filter_map(|turn| match turn {
        Turn::Assistant(answer) => Some((answer.call_ids.concat(), answer.is_current)),
        _ => None,
    });
    let expected = [("0", false), ("1", false), ("2", true), ("3", true)];
    let expected = expected.map(|(id, is_current)| (String::from(id), is_current));
    assert_eq!(current.collect::<Vec<_>>(), expected);

    let messages = [calls(&["0"])];
    let history = History::of(&messages, is_own).expect("a history");
    assert!(matches!(&history.turns[0], Turn::Assistant(answer) if answer.is_current));
}

#[test]
fn a_sentence_is_added_to_what_the_model_is_told_first() {
    let told = |messages: &[Message]| -> Vec<String> {
        let mut history = History::of(messages, is_own).expect("a history");
        history.tell(String::from("!"));
        history.turns.iter().map(short).collect()
    };
    assert_eq!(
        told(&[system("s"), user("a"), system("t")]),
        ["S s!", "U a", "S t"]
    );
    assert_eq!(told(&[user("a"), system("s")]), ["S !", "U a", "S s"]);
    assert_eq!(told(&[Message::System(vec![]), user("a")]), ["S !", "U a"]);
    assert_eq!(told(&[]), ["S !"]);
    let two = Message::System(vec![text_part("s"), text_part("t")]);
    assert_eq!(told(&[two]), ["S st!"]);
}
