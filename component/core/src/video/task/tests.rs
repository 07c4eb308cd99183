//! What the answers about tasks come to.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::cost::Cost;
use crate::error::ErrorKind;

const GLOBAL: Known<'_> = Known {
    model: Some("wan2.6-t2v"),
    region: Some(&Region::Global),
    now: None,
};

fn look(output: &Value) -> Result<Task, String> {
    let answer = json!({ "request_id": "r1", "output": output });
    polled(&answer, "t1", GLOBAL)
}

#[test]
fn each_status_is_one_of_the_contracts() {
    for (word, status) in [
        ("PENDING", Ok(Status::Pending)),
        (" running ", Ok(Status::Running)),
        ("SUSPENDED", Ok(Status::Running)),
        ("CANCELED", Ok(Status::Cancelled)),
        ("CANCELLED", Ok(Status::Cancelled)),
        ("UNKNOWN", Ok(Status::Expired)),
        ("PAUSED", Err("its status is `PAUSED`".to_owned())),
        ("", Err("it names no status".to_owned())),
    ] {
        let task = look(&json!({ "task_id": "t1", "task_status": word }));
        assert_eq!(task.map(|task| task.status), status, "{word}");
    }
    assert!(polled(&json!([]), "t1", GLOBAL).is_err());
}

#[test]
fn a_finished_video_is_told_whole() {
    let answer = json!({
        "request_id": "c1",
        "output": {
            "task_id": "t1", "task_status": "SUCCEEDED",
            "submit_time": "2026-11-20 10:01:35.452", "end_time": "2026-11-20 10:03:33.838",
            "orig_prompt": "slow push-in",
            "video_url": "https://h/x.mp4?Expires=1795226613&Signature=s",
        },
        "usage": { "duration": 5, "output_video_duration": 5.0, "SR": 720, "size": "1280*720", "audio": true },
    });
    let task = polled(&answer, "t1", GLOBAL).unwrap();
    let Status::Succeeded(output) = &task.status else {
        panic!("{task:?}")
    };
    assert_eq!(
        *output,
        Output {
            urls: vec!["https://h/x.mp4?Expires=1795226613&Signature=s".to_owned()],
            expires_at: Some(1_795_226_613),
            duration_seconds: Some(5.0),
            billed_seconds: Some(5.0),
            size: Some("1280*720".to_owned()),
            resolution: Some("720P".to_owned()),
            aspect_ratio: None,
            cost: Some(Cost {
                currency: "USD".to_owned(),
                micros: 500_000,
                prices_as_of: crate::video::families::AS_OF.to_owned(),
            }),
        }
    );
    assert_eq!(task.prompt.as_deref(), Some("slow push-in"));
    assert_eq!(task.submitted_at, Some(1_795_140_095));
    assert_eq!(task.ended_at, Some(1_795_140_213));
    assert_eq!(task.next_poll_ms, None);
    assert_eq!(task.request_id.as_deref(), Some("c1"));
}

#[test]
fn videos_stand_in_two_places_and_count_once() {
    for (output, urls) in [
        (json!({ "video_url": "u" }), &["u"][..]),
        (
            json!({ "results": [{ "video_url": "a" }, { "video_url": " " }, { "video_url": "b" }], "video_url": "a" }),
            &["a", "b"],
        ),
        (
            json!({ "results": [{ "url": "a" }], "video_url": " u " }),
            &["u"],
        ),
    ] {
        assert_eq!(super::urls(&output), urls, "{output}");
    }
    let none = look(&json!({ "task_status": "SUCCEEDED", "video_url": "" }));
    assert_eq!(
        none.unwrap_err(),
        "the task has succeeded and there is no video"
    );
}

#[test]
fn usage_may_be_worded_otherwise() {
    let output = |usage: Value, region| {
        let output = json!({ "task_status": "SUCCEEDED", "video_url": "u", "end_time": "1970-01-02 08:00:00" });
        let answer = json!({ "output": output, "usage": usage });
        let known = Known { region, ..GLOBAL };
        match polled(&answer, "t1", known).unwrap().status {
            Status::Succeeded(output) => output,
            other => panic!("{other:?}"),
        }
    };
    let china = Some(&Region::China);
    let old = output(
        json!({ "video_duration": "5", "video_ratio": "16:9", "SR": "1080" }),
        china,
    );
    assert_eq!(old.duration_seconds, Some(5.0));
    assert_eq!(old.resolution.as_deref(), Some("1080P"));
    assert_eq!(old.aspect_ratio.as_deref(), Some("16:9"));
    assert_eq!(old.cost, None, "what is billed is not told");
    assert_eq!(old.expires_at, Some(2 * 86_400));
    let references = json!({ "duration": 8.5, "input_video_duration": 3.5, "output_video_duration": 5, "SR": "720P" });
    let references = output(references, china);
    assert_eq!(references.duration_seconds, Some(5.0));
    assert_eq!(references.billed_seconds, Some(8.5));
    assert_eq!(references.cost.map(|cost| cost.micros), Some(5_100_000));
    let nothing = output(json!({ "duration": -1, "SR": {} }), None);
    assert_eq!(nothing.billed_seconds, None);
    assert_eq!(nothing.cost, None);
}

#[test]
fn a_failed_task_says_why() {
    for (output, kind, code, message) in [
        (
            json!({ "task_status": "FAILED", "code": "DataInspectionFailed", "message": "no" }),
            ErrorKind::ContentFiltered,
            Some("DataInspectionFailed"),
            "the task t1 failed: no",
        ),
        (
            json!({ "task_status": "FAILED", "code": "InternalError.Timeout", "message": "" }),
            ErrorKind::Timeout,
            Some("InternalError.Timeout"),
            "the task t1 failed: InternalError.Timeout",
        ),
        (
            json!({ "task_status": "FAILED" }),
            ErrorKind::BadResponse,
            None,
            "the task t1 failed, and the provider gives no reason",
        ),
    ] {
        let Status::Failed(error) = look(&output).unwrap().status else {
            panic!("{message}")
        };
        assert_eq!(error.kind, kind, "{message}");
        assert_eq!(error.code.as_deref(), code);
        assert_eq!(error.message, message);
        assert_eq!(error.request_id.as_deref(), Some("r1"));
        assert!(error.request_sent);
    }
}

#[test]
fn young_tasks_are_looked_at_more_often() {
    for (age, wait_ms) in [
        (0, 3_000),
        (19, 3_000),
        (20, 5_000),
        (59, 5_000),
        (60, 15_000),
        (9_999, 15_000),
    ] {
        assert_eq!(
            next_look_ms(Some(1_000), Some(1_000 + age)),
            wait_ms,
            "{age}"
        );
    }
    assert_eq!(next_look_ms(None, Some(1)), 15_000);
    assert_eq!(next_look_ms(Some(1), None), 15_000);
    assert_eq!(
        next_look_ms(Some(2), Some(1)),
        3_000,
        "a clock that is late"
    );
    let task = polled(
        &json!({ "output": { "task_status": "RUNNING", "submit_time": "1970-01-01 08:00:10" } }),
        "t1",
        Known {
            now: Some(40),
            ..GLOBAL
        },
    );
    assert_eq!(task.unwrap().next_poll_ms, Some(5_000));
}

#[test]
fn a_list_keeps_words_that_are_new() {
    let answer = json!({ "data": [
        { "task_id": "b", "status": "RUNNING", "model_name": "wan2.6-t2v", "gmt_create": 1_795_140_095_452_u64, "request_id": "r" },
        { "task_id": "a", "status": "MELTED", "start_time": "2026-11-20 10:01:35", "end_time": 1_795_140_095 },
    ]});
    let tasks = listed(&answer).unwrap();
    let told: Vec<_> = tasks
        .iter()
        .map(|task| (task.id.as_str(), &task.state, task.submitted_at))
        .collect();
    assert_eq!(
        told,
        [
            ("b", &TaskState::Running, Some(1_795_140_095)),
            (
                "a",
                &TaskState::Other("MELTED".to_owned()),
                Some(1_795_140_095)
            ),
        ]
    );
    assert_eq!(tasks[0].ended_at, None);
    assert_eq!(tasks[1].ended_at, Some(1_795_140_095));
    assert_eq!(listed(&json!({ "data": [] })), Ok(vec![]));
    assert!(listed(&json!({})).is_err());
    assert!(listed(&json!({ "data": [{ "status": "RUNNING" }] })).is_err());
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        prop::sample::select(vec![
            "SUCCEEDED",
            "FAILED",
            "RUNNING",
            "https://h/v?Expires=9"
        ])
        .prop_map(Value::from),
    ];
    let names = prop::sample::select(vec![
        "output",
        "usage",
        "data",
        "task_status",
        "video_url",
        "results",
        "submit_time",
        "SR",
        "duration",
        "code",
        "message",
        "task_id",
        "status",
    ]);
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..6).prop_map(|fields| {
                fields
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_answer_is_a_task_or_refused(answer in any_json()) {
        let task = polled(&answer, "t1", GLOBAL);
        if let Ok(Task { status: Status::Succeeded(output), .. }) = task {
            prop_assert!(!output.urls.is_empty());
        }
        let _ = listed(&answer);
        let _ = submitted(&answer);
    }
}
