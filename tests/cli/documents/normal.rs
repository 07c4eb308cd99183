//! Output as an example shows it: figures differ from run to run, and `…` stands for what was left out.

/// How `…` is written in what is shown.
const LEFT_OUT: char = '…';

/// Units of time, which change with the figure before them.
const TIMES: [&str; 3] = ["µs", "ms", "s"];

/// Whether all lines that are shown stand in what was printed, in this order. Others may stand between them.
/// The first one that does not, else.
pub(super) fn missing<'a>(shown: &'a [&'a str], printed: &str) -> Option<&'a str> {
    let mut printed = printed.lines();
    let mut shown = shown.iter().filter(|line| !line.trim().is_empty());
    shown
        .find(|line| !printed.any(|candidate| fits(line, candidate)))
        .copied()
}

fn fits(shown: &str, printed: &str) -> bool {
    let printed = figureless(printed);
    let mut rest = printed.as_str();
    let pieces: Vec<_> = shown.split(LEFT_OUT).map(figureless).collect();
    let last = pieces.len() - 1;
    for (index, piece) in pieces.iter().enumerate() {
        let piece = if index == last {
            piece.trim_end()
        } else {
            piece
        };
        let place = match index {
            0 => rest.starts_with(piece).then_some(0),
            _ if index == last && !piece.is_empty() => {
                rest.trim_end().ends_with(piece).then_some(rest.len())
            }
            _ => rest.find(piece),
        };
        let Some(place) = place else { return false };
        rest = rest.get(place + piece.len()..).unwrap_or("");
    }
    last > 0 || rest.trim_end().is_empty()
}

/// With `#` in place of each word that holds a digit, and one unit of time.
fn figureless(text: &str) -> String {
    let mut normal = String::new();
    let mut word = String::new();
    let mut after_figure = false;
    for character in text.chars().chain([' ']) {
        if character.is_alphanumeric() {
            word.push(character);
            continue;
        }
        let is_figure = word.chars().any(|character| character.is_ascii_digit());
        match word.as_str() {
            _ if is_figure => normal.push('#'),
            unit if after_figure && TIMES.contains(&unit) => normal.push('s'),
            _ => normal.push_str(&word),
        }
        after_figure = is_figure || (after_figure && word.is_empty());
        word.clear();
        // `1,027` and `0.5` are one figure, and so is `5`.
        let joins = matches!(character, '.' | ',') && normal.ends_with('#');
        if !joins {
            normal.push(character);
        }
    }
    while normal.contains("##") {
        normal = normal.replace("##", "#");
    }
    normal.pop();
    normal
}

#[test]
fn figures_and_what_is_left_out_may_differ() {
    for (shown, printed, fit) in [
        ("a word", "a word", true),
        ("a word", "a word more", false),
        ("job 1m8a: made", "job 9zz3: made", true),
        ("1,027 tokens in", "12 tokens in", true),
        ("ready in 236 µs.", "ready in 1.2 ms.", true),
        ("ready in 236 µs.", "ready in 236 tokens.", false),
        ("says: … end", "says: all of it end", true),
        ("says: …", "says: anything", true),
        ("says: …", "tells: anything", false),
        ("says: … end", "says: all of it", false),
        ("… end", "the end", true),
        ("… end", "the end of it", false),
    ] {
        assert_eq!(fits(shown, printed), fit, "{shown} | {printed}");
    }
}

#[test]
fn lines_stand_in_their_order() {
    let printed = "one\ntwo\nthree\n";
    assert_eq!(missing(&["one", "", "three"], printed), None);
    assert_eq!(missing(&["three", "one"], printed), Some("one"));
    assert_eq!(missing(&["four"], printed), Some("four"));
}
