//! Prompts, addresses, and media together.

use serde_json::{Value, json};

use super::{changed, check_accepted, check_refusals, parse};

fn media(kinds: &[&str]) -> Value {
    let item = |kind: &&str| json!({"type": kind, "url": "https://h/a"});
    json!({"media": kinds.iter().map(item).collect::<Vec<_>>()})
}

#[test]
fn prompts() {
    check_refusals(
        "input",
        [
            (
                "wan2.6-t2v",
                json!({"prompt": null}),
                "'prompt' is a required property - 'input'",
            ),
            (
                "wan2.6-t2v",
                json!({"prompt": ""}),
                "'prompt' is a required property - 'input'",
            ),
            (
                "wan2.6-t2v",
                json!({"prompt": 1}),
                "1 is not of type 'string' - 'input.prompt'",
            ),
            (
                "wan2.6-t2v",
                json!({"prompt": "水".repeat(1_501)}),
                "Range of 'input.prompt' length should be [0, 1500], but it is 1501",
            ),
            (
                "wan2.6-i2v",
                json!({"negative_prompt": "x".repeat(501)}),
                "Range of 'input.negative_prompt' length should be [0, 500], but it is 501",
            ),
            (
                "wan2.7-r2v",
                json!({"prompt": "x".repeat(5_001)}),
                "Range of 'input.prompt' length should be [0, 5000], but it is 5001",
            ),
            (
                "wan3.0-video",
                json!({"prompt": "x".repeat(20_001)}),
                "Range of 'input.prompt' length should be [0, 20000], but it is 20001",
            ),
            (
                "wan3.0-video",
                json!({"negative_prompt": "x"}),
                "'input.negative_prompt' is not supported by this model",
            ),
            (
                "wan3.0-video",
                json!({"prompt": null}),
                "'prompt' is a required property - 'input'",
            ),
        ],
    );
    check_accepted(
        "input",
        [
            (
                "wan2.6-t2v",
                json!({"prompt": "水".repeat(1_500), "negative_prompt": "x".repeat(500)}),
            ),
            ("wan3.0-video", json!({"prompt": "x".repeat(20_000)})),
            ("wan2.6-t2v", json!({"unknown": 1, "img_url": null})),
        ],
    );
}

#[test]
fn fields_of_other_families_are_refused() {
    for (model, field) in [
        ("wan2.6-t2v", "img_url"),
        ("wan2.6-t2v", "reference_urls"),
        ("wan2.6-t2v", "media"),
        ("wan2.6-i2v", "media"),
        ("wan2.6-r2v", "img_url"),
        ("wan2.6-r2v", "audio_url"),
        ("wan2.7-t2v", "media"),
        ("wan2.7-i2v", "img_url"),
        ("wan2.7-i2v", "audio_url"),
        ("wan2.7-r2v", "reference_urls"),
        ("happyhorse-1.0-t2v", "media"),
        ("wan2.7-r2v", "negative_prompt"),
        ("happyhorse-1.0-t2v", "negative_prompt"),
    ] {
        let expected = format!("'input.{field}' is not supported by this model");
        let mut changes = json!({});
        changes[field] = json!("https://h/a");
        check_refusals("input", [(model, changes, expected.as_str())]);
    }
}

#[test]
fn addresses() {
    let invalid = |path: &str, allowed: &str| {
        format!("The provided URL does not appear to be valid - '{path}': allowed are {allowed}")
    };
    let image = invalid(
        "input.img_url",
        "http://, https://, oss:// and data:image/…;base64,",
    );
    for url in [
        "",
        "cat.png",
        "/home/cat.png",
        "file:///cat.png",
        "ftp://h/cat.png",
        "https://",
        "http:///a",
        "https://h/a b",
        "oss://",
        "data:image/png;base64,",
        "data:text/plain;base64,AAAA",
        "data:image/png,AAAA",
    ] {
        check_refusals(
            "input",
            [("wan2.6-i2v", json!({"img_url": url}), image.as_str())],
        );
    }
}

#[test]
fn addresses_of_other_media() {
    let invalid = |path: &str, allowed: &str| {
        format!("The provided URL does not appear to be valid - '{path}': allowed are {allowed}")
    };
    let data = "data:image/png;base64,AAAA";
    let other = "http://, https:// and oss://";
    check_refusals(
        "input",
        [
            (
                "wan2.6-t2v",
                json!({"audio_url": data}),
                invalid("input.audio_url", other).as_str(),
            ),
            (
                "wan2.6-r2v",
                json!({"reference_urls": ["https://h/a.png", data]}),
                invalid("input.reference_urls.[1]", other).as_str(),
            ),
            (
                "wan3.0-video",
                json!({"media": [{"type": "link", "url": "oss://k"}]}),
                invalid("input.media.[0].url", "http:// and https://").as_str(),
            ),
            (
                "wan2.6-i2v",
                json!({"img_url": null}),
                "'img_url' is a required property - 'input'",
            ),
            (
                "wan2.6-i2v",
                json!({"img_url": 5}),
                "5 is not of type 'string' - 'input.img_url'",
            ),
        ],
    );
    check_accepted(
        "input",
        [
            ("wan2.6-i2v", json!({"img_url": data})),
            (
                "wan2.6-i2v",
                json!({"img_url": "http://h/cat.png", "audio_url": "https://h/a.mp3"}),
            ),
            (
                "wan2.7-i2v",
                json!({"media": [{"type": "first_frame", "url": data}]}),
            ),
        ],
    );
    let request = parse(&changed(
        "wan2.6-i2v",
        "input",
        &json!({"img_url": "oss://a/b.png"}),
    ));
    let [upload] = request.uploads.as_slice() else {
        panic!("{:?}", request.uploads)
    };
    assert_eq!(
        (upload.path.as_str(), upload.key.as_str()),
        ("input.img_url", "a/b.png")
    );
}

#[test]
fn references_of_wan_2_6() {
    let urls = |count: usize, end: &str| vec![format!("https://h/a.{end}"); count];
    check_refusals(
        "input",
        [
            (
                "wan2.6-r2v",
                json!({"reference_urls": null}),
                "'reference_urls' is a required property - 'input'",
            ),
            (
                "wan2.6-r2v",
                json!({"reference_urls": []}),
                "[] is too short - 'input.reference_urls'",
            ),
            (
                "wan2.6-r2v",
                json!({"reference_urls": "https://h/a"}),
                "https://h/a is not of type 'array' - 'input.reference_urls'",
            ),
            (
                "wan2.6-r2v",
                json!({"reference_urls": [5]}),
                "5 is not of type 'string' - 'input.reference_urls.[0]'",
            ),
            (
                "wan2.6-r2v-flash",
                json!({"reference_urls": urls(6, "png")}),
                "'input.reference_urls' has 6 items, at most 5 are allowed",
            ),
            (
                "wan2.6-r2v",
                json!({"reference_urls": urls(4, "MP4?x=1")}),
                "'input.reference_urls' has 4 videos, at most 3 are allowed",
            ),
            (
                "wan2.6-r2v",
                json!({"reference_video_urls": urls(1, "mp4")}),
                "'input.reference_video_urls' can not be used with 'input.reference_urls'",
            ),
        ],
    );
    let both = parse(&changed(
        "wan2.6-r2v",
        "input",
        &json!({"reference_urls": ["https://h/a.png", "https://h/b.mov", "https://h/c.mp4"]}),
    ));
    assert_eq!(both.videos, 2);
    let old = json!({"reference_urls": null, "reference_video_urls": urls(3, "x")});
    assert_eq!(parse(&changed("wan2.6-r2v", "input", &old)).videos, 3);
}

#[test]
fn frames_and_clips_go_together_in_six_ways() {
    let odd = "'input.media' has an unsupported combination of types: ";
    check_refusals(
        "input",
        [
            (
                "wan2.7-i2v",
                media(&["last_frame"]),
                &format!("{odd}last_frame"),
            ),
            (
                "wan2.7-i2v",
                media(&["driving_audio"]),
                &format!("{odd}driving_audio"),
            ),
            (
                "wan2.7-i2v",
                media(&["first_frame", "first_clip"]),
                &format!("{odd}first_clip, first_frame"),
            ),
            (
                "wan2.7-i2v",
                media(&["first_clip", "driving_audio"]),
                &format!("{odd}driving_audio, first_clip"),
            ),
            (
                "wan2.7-i2v",
                media(&["first_frame", "first_frame"]),
                "'input.media' has 2 of type first_frame, allowed are 0 to 1",
            ),
            (
                "wan2.7-i2v",
                json!({"media": null}),
                "'media' is a required property - 'input'",
            ),
            (
                "wan2.7-i2v",
                json!({"media": []}),
                "'media' is a required property - 'input'",
            ),
            (
                "wan2.7-i2v",
                media(&["reference_image"]),
                "'reference_image' is not one of [first_frame, last_frame, driving_audio, first_clip] - 'input.media.[0].type'",
            ),
            (
                "wan2.7-i2v",
                json!({"media": [{"url": "https://h/a"}]}),
                "'type' is a required property - 'input.media.[0]'",
            ),
            (
                "wan2.7-i2v",
                json!({"media": [{"type": "first_frame"}]}),
                "'url' is a required property - 'input.media.[0]'",
            ),
        ],
    );
    for set in [
        &["first_frame"][..],
        &["first_frame", "driving_audio"],
        &["last_frame", "first_frame"],
        &["first_frame", "last_frame", "driving_audio"],
        &["first_clip"],
        &["first_clip", "last_frame"],
    ] {
        check_accepted("input", [("wan2.7-i2v", media(set))]);
    }
}

#[test]
fn references_of_the_newer_families() {
    let frame = media(&["first_frame"]);
    check_refusals(
        "input",
        [
            (
                "wan2.7-r2v",
                frame,
                "'input.media' has 0 of type reference_image and reference_video, allowed are 1 to 5",
            ),
            (
                "wan2.7-r2v",
                media(&[
                    "reference_image",
                    "reference_image",
                    "reference_image",
                    "reference_video",
                    "reference_video",
                    "reference_video",
                ]),
                "'input.media' has 6 of type reference_image and reference_video, allowed are 1 to 5",
            ),
            (
                "wan2.7-videoedit",
                media(&["reference_image"]),
                "'input.media' has 0 of type video, allowed are 1 to 1",
            ),
            (
                "wan2.7-videoedit",
                media(&[
                    "video",
                    "reference_image",
                    "reference_image",
                    "reference_image",
                    "reference_image",
                    "reference_image",
                ]),
                "'input.media' has 5 of type reference_image, allowed are 0 to 4",
            ),
            (
                "wan3.0-video",
                media(&["file", "link"]),
                "'input.media' can not have both file and link",
            ),
            (
                "wan3.0-video",
                media(&["reference_video"; 6]),
                "'input.media' has 6 of type reference_video, allowed are 0 to 5",
            ),
            (
                "wan3.0-video",
                json!({"media": [{"type": "first_frame", "url": "https://h/a", "reference_voice": "https://h/v"}]}),
                "'input.media.[0].reference_voice' is not supported by this model",
            ),
        ],
    );
    let voice = json!({"media": [{"type": "reference_image", "url": "https://h/a", "reference_voice": "oss://v"}]});
    assert_eq!(
        parse(&changed("wan2.7-r2v", "input", &voice)).uploads[0].path,
        "input.media.[0].reference_voice"
    );
    check_accepted(
        "input",
        [
            (
                "wan2.7-r2v",
                media(&["first_frame", "reference_image", "reference_video"]),
            ),
            ("wan3.0-video", media(&["first_frame", "last_frame"])),
            (
                "wan3.0-video",
                json!({"prompt": null, "media": [{"type": "file", "url": "https://h/a.pdf"}]}),
            ),
        ],
    );
}

#[test]
fn two_ways_of_working_at_once_are_found_out_later() {
    let mixed = media(&["first_frame", "reference_image"]);
    assert!(parse(&changed("wan3.0-video", "input", &mixed)).mixes_modes);
    let frames = media(&["first_frame", "last_frame"]);
    assert!(!parse(&changed("wan3.0-video", "input", &frames)).mixes_modes);
}
