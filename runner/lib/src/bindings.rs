//! The contract's records and exports as Rust, generated from `wit/`.

#[expect(
    missing_docs,
    reason = "generated from wit/, where every item is documented"
)]
mod generated {
    wasmtime::component::bindgen!({
        path: "../../wit",
        world: "provider",
        exports: { default: async | store },
        additional_derives: [PartialEq],
    });
}

pub(crate) use generated::{Provider as Exports, ProviderPre as ExportsPre};

/// Models and endpoints: the contract's `catalog-types`.
pub mod catalog {
    pub use super::generated::qwen::provider::catalog_types::*;
}

/// Errors, warnings, usage and money: the contract's `types`.
pub mod types {
    pub use super::generated::qwen::provider::types::*;
}

/// Video requests and tasks: the contract's `video-types`.
pub mod video {
    pub use super::generated::qwen::provider::video_types::*;

    impl Request {
        /// A request to the default model, with no option set.
        #[must_use]
        pub fn new(prompt: impl Into<String>) -> Self {
            Self {
                model: None,
                prompt: Some(prompt.into()),
                negative_prompt: None,
                inputs: Vec::new(),
                size: None,
                aspect_ratio: None,
                resolution: None,
                duration_seconds: None,
                audio: None,
                watermark: None,
                prompt_extend: None,
                shot_type: None,
                seed: None,
                extra_json: None,
            }
        }
    }
}

/// Descriptions of pictures and videos: the contract's `understanding-types`.
pub mod understanding {
    pub use super::generated::qwen::provider::understanding_types::*;

    impl Request {
        /// A detailed description by the default model.
        #[must_use]
        pub fn new(media: Vec<Media>) -> Self {
            Self {
                model: None,
                media,
                prompt: None,
                max_characters: None,
            }
        }
    }
}

/// Files lent to the provider: the contract's `upload-types`.
pub mod upload {
    pub use super::generated::qwen::provider::upload_types::*;
}

/// Requests, events and completions: the contract's `chat-types`.
pub mod chat {
    pub use super::generated::qwen::provider::chat_types::*;

    impl Request {
        /// A request to the default model, with no option set.
        #[must_use]
        pub fn new(messages: Vec<Message>) -> Self {
            Self {
                model: None,
                messages,
                tools: Vec::new(),
                tool_choice: None,
                parallel_tool_calls: None,
                response_format: None,
                thinking: None,
                thinking_budget: None,
                preserve_thinking: None,
                max_tokens: None,
                temperature: None,
                top_p: None,
                top_k: None,
                presence_penalty: None,
                repetition_penalty: None,
                seed: None,
                stop: Vec::new(),
                timeouts: None,
                retry_budget_ms: None,
                extra_json: None,
            }
        }

        /// A request of one user message.
        #[must_use]
        pub fn ask(prompt: impl Into<String>) -> Self {
            Self::new(vec![Message::user(prompt)])
        }
    }

    impl Message {
        /// What the model is told to be and do.
        #[must_use]
        pub fn system(text: impl Into<String>) -> Self {
            Self::System(vec![TextPart::new(text)])
        }

        /// What the person says.
        #[must_use]
        pub fn user(text: impl Into<String>) -> Self {
            Self::User(vec![Part::text(text)])
        }
    }

    impl Part {
        /// Words, with no cache marker.
        #[must_use]
        pub fn text(text: impl Into<String>) -> Self {
            Self::Text(TextPart::new(text))
        }

        /// A still image by its URL, with no option set. [`Media`](crate::media::Media) makes one of a file.
        #[must_use]
        pub fn image(url: impl Into<String>) -> Self {
            Self::Image(ImagePart {
                url: url.into(),
                min_pixels: None,
                max_pixels: None,
                cache: false,
            })
        }

        /// A video file by its URL, with no option set.
        #[must_use]
        pub fn video(url: impl Into<String>) -> Self {
            Self::Video(VideoPart {
                source: VideoSource::File(url.into()),
                fps: None,
                total_pixels: None,
                cache: false,
            })
        }

        /// A sound recording by its URL. The format is for URLs that do not tell it, by its file ending.
        #[must_use]
        pub fn audio(url: impl Into<String>, format: Option<&str>) -> Self {
            Self::Audio(AudioPart {
                url: url.into(),
                format: format.map(str::to_owned),
            })
        }
    }

    impl TextPart {
        /// Words, with no cache marker.
        #[must_use]
        pub fn new(text: impl Into<String>) -> Self {
            Self {
                text: text.into(),
                cache: false,
            }
        }
    }
}
