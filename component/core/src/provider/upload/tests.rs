//! What asking for an upload sends and gives.

use super::*;
use crate::error::ErrorKind;
use crate::settings::Settings;
use crate::transport::script::Script;

const POLICY: &str = r#"{"request_id":"9f","data":{"policy":"eyJ","signature":"Xx=","upload_dir":"dashscope-instant/1a/2026-11-23/u",
"upload_host":"https://dashscope-file-x.oss-cn-beijing.aliyuncs.com","expire_in_seconds":300,"max_file_size_mb":100,
"capacity_limit_mb":999999999,"oss_access_key_id":"LTAI","x_oss_object_acl":"private","x_oss_forbid_overwrite":"true"}}"#;

fn prepare(
    answer: &'static str,
    model: &str,
    file_name: &str,
) -> (Result<Form, Error>, Vec<String>) {
    let settings =
        Settings::from_environment(|name| (name == "QWEN_API_KEY").then(|| "sk-1".to_owned()));
    let provider = Provider::new(settings.unwrap()).unwrap();
    let script = Script::answering(200, answer);
    let request = Request {
        model: model.to_owned(),
        file_name: file_name.to_owned(),
    };
    let form = script.run(provider.prepare_upload(&script, &request));
    let sent = script.sent.borrow();
    (
        form,
        sent.iter().map(|request| request.url.clone()).collect(),
    )
}

#[test]
fn the_form_has_the_policys_fields_in_order() {
    let (form, sent) = prepare(POLICY, "qwen/wan2.6-i2v", "cat.png");
    let form = form.unwrap();
    assert_eq!(
        sent,
        ["https://dashscope-intl.aliyuncs.com/api/v1/uploads?action=getPolicy&model=wan2.6-i2v"]
    );
    assert_eq!(
        form.url,
        "https://dashscope-file-x.oss-cn-beijing.aliyuncs.com"
    );
    let fields: Vec<_> = form
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.value.as_str()))
        .collect();
    assert_eq!(
        fields,
        [
            ("OSSAccessKeyId", "LTAI"),
            ("Signature", "Xx="),
            ("policy", "eyJ"),
            ("x-oss-object-acl", "private"),
            ("x-oss-forbid-overwrite", "true"),
            ("key", "dashscope-instant/1a/2026-11-23/u/cat.png"),
            ("success_action_status", "200"),
        ]
    );
    assert_eq!(
        form.reference,
        "oss://dashscope-instant/1a/2026-11-23/u/cat.png"
    );
    assert_eq!(form.expires_in_seconds, Some(300));
    assert_eq!(form.max_bytes, Some(100 << 20));
    assert!(!format!("{form:?}").contains("LTAI"));
}

#[test]
fn names_that_are_none_are_refused_before_anything_is_sent() {
    for (model, name) in [
        ("wan2.6-i2v", ""),
        ("wan2.6-i2v", ".."),
        ("wan2.6-i2v", "a/b.png"),
        ("wan2.6-i2v", "a b.png"),
        ("wan2.6-i2v&x", "a.png"),
        ("", "a.png"),
    ] {
        let (form, sent) = prepare(POLICY, model, name);
        assert_eq!(
            form.unwrap_err().kind,
            ErrorKind::InvalidRequest,
            "{model} {name}"
        );
        assert!(sent.is_empty());
    }
}

#[test]
fn an_answer_without_a_policy_is_no_form() {
    for answer in [
        "{}",
        r#"{"data":{}}"#,
        r#"{"data":{"upload_dir":"d","policy":1}}"#,
    ] {
        let (form, _) = prepare(answer, "wan2.6-i2v", "a.png");
        assert_eq!(form.unwrap_err().kind, ErrorKind::BadResponse, "{answer}");
    }
}
