//! The hosts' own tests, and what the simulator saw of them.

use qwenbox_simulator::{Delivery, Options, Received, Simulator, VideoOptions};
use qwenbox_tests::hosts::{self, Host};
use std::time::Duration;
use tokio::net::TcpListener;

/// The one key that the simulator knows.
pub(crate) const KEY: &str = "sk-hosts";

/// Node's own runner with all tests of the package.
const NODE_TESTS: [&str; 3] = ["--test", "test/policy.test.js", "test/provider.test.js"];

/// A simulator at the pace of a quick model. An answer of its about 90 tokens takes a second.
pub(crate) async fn paced() -> Simulator {
    let options = Options {
        first_token: Duration::from_millis(50),
        per_token: Duration::from_millis(10),
        keys: vec![KEY.to_owned()],
        video: VideoOptions {
            pending: Duration::from_millis(100),
            running: Duration::from_millis(200),
            submits_per_second: None,
            ..VideoOptions::default()
        },
        ..Options::default()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Simulator::start(listener, options).unwrap()
}

/// Runs the host's own tests, and gives what was said and what the simulator received.
async fn run(host: Host, arguments: &[&str]) -> (String, Vec<Received>) {
    let simulator = paced().await;
    let mut command = host.interpreter();
    command
        .args(arguments)
        .env("QWENBOX_TEST_URL", simulator.standard_base_url())
        .env("QWENBOX_TEST_KEY", KEY);
    let said = tokio::task::spawn_blocking(move || hosts::run(&mut command));
    let said = said.await.unwrap();
    (said, settled(&simulator).await)
}

/// What was received, once each answer has arrived or its client has left.
async fn settled(simulator: &Simulator) -> Vec<Received> {
    for _ in 0..250 {
        let requests = simulator.requests();
        if requests.iter().all(|own| own.delivery != Delivery::Pending) {
            return requests;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    simulator.requests()
}

/// What became of the answers to the prompts that begin so.
fn deliveries(requests: &[Received], beginning: &str) -> Vec<Delivery> {
    let prompt = |request: &Received| {
        let messages = request.body.as_ref()?["messages"].as_array()?;
        let content = &messages.last()?["content"];
        content.as_str().map(str::to_owned)
    };
    requests
        .iter()
        .filter(|request| prompt(request).is_some_and(|prompt| prompt.starts_with(beginning)))
        .map(|request| request.delivery)
        .collect()
}

/// What was left early ended at the simulator as well; `times` says how often something was left.
fn was_left(requests: &[Received], times: usize) {
    let nameless = requests.iter().find(|own| own.header("host").is_none());
    assert!(nameless.is_none(), "{nameless:?}");
    let left = deliveries(requests, "left: ");
    assert_eq!(left, vec![Delivery::Abandoned; times]);
    let side_by_side = deliveries(requests, "side by side");
    assert_eq!(side_by_side, [Delivery::Complete; 9]);
}

/// The number after a word in what a test runner said.
fn number(said: &str, word: &str) -> u32 {
    let (_, rest) = said.rsplit_once(word).expect(said);
    let digits = rest.trim_start().split(|own: char| !own.is_ascii_digit());
    digits.take(1).collect::<String>().parse().expect(said)
}

#[tokio::test(flavor = "multi_thread")]
async fn python() {
    let (said, requests) = run(
        Host::Python,
        &["-m", "unittest", "discover", "--start-directory", "tests"],
    )
    .await;
    assert!(number(&said, "Ran ") >= 20, "{said}");
    was_left(&requests, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn node() {
    let (said, requests) = run(Host::Node, &NODE_TESTS).await;
    ran_all(&said);
    was_left(&requests, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn node_with_jspi() {
    let (said, requests) = run(Host::NodeJspi, &NODE_TESTS).await;
    ran_all(&said);
    was_left(&requests, 3);
}

/// The types of the package are what its users write: a checker alone looks at them.
#[tokio::test(flavor = "multi_thread")]
async fn node_types() {
    let mut checker = Host::NodeJspi.interpreter();
    checker
        .arg("tools/node_modules/typescript/bin/tsc")
        .args(["--noEmit", "--strict", "--target", "esnext"])
        .args(["--module", "nodenext", "--lib", "esnext,dom"])
        .arg("test/types.ts");
    tokio::task::spawn_blocking(move || hosts::run(&mut checker))
        .await
        .unwrap();
}

fn ran_all(said: &str) {
    assert!(number(said, " pass ") >= 20, "{said}");
    assert_eq!(number(said, " skipped "), 0, "{said}");
}
