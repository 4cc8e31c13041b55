//! Lengths of time and moments.

use crate::{NBSP, number};

/// The units, with the least length in seconds that is written in each, and its own length. The bounds lie where
/// rounding in the unit before would reach them: 999.5 ms would be 1,000 ms, and are 1 s. Minutes begin at two, since a
/// clock that runs is easier to read in whole seconds until then, and days at two likewise.
const UNITS: [(f64, f64, &str); 6] = [
    (172_620.0, 86_400.0, "d"),
    (3_597.0, 3_600.0, "h"),
    (119.5, 60.0, "min"),
    (0.999_5, 1.0, "s"),
    (99.95e-6, 1e-3, "ms"),
    (0.0, 1e-6, "µs"),
];

/// A length of time given in seconds, in the unit that suits: `85 µs`, `250 ms`, `1.2 s`, `90 s`, `5 min`, `1.5 h`,
/// `3 d`.
pub fn duration(seconds: f64) -> String {
    let (value, unit) = time_parts(seconds);
    format!("{}{NBSP}{unit}", number(value))
}

/// A length of time given in milliseconds, as [`duration`] writes it.
pub fn millis(ms: f64) -> String {
    duration(ms / 1e3)
}

/// A length of time in seconds that changes while it is read, as [`duration`] writes it, but without digits that come
/// and go too quickly: whole seconds from 10 s on, tenths of a second from 1 s on, whole milliseconds from 10 ms on.
pub fn elapsed(seconds: f64) -> String {
    let steps = match seconds.abs() {
        size if size >= 119.5 => return duration(seconds),
        size if size >= 9.95 => 1.0,
        size if size >= 0.999_5 => 10.0,
        size if size >= 0.009_95 => 1e3,
        _ => return duration(seconds),
    };
    duration((seconds * steps).round() / steps)
}

/// The number and the unit of [`duration`]: `µs`, `ms`, `s`, `min`, `h` or `d`; nothing is `0 s`.
pub fn time_parts(seconds: f64) -> (f64, &'static str) {
    let unit = UNITS.iter().find(|(least, ..)| seconds.abs() >= *least);
    match unit {
        // Less than can be written in the smallest unit is nothing.
        Some((_, length, "µs")) if (seconds / length).abs() < 0.005 => (0.0, "s"),
        Some((_, length, unit)) => (seconds / length, unit),
        None => (seconds, "s"),
    }
}

/// A moment on the clock, in seconds from its start: `4:26`, with `decimals` of the second; hours where there are any.
/// A clock does not run ahead: what is cut off is cut off.
pub fn clock(seconds: f64, decimals: usize) -> String {
    if !seconds.is_finite() {
        return number(seconds);
    }
    let scale = 10f64.powi(decimals as i32);
    let seconds = (seconds * scale + 1e-6).floor() / scale;
    let (hours, minutes) = ((seconds / 3600.0) as u64, (seconds / 60.0) as u64 % 60);
    let rest = seconds % 60.0;
    let width = if decimals == 0 { 2 } else { decimals + 3 };
    if hours > 0 {
        format!("{hours}:{minutes:02}:{rest:0width$.decimals$}")
    } else {
        format!("{minutes}:{rest:0width$.decimals$}")
    }
}
