//! As many calls and results as a request holds: a look at all of them for each would take minutes.

use super::*;

const MANY: usize = 100_000;

#[test]
fn many_calls_find_their_results() {
    let ids: Vec<String> = (0..MANY).map(|number| format!("c{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut messages = vec![user("a"), calls(&ids)];
    // The last one first, and each of them once more.
    messages.extend(ids.iter().rev().map(|id| gives(id, "x")));
    messages.extend(ids.iter().map(|id| gives(id, "y")));
    let history = History::of(&messages, is_own).expect("a history");
    let turns: Vec<_> = history.turns.iter().skip(2).map(short).collect();
    let expected: Vec<_> = ids.iter().rev().map(|id| format!("R {id}=x")).collect();
    assert!(turns == expected);
    let codes = codes(&history.warnings);
    assert_eq!(codes[..64], ["tool-result-orphan"; 64]);
    assert_eq!(codes[64..], ["warnings-cut"]);
    assert_eq!(
        history.warnings[64].message,
        "warnings like these that are not told: 99936"
    );
}

#[test]
fn many_ids_of_another_provider_are_made_distinct() {
    // Of one beginning, of one letter that is not taken, and of nothing.
    let of = |number: usize| match number % 3 {
        0 => format!("{}{number}", "x".repeat(50)),
        1 => format!("a_{}|{number}", number / 6),
        _ => format!("|{number}"),
    };
    let ids: Vec<String> = (0..MANY).map(of).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let messages = [user("a"), foreign(&ids)];
    let history = History::of(&messages, is_own).expect("a history");
    let Some(Turn::Assistant(answer)) = history.turns.get(1) else {
        panic!("no answer");
    };
    let distinct: std::collections::BTreeSet<_> = answer.call_ids.iter().collect();
    assert_eq!(distinct.len(), MANY);
    let last = answer.call_ids.last().expect("an id");
    assert!(last.len() <= LONGEST_CALL_ID, "{last}");
    for (place, id) in [
        (0, "x".repeat(40).as_str()),
        (3, &format!("{}_1", "x".repeat(32))),
        (99_999, &format!("{}_33333", "x".repeat(32))),
        (1, "a_0"),
        (4, "a_0_1"),
        (2, "_1"),
        (5, "_2"),
    ] {
        assert_eq!(answer.call_ids[place], id);
    }
}
