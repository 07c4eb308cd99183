//! What is typed, and the request that the library is given.

use super::{Draft, draft};
use crate::args::{Arguments, Command};
use crate::failure::Failure;
use clap::Parser;
use qwenbox::chat::{
    JsonSchema, Message, Part, Request, ResponseFormat, TextPart, ThinkingLevel, Timeouts, Tool,
    ToolChoice,
};
use std::path::Path;

fn typed(arguments: &[&str]) -> Result<Draft, Failure> {
    let arguments = ["qwenbox", "chat"].iter().chain(arguments);
    match Arguments::try_parse_from(arguments).unwrap().command {
        Command::Chat(chat) => draft(&chat, Some("qwen/configured".to_owned())),
        other => panic!("{other:?}"),
    }
}

fn refused(arguments: &[&str]) -> String {
    typed(arguments).unwrap_err().to_string()
}

/// A file in a folder that goes with it.
fn file(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, path.to_str().unwrap().to_owned())
}

#[test]
fn a_plain_question_says_nothing_but_itself() {
    let request = typed(&[]).unwrap().ask("hello");
    let expected = Request {
        model: Some("qwen/configured".to_owned()),
        ..Request::ask("hello")
    };
    assert_eq!(request, expected);
}

#[test]
fn every_option_becomes_its_field() {
    let arguments = [
        ["--model", "m"],
        ["--system", "be brief"],
        ["--max-tokens", "100"],
        ["--temperature", "0.5"],
        ["--top-p", "0.9"],
        ["--seed", "7"],
        ["--stop", "END"],
        ["--thinking", "xhigh"],
        ["--thinking-budget", "1000"],
        ["--extra", "{}"],
        ["--timeout", "1.5"],
        ["--retry-budget", "0"],
        ["--cache", "--preserve-thinking"],
        ["--json-object", "hello"],
    ];
    let request = typed(&arguments.concat()).unwrap().ask("hello");
    let system = TextPart {
        text: "be brief".to_owned(),
        cache: true,
    };
    let expected = Request {
        model: Some("qwen/configured".to_owned()),
        max_tokens: Some(100),
        temperature: Some(0.5),
        top_p: Some(0.9),
        seed: Some(7),
        stop: vec!["END".to_owned()],
        thinking: Some(ThinkingLevel::Xhigh),
        thinking_budget: Some(1_000),
        preserve_thinking: Some(true),
        response_format: Some(ResponseFormat::JsonObject),
        timeouts: Some(Timeouts {
            connect_ms: None,
            first_byte_ms: None,
            between_bytes_ms: None,
            total_ms: Some(1_500),
        }),
        retry_budget_ms: Some(0),
        extra_json: Some("{}".to_owned()),
        ..Request::new(vec![Message::System(vec![system]), Message::user("hello")])
    };
    assert_eq!(request, expected);
}

#[test]
fn options_that_need_or_exclude_each_other_say_so() {
    for arguments in [
        &["--cache"][..],
        &["--tool-choice", "auto"],
        &["--json-object", "--json-schema", "a.json"],
    ] {
        let arguments = ["qwenbox", "chat"].iter().chain(arguments);
        assert!(Arguments::try_parse_from(arguments).is_err());
    }
}

#[test]
fn media_stand_before_the_words() {
    let (_folder, png) = file("a.bin", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let (_folder, wav) = file("b.bin", b"RIFF\x24\0\0\0WAVEfmt ");
    let arguments = [
        ["--audio", &wav],
        ["--video", "https://x.test/v.mp4"],
        ["--image", "oss://bucket/a.png"],
        ["--image", &png],
    ];
    let request = typed(&arguments.concat()).unwrap().ask("what?");
    let expected = Message::User(vec![
        Part::image("oss://bucket/a.png"),
        Part::image("data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=="),
        Part::video("https://x.test/v.mp4"),
        Part::audio(
            "data:audio/wav;base64,UklGRiQAAABXQVZFZm10IA==",
            Some("wav"),
        ),
        Part::text("what?"),
    ]);
    assert_eq!(request.messages, [expected]);
}

#[test]
fn media_that_cannot_be_sent_are_refused_by_name() {
    let (_folder, text) = file("a.png", "words");
    let message = refused(&["--image", &text]);
    assert!(message.ends_with("a.png is not an image: its content is of no known type"));
    let message = refused(&["--audio", "absent.wav"]);
    assert!(
        message.starts_with("absent.wav cannot be read: "),
        "{message}"
    );
}

#[test]
fn tools_are_read_bare_and_wrapped() {
    let (_folder, path) = file(
        "tools.json",
        r#"[
            {"name": "now"},
            {"type": "function", "function": {
                "name": "weather",
                "description": "The weather.",
                "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
                "strict": true
            }}
        ]"#,
    );
    let arguments = ["--tools", path.as_str(), "--tool-choice", "weather"];
    let draft = typed(&arguments).unwrap();
    let schema = r#"{"properties":{"city":{"type":"string"}},"type":"object"}"#;
    let expected = [
        Tool {
            name: "now".to_owned(),
            description: None,
            parameters_json: None,
        },
        Tool {
            name: "weather".to_owned(),
            description: Some("The weather.".to_owned()),
            parameters_json: Some(schema.to_owned()),
        },
    ];
    assert_eq!(draft.options.tools, expected);
    let choice = ToolChoice::Function("weather".to_owned());
    assert_eq!(draft.options.tool_choice, Some(choice));
    let warning = format!("{path}: strict of tool weather is left out");
    assert_eq!(draft.warnings, [warning]);
}

#[test]
fn the_words_of_a_tool_choice_are_no_names() {
    let (_folder, path) = file("tools.json", r#"[{"name": "a"}]"#);
    for (word, choice) in [
        ("auto", ToolChoice::Auto),
        ("none", ToolChoice::None),
        ("required", ToolChoice::Required),
    ] {
        let draft = typed(&["--tools", &path, "--tool-choice", word]).unwrap();
        assert_eq!(draft.options.tool_choice, Some(choice));
    }
}

#[test]
fn tools_that_are_none_are_refused_with_their_place() {
    for (content, wrong) in [
        ("[", "is not JSON: "),
        ("{}", "it is not a list"),
        ("[]", "the list is empty"),
        ("[1]", "tool 1 is not an object"),
        (r#"[{"name":"a"},{}]"#, "tool 2 has no name"),
        (r#"[{"name":1}]"#, "tool 1 has a name that is not a text"),
        (r#"[{"name":"a","description":1}]"#, "(a) has a description"),
        (r#"[{"name":"a","parameters":[]}]"#, "(a) has parameters"),
        (r#"[{"function":1}]"#, "a function that is not an object"),
        (r#"[{"type":"x","function":{}}]"#, "has the type \"x\""),
    ] {
        let (_folder, path) = file("tools.json", content);
        let message = refused(&["--tools", &path]);
        assert!(message.starts_with(&path), "{message}");
        assert!(message.contains(wrong), "{message}");
    }
    assert!(refused(&["--tools", "absent.json"]).contains("absent.json cannot be read"));
}

#[test]
fn a_schema_is_read_as_it_is() {
    let (_folder, path) = file("a total.json", r#"{"type": "object", "required": ["sum"]}"#);
    let draft = typed(&["--json-schema", &path]).unwrap();
    let expected = JsonSchema {
        name: "a_total".to_owned(),
        schema_json: r#"{"required":["sum"],"type":"object"}"#.to_owned(),
        strict: true,
    };
    let format = Some(ResponseFormat::JsonSchema(expected));
    assert_eq!(draft.options.response_format, format);

    let (_folder, path) = file("list.json", "[]");
    assert!(refused(&["--json-schema", &path]).ends_with("is not a JSON Schema"));
}

#[test]
fn a_file_that_is_far_too_large_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    std::fs::File::create(&path)
        .unwrap()
        .set_len(1 << 40)
        .unwrap();
    let message = refused(&["--tools", Path::to_str(&path).unwrap()]);
    assert!(message.ends_with("is larger than 4 MiB"), "{message}");
}
