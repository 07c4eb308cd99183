//! Videos over the socket: submits, polls, lists and limits.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Answer, Client};
use super::{KEY, start};
use crate::{Fault, Options, Simulator, TaskState, VideoFault, VideoOptions};

mod downloads;
mod failures;

pub(super) const SUBMIT: &str = "/api/v1/services/aigc/video-generation/video-synthesis";
const TASKS: &str = "/api/v1/tasks";

/// Names and values.
type Headers<'a> = &'a [(&'a str, &'a str)];

pub(super) fn with(faults: &[VideoFault]) -> Options {
    let video = VideoOptions {
        faults: faults.to_vec(),
        ..VideoOptions::unpaced()
    };
    Options {
        video,
        ..Options::unpaced()
    }
}

pub(super) fn boat() -> Value {
    json!({"model": "wan2.6-t2v", "input": {"prompt": "a paper boat"}, "parameters": {"size": "1280*720"}})
}

pub(super) async fn try_submit(client: &Client, key: &str, body: &Value) -> Option<Answer> {
    let headers = [("authorization", key), ("x-dashscope-async", "enable")];
    client
        .request("POST", SUBMIT, &headers, body.to_string().as_bytes())
        .await
}

/// Submits and gives the task's id.
pub(super) async fn submit(client: &Client, body: &Value) -> String {
    let answer = try_submit(client, KEY.unwrap(), body).await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    let answer = answer.json();
    assert_eq!(answer["output"]["task_status"], "PENDING");
    answer["output"]["task_id"].as_str().unwrap().to_owned()
}

pub(super) async fn poll(client: &Client, id: &str) -> Value {
    let answer = client.get(&format!("{TASKS}/{id}"), KEY).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

fn states(simulator: &Simulator) -> Vec<TaskState> {
    simulator.tasks().iter().map(|task| task.state).collect()
}

#[tokio::test]
async fn a_film_from_submit_to_success() {
    let options = Options {
        video: VideoOptions {
            pending: Duration::from_mins(1),
            running: Duration::from_mins(2),
            ..VideoOptions::default()
        },
        ..Options::unpaced()
    };
    let simulator = start(options).await;
    let client = Client::new(&simulator);
    let id = submit(&client, &boat()).await;
    let waiting = poll(&client, &id).await;
    assert_eq!(waiting["output"]["task_status"], "PENDING");
    assert!(waiting["output"].get("scheduled_time").is_none());
    simulator.advance(Duration::from_mins(1));
    let running = poll(&client, &id).await;
    assert_eq!(running["output"]["task_status"], "RUNNING");
    assert!(running["output"].get("end_time").is_none());
    simulator.advance(Duration::from_mins(2));
    let done = poll(&client, &id).await;
    let output = &done["output"];
    assert_eq!(output["task_status"], "SUCCEEDED");
    assert_eq!(output["orig_prompt"], "a paper boat");
    for time in ["submit_time", "scheduled_time", "end_time"] {
        assert_eq!(
            output[time].as_str().unwrap().len(),
            "2026-11-20 10:01:35.452".len()
        );
    }
    let url = output["video_url"].as_str().unwrap();
    let start = format!("{}/results/{id}.mp4?Expires=", simulator.api_origin());
    assert!(url.starts_with(&start), "{url}");
    assert_eq!(
        done["usage"],
        json!({
            "duration": 5, "input_video_duration": 0, "output_video_duration": 5, "video_count": 1,
            "SR": 720, "size": "1280*720", "audio": true,
        })
    );
    let [task] = simulator.tasks().try_into().unwrap();
    assert_eq!((task.id, task.model.as_str()), (id.clone(), "wan2.6-t2v"));
    assert_eq!(task.prompt.as_deref(), Some("a paper boat"));
    assert_eq!(task.state, TaskState::Succeeded);
    assert_eq!(simulator.requests().len(), 4);
    simulator.advance(Duration::from_hours(24));
    let expired = poll(&client, &id).await;
    assert_eq!(
        expired["output"],
        json!({"task_id": id, "task_status": "UNKNOWN"})
    );
}

#[tokio::test]
async fn usage_depends_on_the_family() {
    let simulator = start(Options::unpaced()).await;
    let client = Client::new(&simulator);
    let media = |kind: &str| json!([{"type": kind, "url": "https://h/a.mp4"}]);
    let cases = [
        (
            json!({"model": "wan2.6-i2v-flash", "input": {"img_url": "https://h/a.png"}, "parameters": {"audio": false}}),
            json!({
                "duration": 5, "input_video_duration": 0, "output_video_duration": 5, "video_count": 1,
                "SR": 1080, "audio": false,
            }),
        ),
        (
            json!({"model": "wan2.7-r2v", "input": {"prompt": "x", "media": media("reference_video")}, "parameters": {"ratio": "1:1", "resolution": "720P", "duration": 7}}),
            json!({
                "duration": 12.0, "input_video_duration": 5.0, "output_video_duration": 7.0, "video_count": 1,
                "SR": 720, "ratio": "1:1",
            }),
        ),
        (
            json!({"model": "wan3.0-video", "input": {"prompt": "x"}, "parameters": {"duration": -1}}),
            json!({
                "duration": 5, "input_video_duration": 0, "output_video_duration": 5, "video_count": 1,
                "SR": 1080, "ratio": "16:9", "fps": 30,
            }),
        ),
    ];
    for (request, usage) in cases {
        let id = submit(&client, &request).await;
        assert_eq!(poll(&client, &id).await["usage"], usage, "{request}");
    }
}

#[tokio::test]
async fn submits_are_refused_in_order_of_the_checks() {
    let simulator = start(Options::unpaced()).await;
    let client = Client::new(&simulator);
    let (key, coding) = (
        ("authorization", "Bearer sk-a"),
        ("authorization", "Bearer sk-sp-a"),
    );
    let asynchronous = ("x-dashscope-async", "enable");
    let body = boat().to_string();
    let cases: [(&str, Headers<'_>, &str, u16, &str); 7] = [
        ("GET", &[], "", 400, "InvalidParameter"),
        ("POST", &[asynchronous], &body, 401, "InvalidApiKey"),
        ("POST", &[asynchronous, coding], &body, 401, "InvalidApiKey"),
        ("POST", &[key], &body, 403, "AccessDenied"),
        (
            "POST",
            &[key, ("x-dashscope-async", "true")],
            &body,
            403,
            "AccessDenied",
        ),
        (
            "POST",
            &[key, asynchronous],
            "{}",
            400,
            "BadRequest.EmptyModel",
        ),
        (
            "POST",
            &[key, asynchronous],
            &body.replace("wan2.6", "wan9"),
            404,
            "ModelNotFound",
        ),
    ];
    for (method, headers, body, status, code) in cases {
        // Refused submits count as well.
        simulator.advance(Duration::from_secs(1));
        let answer = client
            .request(method, SUBMIT, headers, body.as_bytes())
            .await
            .unwrap();
        let refusal = answer.json();
        assert_eq!(
            (answer.status, &refusal["code"]),
            (status, &json!(code)),
            "{refusal}"
        );
        assert_eq!(
            refusal["request_id"],
            answer.header("x-request-id").unwrap()
        );
        assert_eq!(refusal.as_object().unwrap().len(), 3, "{refusal}");
        if status == 403 {
            assert_eq!(
                refusal["message"],
                "current user api does not support synchronous calls."
            );
        }
    }
    assert!(simulator.tasks().is_empty());
}

#[tokio::test]
async fn tasks_of_others_are_unknown() {
    let simulator = start(Options::unpaced()).await;
    let client = Client::new(&simulator);
    let id = submit(&client, &boat()).await;
    let other = Some("Bearer sk-other");
    let path = format!("{TASKS}/{id}");
    let answer = client.get(&path, other).await.json();
    assert_eq!(
        answer["output"],
        json!({"task_id": id, "task_status": "UNKNOWN"})
    );
    assert_eq!(client.get(TASKS, other).await.json()["total"], 0);
    let refused = client.get(&path, None).await;
    assert_eq!(
        (refused.status, refused.json()["code"].clone()),
        (401, json!("InvalidApiKey"))
    );
}

#[tokio::test]
async fn only_waiting_tasks_are_canceled() {
    let mut options = Options::unpaced();
    options.video.running_tasks = Some(1);
    options.video.running = Duration::from_mins(1);
    let simulator = start(options).await;
    let client = Client::new(&simulator);
    let (first, second) = (
        submit(&client, &boat()).await,
        submit(&client, &boat()).await,
    );
    let cancel = |id: String| {
        let client = &client;
        async move { client.post(&format!("{TASKS}/{id}/cancel"), KEY, "").await }
    };
    let done = cancel(second.clone()).await;
    assert_eq!(done.status, 200);
    assert_eq!(
        done.json().as_object().unwrap().keys().collect::<Vec<_>>(),
        ["request_id"]
    );
    assert_eq!(
        poll(&client, &second).await["output"]["task_status"],
        "CANCELED"
    );
    for id in [first, second, "unknown".to_owned()] {
        let refused = cancel(id).await;
        assert_eq!(refused.status, 400);
        assert_eq!(refused.json()["code"], "UnsupportedOperation");
    }
    assert_eq!(
        states(&simulator),
        [TaskState::Running, TaskState::Canceled]
    );
}

#[tokio::test]
async fn lists_are_pages_of_what_was_asked_for() {
    let mut options = Options::unpaced();
    options.video.submits_per_second = None;
    let simulator = start(options).await;
    let client = Client::new(&simulator);
    let mut ids = Vec::new();
    for _ in 0..12 {
        ids.push(submit(&client, &boat()).await);
        simulator.advance(Duration::from_secs(1));
    }
    let flash = json!({"model": "wan3.0-video", "input": {"prompt": "x"}});
    let newest = submit(&client, &flash).await;
    let list = |query: &str| {
        let path = format!("{TASKS}/?{query}");
        let client = &client;
        async move { client.get(&path, KEY).await.json() }
    };
    let page = list("").await;
    let numbers =
        ["total", "total_page", "page_no", "page_size"].map(|name| page[name].as_u64().unwrap());
    assert_eq!(numbers, [13, 2, 1, 10]);
    let first = &page["data"][0];
    assert_eq!(
        (&first["task_id"], &first["status"]),
        (&json!(newest), &json!("SUCCEEDED"))
    );
    assert_eq!(first["model_name"], "wan3.0-video");
    assert!(first["gmt_create"].as_u64().unwrap() > 1_700_000_000_000);
    assert!(first["start_time"].is_u64() && first["end_time"].is_u64());
    let rest = list("page_no=2").await;
    assert_eq!(rest["data"].as_array().unwrap().len(), 3);
    assert_eq!(rest["data"][2]["task_id"], json!(ids[0]));
    for (query, total) in [
        ("model_name=wan2.6-t2v", 12),
        ("model_name=x", 0),
        ("status=SUCCEEDED&page_no=7", 13),
        ("status=RUNNING", 0),
        (&format!("task_id={}", ids[3]), 1),
        ("start_time=20200101000000&end_time=20200101235959", 0),
    ] {
        assert_eq!(list(query).await["total"], total, "{query}");
    }
    let refused = list("page_size=1000").await;
    assert_eq!(refused["code"], "InvalidParameter");
}

#[tokio::test]
async fn too_many_in_a_second_are_refused() {
    let simulator = start(Options::unpaced()).await;
    let client = Client::new(&simulator);
    let mut accepted = 0;
    // A machine under load may take long enough for some more than five.
    let refused = loop {
        let answer = try_submit(&client, "Bearer sk-a", &boat()).await.unwrap();
        if answer.status != 200 {
            break answer;
        }
        accepted += 1;
    };
    assert_eq!(refused.status, 429);
    assert_eq!(refused.json()["code"], "Throttling.RateQuota");
    assert!(accepted >= 5, "{accepted}");
    assert_eq!(simulator.tasks().len(), accepted);
    let other = try_submit(&client, "Bearer sk-b", &boat()).await.unwrap();
    assert_eq!(other.status, 200);
    simulator.advance(Duration::from_secs(1));
    let later = try_submit(&client, "Bearer sk-a", &boat()).await.unwrap();
    assert_eq!(later.status, 200);
}

#[tokio::test]
async fn polls_and_lists_have_limits_of_their_own() {
    let mut options = Options::unpaced();
    options.video.polls_per_second = Some(0);
    let simulator = start(options).await;
    let client = Client::new(&simulator);
    let id = submit(&client, &boat()).await;
    let path = format!("{TASKS}/{id}");
    assert_eq!(client.get(&path, KEY).await.status, 429);
    assert_eq!(client.get(TASKS, KEY).await.status, 200);
}

#[tokio::test]
async fn faults_of_the_gateway_have_the_native_shape() {
    let limited = Fault::RateLimited {
        retry_after: Duration::from_secs(7),
    };
    for (fault, status) in [
        (Fault::InternalError, 500),
        (Fault::Unauthorized, 401),
        (limited, 429),
    ] {
        let options = Options {
            fault: Some(fault),
            ..Options::unpaced()
        };
        let simulator = start(options).await;
        let client = Client::new(&simulator);
        let answer = try_submit(&client, "Bearer sk-a", &boat()).await.unwrap();
        assert_eq!(answer.status, status, "{fault:?}");
        assert!(answer.json()["code"].is_string(), "{}", answer.body);
        assert_eq!(client.get(TASKS, KEY).await.status, status);
    }
}
