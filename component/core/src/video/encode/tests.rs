//! What each family is sent, and what it is never sent.

mod refusals;

use serde_json::{Value, json};

use super::*;
use crate::video::types::{Input, Role};

/// A request of one prompt.
pub(super) fn prompt() -> Request {
    Request {
        prompt: Some("a boat".to_owned()),
        ..Request::default()
    }
}

pub(super) fn input(role: Role, url: &str) -> Input {
    let url = url.to_owned();
    Input { role, url }
}

fn image() -> Input {
    input(Role::Image, "https://h/a.png")
}

fn sent(request: &Request, model: &str) -> Value {
    let encoded = body(request, Some(model)).unwrap_or_else(|error| panic!("{model}: {error}"));
    serde_json::from_slice(&encoded.body).unwrap()
}

#[test]
fn each_family_has_its_own_body() {
    let boat = |inputs: &[Input]| Request {
        inputs: inputs.to_vec(),
        ..prompt()
    };
    let clip = input(Role::Video, "https://h/v.mp4");
    let sound = input(Role::Audio, "https://h/s.mp3");
    let last = input(Role::LastFrame, "https://h/z.png");
    let voice = input(Role::ReferenceAudio, "https://h/voice.wav");
    #[rustfmt::skip]
    let cases = [
        ("wan2.6-t2v", boat(&[]), json!({ "prompt": "a boat" })),
        ("wan2.6-t2v", boat(std::slice::from_ref(&sound)), json!({ "prompt": "a boat", "audio_url": "https://h/s.mp3" })),
        ("wan2.6-i2v", boat(&[image()]), json!({ "prompt": "a boat", "img_url": "https://h/a.png" })),
        ("wan2.6-i2v-flash", boat(&[image(), sound.clone()]), json!({ "prompt": "a boat", "img_url": "https://h/a.png", "audio_url": "https://h/s.mp3" })),
        ("wan2.6-r2v", boat(&[clip.clone(), image()]), json!({ "prompt": "a boat", "reference_urls": ["https://h/v.mp4", "https://h/a.png"] })),
        ("wan2.6-r2v-flash", boat(&[image()]), json!({ "prompt": "a boat", "reference_urls": ["https://h/a.png"] })),
        ("wan2.7-t2v", boat(std::slice::from_ref(&sound)), json!({ "prompt": "a boat", "audio_url": "https://h/s.mp3" })),
        ("wan2.7-i2v", boat(&[image(), last.clone(), sound.clone()]), json!({ "prompt": "a boat", "media": [
            { "type": "first_frame", "url": "https://h/a.png" }, { "type": "last_frame", "url": "https://h/z.png" }, { "type": "driving_audio", "url": "https://h/s.mp3" }] })),
        ("wan2.7-i2v", boat(&[clip.clone(), last]), json!({ "prompt": "a boat", "media": [
            { "type": "first_clip", "url": "https://h/v.mp4" }, { "type": "last_frame", "url": "https://h/z.png" }] })),
        ("wan2.7-r2v", boat(&[image(), voice, clip.clone()]), json!({ "prompt": "a boat", "media": [
            { "type": "reference_image", "url": "https://h/a.png", "reference_voice": "https://h/voice.wav" }, { "type": "reference_video", "url": "https://h/v.mp4" }] })),
        ("wan3.0-video", boat(&[image(), clip, sound, input(Role::Other("link".to_owned()), "https://h/page")]), json!({ "prompt": "a boat", "media": [
            { "type": "reference_image", "url": "https://h/a.png" }, { "type": "reference_video", "url": "https://h/v.mp4" },
            { "type": "reference_audio", "url": "https://h/s.mp3" }, { "type": "link", "url": "https://h/page" }] })),
        ("wan3.0-video-prime", boat(&[input(Role::FirstFrame, "oss://d/a.png")]), json!({ "prompt": "a boat", "media": [{ "type": "first_frame", "url": "oss://d/a.png" }] })),
    ];
    for (model, request, input) in cases {
        let expected = json!({ "model": model, "input": input, "parameters": { "duration": 5 } });
        assert_eq!(sent(&request, model), expected, "{model}");
    }
}

#[test]
fn options_go_to_the_parameters() {
    let request = Request {
        negative_prompt: Some("rain".to_owned()),
        size: Some("1280x720".to_owned()),
        duration_seconds: Some(15),
        audio: Some(true),
        watermark: Some(false),
        prompt_extend: Some(true),
        shot_type: Some(ShotType::Multi),
        seed: Some(MOST_SEED),
        extra_json: Some(r#"{"note":1}"#.to_owned()),
        ..prompt()
    };
    assert_eq!(
        sent(&request, "wan2.6-t2v"),
        json!({
            "model": "wan2.6-t2v",
            "input": { "prompt": "a boat", "negative_prompt": "rain" },
            "parameters": {
                "size": "1280*720", "duration": 15, "watermark": false, "prompt_extend": true,
                "shot_type": "multi", "seed": 2_147_483_647, "note": 1
            },
        })
    );
}

#[test]
fn the_shape_is_in_the_words_of_the_family() {
    let none: Option<&str> = None;
    #[rustfmt::skip]
    let cases = [
        ("wan2.6-t2v", none, none, none, json!({}), "1080P"),
        ("wan2.6-t2v", Some("1280*720"), None, None, json!({ "size": "1280*720" }), "720P"),
        ("wan2.6-t2v", None, Some("720p"), None, json!({ "size": "1280*720" }), "720P"),
        ("wan2.6-t2v", None, None, Some("1:1"), json!({ "size": "1440*1440" }), "1080P"),
        ("wan2.6-t2v", None, Some("720P"), Some("3:4"), json!({ "size": "832*1088" }), "720P"),
        ("wan2.6-t2v", Some("832x1088"), Some("720P"), Some("3:4"), json!({ "size": "832*1088" }), "720P"),
        ("wan2.6-r2v", None, Some("1080P"), Some("9:16"), json!({ "size": "1080*1920" }), "1080P"),
        ("wan2.6-i2v", None, Some("720P"), None, json!({ "resolution": "720P" }), "720P"),
        ("wan2.6-i2v", Some("1280*720"), None, None, json!({ "resolution": "720P" }), "720P"),
        ("wan2.7-t2v", None, None, Some("4:3"), json!({ "ratio": "4:3" }), "1080P"),
        ("wan2.7-t2v", Some("1104*832"), None, None, json!({ "resolution": "720P", "ratio": "4:3" }), "720P"),
        ("wan2.7-t2v", Some("1088*832"), None, None, json!({ "resolution": "720P", "ratio": "4:3" }), "720P"),
        ("wan3.0-video", None, Some("480P"), Some("adaptive"), json!({ "resolution": "480P", "ratio": "adaptive" }), "480P"),
        ("wan3.0-video", Some("832*480"), None, None, json!({ "resolution": "480P", "ratio": "16:9" }), "480P"),
    ];
    for (model, size, resolution, ratio, shape, billed) in cases {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let (family, _) = Family::find(model).unwrap();
        let request = Request {
            size: own(size),
            resolution: own(resolution),
            aspect_ratio: own(ratio),
            inputs: if family.needs.is_empty() {
                vec![]
            } else {
                vec![image()]
            },
            ..prompt()
        };
        let encoded = body(&request, Some(model)).unwrap();
        let mut parameters: Value = serde_json::from_slice(&encoded.body).unwrap();
        let parameters = parameters["parameters"].take();
        let mut expected = json!({ "duration": 5 });
        expected
            .as_object_mut()
            .unwrap()
            .extend(shape.as_object().unwrap().clone());
        assert_eq!(
            parameters, expected,
            "{model} {size:?} {resolution:?} {ratio:?}"
        );
        assert_eq!(encoded.billed.resolution, billed, "{model} {size:?}");
    }
}

#[test]
fn sound_is_left_out_where_it_can_be() {
    for (model, audio, parameter, sound) in [
        ("wan2.6-i2v-flash", Some(false), Some(false), false),
        ("wan2.6-i2v-flash", Some(true), Some(true), true),
        ("wan2.6-r2v-flash", None, None, true),
        ("wan2.6-i2v", Some(true), None, true),
    ] {
        let request = Request {
            audio,
            inputs: vec![image()],
            ..prompt()
        };
        let encoded = body(&request, Some(model)).unwrap();
        let json: Value = serde_json::from_slice(&encoded.body).unwrap();
        assert_eq!(json["parameters"]["audio"].as_bool(), parameter, "{model}");
        assert_eq!(encoded.billed.sound, sound, "{model}");
    }
}

#[test]
fn the_default_model_makes_way_for_one_picture() {
    let chosen = |inputs: &[Input], model: Option<&str>| {
        let inputs = inputs.to_vec();
        let request = Request { inputs, ..prompt() };
        let encoded = body(&request, model)?;
        let codes: Vec<_> = encoded
            .warnings
            .into_iter()
            .map(|warning| warning.code)
            .collect();
        Ok::<_, Error>((encoded.model, codes))
    };
    let switched = Ok(("wan2.6-i2v", vec!["model-switched".to_owned()]));
    let sound = input(Role::Audio, "https://h/s.mp3");
    assert_eq!(chosen(&[], None), Ok(("wan2.6-t2v", vec![])));
    assert_eq!(chosen(&[image()], None), switched);
    assert_eq!(chosen(&[image(), sound], None), switched);
    assert_eq!(
        chosen(&[input(Role::FirstFrame, "https://h/a.png")], None),
        switched
    );
    let named = chosen(&[image()], Some("wan2.6-t2v")).unwrap_err();
    assert_eq!(
        named.message,
        "inputs[0].role is image: wan2.6-t2v takes audio; wan2.6-i2v works from a picture"
    );
    assert!(chosen(&[image(), image()], None).is_err());
}

#[test]
fn the_callers_own_fields_go_over_the_requests() {
    let request = Request {
        seed: Some(1),
        watermark: Some(true),
        extra_json: Some(r#"{"seed":2,"watermark":null}"#.to_owned()),
        ..prompt()
    };
    let encoded = body(&request, None).unwrap();
    let json: Value = serde_json::from_slice(&encoded.body).unwrap();
    assert_eq!(json["parameters"], json!({ "duration": 5, "seed": 2 }));
    let told: Vec<_> = encoded
        .warnings
        .iter()
        .map(|warning| warning.message.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "extra-json goes over the request's seed",
            "extra-json goes over the request's watermark"
        ]
    );
}

#[test]
fn what_is_billed_follows_the_callers_own_fields() {
    for (model, extra, resolution, seconds, sound) in [
        ("wan3.0-video", r#"{"duration":30}"#, "1080P", 30.0, true),
        (
            "wan3.0-video",
            r#"{"resolution":"480p"}"#,
            "480P",
            5.0,
            true,
        ),
        ("wan3.0-video", r#"{"audio":false}"#, "1080P", 5.0, false),
        ("wan2.6-t2v", r#"{"size":"1280*720"}"#, "720P", 5.0, true),
        ("wan2.6-t2v", r#"{"duration":null}"#, "1080P", 5.0, true),
    ] {
        let request = Request {
            extra_json: Some(extra.to_owned()),
            ..prompt()
        };
        let billed = body(&request, Some(model)).unwrap().billed;
        let told = (billed.resolution.as_str(), billed.seconds, billed.sound);
        assert_eq!(told, (resolution, seconds, sound), "{extra}");
    }
}

#[test]
fn pictures_may_be_in_the_request_and_files_in_the_providers_store() {
    let request = |url: &str| Request {
        inputs: vec![input(Role::Image, url)],
        ..Request::default()
    };
    let data = body(&request("data:image/png;base64,AAAA"), Some("wan2.6-i2v")).unwrap();
    assert!(!data.stored);
    let stored = body(&request("oss://d/a.png"), Some("wan2.6-i2v")).unwrap();
    assert!(stored.stored);
}
