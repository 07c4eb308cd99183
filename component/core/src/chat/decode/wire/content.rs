//! The content of a message: a text, or typed parts of any depth, sorted into text and reasoning while it is read.

use alloc::borrow::Cow;
use core::mem;

use crate::json::{Next, Parts, Place, Plain, Text};
use crate::prelude::*;
use crate::search;

/// Content. Parts are not kept but put together at once, so that a list of a million empty ones takes no memory.
#[derive(Debug, Default)]
pub(crate) enum Content<'a> {
    #[default]
    Nothing,
    Text(Cow<'a, str>),
    Words(Box<Words<'a>>),
}

/// What parts say.
#[derive(Debug, Default)]
pub(crate) struct Words<'a> {
    /// Words that are what the part around them is.
    plain: String,
    reasoning: String,
    /// Where the plain words of each item of a list end.
    ends: Vec<usize>,
    /// The item that is being read.
    item: Content<'a>,
    /// The part that is being read.
    part: Option<Part<'a>>,
}

impl<'a> Content<'a> {
    /// The reasoning and the text in it; either may be empty.
    pub(crate) fn into_words(self) -> (Cow<'a, str>, Cow<'a, str>) {
        match self {
            Self::Nothing => Default::default(),
            Self::Text(text) => (Cow::default(), text),
            Self::Words(words) => (words.reasoning.into(), words.plain.into()),
        }
    }

    /// The same, with the texts of a list each on a line of its own.
    pub(crate) fn into_lines(self) -> (Cow<'a, str>, Cow<'a, str>) {
        let Self::Words(words) = self else {
            return self.into_words();
        };
        // What stands in no list is an item of its own.
        let ends = || words.ends.iter().copied().chain([words.plain.len()]);
        let items = [0].into_iter().chain(ends()).zip(ends());
        let texts = items.filter_map(|(begin, end)| words.plain.get(begin..end));
        let lines: Vec<_> = texts
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let text = lines.join("\n");
        (words.reasoning.into(), text.into())
    }
}

impl<'a> Place<'a> for Content<'a> {
    fn take(&mut self, plain: Plain<'a>) {
        *self = match plain {
            Plain::Text(text) => Self::Text(text),
            _ => Self::Nothing,
        };
    }

    fn open(&mut self, parts: Parts) {
        *self = Self::Words(Box::new(Words {
            part: (parts == Parts::Object).then(Part::default),
            ..Words::default()
        }));
    }

    fn item(&mut self) -> Next<'_, 'a> {
        let Self::Words(words) = self else {
            return Next::Over;
        };
        words.end_item();
        Next::Into(&mut words.item)
    }

    fn field(&mut self, name: Cow<'a, str>) -> Next<'_, 'a> {
        match self {
            Self::Words(words) => words.part.field(name),
            _ => Next::Over,
        }
    }

    fn close(&mut self) {
        let Self::Words(words) = self else {
            return;
        };
        words.end_item();
        if let Some(part) = words.part.take() {
            **words = part.into_words();
        }
    }
}

/// The fields of a typed part.
#[derive(Debug, Default)]
struct Part<'a> {
    kind: Text<'a>,
    text: Content<'a>,
    content: Content<'a>,
    thinking: Content<'a>,
}

impl<'a> Place<'a> for Part<'a> {
    fn field(&mut self, name: Cow<'a, str>) -> Next<'_, 'a> {
        Next::Into(match name.as_ref() {
            "type" => &mut self.kind,
            "text" => &mut self.text,
            "content" => &mut self.content,
            "thinking" => &mut self.thinking,
            _ => return Next::Over,
        })
    }
}

impl<'a> Part<'a> {
    /// What it says, by its type. A part without one is what it stands in: native answers give `[{"text": "…"}]`.
    fn into_words(self) -> Words<'a> {
        let mut words = Words::default();
        for content in [self.text, self.content, self.thinking] {
            words.add(content);
        }
        let kind = &self.kind.0;
        if search::holds(kind, "thinking") || search::holds(kind, "reasoning") {
            append(&mut words.plain, words.reasoning);
            return Words {
                reasoning: words.plain,
                ..Words::default()
            };
        }
        let is_plain = matches!(kind.as_ref(), "" | "text" | "output_text");
        if !is_plain && !kind.ends_with(".output_text") {
            words.plain = String::new();
        }
        words
    }
}

impl Words<'_> {
    /// Adds the item that was read.
    fn end_item(&mut self) {
        let begin = self.plain.len();
        let item = mem::take(&mut self.item);
        self.add(item);
        if self.plain.len() > begin {
            self.ends.push(self.plain.len());
        }
    }

    fn add(&mut self, content: Content<'_>) {
        match content {
            Content::Nothing => {}
            Content::Text(text) => self.plain.push_str(&text),
            Content::Words(words) => {
                append(&mut self.plain, words.plain);
                append(&mut self.reasoning, words.reasoning);
            }
        }
    }
}

/// Adds a text. The first one is not copied, so that parts within parts within parts are not either.
fn append(all: &mut String, more: String) {
    if all.is_empty() {
        *all = more;
    } else {
        all.push_str(&more);
    }
}
