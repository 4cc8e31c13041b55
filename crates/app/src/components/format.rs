//! Numbers for people: three digits at most, a unit, and a space between them that does not break.

use scalewalk_course::page::Messages;
use scalewalk_model::params::group;

/// The space between a number and its unit.
const NBSP: char = '\u{a0}';

/// Up to three significant digits; whole numbers from 1,000 on in full, in groups.
pub fn number(value: f64) -> String {
    let size = value.abs();
    let digits = match size {
        s if s >= 99.95 => 0,
        s if s >= 9.995 => 1,
        _ => 2,
    };
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let text = if text == "-0" { "0" } else { text };
    if size >= 999.5 { group(text) } else { text.to_owned() }
}

/// A whole count, in groups.
pub fn count(value: u64) -> String {
    number(value as f64)
}

/// A rate: `1245 /s`, and `3 /s` rather than `3.14 /s`.
pub fn rate(per_s: f64) -> String {
    let value = if per_s >= 10.0 { per_s.round() } else { (per_s * 10.0).round() / 10.0 };
    format!("{}{NBSP}/s", number(value))
}

/// Milliseconds in the unit that suits: `194 ms`, `1.2 s`.
pub fn millis(ms: f64) -> String {
    match ms {
        m if m >= 999.5 => format!("{}{NBSP}s", number(m / 1e3)),
        m if m < 0.1 && m > 0.0 => format!("{}{NBSP}µs", number(m * 1e3)),
        m => format!("{}{NBSP}ms", number(m)),
    }
}

/// A length of time in seconds, in the unit that suits.
pub fn seconds(s: f64) -> String {
    match s {
        s if s >= 86_400.0 => format!("{}{NBSP}d", number(s / 86_400.0)),
        s if s >= 3_600.0 => format!("{}{NBSP}h", number(s / 3_600.0)),
        s if s >= 120.0 => format!("{}{NBSP}min", number(s / 60.0)),
        s => format!("{}{NBSP}s", number(s)),
    }
}

/// A share from 0 to 1 in whole percent.
pub fn percent(share: f64) -> String {
    format!("{}{NBSP}%", number((share * 100.0).round()))
}

/// A moment on the clock: `4:26`, with `decimals` of the second; hours where there are any.
pub fn clock(s: f64, decimals: usize) -> String {
    let scale = 10f64.powi(decimals as i32);
    let s = (s * scale + 1e-6).floor() / scale;
    let (hours, minutes) = ((s / 3600.0) as u64, (s / 60.0) as u64 % 60);
    let rest = s % 60.0;
    let width = if decimals == 0 { 2 } else { decimals + 3 };
    if hours > 0 {
        format!("{hours}:{minutes:02}:{rest:0width$.decimals$}")
    } else {
        format!("{minutes}:{rest:0width$.decimals$}")
    }
}

/// A speed of time: `1/20 ×`, `real time`, `310 ×`.
pub fn speed(speed: f64, words: &Messages) -> String {
    if (speed - 1.0).abs() < 0.005 {
        return words.speed_real.to_owned();
    }
    let n = if speed < 1.0 { format!("1/{}", number(1.0 / speed)) } else { number(speed) };
    words.speed_times.replace("{n} ", &format!("{n}{NBSP}")).replace("{n}", &n)
}

/// A speed of time, spoken.
pub fn speed_spoken(speed: f64, words: &Messages) -> String {
    if (speed - 1.0).abs() < 0.005 {
        words.speed_real.to_owned()
    } else if speed < 1.0 {
        words.speed_slowed.replace("{n}", &number(1.0 / speed))
    } else {
        words.speed_quickened.replace("{n}", &number(speed))
    }
}

/// `text` with the spaces between numbers and their units made unbreakable.
pub fn bind(text: &str) -> String {
    const UNITS: [&str; 19] = [
        "%", "×", "ms", "s", "min", "h", "d", "kB", "GB", "TB", "k", "M", "/s", "core", "cores", "Mbit/s", "million",
        "µs", "servers",
    ];
    let mut out = String::with_capacity(text.len());
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        out.push_str(word);
        let ends_in_digit = word.ends_with(|c: char| c.is_ascii_digit());
        if let Some(following) = words.peek() {
            let unit = following.trim_end_matches(['.', ',', ';', ':', ')', '?']);
            out.push(if ends_in_digit && UNITS.contains(&unit) { NBSP } else { ' ' });
        }
    }
    out
}
