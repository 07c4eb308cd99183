//! Sizes, lengths and switches.

use serde_json::json;

use super::{changed, check_accepted, check_refusals, parse};

#[test]
fn sizes_and_shapes() {
    let sizes = "1920*1080, 1080*1920, 1440*1440, 1632*1248, 1248*1632, 1280*720, 720*1280, 960*960, 1088*832, 832*1088";
    let ratios = "16:9, 9:16, 1:1, 4:3, 3:4";
    check_refusals(
        "parameters",
        [
            (
                "wan2.6-t2v",
                json!({"size": "1280x720"}),
                &format!("'1280x720' is not one of [{sizes}] - 'parameters.size'"),
            ),
            (
                "wan2.6-r2v",
                json!({"size": "1:1"}),
                &format!("'1:1' is not one of [{sizes}] - 'parameters.size'"),
            ),
            (
                "wan2.6-t2v",
                json!({"size": 720}),
                "720 is not of type 'string' - 'parameters.size'",
            ),
            (
                "wan2.6-i2v",
                json!({"resolution": "480P"}),
                "'480P' is not one of [1080P, 720P] - 'parameters.resolution'",
            ),
            (
                "wan2.7-t2v",
                json!({"ratio": "21:9"}),
                &format!("'21:9' is not one of [{ratios}] - 'parameters.ratio'"),
            ),
            (
                "wan3.0-video",
                json!({"resolution": "720p"}),
                "'720p' is not one of [1080P, 720P, 480P] - 'parameters.resolution'",
            ),
            (
                "wan2.6-t2v",
                json!({"shot_type": "double"}),
                "'double' is not one of [single, multi] - 'parameters.shot_type'",
            ),
        ],
    );
    let made = parse(&changed(
        "wan2.7-r2v",
        "parameters",
        &json!({"resolution": "720P", "ratio": "3:4"}),
    ));
    assert_eq!(
        (made.dimensions.width, made.dimensions.height, made.ratio),
        (832, 1_104, "3:4")
    );
    let made = parse(&changed(
        "wan2.6-t2v",
        "parameters",
        &json!({"size": "832*1088"}),
    ));
    assert_eq!(
        (made.dimensions.width, made.dimensions.height),
        (832, 1_088)
    );
    let made = parse(&changed(
        "wan3.0-video",
        "parameters",
        &json!({"resolution": "480P", "ratio": "adaptive"}),
    ));
    assert_eq!((made.dimensions.width, made.ratio), (832, "16:9"));
}

#[test]
fn lengths() {
    let range = |range: &str, value: &str| {
        format!("Range of 'parameters.duration' should be {range}, but it is {value}")
    };
    check_refusals(
        "parameters",
        [
            (
                "wan2.6-t2v",
                json!({"duration": 1}),
                range("[2, 15]", "1").as_str(),
            ),
            (
                "wan2.6-t2v",
                json!({"duration": 16}),
                &range("[2, 15]", "16"),
            ),
            (
                "wan2.6-t2v",
                json!({"duration": -1}),
                &range("[2, 15]", "-1"),
            ),
            (
                "wan2.6-r2v",
                json!({"duration": 11}),
                &range("[2, 10]", "11"),
            ),
            (
                "wan2.7-videoedit",
                json!({"duration": 1}),
                &range("[2, 10] or 0", "1"),
            ),
            (
                "wan3.0-video",
                json!({"duration": 31}),
                &range("[2, 30] or -1", "31"),
            ),
            (
                "wan3.0-video",
                json!({"duration": 0}),
                &range("[2, 30] or -1", "0"),
            ),
            (
                "happyhorse-1.0-t2v",
                json!({"duration": 2}),
                &range("[3, 15]", "2"),
            ),
            (
                "wan2.6-t2v",
                json!({"duration": "5"}),
                "5 is not of type 'integer' - 'parameters.duration'",
            ),
            (
                "wan2.6-t2v",
                json!({"duration": 5.5}),
                "5.5 is not of type 'integer' - 'parameters.duration'",
            ),
        ],
    );
    for (model, asked, seconds) in [
        ("wan2.6-t2v", 2, 2),
        ("wan2.7-r2v", 15, 15),
        ("wan2.7-videoedit", 0, 5),
        ("wan3.0-video", -1, 5),
        ("wan3.0-video-prime", 30, 30),
    ] {
        let made = parse(&changed(model, "parameters", &json!({"duration": asked})));
        assert_eq!(made.seconds, seconds, "{model} {asked}");
    }
}

#[test]
fn a_video_among_the_references_shortens_the_film() {
    let mut request = changed("wan2.7-r2v", "parameters", &json!({"duration": 11}));
    parse(&request);
    request["input"]["media"] = json!([{"type": "reference_video", "url": "https://h/a"}]);
    let (.., message) = super::refusal(&request.to_string());
    assert!(message.contains("[2, 10]"), "{message}");
}

#[test]
fn switches_and_seeds() {
    let seeds = "Range of 'parameters.seed' should be [0, 2147483647], but it is ";
    check_refusals(
        "parameters",
        [
            (
                "wan2.6-t2v",
                json!({"seed": -1}),
                format!("{seeds}-1").as_str(),
            ),
            (
                "wan2.6-t2v",
                json!({"seed": 2_147_483_648_u32}),
                &format!("{seeds}2147483648"),
            ),
            (
                "wan2.6-t2v",
                json!({"seed": "1"}),
                "1 is not of type 'integer' - 'parameters.seed'",
            ),
            (
                "wan2.6-t2v",
                json!({"watermark": 1}),
                "1 is not of type 'boolean' - 'parameters.watermark'",
            ),
            (
                "wan2.6-i2v-flash",
                json!({"audio": "no"}),
                "no is not of type 'boolean' - 'parameters.audio'",
            ),
        ],
    );
    check_accepted(
        "parameters",
        [
            (
                "wan2.6-t2v",
                json!({"seed": 2_147_483_647, "watermark": false, "prompt_extend": true}),
            ),
            ("wan2.6-t2v", json!({"unknown": [], "resolution": null})),
            ("wan2.7-videoedit", json!({"audio_setting": "origin"})),
        ],
    );
    assert!(
        !parse(&changed(
            "wan2.6-r2v-flash",
            "parameters",
            &json!({"audio": false})
        ))
        .audio
    );
}

#[test]
fn parameters_of_other_families_are_refused() {
    for (model, name) in [
        ("wan2.6-t2v", "resolution"),
        ("wan2.6-t2v", "ratio"),
        ("wan2.6-t2v", "audio"),
        ("wan2.6-i2v", "size"),
        ("wan2.6-i2v", "audio"),
        ("wan2.6-r2v", "prompt_extend"),
        ("wan2.7-t2v", "size"),
        ("wan2.7-t2v", "shot_type"),
        ("wan2.7-t2v", "audio"),
        ("wan2.7-i2v", "ratio"),
        ("wan2.7-r2v", "audio_setting"),
        ("wan3.0-video", "size"),
        ("happyhorse-1.1-r2v", "prompt_extend"),
    ] {
        let mut changes = json!({});
        changes[name] = json!(true);
        let expected = format!("'parameters.{name}' is not supported by this model");
        check_refusals("parameters", [(model, changes, expected.as_str())]);
    }
}
