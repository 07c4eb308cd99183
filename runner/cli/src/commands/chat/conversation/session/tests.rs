//! A conversation line by line, without a terminal and without a model.

use super::{Session, Step};
use crate::commands::answer::SoFar;
use crate::commands::chat::request::Draft;
use qwenbox::chat::{
    AssistantMessage, Completion, FinishReason, Message, Part, Request, TextPart, ThinkingLevel,
    ToolCall, TurnStatus,
};
use qwenbox::types::{Cost, Usage};

fn session() -> Session {
    let draft = Draft {
        options: Request {
            seed: Some(7),
            ..Request::new(Vec::new())
        },
        thinking: None,
        system: None,
        media: vec![Part::image("https://x.test/a.png")],
        warnings: Vec::new(),
    };
    Session::new(draft, "qwen/first".to_owned())
}

fn asked(session: &mut Session, line: &str) -> Request {
    match session.enter(line) {
        Step::Ask(request) => *request,
        other => panic!("{other:?}"),
    }
}

fn told(session: &mut Session, line: &str) -> String {
    match session.enter(line) {
        Step::Tell(text) => text,
        other => panic!("{other:?}"),
    }
}

fn completion(text: &str, reasoning: &str) -> Completion {
    Completion {
        id: "1".to_owned(),
        model: "a-snapshot-of-first".to_owned(),
        text: text.to_owned(),
        reasoning: reasoning.to_owned(),
        tool_calls: Vec::new(),
        finish_reason: FinishReason::Stop,
        usage: None,
        cost: None,
        warnings: Vec::new(),
        request_id: None,
    }
}

fn so_far(text: &str, reasoning: &str) -> SoFar {
    SoFar {
        text: text.to_owned(),
        reasoning: reasoning.to_owned(),
        ..SoFar::default()
    }
}

fn answer(text: &str, reasoning: Option<&str>, status: TurnStatus) -> Message {
    Message::Assistant(AssistantMessage {
        text: text.to_owned(),
        reasoning: reasoning.map(str::to_owned),
        tool_calls: Vec::new(),
        status,
        model: Some("qwen/first".to_owned()),
    })
}

fn shown(question: &str) -> Message {
    Message::User(vec![
        Part::image("https://x.test/a.png"),
        Part::text(question),
    ])
}

#[test]
fn each_question_carries_what_was_said_before() {
    let mut session = session();
    let first = asked(&mut session, "one?");
    let expected = Request {
        model: Some("qwen/first".to_owned()),
        seed: Some(7),
        ..Request::new(vec![shown("one?")])
    };
    assert_eq!(first, expected);

    session.answered(completion("1", "hm"));
    let second = asked(&mut session, "two?");
    let turns = [
        shown("one?"),
        answer("1", Some("hm"), TurnStatus::Complete),
        Message::user("two?"),
    ];
    assert_eq!(second.messages, turns);
}

#[test]
fn a_cut_answer_stays_and_says_how_it_ended() {
    for status in [TurnStatus::Aborted, TurnStatus::Failed] {
        let mut session = session();
        asked(&mut session, "one?");
        session.cut(so_far("1 and", ""), status);
        let next = asked(&mut session, "two?");
        let turns = [
            shown("one?"),
            answer("1 and", None, status),
            Message::user("two?"),
        ];
        assert_eq!(next.messages, turns);
    }
    let mut session = session();
    asked(&mut session, "one?");
    session.cut(so_far("", "hm"), TurnStatus::Aborted);
    let next = asked(&mut session, "two?");
    assert_eq!(
        next.messages[1],
        answer("", Some("hm"), TurnStatus::Aborted)
    );
}

#[test]
fn a_question_without_a_word_of_an_answer_is_taken_back_with_all_that_it_showed() {
    let mut session = session();
    asked(&mut session, "one?");
    session.cut(SoFar::default(), TurnStatus::Failed);
    assert_eq!(asked(&mut session, "two?").messages, [shown("two?")]);
}

#[test]
fn tool_calls_stay_with_the_answer_that_asked_for_them() {
    let mut session = session();
    asked(&mut session, "one?");
    let calls = vec![ToolCall {
        id: "1".to_owned(),
        name: "look".to_owned(),
        arguments_json: "{}".to_owned(),
    }];
    session.answered(Completion {
        tool_calls: calls.clone(),
        ..completion("", "")
    });
    match &asked(&mut session, "two?").messages[1] {
        Message::Assistant(answer) => assert_eq!(answer.tool_calls, calls),
        other => panic!("{other:?}"),
    }
}

#[test]
fn settings_change_from_the_next_question_on_and_go_back() {
    let mut session = session();
    assert_eq!(session.enter("/model x"), Step::Resolve("x".to_owned()));
    assert_eq!(
        session.take_model("qwen/x".to_owned()),
        "the model is qwen/x"
    );
    assert_eq!(
        told(&mut session, "/thinking high"),
        "the thinking level is high"
    );
    assert_eq!(
        told(&mut session, "/system be brief"),
        "the system prompt is: be brief"
    );
    let request = asked(&mut session, "one?");
    assert_eq!(request.model.as_deref(), Some("qwen/x"));
    assert_eq!(request.thinking, Some(ThinkingLevel::High));
    assert_eq!(request.messages[0], Message::system("be brief"));

    assert_eq!(told(&mut session, "/model"), "the model is qwen/x");
    assert_eq!(told(&mut session, "/model -"), "the model is qwen/first");
    let own = "the thinking level is the model's own";
    assert_eq!(told(&mut session, "/thinking -"), own);
    let none = "there is no system prompt";
    assert_eq!(told(&mut session, "/system -"), none);
    let request = asked(&mut session, "two?");
    assert_eq!(request.model.as_deref(), Some("qwen/first"));
    assert_eq!(request.thinking, None);
    assert!(matches!(request.messages[0], Message::User(_)));
}

#[test]
fn a_cached_system_prompt_stays_cached_when_it_changes() {
    let mut draft = session().draft;
    draft.system = Some(TextPart {
        text: "a".to_owned(),
        cache: true,
    });
    let mut session = Session::new(draft, "qwen/first".to_owned());
    session.enter("/system b");
    let expected = TextPart {
        text: "b".to_owned(),
        cache: true,
    };
    let request = asked(&mut session, "one?");
    assert_eq!(request.messages[0], Message::System(vec![expected]));
}

#[test]
fn clearing_forgets_what_was_said_and_shown_but_not_the_settings() {
    let mut session = session();
    session.enter("/system be brief");
    asked(&mut session, "one?");
    session.answered(completion("1", ""));
    session.enter("/clear");
    let request = asked(&mut session, "two?");
    assert_eq!(
        request.messages,
        [Message::system("be brief"), Message::user("two?")]
    );
}

#[test]
fn the_rest_says_what_the_terminal_does() {
    let mut session = session();
    assert_eq!(session.enter("  "), Step::Wait);
    assert_eq!(session.enter("/quit"), Step::Leave);
    assert!(told(&mut session, "/help").contains("/thinking LEVEL"));
    assert!(told(&mut session, "/nothing").contains("no command /nothing"));
    asked(&mut session, "one?");
    match session.enter("/save a.md") {
        Step::Save(path, text) => {
            assert_eq!(path.to_str(), Some("a.md"));
            assert!(text.contains("one?"), "{text}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_it_took_is_added_up() {
    let mut session = session();
    assert_eq!(told(&mut session, "/usage"), "there was no answer yet");
    let usage = Usage {
        input_tokens: 1_000,
        output_tokens: 20,
        total_tokens: 1_020,
        cached_input_tokens: 3,
        cache_write_tokens: 4,
        reasoning_tokens: 5,
    };
    let cost = |date: &str| Cost {
        currency: "USD".to_owned(),
        micros: 1_500,
        prices_as_of: date.to_owned(),
    };
    for date in ["2026-11-02", "2026-11-01"] {
        asked(&mut session, "?");
        session.answered(Completion {
            usage: Some(usage),
            cost: Some(cost(date)),
            ..completion("!", "")
        });
    }
    asked(&mut session, "?");
    session.cut(so_far("!", ""), TurnStatus::Aborted);
    assert_eq!(
        told(&mut session, "/usage"),
        "2 answers: 2,000 tokens in (6 cached, 8 written to the cache), 40 out (10 reasoning); \
         about 0.003 USD by the list prices of 2026-11-01; 1 answer of unknown length"
    );
}
