//! What is asked, how long it may take, and what is refused.

use super::*;
use crate::error::ErrorKind;
use crate::understanding::sample::{looker, thinker};

const IMAGE: &str = "https://example.com/a.png";
const VIDEO: &str = "https://example.com/a.mp4";

fn of(media: &[Media]) -> Request {
    Request {
        media: media.to_vec(),
        ..Request::default()
    }
}

fn image() -> Request {
    of(&[Media::Image(IMAGE.to_owned())])
}

fn text(question: &Question) -> &str {
    let [Message::User(parts)] = question.chat.messages.as_slice() else {
        panic!("{question:?}");
    };
    let [Part::Text(text), ..] = parts.as_slice() else {
        panic!("{question:?}");
    };
    &text.text
}

#[test]
fn the_words_come_first_and_then_the_media_in_their_order() {
    let video = VideoPart {
        source: VideoSource::File(VIDEO.to_owned()),
        fps: None,
        total_pixels: None,
        cache: false,
    };
    let image = ImagePart {
        url: IMAGE.to_owned(),
        min_pixels: None,
        max_pixels: None,
        cache: false,
    };
    let request = of(&[
        Media::Video(VIDEO.to_owned()),
        Media::Image(IMAGE.to_owned()),
    ]);
    let question = Question::of(request, &looker()).unwrap();
    let [Message::User(parts)] = question.chat.messages.as_slice() else {
        panic!("{question:?}");
    };
    assert!(matches!(parts[0], Part::Text(_)));
    assert_eq!(parts[1..], [Part::Video(video), Part::Image(image)]);
}

#[test]
fn a_length_is_told_when_nothing_is_asked_or_when_it_is_named() {
    let told = |most: u32| format!("\nAnswer in at most {most} characters.");
    for (prompt, most, words, length) in [
        (None, None, [PROMPT, &told(500)].concat(), Some(500)),
        (None, Some(80), [PROMPT, &told(80)].concat(), Some(80)),
        (Some("Who?"), None, "Who?".to_owned(), None),
        (Some("Who?"), Some(9), ["Who?", &told(9)].concat(), Some(9)),
    ] {
        let request = Request {
            prompt: prompt.map(str::to_owned),
            max_characters: most,
            ..image()
        };
        let question = Question::of(request, &looker()).unwrap();
        assert_eq!(text(&question), words);
        assert_eq!(question.most_characters, length);
    }
}

#[test]
fn tokens_are_limited_where_a_length_is_told_and_nobody_thinks() {
    use ThinkingSupport::{None as Never, OptionalOff, OptionalOn};
    let who = Some("Who?");
    for (thinking, prompt, most, tokens, without) in [
        (Never, None, None, Some(512), Some(512)),
        (Never, None, Some(2_000), Some(2_000), Some(2_000)),
        (Never, None, Some(1_000_000), Some(8_192), Some(8_192)),
        (Never, who, None, None, None),
        (OptionalOff, None, None, Some(512), Some(512)),
        (OptionalOn, None, None, None, Some(512)),
    ] {
        let request = Request {
            prompt: prompt.map(str::to_owned),
            max_characters: most,
            ..image()
        };
        let model = thinker(thinking);
        let mut question = Question::of(request, &model).unwrap();
        assert_eq!(
            question.chat.max_tokens, tokens,
            "{thinking:?} {prompt:?} {most:?}"
        );
        assert_eq!(question.chat.thinking, None);
        question.forbid_thinking(&model);
        assert_eq!(
            question.chat.max_tokens, without,
            "{thinking:?} {prompt:?} {most:?}"
        );
        assert_eq!(question.chat.thinking, Some(ThinkingLevel::Off));
    }
}

#[test]
fn a_short_answer_begins_soon_and_a_configured_time_only_lengthens_that() {
    let configured = |ms| Timeouts {
        first_byte_ms: ms,
        between_bytes_ms: ms,
        ..Timeouts::default()
    };
    let mixed = [
        Media::Image(IMAGE.to_owned()),
        Media::Video(VIDEO.to_owned()),
    ];
    for (media, prompt, timeouts, first_byte_ms) in [
        (&mixed[..1], None, Timeouts::default(), Some(60_000)),
        (&mixed[1..], None, Timeouts::default(), Some(120_000)),
        (&mixed[..], None, Timeouts::default(), Some(120_000)),
        (&mixed[..1], None, configured(5_000), Some(60_000)),
        (&mixed[..1], None, configured(90_000), Some(90_000)),
        (&mixed[..1], None, configured(300_000), Some(300_000)),
        (&mixed[..1], Some("Who?"), Timeouts::default(), None),
    ] {
        let request = Request {
            prompt: prompt.map(str::to_owned),
            ..of(media)
        };
        let mut question = Question::of(request, &looker()).unwrap();
        question.limit_time(timeouts);
        let chat = question.chat;
        let expected = first_byte_ms.map(|ms| TimeoutOverrides {
            first_byte_ms: Some(ms),
            ..TimeoutOverrides::default()
        });
        assert_eq!(chat.timeouts, expected, "{timeouts:?}");
    }
}

#[test]
fn what_cannot_be_asked_is_refused_by_its_name() {
    let data = |letters: usize| format!("data:image/png;base64,{}", "A".repeat(letters));
    let image = |url: String| Media::Image(url);
    let blank = Request {
        prompt: Some(" \n".to_owned()),
        ..of(&[image(IMAGE.to_owned())])
    };
    let no_words = Request {
        max_characters: Some(0),
        ..of(&[image(IMAGE.to_owned())])
    };
    let second = of(&[image(IMAGE.to_owned()), image("a.png".to_owned())]);
    for (request, message, hint) in [
        (of(&[]), "media is empty", "at least one"),
        (blank, "prompt is blank", "leave it out"),
        (no_words, "max-characters is 0", "from 1"),
        (second, "media[1]: `a.png` is not a URL", "base64 data URL"),
        (
            of(&[image(data(10_485_761))]),
            "media[0]: its base64 text has 10485761 bytes",
            "10,485,760",
        ),
        (
            of(&vec![image(data(10_485_760)); 7]),
            "media has 73400474 bytes in all",
            "73400320",
        ),
        (
            of(&[Media::Video(data(4))]),
            "media[0]: its data are of type `image/png` and not video",
            "video/mp4",
        ),
    ] {
        let error = Question::of(request, &looker()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidRequest);
        assert!(!error.request_sent);
        assert!(error.message.contains(message), "{error}");
        assert!(
            error.hint.as_ref().unwrap().contains(hint),
            "{:?}",
            error.hint
        );
    }
}
