//! What is refused before anything is sent: the field, its value, and what is allowed.

use super::*;
use crate::error::ErrorKind;

fn refused(request: &Request, model: &str) -> Error {
    match body(request, Some(model)) {
        Err(error) => error,
        Ok(_) => panic!("{model} takes {request:?}"),
    }
}

#[test]
fn a_refusal_names_the_field_its_value_and_what_is_allowed() {
    let words = |count: usize| Some("w".repeat(count));
    let text = |text: &str| Some(text.to_owned());
    let with = |inputs: &[Input]| Request {
        inputs: inputs.to_vec(),
        ..prompt()
    };
    let clip = input(Role::Video, "https://h/v.mp4");
    #[rustfmt::skip]
    let cases = [
        ("wan2.6-t2v", Request::default(), "prompt is missing: wan2.6-t2v needs a description of the video"),
        ("wan2.6-t2v", Request { prompt: text(" "), ..prompt() }, "prompt is missing: wan2.6-t2v needs a description of the video"),
        ("wan2.6-t2v", Request { prompt: words(1_501), ..prompt() }, "prompt has 1501 characters: wan2.6-t2v takes at most 1500"),
        ("wan2.7-t2v", Request { prompt: words(5_001), ..prompt() }, "prompt has 5001 characters: wan2.7-t2v takes at most 5000"),
        ("wan3.0-video", Request { prompt: words(20_001), ..prompt() }, "prompt has 20001 characters: wan3.0-video takes at most 20000"),
        ("wan3.0-video", Request::default(), "prompt is missing: wan3.0-video needs a description of the video"),
        ("wan2.6-t2v", Request { negative_prompt: words(501), ..prompt() }, "negative-prompt has 501 characters: wan2.6-t2v takes at most 500"),
        ("wan3.0-video", Request { negative_prompt: text("rain"), ..prompt() }, "negative-prompt is set: wan3.0-video does not take it"),
        ("wan2.6-t2v", Request { duration_seconds: Some(1), ..prompt() }, "duration-seconds is 1: wan2.6-t2v takes 2 to 15 seconds"),
        ("wan2.6-t2v", Request { duration_seconds: Some(16), ..prompt() }, "duration-seconds is 16: wan2.6-t2v takes 2 to 15 seconds"),
        ("wan2.6-r2v", Request { duration_seconds: Some(11), ..with(&[image()]) }, "duration-seconds is 11: wan2.6-r2v takes 2 to 10 seconds"),
        ("wan2.7-r2v", Request { duration_seconds: Some(11), ..with(std::slice::from_ref(&clip)) }, "duration-seconds is 11: wan2.7-r2v takes 2 to 10 seconds"),
        ("wan3.0-video", Request { duration_seconds: Some(30), ..with(std::slice::from_ref(&clip)) }, "duration-seconds is 30: wan3.0-video takes 2 to 29 seconds"),
        ("wan3.0-video", Request { duration_seconds: Some(31), ..prompt() }, "duration-seconds is 31: wan3.0-video takes 2 to 30 seconds"),
        ("wan2.6-t2v", Request { audio: Some(false), ..prompt() }, "audio is false: wan2.6-t2v takes no such choice, as its videos always have sound; the flash models can leave it out"),
        ("wan2.6-r2v", Request { prompt_extend: Some(true), ..with(&[image()]) }, "prompt-extend is set: wan2.6-r2v does not take it"),
        ("wan2.7-t2v", Request { shot_type: Some(ShotType::Multi), ..prompt() }, "shot-type is set: wan2.7-t2v does not take it"),
        ("wan2.6-t2v", Request { shot_type: Some(ShotType::Multi), prompt_extend: Some(false), ..prompt() },
            "shot-type is set and prompt-extend is false: wan2.6-t2v cuts shots only while it may extend the prompt"),
        ("wan2.6-t2v", Request { seed: Some(2_147_483_648), ..prompt() }, "seed is 2147483648: wan2.6-t2v takes 0 to 2147483647"),
        ("wan2.6-t2v", Request { resolution: text("480P"), ..prompt() }, "resolution is 480P: wan2.6-t2v takes 720P, 1080P"),
        ("wan2.6-t2v", Request { aspect_ratio: text("21:9"), ..prompt() }, "aspect-ratio is 21:9: wan2.6-t2v takes 16:9, 9:16, 1:1, 4:3, 3:4"),
        ("wan2.6-t2v", Request { aspect_ratio: text("adaptive"), ..prompt() }, "aspect-ratio is adaptive: wan2.6-t2v takes 16:9, 9:16, 1:1, 4:3, 3:4"),
        ("wan3.0-video", Request { aspect_ratio: text("Adaptive"), ..prompt() }, "aspect-ratio is Adaptive: wan3.0-video takes adaptive, 16:9, 9:16, 1:1, 4:3, 3:4"),
        ("wan2.6-i2v", Request { aspect_ratio: text("1:1"), ..with(&[image()]) }, "aspect-ratio is set: wan2.6-i2v does not take it"),
        ("wan2.6-t2v", Request { size: text("1280*720"), resolution: text("1080P"), ..prompt() }, "size is 1280*720 and resolution is 1080P: the size is 720P"),
        ("wan2.6-t2v", Request { size: text("1280*720"), aspect_ratio: text("1:1"), ..prompt() }, "size is 1280*720 and aspect-ratio is 1:1: the size is 16:9"),
        ("wan2.6-i2v", with(&[]), "inputs is missing: wan2.6-i2v needs img_url"),
        ("wan2.6-r2v", with(&[]), "inputs is missing: wan2.6-r2v needs reference_image or reference_video"),
        ("wan2.6-i2v", with(&[image(), image()]), "inputs is 2 img_urls: wan2.6-i2v takes at most 1 as img_url"),
        ("wan2.6-i2v", with(std::slice::from_ref(&clip)), "inputs[0].role is video: wan2.6-i2v takes image or first-frame, audio"),
        ("wan2.6-r2v", with(&[clip.clone(), clip.clone(), clip.clone(), clip.clone()]), "inputs is 4 reference_videos: wan2.6-r2v takes at most 3 as reference_video"),
        ("wan2.6-r2v", with(&[clip.clone(), clip.clone(), image(), image(), image(), image()]), "inputs is 6 references: wan2.6-r2v takes at most 5 references"),
        ("wan2.7-i2v", with(&[clip.clone(), image()]), "inputs is first_clip with first_frame: wan2.7-i2v takes together only first_frame, last_frame, driving_audio; or first_clip, last_frame"),
        ("wan2.7-i2v", with(&[input(Role::LastFrame, "https://h/z.png")]), "inputs is missing: wan2.7-i2v needs first_frame or first_clip"),
        ("wan2.7-r2v", with(&[input(Role::ReferenceAudio, "https://h/v.wav"), image()]), "inputs is missing: wan2.7-r2v needs a reference before each reference-audio"),
        ("wan2.6-t2v", with(&[input(Role::Other("hologram".to_owned()), "https://h/x")]), "inputs[0].role is hologram: wan2.6-t2v takes audio; wan2.6-i2v works from a picture"),
        ("wan2.6-r2v", with(&[input(Role::Video, "/home/me/v.mp4")]), "inputs[0].url is /home/me/v.mp4: wan2.6-r2v takes an http, https or oss URL"),
        ("wan2.6-i2v", with(&[input(Role::Image, "https:///a.png")]), "inputs[0].url is https:///a.png: wan2.6-i2v takes an http, https or oss URL, or a base64 data URL of an image"),
        ("wan3.0-video", with(&[input(Role::Other("link".to_owned()), "oss://d/page")]), "inputs[0].url is oss://d/page: wan3.0-video takes an http or https URL"),
        ("wan2.6-i2v", with(&[input(Role::Image, "file:///a.png")]), "inputs[0].url is file:///a.png: wan2.6-i2v takes an http, https or oss URL, or a base64 data URL of an image"),
        ("wan2.6-r2v", with(&[input(Role::Video, "data:video/mp4;base64,AAAA")]), "inputs[0].url is data:video/mp4;base64,AAAA: wan2.6-r2v takes an http, https or oss URL"),
        ("wan2.6-t2v", Request { extra_json: text("[1]"), ..prompt() }, "extra-json is not a JSON object: invalid type: sequence, expected a map at line 1 column 0"),
    ];
    for (model, request, message) in cases {
        let error = refused(&request, model);
        assert_eq!(error.message, message);
        assert!(!error.request_sent);
    }
}

#[test]
fn sizes_are_listed_when_one_is_wrong() {
    let request = Request {
        size: Some("100*100".to_owned()),
        ..prompt()
    };
    let message = refused(&request, "wan2.6-t2v").into_details().message;
    assert!(
        message.starts_with("size is 100*100: wan2.6-t2v takes 1280*720, "),
        "{message}"
    );
    assert!(
        !message.contains("832*480") && !message.contains("1104*832"),
        "{message}"
    );
}

#[test]
fn the_frames_and_the_references_of_wan3_exclude_each_other() {
    let with = |inputs: &[Input]| Request {
        inputs: inputs.to_vec(),
        ..prompt()
    };
    let frame = input(Role::FirstFrame, "https://h/f.png");
    let other = |word: &str| input(Role::Other(word.to_owned()), "https://h/x");
    for inputs in [vec![frame, image()], vec![other("file"), other("link")]] {
        let error = refused(&with(&inputs), "wan3.0-video");
        assert_eq!(error.kind, ErrorKind::InvalidRequest);
        assert!(error.message.contains("takes together only"), "{error}");
    }
}

#[test]
fn a_refusal_shows_no_signature_and_no_whole_file() {
    let url = format!("ftp://h/a.png?Signature=secret{}", "A".repeat(10_000));
    let request = Request {
        inputs: vec![input(Role::Image, &url)],
        ..prompt()
    };
    let message = refused(&request, "wan2.6-i2v").into_details().message;
    assert!(
        !message.contains("secret") && message.len() < 200,
        "{message}"
    );
}

#[test]
fn a_picture_in_the_request_has_a_limit() {
    let mut url = "data:image/png;base64,".to_owned();
    url.push_str(&"A".repeat(28_000_000));
    let request = Request {
        inputs: vec![input(Role::Image, &url)],
        ..prompt()
    };
    let message = refused(&request, "wan2.6-i2v").into_details().message;
    assert!(message.contains("20 MB"), "{message}");
}
