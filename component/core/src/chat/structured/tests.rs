//! What fits a schema and what does not, and how a misfit is told.

use super::{Json, Schema};
use crate::error::ErrorKind;

fn told(json: &Json, words: &str) -> Option<String> {
    json.check(words).err().map(|misfit| misfit.to_string())
}

fn schema(text: &str) -> Json {
    Json::Schema(Schema::parse("s", text).expect(text))
}

/// A schema, what fits it, and what does not with a part of what is told of it.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

const ROWS: &[Row] = &[
    (
        r#"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}"#,
        &[r#"{"a":""}"#, " {\"a\":\"x\"}\n"],
        &[
            ("{}", "at $ the member `a` is missing"),
            (r#"{"a":1}"#, "at $.a it is of type number and not string"),
            (r#"{"a":"","b":1}"#, "at $ the member `b` is not allowed"),
            ("[]", "at $ it is of type array and not object"),
            (r#"{"a":"#, "it is not JSON"),
            ("```json\n{\"a\":\"x\"}\n```", "it is not JSON"),
        ],
    ),
    (
        r#"{"type":["integer","null"],"minimum":1,"exclusiveMaximum":9}"#,
        &["1", "8", "2.0", "null"],
        &[
            ("0", "it is 0, and at least 1 is allowed"),
            ("9", "it is 9, and less than 9 is allowed"),
            ("1.5", "it is of type number and not integer or null"),
        ],
    ),
    (
        r#"{"type":"integer"}"#,
        &["-3", "-0.0", "9007199254740993.0", "1e300", "-1e300"],
        &[
            ("1e-9", "it is of type number and not integer"),
            ("-1048576.5", "it is of type number"),
        ],
    ),
    (
        r#"{"maximum":2,"exclusiveMinimum":0}"#,
        &["0.5", "2", "\"text\""],
        &[
            ("2.5", "and at most 2 is allowed"),
            ("0", "and more than 0 is allowed"),
        ],
    ),
    (
        r#"{"type":"array","items":{"enum":["a",1,null]},"minItems":1,"maxItems":2}"#,
        &[r#"["a"]"#, "[1.0,null]"],
        &[
            ("[]", "it has 0 items, and at least 1 are allowed"),
            (
                r#"["a","a","a"]"#,
                "it has 3 items, and at most 2 are allowed",
            ),
            (r#"["a","b"]"#, r#"at $[1] it is none of "a", 1, null"#),
        ],
    ),
    (
        r#"{"type":"string","minLength":2,"maxLength":3}"#,
        &[r#""ab""#, r#""日本語""#],
        &[
            (r#""a""#, "it has 1 characters, and at least 2 are allowed"),
            (r#""abcd""#, "at most 3 are allowed"),
        ],
    ),
    (
        r##"{"$defs":{"node":{"type":"object","properties":{"next":{"$ref":"#/$defs/node"},"v":{"const":1}}}},"$ref":"#/$defs/node"}"##,
        &["{}", r#"{"next":{"next":{"v":1}}}"#],
        &[
            (
                r#"{"next":{"next":{"v":2}}}"#,
                "at $.next.next.v it is not 1",
            ),
            (r#"{"next":[]}"#, "at $.next it is of type array"),
        ],
    ),
    (
        r#"{"anyOf":[{"type":"string"},{"type":"boolean"}]}"#,
        &["true", r#""a""#],
        &[("1", "it fits none of the schemas of anyOf")],
    ),
    (
        r#"{"oneOf":[{"type":"number"},{"minimum":5}],"allOf":[{"maximum":9}]}"#,
        &["4", "\"text\""],
        &[
            ("6", "it fits 2 of the schemas of oneOf"),
            ("10", "at most 9 is allowed"),
        ],
    ),
    (
        r#"{"properties":{"a":false},"additionalProperties":{"type":"null"}}"#,
        &["{}", r#"{"b":null}"#],
        &[
            (r#"{"a":1}"#, "at $.a nothing is allowed"),
            (r#"{"b":1}"#, "at $.b it is of type number and not null"),
        ],
    ),
];

#[test]
fn values_fit_their_schema_or_are_told_where_they_do_not() {
    for (text, fitting, misfits) in ROWS {
        let json = schema(text);
        for words in *fitting {
            assert_eq!(told(&json, words), None, "{text}");
        }
        for (words, part) in *misfits {
            let told = told(&json, words).expect(words);
            assert!(told.contains(part), "{text}: {told}");
        }
    }
}

#[test]
fn an_object_is_any_object_and_what_was_not_asked_for_is_not_checked() {
    assert_eq!(told(&Json::Object, " {} "), None);
    assert_eq!(
        told(&Json::Object, "[1]").as_deref(),
        Some("is not the JSON that was asked for: at $ it is no object. Its words: [1]")
    );
    assert!(told(&Json::Object, "").is_some_and(|told| told.ends_with("(nothing)")));
    assert_eq!(told(&Json::Unasked, "not JSON"), None);
}

#[test]
fn a_schema_that_runs_in_a_circle_ends() {
    let circle = schema(r##"{"$ref":"#"}"##);
    assert!(told(&circle, "1").is_some_and(|told| told.contains("too deep")));
    let growing = schema(r##"{"anyOf":[{"$ref":"#"},{"$ref":"#"}]}"##);
    assert!(told(&growing, "1").is_some());
}

#[test]
fn a_schema_that_is_none_is_refused() {
    for (text, part) in [
        ("[]", "is not a JSON object"),
        ("{", "is not JSON"),
        (r##"{"$ref":"#/$defs/none"}"##, "refers to #/$defs/none"),
        (r#"{"items":{"$ref":"other.json"}}"#, "refers to other.json"),
    ] {
        let error = Schema::parse("s", text).expect_err(text);
        assert_eq!(error.kind, ErrorKind::InvalidRequest);
        assert!(error.message.contains(part), "{error}");
    }
    let deep = [
        r#"{"items":"#.repeat(70),
        String::from("{}"),
        "}".repeat(70),
    ]
    .concat();
    assert!(Schema::parse("s", &deep).is_err());
}

#[test]
fn words_that_are_not_checked_are_named_once() {
    let text = r#"{"title":"t","pattern":"^a","properties":{"pattern":{"format":"date","pattern":"b"}},"not":{}}"#;
    let schema = Schema::parse("s", text).expect("a schema");
    assert_eq!(schema.unchecked(), ["not", "pattern", "format"]);
}

#[test]
fn many_words_that_are_not_checked_are_named_once() {
    // A look at all earlier ones for each would take minutes.
    let mut words: Vec<_> = (0..100_000)
        .map(|word| format!(r#""w{word:06}":0"#))
        .collect();
    words.push(format!(r#""items":{{{}}}"#, words.join(",")));
    let text = ["{", &words.join(","), "}"].concat();
    let schema = Schema::parse("s", &text).expect("a schema");
    assert_eq!(schema.unchecked().len(), 100_000);
}

proptest::proptest! {
    #[test]
    fn any_words_are_judged(words in "[\\[\\]{}\",:0-9a-z ]{0,40}") {
        for (text, _, _) in ROWS {
            let _ = told(&schema(text), &words);
        }
    }
}
