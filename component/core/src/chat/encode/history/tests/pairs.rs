//! Calls and results pair up, whatever the conversation was.

use proptest::prelude::*;

use super::*;
use crate::chat::encode::tests::any_messages;

/// The rules of the provider for calls and their results, and that nothing is lost without a word.
fn holds(messages: &[Message], history: &History<'_>) {
    let mut open: Vec<&str> = Vec::new();
    for turn in &history.turns {
        if let Turn::Result { call_id, .. } = turn {
            let place = open.iter().position(|id| id == call_id);
            open.remove(place.expect("a result follows its call, once"));
            continue;
        }
        assert!(open.is_empty(), "no result for {open:?}");
        if let Turn::Assistant(answer) = turn {
            open.extend(answer.call_ids.iter().map(AsRef::as_ref));
            assert_eq!(open.len(), answer.message.tool_calls.len());
            let distinct: std::collections::BTreeSet<_> = open.iter().collect();
            assert_eq!(distinct.len(), open.len(), "{open:?}");
            if answer
                .message
                .model
                .as_deref()
                .is_some_and(|model| !is_own(model))
            {
                let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
                for id in &open {
                    assert!(
                        (1..=40).contains(&id.len()) && id.bytes().all(is_plain),
                        "{id}"
                    );
                }
            }
        }
    }
    assert!(open.is_empty(), "no result for {open:?}");

    let count =
        |holds: fn(&Message) -> bool| messages.iter().filter(|message| holds(message)).count();
    let kept =
        |holds: fn(&Turn<'_>) -> bool| history.turns.iter().filter(|turn| holds(turn)).count();
    let warned = |code| {
        codes(&history.warnings)
            .iter()
            .filter(|known| **known == code)
            .count()
    };
    assert_eq!(
        kept(|turn| matches!(turn, Turn::System(..))),
        count(|message| matches!(message, Message::System(_)))
    );
    assert_eq!(
        kept(|turn| matches!(turn, Turn::User(_))),
        count(|message| matches!(message, Message::User(_)))
    );
    assert_eq!(
        kept(|turn| matches!(
            turn,
            Turn::Result {
                content: Some(_),
                ..
            }
        )) + warned("tool-result-orphan"),
        count(|message| matches!(message, Message::Tool(_)))
    );
    assert_eq!(
        kept(|turn| matches!(turn, Turn::Result { content: None, .. })),
        warned("tool-result-missing")
    );
}

proptest! {
    #[test]
    fn any_conversation_is_refused_or_pairs_up(messages in any_messages()) {
        match History::of(&messages, is_own) {
            Ok(history) => holds(&messages, &history),
            Err(error) => prop_assert!(error.message.starts_with("messages["), "{error}"),
        }
    }
}
