//! Numbers are read and written as by the language.

use proptest::prelude::*;

use super::{parse, written};

#[test]
fn every_form_of_the_language_is_read() {
    for text in [
        "0",
        "-0",
        "+0",
        "007",
        "1",
        "-1",
        "+1.5",
        "0.7",
        ".5",
        "5.",
        "1e3",
        "1E3",
        "1e+3",
        "1.5e-3",
        "00.10e01",
        "1e400",
        "-1e400",
        "1e-400",
        "0e999",
        "inf",
        "-INF",
        "+Infinity",
        "",
        "+",
        "-",
        ".",
        "e3",
        "1e",
        "1e+",
        "+-5",
        "--5",
        "1.2.3",
        "1,5",
        " 1",
        "1 ",
        "0x1",
        "1_0",
        "infinit",
        "e",
        ".e1",
        "1e1.5",
        "1e+-1",
        "٣",
    ] {
        assert_eq!(parse(text), text.parse().ok(), "{text}");
    }
    for text in ["nan", "-NaN"] {
        assert!(parse(text).is_some_and(f64::is_nan), "{text}");
    }
}

#[test]
fn whole_numbers_have_no_point_and_no_number_an_exponent() {
    for (number, text) in [
        (0.0, "0"),
        (-0.0, "-0"),
        (2.0, "2"),
        (1.99, "1.99"),
        (-2.5, "-2.5"),
        (1e21, "1000000000000000000000"),
        (1.5e-7, "0.00000015"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
    ] {
        assert_eq!(written(number), text);
        assert_eq!(number.to_string(), text);
    }
}

proptest! {
    /// Of two texts that are as short and as near, the language writes the other one now and then.
    #[test]
    fn any_number_is_written_as_short_as_by_the_language(bits: u64) {
        let number = f64::from_bits(bits);
        let (ours, theirs) = (written(number), number.to_string());
        prop_assert_eq!(ours.len(), theirs.len(), "{} {}", ours, theirs);
        prop_assert!(number.is_nan() || ours.parse() == Ok(number), "{} {}", ours, theirs);
    }

    #[test]
    fn a_short_number_is_written_as_by_the_language(digits in -99_999i32..99_999, scale in 0..9) {
        let number = f64::from(digits) / 10f64.powi(scale);
        prop_assert_eq!(written(number), number.to_string());
    }

    #[test]
    fn fifteen_digits_are_read_as_by_the_language(text in "[+-]?[0-9]{1,9}\\.[0-9]{0,6}(e[+-]?[0-9])?") {
        prop_assert_eq!(parse(&text), text.parse().ok());
    }

    #[test]
    fn any_text_is_a_number_or_none(text in "[+-]{0,2}[0-9]{0,20}\\.?[0-9]{0,20}([eE][+-]?[0-9]{0,2})?") {
        let (ours, theirs) = (parse(&text), text.parse::<f64>().ok());
        prop_assert_eq!(ours.is_some(), theirs.is_some());
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            prop_assert!(ours.total_cmp(&theirs).is_eq() || ((ours - theirs) / theirs).abs() < 1e-15, "{} {}", ours, theirs);
        }
    }
}
