//! The Rust examples of the documents, letter by letter, against the simulator.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "examples show what came"
)]

use futures::StreamExt;
use qwenbox::jobs::{Jobs, Target, WaitOptions};
use qwenbox::{Error, Limits, Provider, Region, Runtime, chat, types, video};
use qwenbox_simulator::{Options, Simulator};
use qwenbox_tests::{KEY, provider, soon};
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;

async fn simulator() -> Simulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Simulator::start(listener, Options::unpaced()).unwrap()
}

fn provider_of(key: &str) -> Result<Provider, Error> {
    Provider::builder()
        .api_key(key)
        .region(Region::China)
        .build()
}

async fn stream(provider: Provider) -> Result<(), Error> {
    let mut answer = provider
        .stream(chat::Request::ask("What is a component?"))
        .await?;
    while let Some(event) = answer.next().await {
        if let chat::Event::Text(text) = event {
            print!("{text}");
        }
    }
    let completion = answer.completion().await?;
    println!(
        "{} tokens",
        completion.usage.map_or(0, |usage| usage.total_tokens)
    );
    Ok(())
}

async fn options(provider: Provider) -> Result<String, Error> {
    let request = chat::Request {
        model: Some("qwen/qwen3.7-plus".to_owned()),
        thinking: Some(chat::ThinkingLevel::Low),
        max_tokens: Some(200),
        ..chat::Request::new(vec![
            chat::Message::system("Answer in one sentence."),
            chat::Message::user("What is a component?"),
        ])
    };
    let completion = provider.complete(request).await?;
    for warning in &completion.warnings {
        eprintln!("{}", warning.message);
    }
    Ok(completion.text)
}

async fn failing(provider: Provider) {
    match provider.ask("What is a component?").await {
        Ok(text) => println!("{text}"),
        Err(error) => {
            let record = error.record();
            eprintln!("{}", record.message);
            if let types::ErrorKind::RateLimited = record.kind {
                eprintln!("again after {:?} ms", record.retry_after_ms);
            }
            if record.request_sent {
                eprintln!("it may have been billed");
            }
        }
    }
}

async fn film(provider: &Provider, folder: &Path) -> Result<(), qwenbox::jobs::Error> {
    let jobs = Jobs::open(folder.join("state"), provider).await?;
    let request = video::Request::new("a paper boat on a river");
    let job = jobs
        .create(request, Some(Target::new(folder.join("boat.mp4"))))
        .await?;
    let job = jobs.wait(&job.id, &WaitOptions::default()).await?;
    println!("{:?}", job.file);
    Ok(())
}

fn tenants(keys: &[String]) -> Result<Vec<Provider>, Error> {
    let mut limits = Limits::default();
    limits.call = Duration::from_mins(1);
    let runtime = Runtime::new(limits)?;
    let tenant = |key: &String| {
        Provider::builder()
            .runtime(runtime.clone())
            .api_key(key)
            .build()
    };
    keys.iter().map(tenant).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_a_chat_are_answered() {
    let simulator = simulator().await;
    let provider = provider::at(&simulator.standard_base_url());
    soon(stream(provider.clone())).await.unwrap();
    let text = soon(options(provider.clone())).await.unwrap();
    assert!(text.contains("What is a component?"), "{text}");
    soon(failing(provider)).await;
    let paths: Vec<_> = simulator
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(paths, ["/compatible-mode/v1/chat/completions"; 3]);
}

#[test]
fn the_example_of_a_provider_asks_the_region_that_it_names() {
    let provider = provider_of(KEY).unwrap();
    assert_eq!(
        provider.endpoint().base_url,
        "https://dashscope.aliyuncs.com/compatible-mode/v1"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_of_a_video_keeps_a_file() {
    let simulator = simulator().await;
    let provider = provider::at(&simulator.standard_base_url());
    let folder = tempfile::tempdir().unwrap();
    soon(film(&provider, folder.path())).await.unwrap();
    let bytes = std::fs::read(folder.path().join("boat.mp4")).unwrap();
    assert_eq!(bytes.get(4..8), Some(&b"ftyp"[..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_of_tenants_gives_each_its_account() {
    let providers = tenants(&[KEY.to_owned(), format!("{KEY}2")]).unwrap();
    assert_eq!(providers.len(), 2);
    assert_ne!(providers[0].account(), providers[1].account());
}
