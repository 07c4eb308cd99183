//! Without a key and without a network: the simulator in place of the service.

use crate::run::qwenbox;

#[tokio::test(flavor = "multi_thread")]
async fn a_simulated_chat_prints_the_answer_and_nothing_else() {
    let ended = qwenbox(&["--simulate", "chat", "hello there"]).end().await;
    let ended = ended.with(0);
    assert_eq!(ended.stderr, "");
    assert!(ended.stdout.contains("\"hello there\""), "{ended:?}");
    assert!(
        !ended.stdout.contains("nothing to think about"),
        "{ended:?}"
    );
    assert!(ended.stdout.ends_with(".\n"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_shows_the_catalog_a_chat_and_what_ran() {
    let ended = qwenbox(&["demo"]).end().await.with(0);
    assert_eq!(ended.stderr, "");
    for part in [
        "qwen/qwen3.5-plus is the default",
        "What is a WebAssembly component good for?",
        "nothing to think about",
        "What just ran:",
        "What to type next:",
    ] {
        assert!(ended.stdout.contains(part), "{part}: {ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_simulator_listens_on_this_machine_only() {
    let run = qwenbox(&["simulate", "--listen", "0.0.0.0:0"]);
    let ended = run.end().await.with(2);
    assert!(ended.stderr.contains("not a loopback address"), "{ended:?}");
}
