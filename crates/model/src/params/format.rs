//! How numbers are written and spoken.

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

/// A price: tenths of a cent matter where it is charged a billion times.
fn price(value: f64) -> String {
    if value == 0.0 || value >= 1.0 {
        return number(value);
    }
    let digits = format!("{value:.3}");
    digits.strip_suffix('0').unwrap_or(&digits).to_owned()
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
            Self::Seconds => {
                let (value, unit) = time_parts(value);
                format!("{} {unit}", number(value))
            }
            Self::Percent => format!("{} %", number(value * 100.0)),
            Self::Times => format!("{} ×", number(value)),
            Self::PerSecond => format!("{} /s", number(value)),
            Self::Dollars => format!("$ {}", price(value)),
            Self::Count => number(value),
            Self::Cores => format!("{} {}", number(value), if value == 1.0 { "core" } else { "cores" }),
            _ => format!("{}{}", number(value), self.suffix()),
        }
    }

    pub(crate) fn speak(self, value: f64) -> String {
        let (value, one, many) = match self {
            Self::Users => {
                let (v, word) = match value {
                    v if v >= 1e6 => (v / 1e6, " million"),
                    v => (v, ""),
                };
                return format!("{}{word} users a day", number(v));
            }
            Self::Seconds => match time_parts(value) {
                (n, "ms") => (n, "millisecond", "milliseconds"),
                (n, "s") => (n, "second", "seconds"),
                (n, "min") => (n, "minute", "minutes"),
                (n, _) => (n, "hour", "hours"),
            },
            Self::Count | Self::None => return number(value),
            Self::Cores => (value, "core", "cores"),
            Self::Milliseconds => (value, "millisecond", "milliseconds"),
            Self::Percent => (value * 100.0, "percent", "percent"),
            Self::Kilobytes => (value, "kilobyte", "kilobytes"),
            Self::Megabits => (value, "megabit a second", "megabits a second"),
            Self::Times => (value, "time", "times"),
            Self::PerSecond => return format!("{} a second", number(value)),
            Self::Dollars => return format!("{} {}", price(value), if value == 1.0 { "dollar" } else { "dollars" }),
        };
        format!("{} {}", number(value), if value == 1.0 { one } else { many })
    }
}

fn time_parts(seconds: f64) -> (f64, &'static str) {
    match seconds {
        s if s >= 3600.0 => (s / 3600.0, "h"),
        s if s >= 60.0 => (s / 60.0, "min"),
        s if s >= 1.0 || s == 0.0 => (s, "s"),
        s => (s * 1e3, "ms"),
    }
}

/// Up to three significant digits, no trailing zeros; whole numbers above 1,000 in full, in groups.
fn number(value: f64) -> String {
    let size = libm::fabs(value);
    let digits = match size {
        s if s >= 100.0 => 0,
        s if s >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if size >= 1e4 { group(text) } else { text.to_owned() }
}

/// Digits in groups of three, with a narrow space that does not break: `104 167`.
pub fn group(text: &str) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i > 0 && (text.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(c);
    }
    out
}

/// A count in few characters: `850`, `12 k`, `1.2 M`.
pub fn compact(value: f64) -> String {
    match value {
        v if v >= 999_500.0 => format!("{} M", number(v / 1e6)),
        v if v >= 10_000.0 => format!("{} k", number(v / 1e3)),
        v => number(v),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(0.3), "0.3");
        assert_eq!(number(12.34), "12.3");
        assert_eq!(number(100.0), "100");
        assert_eq!(number(1248.0), "1248");
        assert_eq!(number(104_167.0), "104\u{202f}167");
        assert_eq!(compact(100e6), "100 M");
        assert_eq!(compact(100_000.0), "100 k");
        assert_eq!(Unit::Seconds.show(0.1), "100 ms");
        assert_eq!(Unit::Seconds.speak(86_400.0), "24 hours");
        assert_eq!(Unit::Users.speak(1.2e6), "1.2 million users a day");
    }
}
