//! How the values of parameters are written and spoken.

use scalewalk_units::{
    NBSP, bytes, bytes_parts, compact, duration, millis, money, number, percent_fine, time_parts, with,
};

/// What a parameter's numbers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Daily users.
    Users,
    /// Things: servers, queries, places in a queue.
    Count,
    /// Processor cores.
    Cores,
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// A share, stored from 0 to 1 and written in percent.
    Percent,
    /// Kilobytes of 1,000 bytes.
    Kilobytes,
    /// Megabits a second.
    Megabits,
    /// A factor.
    Times,
    /// Things a second.
    PerSecond,
    /// Dollars.
    Dollars,
    /// A choice or a switch.
    None,
}

impl Unit {
    /// The written number over the stored one.
    pub(crate) fn shown_per_stored(self) -> f64 {
        if self == Self::Percent { 100.0 } else { 1.0 }
    }

    pub(crate) fn is_whole(self) -> bool {
        matches!(self, Self::Users | Self::Count | Self::Cores)
    }

    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Users => " users",
            Self::Cores => " cores",
            Self::Milliseconds => " ms",
            Self::Seconds => " s",
            Self::Percent => " %",
            Self::Kilobytes => " kB",
            Self::Megabits => " Mbit/s",
            Self::Times => " times",
            Self::PerSecond => " a second",
            Self::Dollars => " dollars",
            Self::Count | Self::None => "",
        }
    }

    pub(crate) fn show(self, value: f64) -> String {
        match self {
            Self::Users => compact(value),
            Self::Seconds => duration(value),
            Self::Milliseconds => millis(value),
            Self::Percent => percent_fine(value),
            Self::Kilobytes => bytes(value * 1e3),
            Self::Megabits => with(value, "Mbit/s"),
            Self::Times => with(value, "×"),
            // As it is set, and not rounded as a measured rate is.
            Self::PerSecond => with(value, "/s"),
            Self::Dollars => money(value),
            Self::Cores => with(value, if value == 1.0 { "core" } else { "cores" }),
            Self::Count | Self::None => number(value),
        }
    }

    pub(crate) fn speak(self, value: f64) -> String {
        let (value, one, many) = match self {
            Self::Users => {
                let text = compact(value);
                let text = text.replace(&format!("{NBSP}k"), " thousand").replace(&format!("{NBSP}M"), " million");
                return format!("{text} users a day");
            }
            Self::Seconds => time_words(value),
            Self::Milliseconds => time_words(value / 1e3),
            Self::Count | Self::None => return number(value),
            Self::Cores => (value, "core", "cores"),
            Self::Percent => (value * 100.0, "percent", "percent"),
            Self::Kilobytes => match bytes_parts(value * 1e3) {
                (n, "B") => (n, "byte", "bytes"),
                (n, "kB") => (n, "kilobyte", "kilobytes"),
                (n, "MB") => (n, "megabyte", "megabytes"),
                (n, "GB") => (n, "gigabyte", "gigabytes"),
                (n, _) => (n, "terabyte", "terabytes"),
            },
            Self::Megabits => (value, "megabit a second", "megabits a second"),
            Self::Times => (value, "time", "times"),
            Self::PerSecond => return format!("{} a second", number(value)),
            Self::Dollars => {
                let unit = if value == 1.0 { "dollar" } else { "dollars" };
                return format!("{} {unit}", money(value).replace('$', ""));
            }
        };
        let text = number(value);
        let unit = if text == "1" { one } else { many };
        format!("{text} {unit}")
    }
}

/// A length of time: its number, and what one and what several of its unit are called.
fn time_words(seconds: f64) -> (f64, &'static str, &'static str) {
    match time_parts(seconds) {
        (n, "µs") => (n, "microsecond", "microseconds"),
        (n, "ms") => (n, "millisecond", "milliseconds"),
        (n, "s") => (n, "second", "seconds"),
        (n, "min") => (n, "minute", "minutes"),
        (n, "h") => (n, "hour", "hours"),
        (n, _) => (n, "day", "days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_and_spoken_alike() {
        for (unit, value, shown, spoken) in [
            (Unit::Users, 1.2e6, "1.2\u{a0}M", "1.2 million users a day"),
            (Unit::Users, 100_000.0, "100\u{a0}k", "100 thousand users a day"),
            (Unit::Seconds, 0.1, "100\u{a0}ms", "100 milliseconds"),
            (Unit::Seconds, 86_400.0, "24\u{a0}h", "24 hours"),
            (Unit::Milliseconds, 1_500.0, "1.5\u{a0}s", "1.5 seconds"),
            (Unit::Percent, 0.999, "99.9\u{a0}%", "99.9 percent"),
            (Unit::Kilobytes, 1.0, "1\u{a0}kB", "1 kilobyte"),
            (Unit::Kilobytes, 2_500.0, "2.5\u{a0}MB", "2.5 megabytes"),
            (Unit::Dollars, 0.085, "$0.085", "0.085 dollars"),
            (Unit::Cores, 1.0, "1\u{a0}core", "1 core"),
            (Unit::PerSecond, 2.25, "2.25\u{a0}/s", "2.25 a second"),
            (Unit::Count, 104_167.0, "104\u{202f}167", "104\u{202f}167"),
        ] {
            assert_eq!(unit.show(value), shown);
            assert_eq!(unit.speak(value), spoken);
        }
    }
}
