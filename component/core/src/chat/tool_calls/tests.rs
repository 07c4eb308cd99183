//! Pieces of calls, cut and marked in every way that servers do.

use proptest::prelude::*;
use serde_json::Value;

use super::{ARGUMENTS_LIMIT, Assembler, Flaw, MOST_CALLS, Piece};
use crate::chat::types::{Event, ToolCall};

/// Index, id, name and arguments.
type Given = (Option<u64>, &'static str, &'static str, &'static str);

fn piece(given: Given) -> Piece<'static> {
    let (index, id, name, arguments) = given;
    Piece {
        index,
        id,
        name,
        arguments,
    }
}

/// The events of an answer, a line each: `0 start id name`, `0 more arguments`, `end id name arguments`, or the flaw.
fn play<'a>(pieces: impl IntoIterator<Item = Piece<'a>>) -> Vec<String> {
    let mut assembler = Assembler::default();
    let mut events = Vec::new();
    let taken = pieces
        .into_iter()
        .try_for_each(|piece| assembler.take(piece, &mut events));
    let finished = taken.and_then(|()| assembler.finish(&mut events));
    let mut lines: Vec<_> = events.iter().map(line).collect();
    if let Err(flaw) = finished {
        lines.push(format!("flaw {flaw}"));
    }
    lines
}

fn line(event: &Event) -> String {
    match event {
        Event::ToolCallStarted(call) => format!("{} start {} {}", call.index, call.id, call.name),
        Event::ToolCallArguments(more) => format!("{} more {}", more.index, more.fragment),
        Event::ToolCallFinished(call) => {
            format!("end {} {} {}", call.id, call.name, call.arguments_json)
        }
        other => panic!("{other:?} is not of a tool call"),
    }
}

#[track_caller]
fn check(given: &[Given], expected: &[&str]) {
    let lines = play(given.iter().copied().map(piece));
    assert_eq!(lines, expected, "{given:?}");
}

#[test]
fn one_call_however_it_is_cut_and_marked() {
    let cut = [
        "0 start a f",
        "0 more {\"x\":",
        "0 more  1}",
        "end a f {\"x\": 1}",
    ];
    let first = (Some(0), "a", "f", "{\"x\":");
    for rest in [
        (Some(0), "", "", " 1}"),
        (Some(0), " ", "\n", " 1}"),
        (Some(0), "a", "f", " 1}"),
        (None, "", "", " 1}"),
        (None, "a", "", " 1}"),
        (None, "", "f", " 1}"),
        // Another id while the object is open is noise.
        (Some(0), "b", "", " 1}"),
        (Some(0), "b", "f", " 1}"),
        (None, "b", "", " 1}"),
    ] {
        check(&[first, rest], &cut);
    }
    check(&[(None, "a", "f", "{\"x\":"), (None, "", "", " 1}")], &cut);
    check(
        &[(Some(7), "a", "f", ""), (Some(7), "", "", "{\"x\": 1}")],
        &["0 start a f", "0 more {\"x\": 1}", "end a f {\"x\": 1}"],
    );
}

#[test]
fn a_call_is_announced_once_its_name_is_known() {
    check(
        &[(Some(0), "a", "", "{\"x\""), (Some(0), "", "f", ":1}")],
        &[
            "0 start a f",
            "0 more {\"x\"",
            "0 more :1}",
            "end a f {\"x\":1}",
        ],
    );
    check(
        &[(Some(0), "a", "", " {}"), (Some(0), "", "f", "")],
        &["0 start a f", "0 more {}", "end a f {}"],
    );
    // Calls count from 0 in the order in which they are announced.
    check(
        &[
            (Some(0), "a", "", "{"),
            (Some(1), "", "g", "{}"),
            (Some(0), "", "f", "}"),
        ],
        &[
            "0 start call_0 g",
            "0 more {}",
            "1 start a f",
            "1 more {",
            "1 more }",
            "end call_0 g {}",
            "end a f {}",
        ],
    );
    // Neither a second name nor a late id changes what was said.
    check(
        &[(Some(0), "", "f", "{"), (Some(0), "a", "g", "}")],
        &[
            "0 start call_0 f",
            "0 more {",
            "0 more }",
            "end call_0 f {}",
        ],
    );
}

#[test]
fn several_calls() {
    check(
        &[
            (Some(0), "a", "f", "{\"x\":"),
            (Some(1), "b", "g", ""),
            (Some(1), "", "", "{}"),
            (Some(0), "", "", "1}"),
            (None, "", "", "}"),
        ],
        &[
            "0 start a f",
            "0 more {\"x\":",
            "1 start b g",
            "1 more {}",
            "0 more 1}",
            "end a f {\"x\":1}",
            "end b g {}",
        ],
    );
    let whole = [
        "0 start a f",
        "0 more {}",
        "1 start b f",
        "1 more {}",
        "end a f {}",
        "end b f {}",
    ];
    for index in [None, Some(0)] {
        // The same index again, and none at all: the first object is closed.
        check(&[(index, "a", "f", "{}"), (index, "b", "f", "{}")], &whole);
        check(
            &[
                (index, "a", "f", "{}"),
                (index, "b", "f", ""),
                (index, "", "", "{}"),
            ],
            &whole,
        );
    }
    // Calls without arguments are told apart by id and name.
    check(
        &[(Some(0), "a", "f", ""), (Some(0), "b", "g", "")],
        &[
            "0 start a f",
            "1 start b g",
            "0 more {}",
            "end a f {}",
            "1 more {}",
            "end b g {}",
        ],
    );
    // A piece that names no index goes to the call of its id.
    check(
        &[
            (None, "a", "f", "{"),
            (None, "b", "g", "{"),
            (None, "a", "", "}"),
            (None, "b", "", "}"),
        ],
        &[
            "0 start a f",
            "0 more {",
            "1 start b g",
            "1 more {",
            "0 more }",
            "1 more }",
            "end a f {}",
            "end b g {}",
        ],
    );
}

#[test]
fn ids_are_never_blank_and_never_twice_the_same() {
    let ids = |given: &[Given]| -> Vec<String> {
        let lines = play(given.iter().copied().map(piece));
        let starts = lines.iter().filter_map(|line| line.split_once(" start "));
        starts.map(|(_, start)| start.replace(" f", "")).collect()
    };
    for (given, expected) in [
        (["", ""], ["call_0", "call_1"]),
        (["a", "a"], ["a", "call_1"]),
        (["call_1", "call_1"], ["call_1", "call_2"]),
        (["", "call_0"], ["call_0", "call_1"]),
        (["call_1", ""], ["call_1", "call_2"]),
    ] {
        let [first, second] = given;
        let indexed = [(Some(0), first, "f", "{}"), (Some(1), second, "f", "{}")];
        assert_eq!(ids(&indexed), expected, "{given:?}");
        let bare = [(None, first, "f", "{}"), (None, second, "f", "{}")];
        assert_eq!(ids(&bare), expected, "{given:?}");
        let reused = [(Some(0), first, "f", "{}"), (Some(0), second, "f", "{}")];
        assert_eq!(ids(&reused), expected, "{given:?}");
    }
}

#[test]
fn arguments_are_an_object_or_a_flaw() {
    let end = |object: &str| vec![format!("0 more {object}"), format!("end a f {object}")];
    let flaw = |shown: &str, fragment: &str| {
        let said = "flaw gives the tool call f (a) arguments that are not a JSON object";
        let mut lines = vec![format!("{said}: {shown}")];
        if !fragment.is_empty() {
            lines.insert(0, format!("0 more {fragment}"));
        }
        lines
    };
    for (arguments, expected) in [
        ("", end("{}")),
        (" \n", end("{}")),
        ("null", end("{}")),
        (" null ", end("{}")),
        ("{}", end("{}")),
        (" {\"x\":\"}\\\"}{\"} ", end("{\"x\":\"}\\\"}{\"}")),
        ("{\"x\":[{\"y\":[]}]}", end("{\"x\":[{\"y\":[]}]}")),
        // As the provider's own sample prints it.
        (
            "{\"location\": \"上海市\"}}",
            end("{\"location\": \"上海市\"}"),
        ),
        ("{} } ", end("{}")),
        ("{}}}", flaw("{}}}", "{}")),
        ("{},", flaw("{},", "{}")),
        ("{}{}", flaw("{}{}", "{}")),
        ("{\"x\":", flaw("{\"x\":", "{\"x\":")),
        ("{\"x\":1]", flaw("{\"x\":1]", "{\"x\":1]")),
        ("{x:1}", flaw("{x:1}", "{x:1}")),
        (
            "{\"x\":\"\\ud800\"}",
            flaw("{\"x\":\"\\ud800\"}", "{\"x\":\"\\ud800\"}"),
        ),
        ("[1]", flaw("[1]", "")),
        ("\"{}\"", flaw("\"{}\"", "")),
        ("nullnull", flaw("nullnull", "")),
        ("call\u{1b}[2J it", flaw("call [2J it", "")),
    ] {
        let expected: Vec<_> = [vec!["0 start a f".to_owned()], expected].concat();
        assert_eq!(
            play([piece((Some(0), "a", "f", arguments))]),
            expected,
            "{arguments:?}"
        );
    }
}

#[test]
fn a_flaw_in_one_call_leaves_all_unfinished() {
    check(
        &[(Some(0), "a", "f", "{}"), (Some(1), "b", "g", "{")],
        &[
            "0 start a f",
            "0 more {}",
            "1 start b g",
            "1 more {",
            "flaw gives the tool call g (b) arguments that are not a JSON object: {",
        ],
    );
    check(
        &[(Some(0), "a", "", "{}")],
        &["flaw holds a tool call that names no function; its arguments: {}"],
    );
    check(
        &[(None, "a", " ", "")],
        &["flaw holds a tool call that names no function; its arguments: (nothing)"],
    );
    // What says nothing is no call.
    check(&[(Some(0), "", " ", ""), (None, "", "", "")], &[]);
}

#[test]
fn what_is_too_much_is_a_flaw() {
    let object = format!("{{\"x\":\"{}\"}}", "y".repeat(ARGUMENTS_LIMIT - 8));
    assert_eq!(object.len(), ARGUMENTS_LIMIT);
    let whole = Piece {
        id: "a",
        name: "f",
        arguments: &object,
        ..Piece::default()
    };
    assert_eq!(
        play([whole]).last().map(String::len),
        Some(ARGUMENTS_LIMIT + 8)
    );
    let more = Piece {
        arguments: " ",
        ..Piece::default()
    };
    assert_eq!(
        play([whole, more]).last().map(String::as_str),
        Some("flaw gives the tool call f (a) more than 256000 bytes of arguments")
    );
    let calls = |count: usize| {
        let call = |index| Piece {
            index: Some(index as u64),
            name: "f",
            ..Piece::default()
        };
        play((0..count).map(call))
    };
    assert_eq!(
        calls(MOST_CALLS).last().map(String::as_str),
        Some("end call_127 f {}")
    );
    assert_eq!(
        calls(MOST_CALLS + 1).last().map(String::as_str),
        Some("flaw holds more than 128 tool calls")
    );
}

#[test]
fn a_flaw_shows_no_more_than_the_beginning() {
    let flaw = Flaw::Nameless("é".repeat(501));
    let shown = format!(
        "holds a tool call that names no function; its arguments: {} ...",
        "é".repeat(500)
    );
    assert_eq!(flaw.to_string(), shown);
    let flaw = Flaw::Nameless("é".repeat(500));
    assert!(flaw.to_string().ends_with('é'));
}

#[test]
fn a_flaw_names_the_call_in_one_line() {
    check(
        &[(Some(0), "a\u{1b}b", "f\n", "[")],
        &[
            "0 start a\u{1b}b f\n",
            "flaw gives the tool call f (a b) arguments that are not a JSON object: [",
        ],
    );
}

/// The finished call and the joined fragments of one call whose arguments come in pieces.
fn assemble(pieces: &[&str]) -> (Result<Vec<ToolCall>, Flaw>, String) {
    let mut assembler = Assembler::default();
    let mut events = Vec::new();
    let piece = Piece {
        index: Some(0),
        name: "f",
        ..Piece::default()
    };
    assembler.take(piece, &mut events).unwrap();
    for arguments in pieces {
        assembler
            .take(
                Piece {
                    arguments,
                    name: "",
                    ..piece
                },
                &mut events,
            )
            .unwrap();
    }
    let finished = assembler.finish(&mut events);
    let fragments = events.iter().filter_map(|event| match event {
        Event::ToolCallArguments(more) => Some(more.fragment.as_str()),
        _ => None,
    });
    (finished, fragments.collect())
}

proptest! {
    #[test]
    fn any_cut_of_the_arguments_gives_the_same_call(
        text in "[ {}\\[\\]\",:\\\\aé1]{0,24}|\\{\"a\":\"[^\"\\\\]{0,8}\"\\}[ }]{0,2}",
        cuts in prop::collection::btree_set(0..24_usize, 0..6),
    ) {
        let mut pieces = Vec::new();
        let mut rest = text.as_str();
        let mut taken = 0;
        for cut in cuts {
            if let Some((piece, after)) = rest.split_at_checked(cut - taken) {
                pieces.push(piece);
                (rest, taken) = (after, cut);
            }
        }
        pieces.push(rest);
        let (cut, cut_fragments) = assemble(&pieces);
        let (whole, fragments) = assemble(&[text.as_str()]);
        prop_assert_eq!(&cut, &whole);
        prop_assert_eq!(&cut_fragments, &fragments);
        if let Ok(calls) = whole {
            prop_assert_eq!(&calls[0].arguments_json, &fragments);
            let parsed: Value = serde_json::from_str(&fragments).unwrap();
            prop_assert!(parsed.is_object());
        }
        // Whatever is an object is taken as it is.
        if serde_json::from_str::<Value>(&text).is_ok_and(|value| value.is_object()) {
            prop_assert_eq!(fragments.as_str(), text.trim());
        }
    }
}
