//! Starting, stopping, and what a test can ask in between.

use std::time::Duration;

use serde_json::json;
use tokio::net::TcpListener;

use super::client::Client;
use super::{CODING, KEY, STANDARD, hello, start};
use crate::{Delivery, Options};

#[tokio::test]
async fn urls_are_those_of_the_two_plans() {
    let simulator = start(Options::unpaced()).await;
    let port = simulator.address().port();
    assert_eq!(
        simulator.standard_base_url(),
        format!("http://127.0.0.1:{port}/compatible-mode/v1")
    );
    assert_eq!(
        simulator.coding_base_url(),
        format!("http://127.0.0.1:{port}/v1")
    );
}

#[tokio::test]
async fn requests_are_remembered() {
    let simulator = start(Options::unpaced()).await;
    let client = Client::new(&simulator);
    client
        .post(STANDARD, KEY, &hello("qwen-plus").to_string())
        .await;
    client.post(CODING, None, "{").await;
    let requests = simulator.requests();
    let [good, bad] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    assert_eq!(
        (good.method.as_str(), good.path.as_str()),
        ("POST", STANDARD)
    );
    assert_eq!(good.body, Some(hello("qwen-plus")));
    assert_eq!(good.header("Authorization"), KEY);
    assert_eq!(
        (
            bad.path.as_str(),
            bad.body.as_ref(),
            bad.header("authorization")
        ),
        (CODING, None, None)
    );
    assert_eq!(
        (good.delivery, bad.delivery),
        (Delivery::Complete, Delivery::Complete)
    );
    assert!(!format!("{requests:?}").contains("sk-test"));
}

#[tokio::test]
async fn shutdown_frees_the_port_even_under_a_stream() {
    let slow = Options {
        per_token: Duration::from_hours(1),
        ..Options::unpaced()
    };
    let simulator = start(slow).await;
    let address = simulator.address();
    let mut request = hello("qwen-plus");
    request["stream"] = json!(true);
    let mut connection = Client::new(&simulator)
        .open(STANDARD, KEY, &request.to_string())
        .await;
    connection.read_until("data: ").await;
    simulator.shutdown().await;
    assert!(!connection.read_rest().await.contains("[DONE]"));
    TcpListener::bind(address).await.unwrap();
}

#[tokio::test]
async fn serve_ends_with_its_shutdown() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(crate::serve(listener, Options::unpaced(), async move {
        let _ = stopped.await;
    }));
    let client = Client { address };
    assert_eq!(
        client
            .post(STANDARD, KEY, &hello("qwen-plus").to_string())
            .await
            .status,
        200
    );
    drop(stop);
    server.await.unwrap().unwrap();
}
