//! Which path a request is for, in the few words that logs and metrics know.

/// A path, without what in it differs from request to request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Route {
    Health,
    Ready,
    Metrics,
    Chat,
    Models,
    Model,
    Videos,
    Video,
    Other,
}

/// All of them, with their words.
pub(crate) const ALL: [(Route, &str); 9] = [
    (Route::Health, "/healthz"),
    (Route::Ready, "/readyz"),
    (Route::Metrics, "/metrics"),
    (Route::Chat, "/v1/chat/completions"),
    (Route::Models, "/v1/models"),
    (Route::Model, "/v1/models/{id}"),
    (Route::Videos, "/v1/videos"),
    (Route::Video, "/v1/videos/{id}"),
    (Route::Other, "other"),
];

impl Route {
    /// The route of a path.
    pub(crate) fn of(path: &str) -> Self {
        let whole = ALL.iter().find(|(_, word)| *word == path);
        match whole {
            Some((route, _)) => *route,
            None if path.starts_with("/v1/models/") => Self::Model,
            None if path.starts_with("/v1/videos/") => Self::Video,
            None => Self::Other,
        }
    }

    /// Its words.
    pub(crate) fn word(self) -> &'static str {
        let own = ALL.iter().find(|(route, _)| *route == self);
        own.map_or("other", |(_, word)| word)
    }

    /// Whether whoever watches the gateway may ask without a token. It tells nothing but that the gateway is there.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Health | Self::Ready)
    }

    /// Whether it is answered even when the gateway is full or ends.
    pub(crate) fn is_watch(self) -> bool {
        matches!(self, Self::Health | Self::Ready | Self::Metrics)
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, Route};

    #[test]
    fn a_path_has_one_route_and_no_id_is_a_word() {
        for (path, route) in [
            ("/healthz", Route::Health),
            ("/v1/models", Route::Models),
            ("/v1/models/qwen3.5-plus", Route::Model),
            ("/v1/models/qwen/qwen3.5-plus", Route::Model),
            ("/v1/videos/task-1", Route::Video),
            ("/v1/chat/completions/", Route::Other),
            ("other", Route::Other),
            ("", Route::Other),
        ] {
            assert_eq!(Route::of(path), route, "{path}");
        }
        for (route, word) in ALL {
            assert_eq!(route.word(), word);
        }
    }
}
