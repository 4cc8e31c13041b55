use proptest::prelude::*;

use super::*;

/// `text` with its spaces made plain.
fn plain(text: &str) -> String {
    text.replace([NBSP, THIN], " ")
}

/// The value that a text stands for.
fn read(text: &str) -> f64 {
    let (digits, unit) = text.split_once(NBSP).unwrap_or((text, ""));
    let number: f64 = digits.replace([THIN, '$'], "").parse().unwrap();
    let unit = match unit {
        "µs" => 1e-6,
        "ms" => 1e-3,
        "" | "s" | "/s" | "B" => 1.0,
        "%" => 1e-2,
        "min" => 60.0,
        "h" => 3_600.0,
        "d" => 86_400.0,
        "k" | "kB" => 1e3,
        "M" | "MB" => 1e6,
        "GB" => 1e9,
        "TB" => 1e12,
        other => panic!("{other}"),
    };
    number * unit
}

type Named = (&'static str, fn(f64) -> String);

const ALL: [Named; 11] = [
    ("number", number),
    ("grouped", grouped),
    ("compact", compact),
    ("rate", rate),
    ("percent", percent),
    ("percent_fine", percent_fine),
    ("money", money),
    ("bytes", bytes),
    ("duration", duration),
    ("elapsed", elapsed),
    ("millis", |s| millis(s * 1e3)),
];

#[test]
fn numbers_are_short() {
    for (value, text) in [
        (0.0, "0"),
        (-0.001, "0"),
        (0.3, "0.3"),
        (9.996, "10"),
        (12.34, "12.3"),
        (99.96, "100"),
        (100.4, "100"),
        (999.6, "1 000"),
        (1_248.0, "1 248"),
        (104_167.0, "104 167"),
        (-123_456.0, "-123 456"),
        (f64::INFINITY, "∞"),
        (f64::NAN, "–"),
    ] {
        assert_eq!(plain(&number(value)), text);
    }
    assert_eq!([significant(104.1667, 4), significant(70_000.0, 4), significant(0.5, 4)], ["104.2", "70000", "0.5"]);
    assert_eq!(plain(&count(u64::MAX)), "18 446 744 073 709 551 615");
    assert_eq!(
        [850.0, 12_000.0, 999_499.0, 999_500.0, 1.2e6, 100e6].map(|n| plain(&compact(n))),
        ["850", "12 k", "999 k", "1 M", "1.2 M", "100 M"]
    );
}

#[test]
fn units_suit() {
    for (text, shown) in [
        (rate(1_244.6), "1 245 /s"),
        (rate(9.96), "10 /s"),
        (rate(3.16), "3.2 /s"),
        (rate(4.0), "4 /s"),
        (rate(0.0312), "0.031 /s"),
        (rate(0.0), "0 /s"),
        (percent(0.396), "40 %"),
        (percent(1.012), "101 %"),
        (percent_fine(0.9994), "99.9 %"),
        (money(0.0), "$0"),
        (money(0.085), "$0.085"),
        (money(0.09), "$0.09"),
        (money(0.9996), "$1"),
        (money(2.5), "$2.50"),
        (money(99.999), "$100"),
        (money(1_240.4), "$1 240"),
        (money(-3.0), "−$3"),
        (bytes(64.0), "64 B"),
        (bytes(999_600.0), "1 MB"),
        (bytes(1.5e6), "1.5 MB"),
        (bytes(12e12), "12 TB"),
    ] {
        assert_eq!(plain(&text), shown);
    }
}

#[test]
fn times_are_written_in_one_way() {
    for (seconds, text) in [
        (0.0, "0 s"),
        (1e-9, "0 s"),
        (85e-6, "85 µs"),
        (0.000_25, "0.25 ms"),
        (0.194, "194 ms"),
        (0.999_6, "1 s"),
        (1.234, "1.23 s"),
        (59.96, "60 s"),
        (60.0, "60 s"),
        (100.0, "100 s"),
        (119.4, "119 s"),
        (120.0, "2 min"),
        (300.0, "5 min"),
        (3_598.0, "1 h"),
        (5_400.0, "1.5 h"),
        (86_400.0, "24 h"),
        (172_700.0, "2 d"),
        (31_536_000.0, "365 d"),
    ] {
        assert_eq!(plain(&duration(seconds)), text);
        assert_eq!(duration(seconds), millis(seconds * 1e3));
    }
    assert_eq!(
        [0.0123, 0.2501, 1.26, 9.96, 12.4, 61.4, 125.0].map(|s| plain(&elapsed(s))),
        ["12 ms", "250 ms", "1.3 s", "10 s", "12 s", "61 s", "2.08 min"]
    );
}

#[test]
fn clocks_do_not_run_ahead() {
    assert_eq!([clock(266.9, 0), clock(0.999, 1), clock(3_725.0, 0)], ["4:26", "0:00.9", "1:02:05"]);
}

/// Positive values of all sizes, as many small ones as large ones.
fn values() -> impl Strategy<Value = f64> {
    (-9.0..8.0f64).prop_map(|power| 10f64.powf(power))
}

proptest! {
    #[test]
    fn a_greater_value_is_not_written_as_a_smaller_one(value in values(), more in 0.0..0.2f64) {
        for (name, write) in ALL {
            let (small, great) = (write(value), write(value * (1.0 + more)));
            prop_assert!(read(&small) <= read(&great) * (1.0 + 1e-12), "{name}: {small} before {great}");
        }
    }

    #[test]
    fn one_meaning_has_one_form(value in values(), more in 0.0..0.01f64) {
        for (name, write) in ALL {
            let (one, other) = (write(value), write(value * (1.0 + more)));
            let same = (read(&one) - read(&other)).abs() <= 1e-12 * read(&one);
            prop_assert!(one == other || !same, "{name}: {one} and {other}");
        }
    }

    #[test]
    fn what_is_written_is_near(value in values()) {
        for (name, write) in [ALL[0], ALL[2], ALL[7], ALL[8], ALL[10]] {
            let (written, floor) = (read(&write(value)), if name == "duration" || name == "millis" { 5e-9 } else { 0.005 });
            prop_assert!((written - value).abs() <= (0.06 * value).max(floor * 1.001), "{name}: {value} as {written}");
        }
    }
}

#[test]
fn what_is_no_number_has_a_sign_of_its_own() {
    let forms: [fn(f64) -> String; 12] = [
        number,
        grouped,
        compact,
        rate,
        rate_number,
        percent,
        percent_fine,
        money,
        bytes,
        duration,
        elapsed,
        |seconds| clock(seconds, 1),
    ];
    for form in forms {
        assert!(form(f64::NAN).contains('–'), "{}", form(f64::NAN));
        assert!(form(f64::INFINITY).contains('∞'), "{}", form(f64::INFINITY));
        assert!(form(f64::NEG_INFINITY).contains("−∞"), "{}", form(f64::NEG_INFINITY));
    }
}
