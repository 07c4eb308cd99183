//! Answers: any cut of the body gives the same one, and none is larger than what came.

use qwen_core::chat::types::Event;

use crate::answer::{Played, play};
use crate::{message, pieces};

/// Any bytes as the answer to a chat call.
pub fn stream(data: &[u8]) {
    let (head, body) = message::read(data);
    let mut first: Option<Played> = None;
    for pieces in pieces::cuts(body) {
        let played = play(&head, &pieces);
        // What is packed may say more than its bytes.
        let is_packed = head.header("content-encoding").is_some();
        assert!(is_packed || words(&played) <= body.len());
        let expected = first.get_or_insert_with(|| play(&head, &pieces));
        assert_eq!(played, *expected);
    }
}

/// The length of everything that was said.
fn words(played: &Played) -> usize {
    let lengths = played.events.iter().map(|event| match event {
        Event::Text(words) | Event::Reasoning(words) => words.len(),
        // What a call without arguments is given comes from no byte of the body.
        Event::ToolCallArguments(more) if more.fragment != "{}" => more.fragment.len(),
        _ => 0,
    });
    lengths.sum()
}
