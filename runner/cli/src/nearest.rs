//! Which of several known names was probably meant by one that is not known.

/// How many letters may differ.
const NEAR: usize = 2;

/// The nearest name, without regard to case; `None` when none is near.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_ascii_lowercase();
    let distance = |known: &str| strsim::osa_distance(&name, &known.to_ascii_lowercase());
    let near = known.into_iter().map(|known| (distance(known), known));
    // Half of a short name changed is another name.
    let near = near.filter(|(far, known)| *far <= NEAR && far * 3 <= known.len());
    near.min_by_key(|(far, _)| *far).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let known = ["baseUrl", "api", "apiKey", "models"];
        for (name, meant) in [
            ("baseURL", Some("baseUrl")),
            ("api_key", Some("apiKey")),
            ("modles", Some("models")),
            ("app", Some("api")),
            ("a", None),
            ("port", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, known), meant, "{name}");
        }
    }
}
