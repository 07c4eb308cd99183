//! A video's id: `video_<task>~<model>`, of letters that need no escape in a path.

use crate::prelude::*;

/// An id taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct VideoId<'a> {
    /// The provider's task.
    pub(super) task: &'a str,
    /// The model that works on it, where it is known.
    pub(super) model: Option<&'a str>,
}

impl<'a> VideoId<'a> {
    /// The parts of an id. A task's own id is one as well.
    pub(super) fn parse(text: &'a str) -> Self {
        let text = text.strip_prefix(BEGINNING).unwrap_or(text);
        let (task, model) = match text.split_once('~') {
            Some((task, model)) => (task, Some(model)),
            None => (text, None),
        };
        let model = model.filter(|model| !model.is_empty());
        Self { task, model }
    }

    pub(super) fn written(&self) -> String {
        match self.model {
            Some(model) => [BEGINNING, self.task, "~", model].concat(),
            None => [BEGINNING, self.task].concat(),
        }
    }
}

const BEGINNING: &str = "video_";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_task_and_model() {
        for (text, task, model) in [
            ("video_a-1~wan2.6-t2v", "a-1", Some("wan2.6-t2v")),
            ("video_a-1", "a-1", None),
        ] {
            let id = VideoId { task, model };
            assert_eq!(VideoId::parse(text), id);
            assert_eq!(id.written(), text);
        }
        let bare = VideoId {
            task: "a-1",
            model: None,
        };
        assert_eq!(VideoId::parse("a-1"), bare);
        assert_eq!(VideoId::parse("video_a-1~"), bare);
    }
}
