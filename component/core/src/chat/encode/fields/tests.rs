//! Places of fields, and many of them.

use serde_json::json;

use super::*;

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => panic!("no object"),
    }
}

fn sent(fields: Fields) -> String {
    let bytes = fields.into_json(|out| {
        out.push_str("[]");
        Ok(())
    });
    String::from_utf8(bytes.expect("a body")).expect("a text")
}

#[test]
fn fields_keep_their_places_and_the_messages_theirs() {
    let mut fields = Fields::default();
    fields.set("model", Some("m"));
    fields.set_messages();
    fields.set("max_tokens", Some(1));
    fields.set("seed", None::<u32>);
    fields.set("top_p", Some(0.5));
    fields.fill(&[("top_p", &json!(1)), ("extra\n", &json!([null]))]);
    let over = json!({ "max_completion_tokens": 2, "new": {}, "none": null, "top_p": null });
    assert_eq!(fields.override_with(&map(over)), ["max_tokens", "top_p"]);
    assert_eq!(
        fields.override_with(&map(json!({ "top_p": 0.25 }))),
        [""; 0]
    );
    assert_eq!(
        sent(fields),
        r#"{"model":"m","messages":[],"max_completion_tokens":2,"extra\n":[null],"new":{},"top_p":0.25}"#
    );
}

#[test]
fn many_fields_are_told_apart() {
    // A look at all earlier ones for each would take minutes.
    let many: Map<_, _> = (0..150_000)
        .map(|number| (format!("f{number}"), Value::from(number)))
        .collect();
    let mut fields = Fields::default();
    fields.set_messages();
    let pairs: Vec<_> = many
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    fields.fill(&pairs);
    assert_eq!(fields.override_with(&many).len(), 150_000);
    assert_eq!(fields.override_with(&many).len(), 150_000);
}
