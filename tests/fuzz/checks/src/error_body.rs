//! Errors: whatever a body holds, the error says something, in bounds, and shows no key.

use qwen_core::error::body;

use crate::answer::{URL, check_error};
use crate::message;

/// Any bytes as an error answer.
pub fn error_body(data: &[u8]) {
    let (head, bytes) = message::read(data);
    let error = body::from_response(&head, bytes, URL);
    check_error(&error);
    assert_eq!(error.status, Some(head.status));
    assert!(error.message.starts_with(URL));
    for status in [None, Some(head.status)] {
        let error = body::from_frame(status, bytes, URL);
        check_error(&error);
        assert!(error.message.contains(URL));
    }
}
