//! Uploads over the socket: a policy, a form, and requests that refer to the file.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Answer, Client};
use super::videos::SUBMIT;
use super::{KEY, start};
use crate::Options;

const POLICY: &str = "/api/v1/uploads?action=getPolicy&model=wan2.6-i2v";

async fn policy(client: &Client) -> Value {
    let answer = client.get(POLICY, KEY).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["data"].clone()
}

/// The fields of a good form, in order.
fn fields(policy: &Value) -> Vec<(&'static str, String)> {
    let told = |name: &str| policy[name].as_str().unwrap().to_owned();
    vec![
        ("OSSAccessKeyId", told("oss_access_key_id")),
        ("Signature", told("signature")),
        ("policy", told("policy")),
        ("x-oss-object-acl", told("x_oss_object_acl")),
        ("x-oss-forbid-overwrite", told("x_oss_forbid_overwrite")),
        ("key", format!("{}/cat.png", told("upload_dir"))),
        ("success_action_status", "200".to_owned()),
        ("file", "\u{89}PNG…".to_owned()),
    ]
}

async fn send(client: &Client, fields: &[(&str, String)], headers: &[(&str, &str)]) -> Answer {
    let part = |(name, value): &(&str, String)| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body: String = fields.iter().map(part).collect();
    let body = format!("{body}--x--\r\n");
    let mut all = vec![("content-type", "multipart/form-data; boundary=x")];
    all.extend(headers);
    client
        .request("POST", "/", &all, body.as_bytes())
        .await
        .unwrap()
}

/// Asks for a film of an uploaded image.
async fn submit(client: &Client, model: &str, key: &str, resolve: &str, url: &str) -> Answer {
    let body = json!({"model": model, "input": {"img_url": url}}).to_string();
    let headers = [
        ("authorization", key),
        ("x-dashscope-async", "enable"),
        ("x-dashscope-ossresourceresolve", resolve),
    ];
    client
        .request("POST", SUBMIT, &headers, body.as_bytes())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_file_from_policy_to_film() {
    let simulator = start(Options::unpaced()).await;
    let client = Client::new(&simulator);
    let policy = policy(&client).await;
    assert_eq!(policy["upload_host"], simulator.api_origin());
    assert_eq!(
        (&policy["expire_in_seconds"], &policy["max_file_size_mb"]),
        (&json!(300), &json!(100))
    );
    let fields = fields(&policy);
    let answer = send(&client, &fields, &[]).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    let key = &fields[5].1;
    let [file] = simulator.uploads().try_into().unwrap();
    assert_eq!(
        (&file.key, file.model.as_str(), file.length),
        (key, "wan2.6-i2v", 8)
    );
    assert_eq!(send(&client, &fields, &[]).await.status, 409);

    let url = format!("oss://{key}");
    let cases = [
        ("wan2.6-i2v", "Bearer sk-test", "enable", url.as_str(), 200),
        ("wan2.6-i2v", "Bearer sk-test", "false", &url, 400),
        ("wan2.6-i2v", "Bearer sk-other", "enable", &url, 400),
        ("wan2.6-i2v-flash", "Bearer sk-test", "enable", &url, 400),
        ("wan2.6-i2v", "Bearer sk-test", "enable", "oss://other", 400),
    ];
    for (model, key, resolve, url, status) in cases {
        let answer = submit(&client, model, key, resolve, url).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(answer.body.contains("input.img_url"), status == 400);
    }
    simulator.advance(Duration::from_hours(48));
    let expired = submit(&client, "wan2.6-i2v", "Bearer sk-test", "enable", &url).await;
    assert_eq!(expired.status, 400);
}

#[tokio::test]
async fn forms_are_refused_as_object_storage_does() {
    let mut options = Options::unpaced();
    options.video.upload_megabytes = 1;
    let simulator = start(options).await;
    let client = Client::new(&simulator);
    let good = fields(&policy(&client).await);
    let cases: [(&str, Option<&str>, u16, &str); 11] = [
        ("OSSAccessKeyId", Some("x"), 403, "SignatureDoesNotMatch"),
        ("Signature", Some("x"), 403, "SignatureDoesNotMatch"),
        ("Signature", None, 400, "MalformedPOSTRequest"),
        ("policy", Some("e30="), 403, "SignatureDoesNotMatch"),
        ("policy", None, 400, "MalformedPOSTRequest"),
        ("x-oss-object-acl", Some("public-read"), 403, "AccessDenied"),
        ("x-oss-object-acl", None, 403, "AccessDenied"),
        ("x-oss-forbid-overwrite", Some("false"), 403, "AccessDenied"),
        (
            "key",
            Some("elsewhere/cat.png"),
            403,
            "SignatureDoesNotMatch",
        ),
        ("file", None, 400, "MalformedPOSTRequest"),
        ("file", Some(&"x".repeat(1_048_577)), 400, "EntityTooLarge"),
    ];
    for (name, value, status, code) in cases {
        let mut fields = good.clone();
        fields.retain(|(field, _)| *field != name || value.is_some());
        for (_, old) in fields.iter_mut().filter(|(field, _)| *field == name) {
            value.unwrap_or_default().clone_into(old);
        }
        let answer = send(&client, &fields, &[]).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.body);
        assert!(
            answer.body.contains(&format!("<Code>{code}</Code>")),
            "{}",
            answer.body
        );
    }
    let mut early = good.clone();
    early.swap(6, 7);
    assert_eq!(send(&client, &early, &[]).await.status, 400);
    let leaked = send(&client, &good, &[("authorization", "Bearer sk-test")]).await;
    assert_eq!(leaked.status, 400);
    simulator.advance(Duration::from_mins(5));
    let late = send(&client, &good, &[]).await;
    assert!(
        late.status == 403 && late.body.contains("Policy expired."),
        "{}",
        late.body
    );
    assert!(simulator.uploads().is_empty());
}

#[tokio::test]
async fn policies_are_refused_in_the_native_shape() {
    let simulator = start(Options::unpaced()).await;
    let client = Client::new(&simulator);
    for (query, key, status, code) in [
        (
            "action=getPolicy&model=wan2.6-i2v",
            None,
            401,
            "InvalidApiKey",
        ),
        ("model=wan2.6-i2v", KEY, 400, "InvalidParameter"),
        ("action=getPolicy", KEY, 400, "BadRequest.EmptyModel"),
        ("action=getPolicy&model=gpt", KEY, 404, "ModelNotFound"),
        ("action=getPolicy&model=qwen-vl-max-latest", KEY, 200, ""),
    ] {
        let answer = client.get(&format!("/api/v1/uploads?{query}"), key).await;
        assert_eq!(answer.status, status, "{query}");
        assert_eq!(
            answer.json()["code"].as_str().unwrap_or_default(),
            code,
            "{query}"
        );
    }
}
