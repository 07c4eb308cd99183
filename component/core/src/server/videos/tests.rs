//! Videos from a client's bytes to a provider's and back.

use serde_json::json;

use crate::http::Method;
use crate::server::tests::{Pieces, asking, get, post, told, unasked};
use crate::transport::Cause;
use crate::transport::script::{Played, Script, failure};

const VIDEOS: &str = "/v1/videos";
const DATE: &str = "Thu, 26 Nov 2026 01:00:00 GMT";

#[test]
fn a_video_is_submitted_once_and_its_id_names_task_and_model() {
    let pending = r#"{"output":{"task_status":"PENDING","task_id":"t1"},"request_id":"r1"}"#;
    let script = Script::of([Ok(Played::of(200, pending).with_header("date", DATE))]);
    let told = post(
        &script,
        VIDEOS,
        r#"{"prompt":"a boat","seconds":"10","size":"1280x720","seed":3,"remix":1}"#,
    );
    assert_eq!(told.status, 200);
    assert_eq!(told.header("x-request-id"), Some("r1"));
    let warned = told.header("x-qwenbox-warnings").unwrap();
    assert!(warned.starts_with("unknown-field: remix "), "{warned}");
    assert_eq!(
        told.json(),
        json!({
            "id": "video_t1~wan2.6-t2v", "object": "video", "status": "queued", "progress": 0,
            "model": "wan2.6-t2v", "created_at": 1_795_654_800, "completed_at": null, "prompt": "a boat",
            "seconds": "10", "size": "1280x720", "error": null, "next_poll_ms": 3000, "request_id": "r1",
            "expires_at": null, "url": null,
        })
    );
    let sent = script.sent.borrow();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&sent[0].body).unwrap(),
        json!({ "model": "wan2.6-t2v", "input": { "prompt": "a boat" },
            "parameters": { "duration": 10, "seed": 3, "size": "1280*720" } })
    );
}

#[test]
fn pictures_and_other_inputs_have_roles() {
    let pending = r#"{"output":{"task_status":"PENDING","task_id":"t1"}}"#;
    for (fields, model, input) in [
        (
            r#""input_reference":"https://h/a.png""#,
            "wan2.6-i2v",
            json!({ "img_url": "https://h/a.png" }),
        ),
        (
            r#""input_reference":{"image_url":"https://h/a.png"}"#,
            "wan2.6-i2v",
            json!({ "img_url": "https://h/a.png" }),
        ),
        (
            r#""input_reference":"https://h/z.png","input_reference":"https://h/a.png""#,
            "wan2.6-i2v",
            json!({ "img_url": "https://h/a.png" }),
        ),
        (
            r#""model":"qwen/wan2.7-i2v","inputs":[{"role":"first_frame","url":"https://h/a.png"},{"role":"last-frame","url":"https://h/z.png"}]"#,
            "wan2.7-i2v",
            json!({ "media": [{ "type": "first_frame", "url": "https://h/a.png" }, { "type": "last_frame", "url": "https://h/z.png" }] }),
        ),
    ] {
        let script = Script::answering(200, pending);
        let told = post(&script, VIDEOS, &format!("{{{fields}}}"));
        assert_eq!(told.status, 200, "{told:?}");
        let body: serde_json::Value =
            serde_json::from_slice(&script.sent.borrow()[0].body).unwrap();
        assert_eq!((&body["model"], &body["input"]), (&model.into(), &input));
    }
}

#[test]
fn what_the_table_refuses_is_told_with_what_is_allowed() {
    for (body, status, message) in [
        (
            r#"{"prompt":"a","seconds":60}"#,
            400,
            "duration-seconds is 60: wan2.6-t2v takes 2 to 15 seconds",
        ),
        (
            r#"{"prompt":"a","seconds":"long"}"#,
            400,
            "seconds is \"long\": allowed is a whole number of seconds",
        ),
        (
            r#"{"prompt":"a","shot_type":"wide"}"#,
            400,
            "shot_type is \"wide\": allowed is single and multi",
        ),
        (
            r#"{"prompt":5}"#,
            400,
            "prompt is a number: it must be a text",
        ),
        (
            r#"{"prompt":"a","model":"sora-2"}"#,
            404,
            "no video model is called `sora-2`",
        ),
        (
            "{}",
            400,
            "prompt is missing: wan2.6-t2v needs a description of the video",
        ),
    ] {
        let script = unasked();
        let told = post(&script, VIDEOS, body);
        assert_eq!(
            (told.status, told.error().0.as_str()),
            (status, message),
            "{body}"
        );
        assert!(script.sent.borrow().is_empty());
    }
}

#[test]
fn a_submit_whose_outcome_is_not_known_is_not_repeated_by_anybody() {
    let script = Script::of([Err(failure(Cause::Cut, true))]);
    let told = post(&script, VIDEOS, r#"{"prompt":"a boat"}"#);
    assert_eq!(
        (told.status, told.header("x-should-retry")),
        (502, Some("false"))
    );
    assert_eq!(told.json()["error"]["request_sent"], true);
    assert_eq!(script.sent.borrow().len(), 1);
}

fn looked_at(answer: &'static str) -> serde_json::Value {
    let script = Script::of([Ok(Played::of(200, answer))]);
    let told = get(&script, "/v1/videos/video_t1~wan2.6-t2v");
    assert_eq!(told.status, 200, "{told:?}");
    let sent = script.sent.borrow();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].url.ends_with("/api/v1/tasks/t1"), "{}", sent[0].url);
    told.json()
}

#[test]
fn each_status_has_openais_word() {
    #[rustfmt::skip]
    let cases = [
        (r#"{"output":{"task_status":"PENDING"}}"#, "queued", 0, json!(null)),
        (r#"{"output":{"task_status":"RUNNING"}}"#, "in_progress", 0, json!(null)),
        (r#"{"output":{"task_status":"CANCELED"}}"#, "failed", 0, json!({ "code": "cancelled", "message": "the video was cancelled before it was begun" })),
        (r#"{"output":{"task_status":"UNKNOWN"}}"#, "failed", 0, json!({ "code": "expired", "message": "the video and its task are no longer kept" })),
    ];
    for (answer, status, progress, error) in cases {
        let video = looked_at(answer);
        assert_eq!(
            (
                &video["status"],
                &video["progress"],
                &video["error"],
                &video["id"]
            ),
            (
                &status.into(),
                &progress.into(),
                &error,
                &"video_t1~wan2.6-t2v".into()
            )
        );
    }
    let failed = looked_at(
        r#"{"output":{"task_status":"FAILED","code":"DataInspectionFailed","message":"no"},"request_id":"r1"}"#,
    );
    assert_eq!(
        (&failed["status"], &failed["error"]["kind"]),
        (&"failed".into(), &"content-filtered".into())
    );
}

#[test]
fn a_finished_video_tells_where_it_is_and_what_it_cost() {
    const DONE: &str = r#"{"output":{"task_status":"SUCCEEDED","video_url":"https://h/v.mp4?Expires=1795741200",
        "submit_time":"2026-11-26 09:00:00","end_time":"2026-11-26 09:02:00","orig_prompt":"a boat"},
        "usage":{"duration":5,"SR":720,"size":"1280*720"},"request_id":"r1"}"#;
    let video = looked_at(DONE);
    assert_eq!(
        video,
        json!({
            "id": "video_t1~wan2.6-t2v", "object": "video", "status": "completed", "progress": 100,
            "model": "wan2.6-t2v", "created_at": 1_795_654_800, "completed_at": 1_795_654_920, "prompt": "a boat",
            "seconds": "5", "size": "1280x720", "error": null, "next_poll_ms": null, "request_id": "r1",
            "expires_at": 1_795_741_200, "url": "https://h/v.mp4?Expires=1795741200", "resolution": "720P",
            "billed_seconds": 5, "cost": { "currency": "USD", "micros": 500_000, "prices_as_of": crate::video::families::AS_OF },
        })
    );
    let content = get(&Script::answering(200, DONE), "/v1/videos/t1/content");
    assert_eq!(
        (content.status, content.header("location")),
        (302, Some("https://h/v.mp4?Expires=1795741200"))
    );
    let running = Script::answering(200, r#"{"output":{"task_status":"RUNNING"}}"#);
    assert_eq!(get(&running, "/v1/videos/t1/content").status, 404);
}

#[test]
fn a_video_that_has_not_begun_can_be_cancelled() {
    let script = Script::answering(200, r#"{"request_id":"r1"}"#);
    let delete = asking("DELETE", "/v1/videos/video_t1~wan2.6-t2v");
    let gone = told(&script, &delete, Pieces(vec![]));
    assert_eq!(gone.status, 200);
    assert_eq!(
        gone.json(),
        json!({ "id": "video_t1~wan2.6-t2v", "object": "video.deleted", "deleted": true })
    );
    let sent = script.sent.borrow();
    assert_eq!(sent[0].method, Method::Post);
    assert!(sent[0].url.ends_with("/api/v1/tasks/t1/cancel"));
}

const FIRST: &str = r#"{"data":[{"task_id":"t9","status":"PENDING","model_name":"wan2.6-t2v","gmt_create":1795654800000},
    {"task_id":"t8","status":"FAILED"},{"task_id":"t7","status":"ODD"}]}"#;

#[test]
fn a_list_has_a_page_and_says_whether_there_is_more() {
    let script = Script::answering(200, FIRST);
    let list = get(&script, "/v1/videos?limit=2").json();
    assert!(
        script.sent.borrow()[0]
            .url
            .ends_with("/api/v1/tasks/?page_no=1&page_size=3")
    );
    assert_eq!(
        (&list["has_more"], &list["first_id"], &list["last_id"]),
        (
            &true.into(),
            &"video_t9~wan2.6-t2v".into(),
            &"video_t8".into()
        )
    );
    assert_eq!(
        list["data"],
        json!([
            { "id": "video_t9~wan2.6-t2v", "object": "video", "status": "queued", "progress": 0, "model": "wan2.6-t2v",
              "created_at": 1_795_654_800, "completed_at": null, "error": null },
            { "id": "video_t8", "object": "video", "status": "failed", "progress": 0, "model": null, "created_at": 0,
              "completed_at": null, "error": { "code": "failed", "message": "the video failed: look at it alone to learn why" } },
        ])
    );
    let script = Script::answering(200, FIRST);
    let rest = get(&script, "/v1/videos?after=video_t8").json();
    assert!(script.sent.borrow()[0].url.ends_with("page_size=100"));
    assert_eq!(rest["has_more"], false);
    assert_eq!(rest["data"][0]["status"], "unknown");
    assert_eq!(rest["data"][0]["provider_status"], "ODD");
}

#[test]
fn a_list_is_asked_for_in_words_that_are_known() {
    for (query, param) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("order=asc", "order"),
        ("after=video_t0", "after"),
    ] {
        let told = get(
            &Script::answering(200, FIRST),
            &format!("/v1/videos?{query}"),
        );
        assert_eq!(
            (told.status, told.error().1.as_deref()),
            (400, Some(param)),
            "{query}"
        );
    }
}
