//! Halves of characters in tool arguments and schemas.

use super::*;
use crate::chat::surrogates::paired;

#[test]
fn halves_without_their_other_half_are_left_out() {
    for (json, kept) in [
        (r#"{"a":"b\n\"\\"}"#, r#"{"a":"b\n\"\\"}"#),
        (r#""\u00e9 \u0000 \uffff""#, r#""\u00e9 \u0000 \uffff""#),
        (r#""\ud83d\ude00!""#, r#""\ud83d\ude00!""#),
        (r#""\uD83D\uDE00!""#, r#""\uD83D\uDE00!""#),
        (r#""a\ud83d""#, r#""a""#),
        (r#""\ud83db\ude00c""#, r#""bc""#),
        (r#""\ude00\ud83d""#, r#""""#),
        (r#""\ud83d\ud83d\ude00\ude00""#, r#""\ud83d\ude00""#),
        (r#""\ud83d\n\ude00""#, r#""\n""#),
        (r#""\ud83d\\ude00""#, r#""\\ude00""#),
        (r#""\\ud83d \\\ud83d""#, r#""\\ud83d \\""#),
        (r#""é\ud83dé""#, r#""éé""#),
        (r#"{"\udbff":1,"\udc00":[2]}"#, r#"{"":1,"":[2]}"#),
    ] {
        assert_eq!(paired(json), kept, "{json}");
    }
}

#[test]
fn they_are_left_out_of_the_calls_of_earlier_answers() {
    let mut answer = calling(&["1"]);
    answer.tool_calls[0].arguments_json = String::from(r#"{"a":"x\ud83d"}"#);
    let said = vec![
        Message::user("a"),
        Message::Assistant(answer),
        result("1", vec![text("b")]),
    ];
    let (messages, warnings) = messages("qwen-plus", said);
    assert!(
        messages.contains(r#""arguments":"{\"a\":\"x\"}""#),
        "{messages}"
    );
    assert_eq!(warnings, [""; 0]);
}

proptest::proptest! {
    #[test]
    fn any_units_become_text(units in proptest::collection::vec(0xd7f0..0xe010_u16, 0..12)) {
        let escapes: Vec<_> = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
        let json = format!("\"{}\"", escapes.concat());
        let text: String = serde_json::from_str(&paired(&json)).expect("sound JSON");
        let lossy = char::decode_utf16(units).filter_map(Result::ok).collect::<String>();
        proptest::prop_assert_eq!(text, lossy);
    }

    #[test]
    fn any_text_is_taken(text in "[\\\\u0-9a-fé\"]{0,40}") {
        proptest::prop_assert!(paired(&text).len() <= text.len());
    }
}
