//! The colours of the design tokens: what must be told from its ground can be, in both themes.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;

/// A colour in the light and in the dark theme.
type Pair = [[f64; 3]; 2];

/// What moves: each has a hue for its mark, and the same hue for its text.
const FLOWS: [&str; 9] = ["read", "write", "static", "hit", "stale", "repl", "session", "async", "fail"];

fn channels(hex: &str) -> [f64; 3] {
    core::array::from_fn(|i| f64::from(u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("two digits")) / 255.0)
}

/// All tokens of the form `--name: light-dark(#rrggbb, #rrggbb)`.
fn tokens() -> BTreeMap<String, Pair> {
    let css = include_str!("../www/tokens.css");
    let declared = css.split("--").skip(1).filter_map(|rest| {
        let (name, value) = rest.split_once(':')?;
        let (light, dark) = value.trim_start().strip_prefix("light-dark(")?.split_once(')')?.0.split_once(',')?;
        let hex = |colour: &str| channels(colour.trim().trim_start_matches('#'));
        Some((name.to_owned(), [hex(light), hex(dark)]))
    });
    declared.collect()
}

/// Relative luminance, as WCAG 2.2 defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    a.max(b) / a.min(b)
}

fn check(name: &str, ground: &str, least: f64) {
    let tokens = tokens();
    for (theme, at) in [("light", 0), ("dark", 1)] {
        let found = contrast(tokens[name][at], tokens[ground][at]);
        assert!(found >= least, "{name} on {ground}, {theme}: {found:.2} : 1, and {least} : 1 is needed");
    }
}

#[test]
fn the_mark_of_every_flow_stands_out_from_the_plate() {
    // WCAG 2.2, 1.4.11: graphical objects.
    FLOWS.iter().for_each(|flow| check(flow, "plate", 3.0));
}

#[test]
fn the_text_of_every_flow_can_be_read() {
    // WCAG 2.2, 1.4.3: text.
    for flow in FLOWS {
        ["plate", "paper"].iter().for_each(|ground| check(&format!("{flow}-t"), ground, 4.5));
    }
}

#[test]
fn contrast_is_reckoned_as_it_is_defined() {
    assert!((contrast(channels("000000"), channels("FFFFFF")) - 21.0).abs() < 1e-9);
    assert!((contrast(channels("777777"), channels("FFFFFF")) - 4.48).abs() < 0.005);
}
