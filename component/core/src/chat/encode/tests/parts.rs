//! Golden parts: every kind of them with every option.

use super::*;

/// The content that these parts give, for a model that takes markers.
fn content(parts: Vec<Part>) -> String {
    let (messages, warnings) = messages("qwen3.5-plus", vec![Message::User(parts)]);
    assert_eq!(warnings, [""; 0]);
    let content = messages
        .strip_prefix(r#"{"role":"user","content":"#)
        .and_then(|rest| rest.strip_suffix('}'));
    String::from(content.expect("one user message"))
}

fn frames() -> VideoSource {
    let url = |number| format!("https://h/{number}.jpg");
    VideoSource::Frames((1..=4).map(url).collect())
}

fn file() -> VideoSource {
    VideoSource::File(String::from("https://h/v.mp4"))
}

#[test]
fn each_kind_of_part_alone() {
    const IMAGE: &str = r#""type":"image_url","image_url":{"url":"https://h/a.png"}"#;
    const VIDEO: &str = r#""type":"video_url","video_url":{"url":"https://h/v.mp4"}"#;
    const FRAMES: &str = concat!(
        r#""type":"video","video":["https://h/1.jpg","https://h/2.jpg","#,
        r#""https://h/3.jpg","https://h/4.jpg"]"#,
    );
    const AUDIO: &str = r#""type":"input_audio","input_audio":{"data":"https://h/s.wav""#;
    const MARK: &str = r#","cache_control":{"type":"ephemeral"}"#;
    let whole_image = ImagePart {
        min_pixels: Some(65_536),
        max_pixels: Some(2_621_440),
        cache: true,
        ..image("https://h/a.png")
    };
    let whole_video = |source| VideoPart {
        fps: Some(0.5),
        total_pixels: Some(134_217_728),
        cache: true,
        ..video(source)
    };
    let whole_audio = AudioPart {
        format: Some(String::from("wav")),
        ..audio("https://h/s.wav")
    };
    let marked = TextPart {
        cache: true,
        ..text_part("a")
    };
    for (part, rest) in [
        (
            Part::Text(marked),
            format!(r#""type":"text","text":"a"{MARK}"#),
        ),
        (Part::Image(image("https://h/a.png")), String::from(IMAGE)),
        (
            Part::Image(whole_image),
            format!(r#"{IMAGE},"min_pixels":65536,"max_pixels":2621440{MARK}"#),
        ),
        (Part::Video(video(file())), String::from(VIDEO)),
        (
            Part::Video(whole_video(file())),
            format!(r#"{VIDEO},"fps":0.5,"total_pixels":134217728{MARK}"#),
        ),
        (Part::Video(video(frames())), String::from(FRAMES)),
        (
            Part::Video(whole_video(frames())),
            format!(r#"{FRAMES},"fps":0.5,"total_pixels":134217728{MARK}"#),
        ),
        (Part::Audio(audio("https://h/s.wav")), format!("{AUDIO}}}")),
        (
            Part::Audio(whole_audio),
            format!(r#"{AUDIO},"format":"wav"}}"#),
        ),
    ] {
        assert_eq!(content(vec![part]), format!("[{{{rest}}}]"));
    }
    assert_eq!(content(vec![text("a")]), r#""a""#);
}

#[test]
fn parts_of_several_kinds_stay_in_their_order() {
    let picture = |url| Part::Image(image(url));
    let parts = vec![
        text("a"),
        picture("https://h/1"),
        text(""),
        text("b"),
        text("c"),
        picture("oss://b/2"),
    ];
    assert_eq!(
        content(parts),
        concat!(
            r#"[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"https://h/1"}},"#,
            r#"{"type":"text","text":"b"},{"type":"text","text":"c"},"#,
            r#"{"type":"image_url","image_url":{"url":"oss://b/2"}}]"#,
        )
    );
}
