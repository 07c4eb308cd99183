//! Texts as people write them, and any texts.

use super::{comments, set};
use crate::config::tree::Node;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn check(text: &str, path: &[&str], value: &Value, wanted: &str) {
    let edited = set(text, path, value).unwrap();
    assert_eq!(edited, wanted);
    assert_eq!(set(&edited, path, value).unwrap(), edited, "twice");
}

const URL: [&str; 4] = ["models", "providers", "qwen", "baseUrl"];

#[test]
fn a_new_file_is_written_in_lines() {
    let text = "// mine\n{\n}\n";
    check(
        text,
        &URL,
        &json!("x"),
        "// mine\n{\n  models: {\n    providers: {\n      qwen: { baseUrl: \"x\" },\n    },\n  },\n}\n",
    );
    check(
        "{}",
        &["a"],
        &json!({ "b": { "c": 1 }, "d": 2 }),
        "{\n  a: {\n    b: { c: 1 },\n    d: 2,\n  },\n}",
    );
}

#[test]
fn only_what_changes_changes() {
    check(
        "{ // all\n  models: { providers: { qwen: { baseUrl: 'old' /* c */, timeoutSeconds: 5 } } }, // end\n  b: 1\n}",
        &URL,
        &json!("new"),
        "{ // all\n  models: { providers: { qwen: { baseUrl: \"new\" /* c */, timeoutSeconds: 5 } } }, // end\n  b: 1\n}",
    );
}

#[test]
fn a_value_that_is_there_stays_as_it_is_written() {
    for (text, path, value) in [
        ("{a:'x'}", "a", json!("x")),
        ("{ a: +0x10 }", "a", json!(16)),
        (
            "{ a: { 'id': 'k', /* c */ source: \"file\", } }",
            "a",
            json!({ "source": "file", "id": "k" }),
        ),
    ] {
        check(text, &[path], &value, text);
    }
}

/// The text, and the text with `b: 2` in the object `a`.
#[rustfmt::skip]
const INSERTIONS: &[(&str, &str)] = &[
    // In a line.
    ("{ a: {} }", "{ a: { b: 2 } }"),
    ("{ a: { x: 1 } }", "{ a: { x: 1, b: 2 } }"),
    ("{a:{x:1}}", "{a:{x:1, b: 2}}"),
    ("{ a: { x: 1, } }", "{ a: { x: 1, b: 2, } }"),
    ("{ a: { x: 1 /* one */ } }", "{ a: { x: 1, b: 2 /* one */ } }"),
    ("{ a: { /* none */ } }", "{ a: { /* none */  b: 2 } }"),
    ("{ a: null, c: 3 }", "{ a: { b: 2 }, c: 3 }"),
    // In lines, with the comma and without.
    ("{\n  a: {\n    x: 1,\n  },\n}", "{\n  a: {\n    x: 1,\n    b: 2,\n  },\n}"),
    ("{\n  a: {\n    x: 1\n  }\n}", "{\n  a: {\n    x: 1,\n    b: 2\n  }\n}"),
    ("{\n\ta: {\n\t\tx: 1, // one\n\t},\n}", "{\n\ta: {\n\t\tx: 1, // one\n\t\tb: 2,\n\t},\n}"),
    ("{\n  a: {\n    x: 1 // one\n    // after\n  },\n}", "{\n  a: {\n    x: 1, // one\n    b: 2\n    // after\n  },\n}"),
    ("{\n  a: {\n    x: 1 /* one\n    more */\n  },\n}", "{\n  a: {\n    x: 1,\n    b: 2 /* one\n    more */\n  },\n}"),
    ("{\n  a: {\n    x: 1 /* one */, /* two */ // three\n  } }", "{\n  a: {\n    x: 1 /* one */, /* two */ // three\n    b: 2,\n  } }"),
    ("{\n  a: {\n    /* x */ x: 1\n  }\n}", "{\n  a: {\n    /* x */ x: 1,\n    b: 2\n  }\n}"),
    ("{\n  a: {\n    x: 1 }\n}", "{\n  a: {\n    x: 1,\n    b: 2 }\n}"),
    ("{\r\n  a: {\r\n    x: 1,\r\n  },\r\n}", "{\r\n  a: {\r\n    x: 1,\r\n    b: 2,\r\n  },\r\n}"),
    // A comma before each field.
    ("{\n  a: {\n    x: 1\n    ,\n  }\n}", "{\n  a: {\n    x: 1, b: 2\n    ,\n  }\n}"),
    // Empty.
    ("{\n    a: {}\n}", "{\n    a: {\n        b: 2,\n    }\n}"),
    ("{\n  a: {\n    // none\n  },\n}", "{\n  a: {\n    // none\n    b: 2,\n  },\n}"),
    ("{\n  a: null, // none\n}", "{\n  a: { b: 2 }, // none\n}"),
    ("{}", "{\n  a: { b: 2 },\n}"),
    // As JSON.
    ("{\n  \"x\": 1\n}", "{\n  \"x\": 1,\n  \"a\": { \"b\": 2 }\n}"),
    ("{ \"a\": {} }", "{ \"a\": { \"b\": 2 } }"),
    // The last one of a name counts.
    ("{ a: { x: 1 }, a: { y: 1 } }", "{ a: { x: 1 }, a: { y: 1, b: 2 } }"),
];

#[test]
fn a_new_value_stands_where_somebody_would_write_it() {
    for (text, wanted) in INSERTIONS {
        check(text, &["a", "b"], &json!(2), wanted);
    }
}

#[test]
fn comments_in_a_replaced_value_are_kept() {
    check(
        "{\n  a: { // why\n    id: 'k', /* how */\n  }, // end\n}",
        &["a"],
        &json!("v"),
        "{\n  a: \"v\" // why\n /* how */, // end\n}",
    );
}

#[test]
fn names_that_are_no_words_stand_in_quotes() {
    check(
        "{}",
        &["qwen/a.b", "1"],
        &json!("x"),
        "{\n  \"qwen/a.b\": { \"1\": \"x\" },\n}",
    );
}

#[test]
fn nothing_is_set_below_what_is_no_object() {
    for text in ["[]", "1", "{ a: 1 }", "{ a: 'x' }", "{ a: [{}] }"] {
        assert_eq!(set(text, &["a", "b"], &json!(1)), None, "{text}");
    }
}

/// What may stand between two tokens.
fn gap() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        4 => Just(""),
        4 => Just(" "),
        2 => Just("\n"),
        2 => Just("\n  "),
        1 => Just("\r\n\t"),
        1 => Just("/* 'a */"),
        1 => Just("/*/ \" \n ***/"),
        1 => Just("// b: \"\n"),
        1 => Just("// '\u{2028}"),
    ]
}

fn name() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("a"),
        Just("b"),
        Just("'a'"),
        Just("\"c d\""),
        Just("$c")
    ]
}

/// A text in JSON5.
fn text() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("1"),
        Just("null"),
        Just("'// no, \"'"),
        Just("\"/* no \\\" */\""),
        Just("-.5")
    ];
    let leaf = scalar.prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let field = (gap(), name(), gap(), gap(), inner.clone(), gap())
            .prop_map(|(a, name, b, c, value, d)| format!("{a}{name}{b}:{c}{value}{d}"));
        let item = (gap(), inner, gap()).prop_map(|(a, value, b)| format!("{a}{value}{b}"));
        let end = prop_oneof![Just(""), Just(",")];
        let joined = |items: Vec<String>, end: &str| {
            if items.is_empty() {
                String::new()
            } else {
                items.join(",") + end
            }
        };
        prop_oneof![
            4 => (prop::collection::vec(field, 0..4), end.clone(), gap())
                .prop_map(move |(fields, end, gap)| format!("{{{}{gap}}}", joined(fields, end))),
            1 => (prop::collection::vec(item, 0..3), end, gap())
                .prop_map(move |(items, end, gap)| format!("[{}{gap}]", joined(items, end))),
        ]
    })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(1)),
        Just(json!("it's \"// x")),
        Just(json!({ "id": "k", "source": "file" })),
        Just(json!({ "a": { "b": { "c": [1, 2] } } })),
    ]
}

/// The same of a value.
fn set_in(whole: &Value, path: &[&str], value: &Value) -> Option<Value> {
    let Some((name, below)) = path.split_first() else {
        return Some(value.clone());
    };
    let mut fields = match whole {
        Value::Object(fields) => fields.clone(),
        Value::Null => Map::new(),
        _ => return None,
    };
    let inner = fields.get(*name).unwrap_or(&Value::Null);
    let inner = set_in(inner, below, value)?;
    fields.insert((*name).to_owned(), inner);
    Some(Value::Object(fields))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn one_value_changes_and_every_comment_stays(
        before in gap(), text in text(), after in gap(),
        path in prop::collection::vec(prop_oneof![Just("a"), Just("b"), Just("c d")], 1..4),
        value in value(),
    ) {
        let text = format!("{before}{text}{after}");
        let whole: Value = json5::from_str(&text).unwrap();
        prop_assert_eq!(Node::of(&text).unwrap().to_value(), whole.clone());
        let wanted = set_in(&whole, &path, &value).filter(|_| whole.is_object());
        let edited = set(&text, &path, &value);
        let parsed = edited.as_ref().map(|edited| json5::from_str(edited).unwrap());
        prop_assert_eq!(parsed, wanted, "{:?}", edited);
        if let Some(edited) = edited {
            let (mut old, mut new) = (comments(&text), comments(&edited));
            old.sort_unstable();
            new.sort_unstable();
            prop_assert_eq!(old, new);
            prop_assert_eq!(set(&edited, &path, &value), Some(edited));
        }
    }
}
