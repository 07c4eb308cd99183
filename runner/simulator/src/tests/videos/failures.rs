//! What goes wrong with tasks on purpose.

use serde_json::{Value, json};

use super::{KEY, TASKS, boat, poll, submit, try_submit, with};
use crate::tests::client::Client;
use crate::tests::start;
use crate::{TaskState, VideoFault};

/// What a poll says of a task that has ended.
async fn outcome(fault: VideoFault) -> Value {
    let simulator = start(with(&[fault])).await;
    let client = Client::new(&simulator);
    let id = submit(&client, &boat()).await;
    poll(&client, &id).await
}

#[tokio::test]
async fn a_submit_without_an_answer_may_have_made_a_task() {
    for (accepted, tasks) in [(true, 2), (false, 1)] {
        let fault = VideoFault::CutSubmit { accepted, times: 1 };
        let simulator = start(with(&[fault])).await;
        let client = Client::new(&simulator);
        assert!(try_submit(&client, KEY.unwrap(), &boat()).await.is_none());
        submit(&client, &boat()).await;
        assert_eq!(simulator.tasks().len(), tasks, "{accepted}");
        assert_eq!(client.get(TASKS, KEY).await.json()["total"], tasks);
        assert_eq!(simulator.requests().len(), 3);
    }
}

#[tokio::test]
async fn tasks_fail_with_a_reason() {
    for (fault, code) in [
        (VideoFault::EndFailed, "InternalError"),
        (VideoFault::EndInspected, "DataInspectionFailed"),
    ] {
        let answer = outcome(fault).await;
        let output = &answer["output"];
        assert_eq!(
            (&output["task_status"], &output["code"]),
            (&json!("FAILED"), &json!(code))
        );
        assert!(output["message"].is_string() && output["end_time"].is_string());
        assert!(answer.get("usage").is_none() && output.get("video_url").is_none());
    }
    let simulator = start(with(&[])).await;
    let client = Client::new(&simulator);
    let media = json!([
        {"type": "first_frame", "url": "https://h/a.png"}, {"type": "reference_image", "url": "https://h/b.png"},
    ]);
    let id = submit(
        &client,
        &json!({"model": "wan3.0-video", "input": {"media": media}}),
    )
    .await;
    let output = poll(&client, &id).await["output"].clone();
    assert_eq!(output["code"], "InvalidParameter");
    assert!(
        output["message"]
            .as_str()
            .unwrap()
            .starts_with("The two modes are mutually exclusive")
    );
}

#[tokio::test]
async fn tasks_end_in_other_ways() {
    let canceled = outcome(VideoFault::EndCanceled).await;
    assert_eq!(canceled["output"]["task_status"], "CANCELED");
    let odd = outcome(VideoFault::EndOddly).await;
    assert_eq!(odd["output"]["task_status"], "EVALUATING");
    let bare = outcome(VideoFault::NoUrl).await;
    assert_eq!(bare["output"]["task_status"], "SUCCEEDED");
    assert!(bare["output"].get("video_url").is_none());
    let insecure = outcome(VideoFault::InsecureUrl).await;
    let url = insecure["output"]["video_url"].as_str().unwrap();
    assert!(url.starts_with("http://results.invalid/results/"), "{url}");
}

#[tokio::test]
async fn polls_that_fail_and_tasks_that_are_held_up() {
    let faults = [
        VideoFault::FailPolls { times: 2 },
        VideoFault::Suspend { polls: 1 },
    ];
    let simulator = start(with(&faults)).await;
    let client = Client::new(&simulator);
    let id = submit(&client, &boat()).await;
    let path = format!("{TASKS}/{id}");
    for _ in 0..2 {
        let answer = client.get(&path, KEY).await;
        assert_eq!(
            (answer.status, answer.json()["code"].clone()),
            (500, json!("InternalError"))
        );
    }
    let held_up = poll(&client, &id).await;
    assert_eq!(held_up["output"]["task_status"], "SUSPENDED");
    assert!(held_up["output"].get("end_time").is_none());
    assert_eq!(
        poll(&client, &id).await["output"]["task_status"],
        "SUCCEEDED"
    );
}

#[tokio::test]
async fn a_task_is_forgotten_after_its_success() {
    let simulator = start(with(&[VideoFault::Forget { successes: 1 }])).await;
    let client = Client::new(&simulator);
    let id = submit(&client, &boat()).await;
    assert_eq!(
        poll(&client, &id).await["output"]["task_status"],
        "SUCCEEDED"
    );
    assert_eq!(poll(&client, &id).await["output"]["task_status"], "UNKNOWN");
    assert_eq!(simulator.tasks()[0].state, TaskState::Unknown);
}
