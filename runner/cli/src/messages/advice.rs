//! What is to be done about a failure at the place where it happened; for a key that is refused when it is set up, in three
//! languages.

use crate::config::origin::Origin;
use crate::language::Language;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Advice {
    /// In English alone.
    Text(String),
    /// The key may be from China, where this choice is its own.
    OfChina {
        choice: &'static str,
        page: &'static str,
    },
    /// The key may be from the Global region.
    OfGlobal {
        choice: &'static str,
        page: &'static str,
    },
    /// The key was sent to an address that is not the documented one.
    Elsewhere { url: String, origin: Origin },
}

impl From<String> for Advice {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Advice {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// The words in English, in traditional and in simplified characters.
type Words = [&'static str; 3];

#[rustfmt::skip]
const OF_CHINA: Words = [
    "nothing was written; a key works in its own region only: if it is from China, run qwenbox onboard --auth-choice {choice}; else copy it again from {page}",
    "尚未寫入任何內容；金鑰只能在自己的區域使用：如果是中國的金鑰，請執行 qwenbox onboard --auth-choice {choice}；否則請到 {page} 重新複製",
    "尚未写入任何内容；密钥只能在自己的地域使用：如果是中国的密钥，请运行 qwenbox onboard --auth-choice {choice}；否则请到 {page} 重新复制",
];

#[rustfmt::skip]
const OF_GLOBAL: Words = [
    "nothing was written; a key works in its own region only: if it is from the Global region, run qwenbox onboard --auth-choice {choice}; else copy it again from {page}",
    "尚未寫入任何內容；金鑰只能在自己的區域使用：如果是國際版（Global）的金鑰，請執行 qwenbox onboard --auth-choice {choice}；否則請到 {page} 重新複製",
    "尚未写入任何内容；密钥只能在自己的地域使用：如果是国际版（Global）的密钥，请运行 qwenbox onboard --auth-choice {choice}；否则请到 {page} 重新复制",
];

#[rustfmt::skip]
const ELSEWHERE: Words = [
    "nothing was written; the key was sent to {url}, as {origin} says, and a key works in its own region only: give a key of that service and region, or change the address there",
    "尚未寫入任何內容；金鑰送到了 {origin} 指定的 {url}，而金鑰只能在自己的區域使用：請使用該服務、該區域的金鑰，或更改這個位址",
    "尚未写入任何内容；密钥发送到了 {origin} 指定的 {url}，而密钥只能在自己的地域使用：请使用该服务、该地域的密钥，或更改这个地址",
];

impl Advice {
    /// Its words.
    pub(crate) fn text(&self, language: Language) -> String {
        let [english, traditional, simplified] = match self {
            Self::Text(text) => return text.clone(),
            Self::OfChina { .. } => OF_CHINA,
            Self::OfGlobal { .. } => OF_GLOBAL,
            Self::Elsewhere { .. } => ELSEWHERE,
        };
        let words = match language {
            Language::English => english,
            Language::Traditional => traditional,
            Language::Simplified => simplified,
        };
        match self {
            Self::Text(text) => text.clone(),
            Self::OfChina { choice, page } | Self::OfGlobal { choice, page } => {
                words.replace("{choice}", choice).replace("{page}", page)
            }
            Self::Elsewhere { url, origin } => {
                let origin = match (origin, language) {
                    // "in the environment" is English.
                    (Origin::Process(name), Language::Traditional | Language::Simplified) => {
                        name.clone()
                    }
                    (origin, _) => origin.to_string(),
                };
                words.replace("{origin}", &origin).replace("{url}", url)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Advice;
    use crate::config::origin::Origin;
    use crate::language::Language::{English, Simplified, Traditional};

    #[test]
    fn what_is_typed_is_the_same_in_every_language() {
        let (choice, page) = ("qwen-api-key", "https://keys.test");
        let (url, origin) = (
            "https://mine.test/v1",
            Origin::Process("QWEN_BASE_URL".to_owned()),
        );
        let elsewhere = Advice::Elsewhere {
            url: url.to_owned(),
            origin,
        };
        for (advice, typed) in [
            (
                Advice::OfChina { choice, page },
                ["--auth-choice qwen-api-key", page],
            ),
            (
                Advice::OfGlobal { choice, page },
                ["--auth-choice qwen-api-key", page],
            ),
            (elsewhere, [url, "QWEN_BASE_URL"]),
        ] {
            for language in [English, Traditional, Simplified] {
                let text = advice.text(language);
                assert!(typed.iter().all(|typed| text.contains(typed)), "{text}");
                assert!(!text.contains('{'), "{text}");
                assert_eq!(text.contains("nothing was"), language == English, "{text}");
                assert_eq!(
                    text.contains("in the environment"),
                    language == English && typed[0] == url
                );
            }
        }
    }
}
