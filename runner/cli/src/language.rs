//! Which language people read here, by their locale.

use crate::environment::{self, Environment};

/// A language that this program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    /// Chinese in traditional characters.
    Traditional,
    /// Chinese in simplified characters.
    Simplified,
}

/// Where traditional characters are written.
const TRADITIONAL: [&str; 4] = ["hant", "hk", "mo", "tw"];

impl Language {
    /// The first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set counts.
    pub(crate) fn of(environment: &Environment) -> Self {
        let mut locales = environment::LOCALES.iter();
        let locale = locales.find_map(|name| environment.raw(name)?.to_str());
        locale.map_or(Self::English, Self::of_locale)
    }

    /// A locale as POSIX writes it, `zh_TW.UTF-8`, or as the web does, `zh-Hant-TW`.
    fn of_locale(locale: &str) -> Self {
        let locale = locale.to_ascii_lowercase();
        let locale = locale.split('@').next().unwrap_or_default();
        let (place, charset) = locale.split_once('.').unwrap_or((locale, "utf-8"));
        let mut parts = place.split(['_', '-']);
        // What is written is UTF-8, which such a terminal would garble.
        let is_unicode = matches!(charset, "utf-8" | "utf8");
        if parts.next() != Some("zh") || !is_unicode {
            return Self::English;
        }
        let parts: Vec<&str> = parts.collect();
        let has = |part: &&str| parts.contains(part);
        if TRADITIONAL.iter().any(has) && !parts.contains(&"hans") {
            Self::Traditional
        } else {
            Self::Simplified
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, English, Simplified, Traditional};
    use crate::environment::Environment;
    use std::ffi::OsString;

    #[test]
    fn a_locale_tells_the_language() {
        for (locale, language) in [
            ("C", English),
            ("POSIX", English),
            ("C.UTF-8", English),
            ("en_US.UTF-8", English),
            ("de_CH", English),
            ("zha_CN", English),
            ("zh", Simplified),
            ("zh_CN.UTF-8", Simplified),
            ("zh_SG.utf8", Simplified),
            ("zh-Hans-HK", Simplified),
            ("zh_TW.UTF-8", Traditional),
            ("zh_HK", Traditional),
            ("zh_MO.UTF-8", Traditional),
            ("zh-Hant", Traditional),
            ("ZH_tw.UTF-8@radical", Traditional),
            ("zh_CN.GB18030", English),
            ("zh_TW.Big5", English),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }

    #[test]
    fn the_first_variable_that_is_set_counts() {
        for (all, messages, lang, language) in [
            ("", "", "", English),
            ("", "", "zh_CN.UTF-8", Simplified),
            ("", "zh_TW.UTF-8", "zh_CN.UTF-8", Traditional),
            ("C", "zh_TW.UTF-8", "zh_CN.UTF-8", English),
        ] {
            let environment = Environment::of(|name| {
                Some(OsString::from(match name {
                    "LC_ALL" => all,
                    "LC_MESSAGES" => messages,
                    "LANG" => lang,
                    _ => "",
                }))
            });
            assert_eq!(
                Language::of(&environment),
                language,
                "{all} {messages} {lang}"
            );
        }
    }
}
