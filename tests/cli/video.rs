//! Videos by the binary: jobs from their request to their file, against the simulator.

mod crash;
mod crowd;
mod desk;
mod sending;

use desk::Desk;
use qwenbox_simulator::{VideoFault, VideoOptions};
use serde_json::Value;

fn faulty(faults: Vec<VideoFault>) -> VideoOptions {
    VideoOptions {
        faults,
        ..VideoOptions::unpaced()
    }
}

/// Everything that a JSON run printed, one object a line.
fn objects(stdout: &str) -> Vec<Value> {
    let lines = stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_is_made_and_fetched() {
    let desk = Desk::open(VideoOptions::unpaced()).await;
    let ended = desk
        .qwenbox(&[
            "video",
            "generate",
            "--resolution",
            "720P",
            "--duration",
            "2",
            "a boat",
            "-o",
            "boat.mp4",
        ])
        .end()
        .await
        .with(0);
    assert_eq!(
        ended.stdout,
        format!("{}\n", desk.path("boat.mp4").display())
    );
    let film = desk.read("boat.mp4");
    assert_eq!(&film[4..8], b"ftyp");
    assert_eq!(desk.files(), ["boat.mp4"], "nothing else is left");
    let tasks = desk.simulator.tasks();
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0].prompt.as_deref(), Some("a boat"));
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_are_told_each_step_on_a_line() {
    let desk = Desk::open(VideoOptions::unpaced()).await;
    let run = desk.qwenbox(&["--json", "video", "generate", "--duration", "2", "a boat"]);
    let ended = run.end().await.with(0);
    assert_eq!(ended.stderr, "");
    let lines = objects(&ended.stdout);
    let states: Vec<_> = lines
        .iter()
        .filter(|line| line["type"] == "state")
        .map(|line| line["state"].as_str().unwrap())
        .collect();
    assert_eq!(states[..2], ["created", "submitting"], "{states:?}");
    assert_eq!(states.last(), Some(&"saved"), "{states:?}");
    let job = lines.last().unwrap();
    assert_eq!(
        (&job["type"], &job["state"]),
        (&"job".into(), &"saved".into())
    );
    let name = format!("{}.mp4", job["id"].as_str().unwrap());
    assert_eq!(job["file"]["path"], desk.path(&name).display().to_string());
    assert_eq!(job["file"]["bytes"], desk.read(&name).len());
    assert_eq!(job["billedSeconds"], 2.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_left_alone_is_picked_up_later() {
    let desk = Desk::open(VideoOptions::unpaced()).await;
    let ended = desk
        .qwenbox(&["video", "generate", "--detach", "a boat"])
        .end()
        .await
        .with(0);
    let id = ended.stdout.trim().to_owned();
    assert!(
        ended.stderr.contains(&format!("qwenbox video wait {id}")),
        "{ended:?}"
    );

    let listed = desk
        .qwenbox(&["--json", "video", "list"])
        .end()
        .await
        .with(0);
    let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
    assert_eq!(listed["jobs"][0]["id"], id.as_str());
    assert_eq!(listed["jobs"][0]["state"], "pending");

    let waited = desk
        .qwenbox(&["video", "wait", &id, "-o", "boat.mp4"])
        .end()
        .await
        .with(0);
    assert_eq!(
        waited.stdout,
        format!("{}\n", desk.path("boat.mp4").display())
    );
    let status = desk.qwenbox(&["video", "status", &id]).end().await.with(0);
    assert!(status.stdout.contains("state   saved"), "{status:?}");
    assert_eq!(desk.simulator.tasks().len(), 1);
    let again = desk.qwenbox(&["video", "wait"]).end().await.with(0);
    assert!(again.stderr.contains("no job to wait for"), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_before_anything_is_sent() {
    let desk = Desk::open(VideoOptions::unpaced()).await;
    std::fs::write(desk.path("there.mp4"), "kept").unwrap();
    std::fs::write(desk.path("cat.png"), "a picture").unwrap();
    for (arguments, words) in [
        (
            &["--duration", "99", "a boat"][..],
            "duration-seconds is 99",
        ),
        (&["-m", "wan2.6-i2v", "--image", "cat.png"], "--upload"),
        (
            &["-m", "no-such-model", "a boat"],
            "no video model is called",
        ),
        (&["-o", "there.mp4", "a boat"], "is there already"),
        (&["-o", "nowhere/boat.mp4", "a boat"], "is not there"),
        (&["--input", "first-frame", "a boat"], "ROLE=URL"),
        (&["--image", "file:///cat.png", "a boat"], "--upload"),
        (&["--detach", "--timeout", "1", "a boat"], "--timeout"),
        (&["--upload", "--image", "cat.png", "a boat"], "--model"),
        (&[], "prompt is missing"),
    ] {
        let arguments = [&["video", "generate"], arguments].concat();
        let ended = desk.qwenbox(&arguments).end().await.with(2);
        assert!(ended.stderr.contains(words), "{arguments:?}: {ended:?}");
    }
    assert_eq!(desk.simulator.requests().len(), 0);
    assert_eq!(desk.read("there.mp4"), b"kept");
    let list = desk.qwenbox(&["video", "list"]).end().await.with(0);
    assert_eq!(list.stdout, "No video jobs.\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_replaced_when_that_is_asked_for() {
    let desk = Desk::open(VideoOptions::unpaced()).await;
    std::fs::write(desk.path("boat.mp4"), "old").unwrap();
    let run = desk.qwenbox(&["video", "generate", "a boat", "-o", "boat.mp4", "--force"]);
    run.end().await.with(0);
    assert_eq!(&desk.read("boat.mp4")[4..8], b"ftyp");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ends_that_are_no_video_have_their_codes() {
    for (fault, code, words) in [
        (VideoFault::EndFailed, 1, "failed"),
        (VideoFault::EndInspected, 5, "failed"),
        (VideoFault::EndCanceled, 130, "cancelled"),
        (VideoFault::EndOddly, 1, "EVALUATING"),
        (VideoFault::NoUrl, 1, "no video"),
    ] {
        let desk = Desk::open(faulty(vec![fault])).await;
        let run = desk.qwenbox(&["video", "generate", "a boat", "-o", "boat.mp4"]);
        let ended = run.end().await.with(code);
        assert!(ended.stderr.contains(words), "{fault:?}: {ended:?}");
        assert_eq!(desk.files(), [""; 0], "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn passing_failures_are_sat_out() {
    let faults = vec![
        VideoFault::FailPolls { times: 1 },
        VideoFault::CutDownload { bytes: 1_000 },
        VideoFault::Suspend { polls: 1 },
    ];
    let desk = Desk::open(faulty(faults)).await;
    let run = desk.qwenbox(&["video", "generate", "a boat", "-o", "boat.mp4"]);
    run.end().await.with(0);
    assert_eq!(desk.simulator.tasks().len(), 1);
    let requests = desk.simulator.requests();
    let ranges = requests
        .iter()
        .filter(|request| request.header("range").is_some());
    assert_eq!(ranges.count(), 1, "the download went on where it was cut");
    for request in requests
        .iter()
        .filter(|request| request.path.starts_with("/results/"))
    {
        assert_eq!(request.header("authorization"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_submit_without_an_answer_is_found_and_not_repeated() {
    let desk = Desk::open(faulty(vec![VideoFault::CutSubmit {
        accepted: true,
        times: 1,
    }]))
    .await;
    let run = desk.qwenbox(&["video", "generate", "a boat", "-o", "boat.mp4"]);
    run.end().await.with(0);
    assert_eq!(desk.simulator.tasks().len(), 1);
    assert_eq!(desk.submits(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_submit_that_nobody_took_needs_a_persons_word() {
    let desk = Desk::open(faulty(vec![VideoFault::CutSubmit {
        accepted: false,
        times: 1,
    }]))
    .await;
    let run = desk.qwenbox(&["--json", "video", "generate", "a boat", "-o", "boat.mp4"]);
    let ended = run.end().await.with(1);
    assert!(ended.stdout.contains("lists no task"), "{ended:?}");
    assert_eq!(desk.submits(), 1);
    let id = objects(&ended.stdout)[0]["job"]
        .as_str()
        .unwrap()
        .to_owned();
    let again = desk.qwenbox(&["video", "recover", &id]).end().await.with(1);
    assert!(again.stderr.contains("twice"), "{again:?}");
    desk.qwenbox(&["video", "recover", &id, "--submit-again"])
        .end()
        .await
        .with(0);
    desk.qwenbox(&["video", "wait", &id]).end().await.with(0);
    assert_eq!(desk.simulator.tasks().len(), 1);
    assert_eq!(desk.submits(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_waits_its_turn_can_be_cancelled() {
    let options = VideoOptions {
        running_tasks: Some(0),
        ..VideoOptions::unpaced()
    };
    let desk = Desk::open(options).await;
    let ended = desk
        .qwenbox(&["video", "generate", "--detach", "a boat"])
        .end()
        .await
        .with(0);
    let id = ended.stdout.trim();
    let cancelled = desk.qwenbox(&["video", "cancel", id]).end().await.with(0);
    assert!(
        cancelled.stdout.contains("state   cancelled"),
        "{cancelled:?}"
    );
    let waited = desk.qwenbox(&["video", "wait", id]).end().await.with(130);
    assert!(waited.stderr.contains("was cancelled"), "{waited:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_job_is_told_whole_before_its_error() {
    let desk = Desk::open(faulty(vec![VideoFault::EndInspected])).await;
    let run = desk.qwenbox(&["--json", "video", "generate", "a boat", "-o", "boat.mp4"]);
    let lines = objects(&run.end().await.with(5).stdout);
    let [.., job, error] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    assert_eq!(
        (&job["type"], &job["state"]),
        (&"job".into(), &"failed".into())
    );
    assert_eq!(error["error"]["kind"], "content-filtered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_was_not_sent_is_named() {
    let desk = Desk::open(VideoOptions::unpaced()).await;
    // Nobody listens there.
    let run = desk.real(&[
        "--base-url",
        "http://127.0.0.1:9/v1",
        "video",
        "generate",
        "a boat",
    ]);
    let ended = run.end().await.with(1);
    assert!(ended.stderr.contains("video cancel"), "{ended:?}");
    assert_eq!(desk.submits(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lent_for_what_would_be_refused() {
    let desk = Desk::open(VideoOptions::unpaced()).await;
    std::fs::write(desk.path("cat.png"), "a picture").unwrap();
    let lend = [
        "video",
        "generate",
        "-m",
        "wan2.6-i2v",
        "--upload",
        "--image",
        "cat.png",
    ];
    for wrong in [&["--duration", "99"][..], &["-o", "nowhere/cat.mp4"]] {
        desk.qwenbox(&[&lend, wrong].concat()).end().await.with(2);
    }
    assert_eq!(desk.simulator.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_leaves_the_job_and_says_how_to_go_on() {
    let options = VideoOptions {
        running_tasks: Some(0),
        ..VideoOptions::unpaced()
    };
    let desk = Desk::open(options).await;
    let mut run = desk
        .qwenbox(&["--json", "video", "generate", "a boat"])
        .start();
    run.prints("\"polled\"").await;
    run.interrupt();
    let ended = run.end().await.with(130);
    let id = objects(&ended.stdout)[0]["job"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        ended.stderr.contains(&format!("qwenbox video wait {id}")),
        "{ended:?}"
    );
    assert_eq!(desk.simulator.tasks().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_has_a_deadline_and_the_job_goes_on() {
    let options = VideoOptions {
        running_tasks: Some(0),
        ..VideoOptions::unpaced()
    };
    let desk = Desk::open(options).await;
    let run = desk.qwenbox(&["video", "generate", "--timeout", "0.3", "a boat"]);
    let ended = run.end().await.with(124);
    assert!(ended.stderr.contains("wait for it again"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_estimate_sends_nothing() {
    let desk = Desk::open(VideoOptions::unpaced()).await;
    let run = desk.real(&[
        "video",
        "generate",
        "--estimate",
        "--resolution",
        "720p",
        "a boat",
    ]);
    let ended = run.end().await.with(0);
    assert!(ended.stdout.starts_with("about 0.5 USD"), "{ended:?}");
    let run = desk.real(&[
        "--json",
        "--region",
        "china",
        "video",
        "generate",
        "--estimate",
        "a boat",
    ]);
    let ended = run.end().await.with(0);
    let told: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(told["cost"]["amount"], "5");
    assert_eq!(told["cost"]["currency"], "CNY");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_lent_to_the_service() {
    let desk = Desk::open(VideoOptions::unpaced()).await;
    std::fs::write(desk.path("cat.png"), [0x89, b'P', b'N', b'G']).unwrap();
    let run = desk.qwenbox(&[
        "video",
        "generate",
        "-m",
        "wan2.6-i2v",
        "--upload",
        "--image",
        "cat.png",
        "it wakes up",
        "-o",
        "cat.mp4",
    ]);
    run.end().await.with(0);
    let uploads = desk.simulator.uploads();
    assert_eq!(uploads.len(), 1);
    assert_eq!(
        (uploads[0].model.as_str(), uploads[0].length),
        ("wan2.6-i2v", 4)
    );
    assert_eq!(desk.simulator.tasks().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_a_newer_version_is_not_touched() {
    let desk = Desk::open(VideoOptions::unpaced()).await;
    desk.qwenbox(&["video", "list"]).end().await.with(0);
    let store = desk.state().join("jobs.sqlite3");
    let mut bytes = std::fs::read(&store).unwrap();
    // The user version stands at byte 60 of an SQLite file.
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    std::fs::write(&store, &bytes).unwrap();
    let ended = desk.qwenbox(&["video", "generate", "a boat"]).end().await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("newer version"), "{ended:?}");
    assert_eq!(std::fs::read(&store).unwrap(), bytes);
    assert_eq!(desk.simulator.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_simulator_inside_makes_a_video_too() {
    let desk = Desk::open(VideoOptions::unpaced()).await;
    let run = desk.qwenbox(&[
        "--simulate",
        "video",
        "generate",
        "--duration",
        "2",
        "a boat",
        "-o",
        "boat.mp4",
    ]);
    let ended = run.end().await.with(0);
    assert_eq!(
        ended.stdout,
        format!("{}\n", desk.path("boat.mp4").display())
    );
    let list = desk.qwenbox(&["video", "list"]).end().await.with(0);
    assert_eq!(list.stdout, "No video jobs.\n", "its jobs end with it");
}
