//! The example in C.

use crate::own_tests::{KEY, paced};
use qwenbox_tests::hosts;

#[tokio::test(flavor = "multi_thread")]
async fn c_asks_a_question() {
    let simulator = paced().await;
    let base_url = simulator.standard_base_url();
    let ended = tokio::task::spawn_blocking(move || {
        [KEY, "sk-wrong"].map(|key| {
            let mut ask = hosts::c::program("ask");
            ask.arg("What is a component?")
                .env("QWEN_API_KEY", key)
                .env("QWEN_BASE_URL", &base_url);
            ask.output().unwrap()
        })
    });
    let [answered, refused] = ended.await.unwrap();
    let words = String::from_utf8(answered.stdout).unwrap();
    assert!(words.contains("What is a component?"), "{words}");
    assert!(answered.status.success());
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(why.contains("answered 401"), "{why}");
    assert_eq!(refused.status.code(), Some(1));
}
