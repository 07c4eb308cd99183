//! Every value is read whole, the way others read it.

use alloc::borrow::Cow;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Next, Place, Presence, Text, object, read, value};

/// One of each place.
#[derive(Debug, Default)]
struct Own<'a> {
    text: Text<'a>,
    present: Presence,
    written: Text<'a>,
    within: Option<Box<Self>>,
}

impl<'a> Place<'a> for Own<'a> {
    fn field(&mut self, name: Cow<'a, str>) -> Next<'_, 'a> {
        Next::Into(match name.as_ref() {
            "text" => &mut self.text,
            "present" => &mut self.present,
            "written" => return Next::Written(&mut self.written),
            "within" => &mut self.within,
            _ => return Next::Over,
        })
    }
}

fn own(text: &str) -> Own<'_> {
    let mut own = Own::default();
    read(text, &mut own).expect(text);
    own
}

#[test]
fn a_text_may_be_a_whole_number_and_nothing_else() {
    for (given, text) in [
        (r#""a\nb""#, "a\nb"),
        ("7", "7"),
        ("-7", ""),
        ("7.5", ""),
        ("true", ""),
        ("null", ""),
        (r#"["a"]"#, ""),
        (r#"{"text":"a"}"#, ""),
    ] {
        assert_eq!(
            own(&format!(r#"{{"x":[{{}}],"text":{given}}}"#)).text.0,
            text
        );
    }
}

#[test]
fn what_is_empty_is_not_there() {
    for (given, present) in [
        ("null", false),
        ("0", false),
        (r#""""#, false),
        ("[]", false),
        ("{}", false),
        ("false", false),
        ("1", true),
        (r#"" ""#, true),
        ("[null]", true),
        (r#"{"a":null}"#, true),
    ] {
        assert_eq!(own(&format!(r#"{{"present":{given}}}"#)).present.0, present);
    }
}

#[test]
fn what_is_wanted_as_it_is_written_is_not_looked_into() {
    for written in [
        r#"{"b":1.50, "a":[ ]}"#,
        r#""{\"a\":1}""#,
        "null",
        r#""\ud83d""#,
    ] {
        let text = format!(r#"{{"written": {written} }}"#);
        assert_eq!(own(&text).written.0, written);
    }
}

#[test]
fn of_a_name_that_stands_twice_the_last_one_counts() {
    let own = own(
        r#"{"text":"a","text":7,"within":{"text":"a","present":1},"within":{"text":"b"},"present":1,"present":[]}"#,
    );
    let within = own.within.unwrap();
    assert_eq!((own.text.0.as_ref(), own.present.0), ("7", false));
    assert_eq!((within.text.0.as_ref(), within.present.0), ("b", false));
    assert_eq!(
        value(r#"{"a":{"b":1},"a":{"c":2}}"#).unwrap(),
        json!({"a": {"c": 2}})
    );
}

#[test]
fn only_an_object_has_fields() {
    for within in ["null", "[]", r#"[{"text":"a"}]"#, "1", r#""a""#] {
        let text = format!(r#"{{"within":{{}},"within":{within}}}"#);
        assert!(own(&text).within.is_none(), "{within}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_as_others_read_it(text in "[\\[\\]{}:,\"a0-9.e\\\\u -]{0,24}") {
        let theirs = serde_json::from_str::<Value>(&text).map_err(|error| error.to_string());
        let ours = value(&text).map_err(|error| error.to_string());
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn what_is_no_object_is_told_as_others_tell_it(
        before in "[ \n\t]{0,3}",
        value in "null|true|-?[0-9]{1,3}(\\.5)?|\"[aé]{0,2}(\\\\n|\\\\\")?\"|\\[[0-9,]{0,3}\\]?|\\{(\"a\":1)?\\}|\\{|x",
        after in "[ \n\t]{0,3}",
    ) {
        let text = [before, value, after].concat();
        let theirs = serde_json::from_str::<Map<String, Value>>(&text).map_err(|error| error.to_string());
        prop_assert_eq!(object(&text), theirs);
    }
}
