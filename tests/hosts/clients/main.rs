//! Packages that many programs speak OpenAI's API with, as they come from `PyPI` and npm, against a gateway with the
//! simulator behind it.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops, and says where"
)]

mod setup;

use qwenbox::Provider;
use qwenbox_gateway::{Gateway, Options, Tokens};
use qwenbox_simulator::{Options as Simulated, Simulator};
use qwenbox_tests::runtime;
use std::num::NonZeroUsize;
use std::process::Command;
use std::time::Duration;
use tokio::net::TcpListener;

/// What clients show. It looks like a key of OpenAI's, since some of them check.
const TOKEN: &str = "sk-a-token-for-clients-of-the-gateway";

/// The things that a client does, each told when it went well.
const ALL: &str = "models\nchat\nstream\ntools\nstructured\nerrors\ncancel\n";

/// The same for what knows no list of models.
const CHATS: &str = "chat\nstream\ntools\nstructured\nerrors\ncancel\n";

/// Runs a program against a gateway of its own; what it prints.
async fn told_by(mut program: Command) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    // As slow as a quick model, so that a client can leave in the middle of an answer.
    let simulated = Simulated {
        first_token: Duration::from_millis(5),
        per_token: Duration::from_millis(5),
        ..Simulated::unpaced()
    };
    let simulator = Simulator::start(listener, simulated).unwrap();
    let door = Provider::builder()
        .runtime(runtime())
        .api_key("sk-simulated")
        .base_url(simulator.standard_base_url())
        .build_door(NonZeroUsize::MIN)
        .unwrap();
    let options = Options {
        listen: "127.0.0.1:0".parse().unwrap(),
        tokens: Some(Tokens::new(Some(TOKEN), None).unwrap()),
        ..Options::default()
    };
    let gateway = Gateway::bind(door, options).await.unwrap();
    let url = format!("http://{}", gateway.address());
    program
        .env("OPENAI_BASE_URL", format!("{url}/v1"))
        .env("OPENAI_API_KEY", TOKEN)
        .env("METRICS_URL", format!("{url}/metrics"))
        .env("NO_PROXY", "*")
        .env("LANGSMITH_TRACING", "false");
    let ended = tokio::task::spawn_blocking(move || program.output());
    let output = tokio::select! {
        output = ended => output.unwrap().unwrap(),
        drained = gateway.run(std::future::pending()) => panic!("{drained:?}"),
    };
    let told = String::from_utf8(output.stdout).unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "after {told}{complaint}");
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn the_openai_package_of_python() {
    assert_eq!(told_by(setup::python("openai_client.py")).await, ALL);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_openai_package_of_node() {
    assert_eq!(told_by(setup::node("openai_client.mjs")).await, ALL);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_openai_compatible_provider_of_the_ai_sdk() {
    assert_eq!(told_by(setup::node("ai_sdk_client.mjs")).await, CHATS);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chat_model_of_langchain() {
    assert_eq!(told_by(setup::python("langchain_client.py")).await, CHATS);
}
