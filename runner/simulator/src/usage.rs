//! What a request cost, in tokens.

use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::request::Size;

/// The `usage` object for all answers to one request.
pub(crate) fn of(prompt: Size, answers: &[Answer]) -> Value {
    let completion: usize = answers.iter().map(Answer::tokens).sum();
    let reasoning: usize = answers.iter().map(Answer::reasoning_tokens).sum();
    json!({
        "prompt_tokens": prompt.total(),
        "completion_tokens": completion,
        "total_tokens": prompt.total() + completion,
        "prompt_tokens_details": details(
            &[("cached_tokens", 0), ("text_tokens", prompt.text)],
            &[("image_tokens", prompt.image), ("video_tokens", prompt.video)],
        ),
        // The service counts thinking as text.
        "completion_tokens_details": details(&[("text_tokens", completion)], &[("reasoning_tokens", reasoning)]),
    })
}

/// Counts that are always there, and counts that are there only if they count something.
fn details(always: &[(&str, usize)], counted: &[(&str, usize)]) -> Map<String, Value> {
    let counted = counted.iter().filter(|(_, tokens)| *tokens > 0);
    always
        .iter()
        .chain(counted)
        .map(|(name, tokens)| ((*name).to_owned(), (*tokens).into()))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of;
    use crate::answer::{Answer, Finish};
    use crate::request::Size;

    fn answer(reasoning: usize, content: usize) -> Answer {
        Answer {
            reasoning: vec!["a".to_owned(); reasoning],
            content: vec!["b".to_owned(); content],
            calls: Vec::new(),
            finish: Finish::Stop,
        }
    }

    #[test]
    fn sums_agree_and_details_appear_when_there_is_something_to_say() {
        let plain = Size {
            text: 10,
            ..Size::default()
        };
        let seen = Size {
            image: 1_024,
            text: 10,
            video: 0,
        };
        let cases = [
            (
                of(plain, &[answer(0, 5)]),
                json!({
                    "prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15,
                    "prompt_tokens_details": {"cached_tokens": 0, "text_tokens": 10},
                    "completion_tokens_details": {"text_tokens": 5},
                }),
            ),
            (
                of(seen, &[answer(3, 5), answer(3, 5)]),
                json!({
                    "prompt_tokens": 1_034, "completion_tokens": 16, "total_tokens": 1_050,
                    "prompt_tokens_details": {"cached_tokens": 0, "image_tokens": 1_024, "text_tokens": 10},
                    "completion_tokens_details": {"reasoning_tokens": 6, "text_tokens": 16},
                }),
            ),
        ];
        for (usage, expected) in cases {
            assert_eq!(usage, expected);
        }
    }
}
