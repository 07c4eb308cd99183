//! Which provider's models are listed.

use crate::config::Config;
use crate::config::owner::OURS;
use crate::failure::Failure;
use crate::nearest::nearest;

/// The provider that was asked for, by the id under which its references are; `None` for any.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Filter(Option<String>);

impl Filter {
    /// Blanks around an id are none of it, and blanks alone are no id.
    pub(super) fn of(typed: Option<&str>, config: &Config) -> Result<Self, Failure> {
        let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else {
            return Ok(Self(None));
        };
        if typed.contains(char::is_whitespace) {
            return Err(Failure::usage_with_hint(
                format!("{typed:?} is no id of a provider: it has blanks in it"),
                "name one provider, such as qwen",
            ));
        }
        Ok(Self(Some(config.owner(typed))))
    }

    pub(super) fn is_any(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn admits(&self, provider: &str) -> bool {
        let asked = self.0.as_deref();
        asked.is_none_or(|asked| asked.eq_ignore_ascii_case(provider.trim()))
    }

    /// The provider that was probably meant, if nobody knows the one that was asked for.
    pub(super) fn meant<'a>(&self, config: &'a Config) -> Option<&'a str> {
        let asked = self.0.as_deref()?;
        let configured = config.providers.iter().map(|entry| entry.key.trim());
        let known: Vec<&str> = [OURS, "modelstudio", "qwencloud"]
            .into_iter()
            .chain(configured)
            .collect();
        let is_known = known.iter().any(|known| known.eq_ignore_ascii_case(asked));
        if is_known {
            None
        } else {
            nearest(asked, known)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use crate::config::Config;

    #[test]
    fn an_id_is_read_without_blanks_case_and_aliases() {
        let config = Config::default();
        for (typed, asked) in [
            (None, None),
            (Some(""), None),
            (Some("  "), None),
            (Some("qwen"), Some("qwen")),
            (Some(" QWEN "), Some("qwen")),
            (Some("modelstudio"), Some("qwen")),
            (Some("qwencloud"), Some("qwen")),
            // Not an alias of the service's.
            (Some("dashscope"), Some("dashscope")),
        ] {
            let filter = Filter::of(typed, &config).unwrap();
            assert_eq!(filter, Filter(asked.map(str::to_owned)), "{typed:?}");
        }
        for typed in ["qw en", "a\tb", "a\nb"] {
            assert!(Filter::of(Some(typed), &config).is_err(), "{typed:?}");
        }
    }

    #[test]
    fn an_unknown_id_has_a_neighbour_or_none() {
        let config = Config::default();
        for (typed, meant) in [("qwem", Some("qwen")), ("qwen", None), ("openai", None)] {
            let filter = Filter::of(Some(typed), &config).unwrap();
            assert_eq!(filter.meant(&config), meant, "{typed}");
        }
    }
}
