//! Whether the API key is anywhere in the component's linear memory.
#![expect(
    unsafe_code,
    reason = "a host that brings its own memory promises Wasmtime that it stays where it is"
)]

use super::{Runtime, component};
use crate::cache::Code;
use crate::egress::Egress;
use crate::egress::options::Options as EgressOptions;
use crate::egress::origin::Origin;
use crate::egress::policy::{Policy, Reach};
use crate::limits::Limits;
use crate::storage::Storage;
use crate::{Provider, chat};
use futures::StreamExt;
use qwen_core::endpoint::{Choice, Endpoint};
use qwenbox_simulator::{Options, Simulator};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use wasmtime::component::Component;
use wasmtime::{Config, Engine, LinearMemory, MemoryCreator, MemoryType};

const KEY: &str = "sk-test-4f1c9e7a2b8d4f1c9e7a2b8d";

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_the_host_adds_is_not_in_the_component() {
    let (runtime, memories) = runtime_with_memories();
    let simulator = simulator().await;
    let provider = Provider::builder()
        .runtime(runtime)
        .api_key(KEY)
        .base_url(simulator.standard_base_url())
        .build()
        .unwrap();
    chat(provider).await;
    let memory = memories.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(
        contains(&memory, "a question to find again"),
        "the scan finds what was there"
    );
    assert!(
        !contains(&memory, KEY),
        "the key is in the component's memory"
    );
    assert!(
        !contains(&memory, &KEY[8..]),
        "a part of the key is in the component's memory"
    );
    assert_eq!(
        simulator.requests().len(),
        1,
        "the key was accepted by the simulator"
    );
}

/// The counter-check: the same scan finds a key that the component was given.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_the_component_is_given_is_found_by_the_same_scan() {
    let (runtime, memories) = runtime_with_memories();
    let simulator = simulator().await;
    let base_url = simulator.standard_base_url();
    let endpoint = Endpoint::choose(&Choice {
        base_url: Some(&base_url),
        ..Choice::default()
    })
    .unwrap();
    let policy = Policy::deny_all().allow(Origin::parse(&base_url).unwrap(), Reach::Configured);
    let egress = Egress::new(policy, None, EgressOptions::default());
    let environment = vec![
        ("QWEN_API_KEY".to_owned(), KEY.to_owned()),
        ("QWEN_BASE_URL".to_owned(), base_url),
    ];
    let provider = Provider::new(
        runtime,
        egress,
        environment,
        endpoint,
        None,
        Storage::default(),
    );
    let _ = provider.stream(chat::Request::ask("hi")).await;
    drop(provider);
    let memory = memories.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(contains(&memory, KEY));
}

async fn simulator() -> Simulator {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = Options {
        keys: vec![KEY.to_owned()],
        ..Options::unpaced()
    };
    Simulator::start(listener, options).unwrap()
}

/// A whole streamed chat, after which the instance ends.
async fn chat(provider: Provider) {
    let request = chat::Request::ask("a question to find again");
    let mut answer = provider.stream(request).await.unwrap();
    assert!(answer.next().await.is_some());
    answer.completion().await.unwrap();
}

fn contains(memory: &[u8], text: &str) -> bool {
    memory
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// A runtime whose instances hand over what is in their memory when they end.
fn runtime_with_memories() -> (Runtime, mpsc::Receiver<Vec<u8>>) {
    let (sender, memories) = mpsc::channel();
    let mut config = Config::new();
    config
        .epoch_interruption(true)
        .memory_reservation(0)
        .memory_guard_size(0)
        .memory_init_cow(false)
        .with_host_memory(Arc::new(Recorder(sender)));
    let engine = Engine::new(&config).unwrap();
    let component = Component::new(&engine, component()).unwrap();
    let limits = Limits::default();
    let runtime = Runtime::assemble(&engine, &component, Code::NotKept, limits).unwrap();
    (runtime, memories)
}

struct Recorder(mpsc::Sender<Vec<u8>>);

// SAFETY: each memory is of its own, as large as was asked, and needs no guard, since the engine reserves none.
unsafe impl MemoryCreator for Recorder {
    fn new_memory(
        &self,
        _ty: MemoryType,
        minimum: usize,
        _maximum: Option<usize>,
        _reserved: Option<usize>,
        _guard: usize,
    ) -> Result<Box<dyn LinearMemory>, String> {
        Ok(Box::new(Recorded {
            bytes: vec![0; Limits::default().memory_bytes],
            size: minimum,
            end: self.0.clone(),
        }))
    }
}

/// A memory that never moves: all that it may ever have is allocated at once.
struct Recorded {
    bytes: Vec<u8>,
    size: usize,
    end: mpsc::Sender<Vec<u8>>,
}

// SAFETY: the bytes are allocated once, so the pointer holds for the memory's life and for the capacity that it tells.
unsafe impl LinearMemory for Recorded {
    fn byte_size(&self) -> usize {
        self.size
    }

    fn byte_capacity(&self) -> usize {
        self.bytes.len()
    }

    fn grow_to(&mut self, new_size: usize) -> wasmtime::Result<()> {
        wasmtime::ensure!(new_size <= self.bytes.len(), "no more memory");
        self.size = new_size;
        Ok(())
    }

    fn as_ptr(&self) -> *mut u8 {
        self.bytes.as_ptr().cast_mut()
    }
}

impl Drop for Recorded {
    fn drop(&mut self) {
        let _ = self.end.send(std::mem::take(&mut self.bytes));
    }
}
