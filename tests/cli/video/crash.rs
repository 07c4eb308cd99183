//! Processes that are killed at every step of a job. Whatever happens, each job ends with its video, its task was
//! submitted once, and nothing is left lying about.

use super::desk::Desk;
use crate::run::Ended;
use futures::StreamExt;
use qwenbox_simulator::VideoOptions;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How many living processes are killed. Others end of themselves before they are, and do not count.
const KILLS: usize = 100;

/// The most processes of one job before it may end.
const PROCESSES: usize = 6;

/// Jobs at once.
const AT_ONCE: usize = 4;

/// The words on which a process is killed, a random moment later.
const STEPS: [&str; 6] = [
    "\"created\"",
    "\"submitting\"",
    "\"pending\"",
    "\"polled\"",
    "\"succeeded\"",
    "\"download\"",
];

/// The longest moment, in microseconds.
const MOMENT: u64 = 3_000;

/// Random numbers that a seed repeats: the finaliser of `SplitMix64` over a counter.
struct Chance(Mutex<u64>);

impl Chance {
    fn below(&self, bound: u64) -> u64 {
        let mut counter = self.0.lock().unwrap();
        *counter = counter.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*counter ^ (*counter >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// The kills so far, by the step on which they came.
#[derive(Default)]
struct Killed(Mutex<BTreeMap<&'static str, usize>>);

impl Killed {
    fn add(&self, step: &'static str) {
        *self.0.lock().unwrap().entry(step).or_default() += 1;
    }

    fn count(&self) -> usize {
        self.0.lock().unwrap().values().sum()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_kills_lose_nothing_and_pay_nothing_twice() {
    let seed = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .subsec_nanos();
    let seed = std::env::var("SEED").map_or(u64::from(seed), |text| text.parse().unwrap());
    let chance = Chance(Mutex::new(seed));
    let options = VideoOptions {
        submits_per_second: None,
        running_tasks: None,
        ..VideoOptions::unpaced()
    };
    let desk = Desk::open(options).await;
    let killed = Killed::default();
    let made = AtomicUsize::new(0);
    let work = |_| async {
        while killed.count() < KILLS {
            let number = made.fetch_add(1, Ordering::Relaxed);
            job(&desk, number, &chance, &killed).await;
        }
    };
    futures::stream::iter(0..AT_ONCE)
        .for_each_concurrent(AT_ONCE, work)
        .await;

    let made = made.load(Ordering::Relaxed);
    let killed = killed.0.into_inner().unwrap();
    for step in STEPS {
        assert!(
            killed.contains_key(step),
            "{step} at seed {seed}: {killed:?}"
        );
    }
    let prompts = desk
        .simulator
        .tasks()
        .into_iter()
        .filter_map(|task| task.prompt);
    let mut prompts: Vec<_> = prompts.collect();
    prompts.sort();
    let mut expected: Vec<_> = (0..made).map(prompt).collect();
    expected.sort();
    assert_eq!(prompts, expected, "one task a job; seed {seed}: {killed:?}");
    let mut files: Vec<_> = (0..made).map(file).collect();
    files.sort();
    // A last process finds those that died.
    desk.qwenbox(&["video", "list"]).end().await.with(0);
    assert_eq!(desk.files(), files, "seed {seed}");
    assert_eq!(desk.owners(), [""; 0], "seed {seed}");
}

fn prompt(number: usize) -> String {
    format!("boat number {number}")
}

fn file(number: usize) -> String {
    format!("boat-{number}.mp4")
}

/// Kills a job's processes until one ends of itself, and then lets it end.
async fn job(desk: &Desk, number: usize, chance: &Chance, killed: &Killed) {
    let (prompt, file) = (prompt(number), file(number));
    let generate = ["--json", "video", "generate", &prompt, "-o", &file];
    for _ in 0..PROCESSES {
        let run = match id_of(desk, &prompt).await {
            None => desk.qwenbox(&generate),
            Some(id) => {
                if is_lost(desk, &id).await {
                    desk.qwenbox(&["video", "recover", &id, "--submit-again"])
                        .end()
                        .await
                        .with(0);
                }
                desk.qwenbox(&["--json", "video", "wait", &id])
            }
        };
        let step = STEPS[usize::try_from(chance.below(STEPS.len() as u64)).unwrap()];
        let mut run = run.start();
        let reached = run.prints_or_ends(step).await;
        tokio::time::sleep(Duration::from_micros(chance.below(MOMENT))).await;
        if !run.kill().await {
            break;
        }
        if reached {
            killed.add(step);
        }
    }
    finish(desk, &prompt, &generate).await;
}

/// Lets a job come to its end.
async fn finish(desk: &Desk, prompt: &str, generate: &[&str]) {
    let Some(id) = id_of(desk, prompt).await else {
        desk.qwenbox(generate).end().await.with(0);
        return;
    };
    if is_lost(desk, &id).await {
        desk.qwenbox(&["video", "recover", &id, "--submit-again"])
            .end()
            .await
            .with(0);
    }
    let ended = desk
        .qwenbox(&["--json", "video", "wait", &id])
        .end()
        .await
        .with(0);
    let job: Value = serde_json::from_str(ended.stdout.lines().last().unwrap()).unwrap();
    assert_eq!(job["state"], "saved", "{job}");
    let path = job["file"]["path"].as_str().unwrap();
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(job["file"]["bytes"], bytes.len(), "{job}");
    assert_eq!(&bytes[4..8], b"ftyp");
}

/// The job of a prompt, once it is written down.
async fn id_of(desk: &Desk, prompt: &str) -> Option<String> {
    let list = desk
        .qwenbox(&["--json", "video", "list"])
        .end()
        .await
        .with(0);
    let list: Value = serde_json::from_str(&list.stdout).unwrap();
    let jobs = list["jobs"].as_array().unwrap();
    let mut own = jobs.iter().filter(|job| job["prompt"] == prompt);
    let job = own.next();
    assert!(own.next().is_none(), "one job a prompt: {list}");
    Some(job?["id"].as_str()?.to_owned())
}

/// Whether the process died so early in the submit that the provider knows of none.
async fn is_lost(desk: &Desk, id: &str) -> bool {
    let status = |ended: Ended| -> Value { serde_json::from_str(&ended.stdout).unwrap() };
    let run = desk.qwenbox(&["--json", "video", "status", id]).end().await;
    if status(run.with(0))["state"] != "unknown" {
        return false;
    }
    let recovered = desk.qwenbox(&["video", "recover", id]).end().await;
    recovered.code != Some(0) && recovered.stderr.contains("lists no task")
}
