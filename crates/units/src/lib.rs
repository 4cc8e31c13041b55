//! How numbers are written for people, in one place: so that the same value never stands in two forms.
//!
//! A number has up to three significant digits and no trailing zeros; from 1,000 on it is whole, in groups of three
//! with a narrow space. Between a number and its unit stands a space that does not break. Which unit is chosen goes by
//! the rounded value, so that no text says more than a text for a greater value. Nothing is clamped: a share above one
//! gives more than 100 %, and it is for the caller to know whether that can be.
//!
//! Beside them stands how vocabularies are declared: [`keyed_enum`].
//!
//! Pure: without a language, but for the symbols of units, and without dependencies.

mod keyed;
mod time;

pub use time::{clock, duration, elapsed, millis, time_parts};

/// The space between a number and its unit.
pub const NBSP: char = '\u{a0}';

/// The space between groups of digits.
const THIN: char = '\u{202f}';

/// Up to `digits` significant digits, at least one, without trailing zeros; whole numbers in full, and not in groups.
/// For tables that programs may read too. What is no number is `–`, infinity `∞`.
pub fn significant(value: f64, digits: u32) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    let (mut decimals, mut bound) = (digits.saturating_sub(1) as usize, 10.0);
    while decimals > 0 && value.abs() >= bound {
        decimals -= 1;
        bound *= 10.0;
    }
    trim(&format!("{value:.decimals$}")).to_owned()
}

/// Up to three significant digits; whole numbers from 1,000 on in full, in groups: `0.3`, `12.3`, `104 167`.
pub fn number(value: f64) -> String {
    group(&significant(value, 3))
}

/// A whole number in groups, halves away from zero: `12 496`.
pub fn grouped(value: f64) -> String {
    number(value.round())
}

/// A count, in groups.
pub fn count(value: u64) -> String {
    group(&value.to_string())
}

/// A count in few characters: `850`, `12 k`, `1.2 M`.
pub fn compact(value: f64) -> String {
    match value.abs() {
        size if size >= 999_500.0 => with(value / 1e6, "M"),
        size if size >= 9_999.5 => with(value / 1e3, "k"),
        _ => number(value),
    }
}

/// A rate a second: `1 245 /s`, `3.1 /s`, `0.031 /s`.
pub fn rate(per_s: f64) -> String {
    format!("{}{NBSP}/s", rate_number(per_s))
}

/// The number of [`rate`]: whole from 10 on, in tenths from 0.1 on, in thousandths below.
pub fn rate_number(per_s: f64) -> String {
    if !per_s.is_finite() {
        return number(per_s);
    }
    let steps = match per_s.abs() {
        size if size >= 9.95 => 1.0,
        size if size >= 0.095 => 10.0,
        _ => 1_000.0,
    };
    let value = (per_s * steps).round() / steps;
    // The tenths and thousandths of a binary fraction have tails.
    let decimals = if steps == 1_000.0 { 3 } else { 1 };
    group(trim(&format!("{value:.decimals$}")))
}

/// A share, 1 for the whole, in whole percent: `40 %`.
pub fn percent(share: f64) -> String {
    with((share * 100.0).round(), "%")
}

/// A share, 1 for the whole, to three digits of its percents: `99.9 %`, for shares whose tenths matter.
pub fn percent_fine(share: f64) -> String {
    with(share * 100.0, "%")
}

/// A price in dollars: `$1 240`, `$2.50`, `$0.085`. In whole dollars from 100 on, in cents below, in tenths of a cent
/// below one dollar, where it is charged a billion times.
pub fn money(usd: f64) -> String {
    let size = usd.abs();
    if size < 0.0005 {
        return "$0".to_owned();
    }
    if !size.is_finite() {
        return format!("${}", number(usd));
    }
    let sign = if usd < 0.0 { "−" } else { "" };
    if size >= 99.995 || size == size.round() {
        return format!("{sign}${}", grouped(size));
    }
    let text = if size >= 0.9995 { format!("{size:.2}") } else { format!("{size:.3}") };
    // Cents are two digits or none.
    let text = text.strip_suffix(".00").unwrap_or(&text);
    let thousandths = text.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3);
    let text = if thousandths { text.strip_suffix('0').unwrap_or(text) } else { text };
    format!("{sign}${text}")
}

/// A size in bytes, in units of powers of 1,000: `64 B`, `1.5 MB`, `12 TB`.
pub fn bytes(bytes: f64) -> String {
    let (value, unit) = bytes_parts(bytes);
    with(value, unit)
}

/// The number and the unit of [`bytes`].
pub fn bytes_parts(bytes: f64) -> (f64, &'static str) {
    let (mut value, mut unit) = (bytes, "B");
    for larger in ["kB", "MB", "GB", "TB"] {
        if value.abs() < 999.5 {
            break;
        }
        (value, unit) = (value / 1e3, larger);
    }
    (value, unit)
}

/// A number and its unit.
pub fn with(value: f64, unit: &str) -> String {
    format!("{}{NBSP}{unit}", number(value))
}

/// `text` without trailing zeros behind the point, and zero without a sign.
fn trim(text: &str) -> &str {
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    if text == "-0" { "0" } else { text }
}

/// The digits before the point in groups of three, where there are more than three of them.
fn group(text: &str) -> String {
    let whole = text.find('.').unwrap_or(text.len());
    let first = usize::from(text.starts_with('-'));
    let mut out = String::with_capacity(text.len() + 6);
    for (i, c) in text.char_indices() {
        if i > first && i < whole && (whole - i).is_multiple_of(3) && c.is_ascii_digit() {
            out.push(THIN);
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests;
