//! The component and its contract, handed out for other hosts.

use crate::run::qwenbox;
use qwenbox_tests::artifact;

#[tokio::test(flavor = "multi_thread")]
async fn the_path_leads_to_the_component() {
    let ended = qwenbox(&["component", "path"]).end().await.with(0);
    let bytes = std::fs::read(ended.stdout.trim_end()).unwrap();
    assert_eq!(bytes, qwenbox::component());
    let face = artifact::face(&bytes);
    assert!(
        face.exports
            .contains(&"qwen:provider/chat@0.1.0".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_twins_path_leads_to_the_twin() {
    let ended = qwenbox(&["component", "path", "--sync"])
        .end()
        .await
        .with(0);
    let bytes = std::fs::read(ended.stdout.trim_end()).unwrap();
    assert_eq!(bytes, qwen_twin::component());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contract_is_one_wit_file() {
    let ended = qwenbox(&["component", "wit"]).end().await.with(0);
    let mut resolve = wit_parser::Resolve::default();
    let package = resolve.push_source("qwen.wit", &ended.stdout).unwrap();
    let name = resolve.packages[package].name.to_string();
    assert_eq!(name, "qwen:provider@0.1.0");
}
