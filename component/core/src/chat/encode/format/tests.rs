//! Each form for each kind of model, and the word without which the provider gives no JSON.

use super::*;
use crate::chat::encode::history::History;
use crate::chat::encode::tests::{
    answer, asking, calling, codes, image, model, result, system, text, text_part,
};
use crate::chat::types::{AssistantMessage, Message, TurnStatus};
use crate::error::ErrorKind;

const SCHEMA: &str = "{ \"type\":\"object\",\n \"title\":\"t\", \"default\":2.0 }";

fn schema(name: &str, schema_json: &str, strict: bool) -> ResponseFormat {
    ResponseFormat::JsonSchema(JsonSchema {
        name: String::from(name),
        schema_json: String::from(schema_json),
        strict,
    })
}

fn asking_for(format: ResponseFormat, text: &str) -> Request {
    Request {
        response_format: Some(format),
        ..asking(text)
    }
}

fn form(request: &Request, id: &str, has_media: bool) -> Result<Form, Error> {
    let history = History::of(&request.messages, |_| true).expect("a history");
    Form::of(request, &history.turns, &model(id), has_media)
}

/// The field as JSON, what the model is told, whether it had better not think, and the codes of the warnings.
fn sent(
    request: &Request,
    id: &str,
    has_media: bool,
) -> (String, Option<String>, bool, Vec<String>) {
    let form = form(request, id, has_media).expect("a form");
    let field = form.field.unwrap_or_else(|| String::from("null"));
    let codes = codes(&form.warnings).into_iter().map(String::from);
    (
        field,
        form.sentence,
        form.wants_no_thinking,
        codes.collect(),
    )
}

const OBJECT: &str = r#"{"type":"json_object"}"#;
const WORD_SENTENCE: &str = "Answer with a JSON object.";

/// The models that take a schema, and some that do not.
const TAKERS: [&str; 6] = [
    "qwen3.7-plus",
    "qwen3.7-flash",
    "qwen3.7-max",
    "qwen3.8-max",
    "qwen3.8-flash",
    "qwen3.8-max-0902",
];
const OTHERS: [&str; 6] = [
    "qwen3.5-plus",
    "qwen3.6-flash",
    "qwen-plus",
    "qwen3.8-27b",
    "glm-5",
    "own",
];

#[test]
fn text_is_the_form_of_every_answer() {
    for request in [asking("a"), asking_for(ResponseFormat::Text, "a")] {
        for id in ["qwen3.7-plus", "qwen-plus"] {
            assert_eq!(
                sent(&request, id, false),
                (String::from("null"), None, false, vec![])
            );
            let form = form(&request, id, false).expect("a form");
            assert_eq!(form.json, Json::Unasked);
        }
    }
}

#[test]
fn an_object_needs_the_word() {
    let silent = asking_for(ResponseFormat::JsonObject, "a");
    let saying = asking_for(ResponseFormat::JsonObject, "a JSON object");
    for has_media in [false, true] {
        for (ids, no_thinking) in [(TAKERS, false), (OTHERS, true)] {
            for id in ids {
                let told = Some(String::from(WORD_SENTENCE));
                let warned = vec![String::from("json-word-added")];
                assert_eq!(
                    sent(&silent, id, has_media),
                    (String::from(OBJECT), told, no_thinking, warned),
                    "{id}"
                );
                assert_eq!(
                    sent(&saying, id, has_media),
                    (String::from(OBJECT), None, no_thinking, vec![]),
                    "{id}"
                );
                let form = form(&saying, id, has_media).expect("a form");
                assert_eq!(form.json, Json::Object);
            }
        }
    }
    let form = form(&silent, "qwen-plus", false).expect("a form");
    assert_eq!(
        form.warnings[0].message,
        "no message says `json`, which the provider demands; the model was told to answer with a JSON object"
    );
}

#[test]
fn a_schema_goes_to_the_letter_to_the_models_that_take_it() {
    for id in TAKERS {
        for strict in [false, true] {
            let request = asking_for(schema("s", SCHEMA, strict), "a");
            let field = format!(
                r#"{{"type":"json_schema","json_schema":{{"name":"s","strict":{strict},"schema":{SCHEMA}}}}}"#
            );
            assert_eq!(
                sent(&request, id, false),
                (field, None, false, vec![]),
                "{id}"
            );
        }
    }
}

#[test]
fn a_schema_is_shown_in_words_to_the_others() {
    let request = asking_for(schema("s", &format!("\n{SCHEMA} "), true), "a");
    let told = format!("Answer with JSON only, and with JSON that fits this JSON Schema: {SCHEMA}");
    let cases = OTHERS
        .map(|id| (id, false, true, "is held to no schema by the provider"))
        .into_iter()
        .chain(OTHERS.map(|id| (id, true, true, "is held to no schema by the provider")))
        .chain(TAKERS.map(|id| {
            (
                id,
                true,
                false,
                "is held to no schema when it is shown media",
            )
        }));
    for (id, has_media, no_thinking, why) in cases {
        let warned = vec![String::from("json-schema-in-words")];
        assert_eq!(
            sent(&request, id, has_media),
            (
                String::from(OBJECT),
                Some(told.clone()),
                no_thinking,
                warned
            ),
            "{id}"
        );
        let form = form(&request, id, has_media).expect("a form");
        assert_eq!(
            form.warnings[0].message,
            format!("{id} {why}; it was shown the schema in words, and its answer is checked")
        );
        assert!(matches!(form.json, Json::Schema(_)));
    }
}

#[test]
fn the_word_counts_wherever_it_is_sent_and_in_any_case() {
    let said = |message| vec![system("s"), Message::user("a"), message];
    let answered = |text: &str, status| Message::Assistant(answer(text, status));
    let called = |content| {
        let mut messages = said(Message::Assistant(calling(&["1"])));
        messages.push(result("1", content));
        messages
    };
    let picture = || Part::Image(image("https://h/json.png"));
    let reasoned = Message::Assistant(AssistantMessage {
        reasoning: Some(String::from("json")),
        ..answer("b", TurnStatus::Complete)
    });
    for (messages, is_said) in [
        (said(Message::user("json")), true),
        (said(Message::user("Give me GeoJSONs")), true),
        (said(Message::user("jSoN")), true),
        (said(Message::user("éjsonλ")), true),
        (said(Message::user("js on J S O N jsn jsοn")), false),
        (said(Message::User(vec![text("js"), text("on")])), false),
        (said(Message::User(vec![picture(), text("a")])), false),
        (said(Message::User(vec![picture(), text("Json")])), true),
        (said(system("JSON")), true),
        (
            said(Message::System(vec![text_part("a"), text_part("b JSON")])),
            true,
        ),
        (said(answered("json", TurnStatus::Complete)), true),
        (said(answered("json", TurnStatus::Partial)), true),
        (called(vec![text("{json}")]), true),
        (called(vec![picture()]), false),
        // What is not sent says nothing.
        (said(answered("json", TurnStatus::Failed)), false),
        (said(answered("json", TurnStatus::Aborted)), false),
        (said(result("9", vec![text("json")])), false),
        (said(reasoned), false),
        (said(Message::Assistant(calling(&["json"]))), false),
    ] {
        let words = format!("{messages:?}");
        let request = Request {
            messages,
            response_format: Some(ResponseFormat::JsonObject),
            ..Request::default()
        };
        let (_, sentence, ..) = sent(&request, "qwen-plus", false);
        assert_eq!(sentence.is_none(), is_said, "{words}");
    }
}

#[test]
fn a_limit_may_cut_json() {
    for (format, warned) in [
        (ResponseFormat::Text, vec![]),
        (ResponseFormat::JsonObject, vec!["json-may-be-cut"]),
        (
            schema("s", "{}", false),
            vec!["json-schema-in-words", "json-may-be-cut"],
        ),
    ] {
        let request = Request {
            max_tokens: Some(9),
            ..asking_for(format, "json")
        };
        assert_eq!(sent(&request, "qwen-plus", false).3, warned);
    }
}

#[test]
fn a_schema_has_a_name_and_is_an_object() {
    for (name, json, message) in [
        ("", "{}", "the schema has no name"),
        (" ", "{}", "the schema has no name"),
        ("s", "[]", "the schema s is not a JSON object"),
        ("s", "true", "the schema s is not a JSON object"),
        (
            "s",
            "",
            "the schema s is not JSON: EOF while parsing a value at line 1 column 0",
        ),
        (
            "s",
            "{\"a\"}",
            "the schema s is not JSON: expected `:` at line 1 column 5",
        ),
        (
            "s",
            "{\"a\":\"\\udc00\"}",
            "the schema s is not JSON: lone leading surrogate in hex escape at line 1 column 12",
        ),
    ] {
        for id in ["qwen3.7-plus", "qwen-plus"] {
            let request = asking_for(schema(name, json, true), "a");
            let error = form(&request, id, false).expect_err("a refusal");
            assert_eq!(error.kind, ErrorKind::InvalidRequest);
            assert_eq!(error.message, message);
            assert_eq!(
                error.hint.as_deref(),
                Some("give a JSON Schema, such as {\"type\":\"object\",\"properties\":{}}")
            );
        }
    }
}
