//! The texts of a list as lines, and where they are none.

use super::{Draft, Frame, Json, Source, URL, head};

fn draft() -> Draft {
    let mut draft = Draft::new(Source::of(&head(200), URL), Json::default());
    draft.read_lines();
    draft
}

#[test]
fn the_texts_of_a_whole_answer_are_each_a_line() {
    for (content, text, reasoning) in [
        (r#"" a \n b ""#, " a \n b ", ""),
        (r#"[{"text":" a "},{"text":"b\n"}]"#, "a\nb", ""),
        (r#"["a","b"]"#, "a\nb", ""),
        (
            r#"[{"text":"a"},{"text":" "},{"type":"image_url","text":"x"},{"text":"b"}]"#,
            "a\nb",
            "",
        ),
        (
            r#"[{"type":"thinking","thinking":"hm"},{"type":"text","text":"a"}]"#,
            "a",
            "hm",
        ),
        // Items within an item are no lines.
        (r#"[{"text":["a","b"]},{"text":"c"}]"#, "ab\nc", ""),
        ("[[]]", "", ""),
        ("[]", "", ""),
        (r#"{"text":"a"}"#, "a", ""),
    ] {
        let mut draft = draft();
        let body = format!(r#"{{"choices":[{{"message":{{"content":{content}}}}}]}}"#);
        let mut events = Vec::new();
        draft
            .take_whole(&head(200), body.as_bytes(), &mut events)
            .expect(content);
        draft.finish(&mut events).expect(content);
        let completion = draft.into_completion();
        assert_eq!(completion.text, text, "{content}");
        assert_eq!(completion.reasoning, reasoning, "{content}");
    }
}

#[test]
fn the_texts_of_a_stream_are_pieces() {
    let mut draft = draft();
    let frame = Frame {
        data: br#"{"choices":[{"delta":{"content":[{"text":"a "},{"text":"b"}]}}]}"#,
        event: b"",
        status: None,
    };
    draft.take_frame(&frame, &mut Vec::new()).unwrap();
    assert_eq!(draft.into_completion().text, "a b");
}
