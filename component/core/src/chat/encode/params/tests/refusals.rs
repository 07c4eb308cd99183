//! What may come neither from the configuration nor as extra fields.

use super::*;

#[test]
fn what_is_not_an_object_is_refused() {
    for value in [json!([]), json!("{}"), json!(7)] {
        for name in ["extra_body", "chat_template_kwargs"] {
            let message = format!("params.{name} is not a JSON object");
            refused(
                asking("a"),
                &json!({name: value}),
                &ErrorKind::InvalidRequest,
                &message,
            );
        }
        let message = "extra-json is not a JSON object";
        refused(
            extra(&value),
            &json!({}),
            &ErrorKind::InvalidRequest,
            message,
        );
    }
    for text in ["", "{", "{\"a\":\"\\ud83d\"}", "{} {}"] {
        let request = Request {
            extra_json: Some(String::from(text)),
            ..asking("a")
        };
        let error = joined(request, &json!({})).expect_err("a refusal");
        assert!(
            error.message.starts_with("extra-json is not JSON: "),
            "{error}"
        );
        assert_eq!(error.hint.as_deref(), Some(EXAMPLE));
    }
}

#[test]
fn the_requests_own_fields_are_refused() {
    for name in RESERVED.iter().chain(UNCONFIGURED) {
        let message = format!("params.{name} may not name {name}");
        refused(
            asking("a"),
            &json!({*name: 1}),
            &ErrorKind::InvalidRequest,
            &message,
        );
    }
    for name in RESERVED {
        for value in [json!(1), json!(null)] {
            let message = format!("params.extra_body may not name {name}");
            let params = json!({"extra_body": {*name: value}});
            refused(asking("a"), &params, &ErrorKind::InvalidRequest, &message);
            let message = format!("extra-json may not name {name}");
            refused(
                extra(&json!({*name: value})),
                &json!({}),
                &ErrorKind::InvalidRequest,
                &message,
            );
        }
    }
    for name in UNCONFIGURED {
        assert!(
            joined(
                extra(&json!({*name: 1})),
                &json!({"extra_body": {*name: 2}})
            )
            .is_ok()
        );
    }
}

#[test]
fn fields_whose_answer_would_be_lost_are_refused() {
    for (name, lost, fine) in [
        ("n", json!(2), json!(1)),
        ("logprobs", json!(true), json!(false)),
        ("top_logprobs", json!(1), json!(0)),
        ("modalities", json!(["text", "audio"]), json!(["text"])),
        ("audio", json!({"voice": "x"}), Value::Null),
    ] {
        let message = |place: &str| {
            format!("{place} asks for {name}, and this version reads one answer in text only")
        };
        let kind = &ErrorKind::Unsupported;
        let within = message("params.extra_body");
        refused(
            asking("a"),
            &json!({name: lost}),
            kind,
            &message(&format!("params.{name}")),
        );
        refused(
            asking("a"),
            &json!({"extra_body": {name: lost}}),
            kind,
            &within,
        );
        refused(
            extra(&json!({name: lost})),
            &json!({}),
            kind,
            &message("extra-json"),
        );
        assert!(
            joined(extra(&json!({name: fine})), &json!({name: fine})).is_ok(),
            "{name}"
        );
    }
}
