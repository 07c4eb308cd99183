//! The content of a message: a text, or typed parts of any depth, sorted into text and reasoning while it is read.

use alloc::borrow::Cow;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess};

use super::super::lenient::{self, Lenient, Object, Text};
use crate::prelude::*;

/// Content. Parts are not kept but put together at once, so that a list of a million empty ones takes no memory.
#[derive(Debug, Default)]
pub(crate) enum Content<'a> {
    #[default]
    Nothing,
    Text(Cow<'a, str>),
    Words(Box<Words>),
}

/// What parts say.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Words that are what the part around them is.
    plain: String,
    reasoning: String,
    /// Where the plain words of each item of a list end.
    ends: Vec<usize>,
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

impl<'de: 'a, 'a> Lenient<'de> for Content<'a> {
    fn from_text(text: Cow<'de, str>) -> Self {
        Self::Text(text)
    }

    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let mut words = Box::<Words>::default();
        while let Some(content) = list.next_element()? {
            let begin = words.plain.len();
            words.add(content);
            if words.plain.len() > begin {
                words.ends.push(words.plain.len());
            }
        }
        Ok(Self::Words(words))
    }

    fn from_object<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error> {
        let part: Object<Part<'de>> = Object::from_object(object)?;
        Ok(match part.0 {
            Some(part) => Self::Words(Box::new(part.into_words())),
            None => Self::Nothing,
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Content<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::read(deserializer)
    }
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Part<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    text: Content<'a>,
    #[serde(borrow)]
    content: Content<'a>,
    #[serde(borrow)]
    thinking: Content<'a>,
}

impl Part<'_> {
    /// What it says, by its type. A part without one is what it stands in: native answers give `[{"text": "…"}]`.
    fn into_words(self) -> Words {
        let mut words = Words::default();
        for content in [self.text, self.content, self.thinking] {
            words.add(content);
        }
        let kind = &self.kind.0;
        if kind.contains("thinking") || kind.contains("reasoning") {
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

impl Words {
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
