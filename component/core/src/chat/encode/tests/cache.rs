//! Context cache markers: who takes them, where they stand and how many count.

use super::*;
use crate::chat::types::ResponseFormat;

fn marked(words: &str) -> TextPart {
    TextPart {
        cache: true,
        ..text_part(words)
    }
}

const MARK: &str = r#""cache_control":{"type":"ephemeral"}"#;

#[test]
fn markers_go_to_the_models_that_take_them() {
    for id in [
        "qwen3.5-plus",
        "qwen3.5-flash",
        "qwen3.6-plus",
        "qwen3.7-max",
        "qwen3.8-flash",
        "qwen3-max",
        "qwen3-max-2026-01-23",
        "qwen-plus",
        "qwen-flash",
        "qwen3-coder-plus",
        "qwen3-coder-flash",
        "qwen3-vl-plus",
        "qwen3-vl-flash",
        "deepseek-v3.2",
        "kimi-k2.5",
        "kimi-k2.6",
        "kimi-k2.7-code",
        "glm-5.1",
    ] {
        let (messages, warnings) = messages(id, vec![Message::User(vec![Part::Text(marked("a"))])]);
        let content = format!(r#"[{{"type":"text","text":"a",{MARK}}}]"#);
        assert_eq!(
            messages,
            format!(r#"{{"role":"user","content":{content}}}"#),
            "{id}"
        );
        assert_eq!(warnings, [""; 0], "{id}");
    }
    for id in [
        "qwen-max",
        "qwen3-coder-next",
        "glm-5",
        "MiniMax-M2.5",
        "kimi/kimi-k2.5",
        "own",
    ] {
        let parts = vec![Part::Text(marked("a")), text("b")];
        let (messages, warnings) = messages(id, vec![Message::User(parts)]);
        assert_eq!(messages, r#"{"role":"user","content":"a\nb"}"#, "{id}");
        assert_eq!(warnings, ["cache-ignored"], "{id}");
    }
}

#[test]
fn markers_stand_in_every_message_that_has_parts() {
    let said = vec![
        Message::System(vec![text_part("s"), marked("t")]),
        Message::User(vec![
            text("a"),
            Part::Text(marked("b")),
            Part::Text(marked("")),
        ]),
        Message::Assistant(calling(&["1"])),
        result("1", vec![Part::Text(marked("x"))]),
    ];
    let (messages, warnings) = messages("qwen-plus", said);
    for content in [
        format!(r#"[{{"type":"text","text":"s"}},{{"type":"text","text":"t",{MARK}}}]"#),
        format!(r#"[{{"type":"text","text":"a"}},{{"type":"text","text":"b",{MARK}}}]"#),
        format!(r#"[{{"type":"text","text":"x",{MARK}}}]"#),
    ] {
        assert!(messages.contains(&content), "{content} in {messages}");
    }
    assert_eq!(
        messages.matches(MARK).count(),
        3,
        "an empty text has no marker"
    );
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn a_picture_that_a_tool_shows_is_marked_once() {
    let picture = ImagePart {
        cache: true,
        ..image("https://h/1")
    };
    let said = vec![
        Message::user("a"),
        Message::Assistant(calling(&["1"])),
        result("1", vec![Part::Image(picture), Part::Text(marked("x"))]),
    ];
    let (messages, warnings) = messages("qwen3.5-plus", said);
    assert_eq!(messages.matches(MARK).count(), 2);
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn more_markers_than_count_are_told_of() {
    let asking = |count| {
        let parts = vec![Part::Text(marked("a")); count];
        Request {
            messages: vec![Message::User(parts)],
            ..Request::default()
        }
    };
    for (count, warned) in [(4, &[][..]), (5, &["cache-markers"])] {
        let (sent, warnings) =
            encode_for("qwen-plus", &asking(count), &Options::default()).expect("a body");
        assert_eq!(sent.matches(MARK).count(), count);
        assert_eq!(warnings, warned);
    }
    for (id, message) in [
        (
            "qwen-plus",
            "only the last 4 of 5 context cache markers count",
        ),
        (
            "qwen-max",
            "qwen-max takes no context cache markers; they were left out",
        ),
    ] {
        let encoded = body(asking(5), &model(id), &Options::default()).expect("a body");
        assert_eq!(encoded.warnings[0].message, message);
    }
}

#[test]
fn a_sentence_comes_after_the_marked_prefix() {
    let request = Request {
        messages: vec![Message::System(vec![marked("s")]), Message::user("a")],
        response_format: Some(ResponseFormat::JsonObject),
        ..Request::default()
    };
    let (sent, _) = encode_for("qwen-plus", &request, &Options::default()).expect("a body");
    assert!(
        sent.contains(concat!(
            r#"[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}},"#,
            r#"{"type":"text","text":"Answer with a JSON object."}]"#,
        )),
        "{sent}"
    );
}
