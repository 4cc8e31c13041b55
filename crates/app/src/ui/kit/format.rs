//! Numbers for people: those of `scalewalk_units`, and what takes words.

use scalewalk_course::page::Messages;
use scalewalk_units::NBSP;

pub use scalewalk_units::{clock, compact, count, duration as seconds, elapsed, millis, money, number, percent, rate};

/// A speed of time: `1/20 ×`, `real time`, `310 ×`.
pub fn speed(speed: f64, messages: &Messages) -> String {
    if (speed - 1.0).abs() < 0.005 {
        return messages.speed_real.to_owned();
    }
    let n = if speed < 1.0 { format!("1/{}", number(1.0 / speed)) } else { number(speed) };
    messages.speed_times.replace("{n} ", &format!("{n}{NBSP}")).replace("{n}", &n)
}

/// A speed of time, spoken.
pub fn speed_spoken(speed: f64, messages: &Messages) -> String {
    if (speed - 1.0).abs() < 0.005 {
        messages.speed_real.to_owned()
    } else if speed < 1.0 {
        messages.speed_slowed.replace("{n}", &number(1.0 / speed))
    } else {
        messages.speed_quickened.replace("{n}", &number(speed))
    }
}

/// `text` with the spaces between numbers and their units made unbreakable.
pub fn bind(text: &str) -> String {
    const UNITS: [&str; 19] = [
        "%", "×", "ms", "s", "min", "h", "d", "kB", "GB", "TB", "k", "M", "/s", "core", "cores", "Mbit/s", "million",
        "µs", "servers",
    ];
    let mut out = String::with_capacity(text.len());
    let mut messages = text.split(' ').peekable();
    while let Some(word) = messages.next() {
        out.push_str(word);
        let ends_in_digit = word.ends_with(|c: char| c.is_ascii_digit());
        if let Some(following) = messages.peek() {
            let unit = following.trim_end_matches(['.', ',', ';', ':', ')', '?']);
            out.push(if ends_in_digit && UNITS.contains(&unit) { NBSP } else { ' ' });
        }
    }
    out
}
