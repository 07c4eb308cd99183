//! Several providers on one runtime, and one provider in several threads.

use futures::future::join_all;
use qwenbox::Provider;
use qwenbox::chat::Request;
use qwenbox_tests::{Upstream, answer, provider, read, runtime, soon};

const TENANTS: usize = 2;
const CALLS: usize = 40;

fn key(tenant: usize) -> String {
    format!("sk-key-of-tenant-{tenant}")
}

fn tenant(upstream: &Upstream, number: usize) -> Provider {
    Provider::builder()
        .runtime(runtime())
        .api_key(key(number))
        .base_url(upstream.base_url())
        .build()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_request_carries_the_key_of_its_own_tenant() {
    let upstream = Upstream::start(|request| answer::good(request, &request.prompt()));
    let tenants: Vec<_> = (0..TENANTS)
        .map(|number| tenant(&upstream, number))
        .collect();
    let calls = (0..CALLS).map(async |number| {
        let prompt = format!("{} asks {number}", number % TENANTS);
        let text = tenants[number % TENANTS].ask(&prompt).await.unwrap();
        assert_eq!(text, prompt);
    });
    soon(join_all(calls)).await;

    let requests = upstream.requests();
    assert_eq!(requests.len(), CALLS);
    for request in requests {
        let prompt = request.prompt();
        let (tenant, _) = prompt.split_once(' ').unwrap();
        let expected = format!("Bearer {}", key(tenant.parse().unwrap()));
        assert_eq!(request.header("authorization"), Some(expected));
    }
}

#[test]
fn clones_share_one_instance_between_threads() {
    let tokio = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let _entered = tokio.enter();
    let upstream = Upstream::start(|request| answer::good(request, &request.prompt()));
    let provider = provider::at(&upstream.base_url());
    tokio.block_on(provider.models()).unwrap();
    let made_in = provider.instance_time();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (tokio, provider) = (&tokio, provider.clone());
            scope.spawn(move || {
                tokio.block_on(async {
                    for number in 0..8 {
                        let prompt = format!("thread {thread} asks {number}");
                        let answer = provider.stream(Request::ask(&prompt)).await.unwrap();
                        assert_eq!(read(answer).await.1.unwrap().text, prompt);
                    }
                });
                assert_eq!(provider.instance_time(), made_in);
            });
        }
    });
    assert_eq!(upstream.counts().requests, 32);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_without_a_key_sends_none() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    let provider = Provider::builder()
        .runtime(runtime())
        .base_url(upstream.base_url())
        .build()
        .unwrap();
    assert!(!provider.has_key());
    soon(provider.ask("hello")).await.unwrap();
    assert_eq!(upstream.requests()[0].header("authorization"), None);
}
