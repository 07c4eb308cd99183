//! Requests in, verdicts out: each row changes one thing in a request that is otherwise good.

use serde_json::{Value, json};

use super::VideoRequest;
use crate::video::families::UsageForm;

mod inputs;
mod parameters;

/// A good request to a model.
pub(super) fn good(model: &str) -> Value {
    let item = |kind: &str, end: &str| json!([{"type": kind, "url": format!("https://h/a.{end}")}]);
    let input = match model {
        "wan2.6-i2v" | "wan2.6-i2v-flash" => json!({"img_url": "https://h/a.png"}),
        "wan2.6-r2v" | "wan2.6-r2v-flash" => {
            json!({"prompt": "x", "reference_urls": ["https://h/a.mp4"]})
        }
        "wan2.7-i2v" | "happyhorse-1.0-i2v" => json!({"media": item("first_frame", "png")}),
        "wan2.7-r2v" | "happyhorse-1.1-r2v" => {
            json!({"prompt": "x", "media": item("reference_image", "png")})
        }
        "wan2.7-videoedit" => json!({"media": item("video", "mp4")}),
        _ => json!({"prompt": "x"}),
    };
    json!({"model": model, "input": input})
}

/// A good request with some members of `part` set; `null` removes one.
pub(super) fn changed(model: &str, part: &str, changes: &Value) -> Value {
    let mut request = good(model);
    if request[part].is_null() {
        request[part] = json!({});
    }
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            request[part].as_object_mut().unwrap().remove(name);
        } else {
            request[part][name] = value.clone();
        }
    }
    request
}

pub(super) fn parse(request: &Value) -> VideoRequest {
    match VideoRequest::parse(request.to_string().as_bytes()) {
        Ok(parsed) => parsed,
        Err(refusal) => panic!("{request}: {refusal:?}"),
    }
}

pub(super) fn refusal(request: &str) -> (u16, &'static str, String) {
    let Err(refusal) = VideoRequest::parse(request.as_bytes()) else {
        panic!("accepted: {request}")
    };
    let (status, code, message) = refusal.parts();
    (status, code, message.to_owned())
}

/// All of these are `InvalidParameter`; a row says what is in the message.
pub(super) fn check_refusals<const ROWS: usize>(part: &str, rows: [(&str, Value, &str); ROWS]) {
    for (model, changes, expected) in rows {
        let (status, code, message) = refusal(&changed(model, part, &changes).to_string());
        assert_eq!((status, code), (400, "InvalidParameter"), "{message}");
        assert_eq!(message, expected, "{model} {changes}");
    }
}

pub(super) fn check_accepted<const ROWS: usize>(part: &str, rows: [(&str, Value); ROWS]) {
    for (model, changes) in rows {
        parse(&changed(model, part, &changes));
    }
}

#[test]
fn the_least_request_of_each_family_is_accepted() {
    for (model, form) in [
        ("wan2.6-t2v", UsageForm::Size),
        ("wan2.6-i2v", UsageForm::Plain),
        ("wan2.6-i2v-flash", UsageForm::Plain),
        ("wan2.6-r2v", UsageForm::Size),
        ("wan2.6-r2v-flash", UsageForm::Size),
        ("wan2.7-t2v", UsageForm::Ratio),
        ("wan2.7-i2v", UsageForm::Ratio),
        ("wan2.7-r2v", UsageForm::Ratio),
        ("wan2.7-videoedit", UsageForm::Ratio),
        ("wan3.0-video", UsageForm::RatioAndRate),
        ("happyhorse-1.0-t2v", UsageForm::Ratio),
        ("happyhorse-1.0-i2v", UsageForm::Ratio),
        ("happyhorse-1.1-r2v", UsageForm::Ratio),
    ] {
        let request = parse(&good(model));
        assert_eq!(request.family.usage, form, "{model}");
        assert_eq!((request.seconds, request.audio), (5, true), "{model}");
        let dimensions = request.dimensions;
        assert_eq!(
            (dimensions.width, dimensions.tier),
            (1_920, 1_080),
            "{model}"
        );
    }
}

#[test]
fn envelopes() {
    let rows = [
        ("", 400, "InvalidParameter"),
        ("[]", 400, "InvalidParameter"),
        ("{\"model\": ", 400, "InvalidParameter"),
        ("{}", 400, "BadRequest.EmptyModel"),
        (
            r#"{"model": "", "input": {}}"#,
            400,
            "BadRequest.EmptyModel",
        ),
        (r#"{"model": 7}"#, 400, "InvalidParameter"),
        (r#"{"model": "wan2.6-t2v"}"#, 400, "BadRequest.EmptyInput"),
        (
            r#"{"model": "wan2.6-t2v", "input": null}"#,
            400,
            "BadRequest.EmptyInput",
        ),
        (
            r#"{"model": "wan2.6-t2v", "input": []}"#,
            400,
            "InvalidParameter",
        ),
        (
            r#"{"model": "wan9-t2v", "input": {}}"#,
            404,
            "ModelNotFound",
        ),
        (
            r#"{"model": "qwen-plus", "input": {}}"#,
            404,
            "ModelNotFound",
        ),
        (
            r#"{"model": "wan2.6-t2v", "input": {"prompt": "x"}, "parameters": []}"#,
            400,
            "InvalidParameter",
        ),
    ];
    for (body, status, code) in rows {
        let found = refusal(body);
        assert_eq!((found.0, found.1), (status, code), "{body}");
    }
}
