//! The colours of the design tokens: what must be told from its ground can be, in every theme.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;

/// A colour in the light and in the dark theme.
type Pair = [[f64; 3]; 2];

/// What moves: each has a hue for its mark, and the same hue for its text.
const FLOWS: [&str; 9] = ["read", "write", "static", "hit", "stale", "repl", "session", "async", "fail"];

fn channels(hex: &str) -> [f64; 3] {
    core::array::from_fn(|i| f64::from(u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("two digits")) / 255.0)
}

const CSS: &str = include_str!("../www/tokens.css");
const PROJECTOR: &str = "html[data-theme=projector] {";

/// All tokens of a rule, each with its value.
fn declared(rule: &str) -> impl Iterator<Item = (&str, &str)> {
    let (_, from) = CSS.split_once(rule).expect("there is such a rule");
    let (body, _) = from.split_once('}').expect("it ends");
    body.split("--").skip(1).filter_map(|rest| rest.split_once(';')?.0.split_once(':'))
}

fn hex(colour: &str) -> [f64; 3] {
    channels(colour.trim().trim_start_matches('#'))
}

/// All tokens of the form `--name: light-dark(#rrggbb, #rrggbb)`.
fn tokens() -> BTreeMap<String, Pair> {
    let pair = |(name, value): (&str, &str)| {
        let (light, dark) = value.trim_start().strip_prefix("light-dark(")?.split_once(')')?.0.split_once(',')?;
        Some((name.to_owned(), [hex(light), hex(dark)]))
    };
    declared("\n:root {\n").filter_map(pair).collect()
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

#[test]
fn on_a_projector_everything_stands_out_more() {
    let own: BTreeMap<_, _> = declared(PROJECTOR).filter(|(_, value)| value.trim().starts_with('#')).collect();
    let missing: Vec<_> = tokens().into_keys().filter(|name| !own.contains_key(name.as_str())).collect();
    assert!(missing.is_empty(), "colours of another theme: {missing:?}");
    let texts = FLOWS.iter().flat_map(|flow| [(*flow).to_owned(), format!("{flow}-t")]);
    let ink = ["ink", "ink-2", "ink-3", "handle", "rubric", "strain-70", "strain-90"].map(str::to_owned);
    for name in texts.chain(ink) {
        let found = contrast(hex(own[name.as_str()]), hex(own["plate"]));
        // WCAG 2.2, 1.4.6: enhanced contrast.
        assert!(found >= 7.0, "{name}: {found:.2} : 1");
    }
}
