//! The ranges of numbers and texts, and what happens at their edges.

use super::*;

#[test]
fn values_outside_their_range_are_refused() {
    let allowed = "allowed is from 0 up to but not including 2";
    refused(
        |request| request.temperature = Some(2.1),
        &format!("temperature is 2.1; {allowed}"),
    );
    refused(
        |request| request.temperature = Some(-0.1),
        &format!("temperature is -0.1; {allowed}"),
    );
    refused(
        |request| request.temperature = Some(f64::NAN),
        &format!("temperature is NaN; {allowed}"),
    );
    let allowed = "allowed is above 0 and at most 1";
    refused(
        |request| request.top_p = Some(-0.1),
        &format!("top_p is -0.1; {allowed}"),
    );
    refused(
        |request| request.top_p = Some(-0.0),
        &format!("top_p is -0; {allowed}"),
    );
    refused(
        |request| request.top_p = Some(f64::MIN_POSITIVE - 0.01),
        &format!("top_p is -0.01; {allowed}"),
    );
    refused(
        |request| request.top_p = Some(1.01),
        &format!("top_p is 1.01; {allowed}"),
    );
    let allowed = "allowed is from -2 to 2";
    refused(
        |request| request.presence_penalty = Some(2.5),
        &format!("presence_penalty is 2.5; {allowed}"),
    );
    let allowed = "allowed is more than 0";
    refused(
        |request| request.repetition_penalty = Some(0.0),
        &format!("repetition_penalty is 0; {allowed}"),
    );
    refused(
        |request| request.repetition_penalty = Some(f64::INFINITY),
        &format!("repetition_penalty is inf; {allowed}"),
    );
}

#[test]
fn whole_numbers_outside_their_range_are_refused() {
    let allowed = "allowed is from 0 to 2147483647";
    refused(
        |request| request.seed = Some(2_147_483_648),
        &format!("seed is 2147483648; {allowed}"),
    );
    let allowed = "allowed is from 1 to 65536, the output limit of qwen3.5-plus";
    refused(
        |request| request.max_tokens = Some(0),
        &format!("max_tokens is 0; {allowed}"),
    );
    refused(
        |request| request.thinking_budget = Some(0),
        "thinking_budget is 0, and qwen3.5-plus takes 1 to 81920",
    );
    refused(
        |request| request.stop = vec![String::new()],
        "stop is an empty text; allowed is texts that are not empty",
    );
}

#[test]
fn values_at_the_edge_of_their_range_are_taken() {
    let changes: [fn(&mut Request); 9] = [
        |request| request.temperature = Some(0.0),
        |request| request.temperature = Some(1.99),
        |request| request.top_p = Some(1.0),
        |request| request.presence_penalty = Some(2.0),
        |request| request.repetition_penalty = Some(0.01),
        |request| request.max_tokens = Some(65_536),
        |request| request.max_tokens = Some(1),
        |request| request.seed = Some(0),
        |request| request.seed = Some(2_147_483_647),
    ];
    for change in changes {
        let encoded = encode_for("qwen3.5-plus", &changed(change), &Options::default());
        let (_, warnings) = encoded.expect("a body");
        assert_eq!(warnings, [""; 0]);
    }
}

#[test]
fn a_value_that_plainly_means_the_bound_is_brought_to_it() {
    for (change, sent) in [
        (
            (|request| request.temperature = Some(2.0)) as fn(&mut Request),
            r#""temperature":1.99"#,
        ),
        (|request| request.top_p = Some(0.0), r#""top_p":0.01"#),
        (
            |request| request.max_tokens = Some(u32::MAX),
            r#""max_completion_tokens":65536"#,
        ),
        (
            |request| request.thinking_budget = Some(81_921),
            r#""thinking_budget":81920"#,
        ),
    ] {
        let (body, warnings) = rest("qwen3.5-plus", &changed(change), &Options::default());
        assert_eq!(
            (body.as_str(), warnings),
            (sent, vec![String::from("value-adjusted")])
        );
    }
}
