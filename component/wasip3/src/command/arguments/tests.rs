//! Command lines, and what they say.

use super::{Command, Line, Options, STDIN, parse};
use crate::command::help;
use qwen_core::chat::types::{ResponseFormat, TextPart, ThinkingLevel};
use qwen_core::chat::{Message, Request};
use qwen_core::video::types::{Role, ShotType};

/// The command of a line whose words have no blanks in them.
fn read(line: &str) -> Result<Line, String> {
    let words = ["qwen.wasm"].into_iter().chain(line.split_whitespace());
    parse(words.map(str::to_owned).collect()).map_err(|wrong| wrong.0)
}

fn chat(line: &str) -> Options {
    match read(line).unwrap() {
        Line::Command(Command::Chat, options) => *options,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_chat_without_options_asks_the_default_model() {
    let asked = chat("chat hello");
    assert_eq!(asked.chat, Request::default());
    assert_eq!(asked.word.as_deref(), Some("hello"));
}

#[test]
fn a_prompt_may_come_from_stdin() {
    for line in ["chat", "chat -", "chat -m qwen3-max"] {
        assert_eq!(chat(line).word.as_deref(), Some(STDIN), "{line}");
    }
}

#[test]
fn the_options_of_a_chat_are_the_fields_of_its_request() {
    let asked = chat(
        "chat -mqwen3-max --system Brief. --show-thinking --usage --json-object --max-tokens=7 \
         --temperature 0.5 --top-p 0.25 --seed 3 --stop a --stop b --thinking high --thinking-budget 9 \
         --extra {} --timeout 2 --retry-budget 0 -- --hello",
    );
    assert!(asked.shows_thinking && asked.shows_usage);
    assert_eq!(asked.word.as_deref(), Some("--hello"));
    let system = TextPart {
        text: "Brief.".to_owned(),
        cache: false,
    };
    let mut expected = Request {
        model: Some("qwen3-max".to_owned()),
        messages: vec![Message::System(vec![system])],
        response_format: Some(ResponseFormat::JsonObject),
        thinking: Some(ThinkingLevel::High),
        thinking_budget: Some(9),
        max_tokens: Some(7),
        temperature: Some(0.5),
        top_p: Some(0.25),
        seed: Some(3),
        stop: vec!["a".to_owned(), "b".to_owned()],
        retry_budget_ms: Some(0),
        extra_json: Some("{}".to_owned()),
        ..Request::default()
    };
    expected.timeouts.get_or_insert_default().total_ms = Some(2_000);
    assert_eq!(asked.chat, expected);
}

#[test]
fn media_stand_in_a_message_of_the_user() {
    let asked = chat("chat --image a --video b --audio c what");
    let [Message::User(parts)] = &asked.chat.messages[..] else {
        panic!("{asked:?}")
    };
    assert_eq!(parts.len(), 3);
}

#[test]
fn the_options_of_a_video_are_the_fields_of_its_request() {
    let line = "video submit --image a --input first-frame=b --input sky=c --sound d --size 1x1 --aspect-ratio 1:1 \
                --resolution 1P --duration 5 --no-audio --watermark --negative-prompt rain --no-prompt-extend \
                --shots multi --seed 1 --extra {} -m wan boat";
    let Line::Command(Command::Submit, options) = read(line).unwrap() else {
        panic!("{line}")
    };
    let request = options.video;
    let inputs: Vec<_> = request.inputs.iter().map(|input| &input.role).collect();
    let sky = Role::Other("sky".to_owned());
    assert_eq!(
        inputs,
        [&Role::Image, &Role::FirstFrame, &sky, &Role::Audio]
    );
    assert_eq!(request.audio, Some(false));
    assert_eq!(request.watermark, Some(true));
    assert_eq!(request.prompt_extend, Some(false));
    assert_eq!(request.shot_type, Some(ShotType::Multi));
    assert_eq!((request.seed, request.duration_seconds), (Some(1), Some(5)));
    let texts = [
        (request.model, "wan"),
        (request.size, "1x1"),
        (request.aspect_ratio, "1:1"),
        (request.resolution, "1P"),
        (request.negative_prompt, "rain"),
        (request.extra_json, "{}"),
    ];
    for (text, expected) in texts {
        assert_eq!(text.as_deref(), Some(expected));
    }
    assert_eq!(options.word.as_deref(), Some("boat"));
}

#[test]
fn the_other_commands_are_known() {
    for (line, command, word, model, plain) in [
        ("models", Command::Models, None, None, false),
        ("models list --plain", Command::Models, None, None, true),
        ("video poll t1", Command::Poll, Some("t1"), None, false),
        (
            "video poll t1 -m wan",
            Command::Poll,
            Some("t1"),
            Some("wan"),
            false,
        ),
        ("video cancel t1", Command::Cancel, Some("t1"), None, false),
        ("video list", Command::List, None, None, false),
    ] {
        let mut options = Options {
            word: word.map(str::to_owned),
            plain,
            ..Options::default()
        };
        options.video.model = model.map(str::to_owned);
        let expected = Line::Command(command, Box::new(options));
        assert_eq!(read(line).unwrap(), expected, "{line}");
    }
}

#[test]
fn each_command_says_more() {
    for (line, text) in [
        ("--help", help::TOP),
        ("help", help::TOP),
        ("-V", help::VERSION),
        ("chat --help", help::CHAT),
        ("models -h", help::MODELS),
        ("video --help", help::VIDEO),
        ("video submit -h", help::VIDEO),
        ("video poll --help", help::VIDEO),
    ] {
        assert_eq!(read(line).unwrap(), Line::Help(text), "{line}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    for (line, message) in [
        ("", "there is no command"),
        ("serve", "there is no command serve"),
        ("--color", "there is no option --color"),
        ("-x", "there is no option -x"),
        ("chat --tools a", "there is no option --tools"),
        ("chat a b", "there is one argument too many: b"),
        ("chat --usage=1 a", "--usage takes no value"),
        ("chat --seed", "--seed needs a value"),
        ("chat --seed x a", "--seed takes a whole number, and not x"),
        (
            "chat --seed -1 a",
            "--seed takes a whole number, and not -1",
        ),
        (
            "chat --top-p high a",
            "--top-p takes a number, and not high",
        ),
        (
            "chat --thinking hard a",
            "--thinking takes a level, and not hard",
        ),
        ("models --all", "there is no option --all"),
        ("models show", "there is one argument too many: show"),
        ("video", "video needs a command"),
        ("video make", "there is no command video make"),
        ("video poll", "there is no task"),
        ("video cancel", "there is no task"),
        ("video cancel t1 -m wan", "there is no option --model"),
        ("video list x", "there is one argument too many: x"),
        (
            "video submit --input a",
            "--input takes ROLE=URL, and not a",
        ),
        (
            "video submit --shots 2",
            "--shots takes single or multi, and not 2",
        ),
    ] {
        let found = read(line).unwrap_err();
        assert!(found.contains(message), "{line}: {found}");
    }
}
