//! Recorded requests: a line `seconds,key` for each, read one after the other.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind};

use scalewalk_model::Key;
use scalewalk_model::time::{Nanos, SECOND};

/// The latest moment in a trace, in seconds: what whole nanoseconds can say.
pub const MOST_S: u64 = Nanos::MAX / SECOND - 1;
/// So many bad lines are shown; the rest is counted.
const SHOWN: usize = 5;
/// So many characters of a bad line are shown.
const SHOWN_CHARACTERS: usize = 60;

/// What to do about a first line that is no request.
const HEADER: &str = "; if this line names the columns, remove it";

/// A trace that is being read. Holds the distinct keys and one line.
pub struct Trace {
    name: String,
    lines: Box<dyn BufRead>,
    keys: HashMap<Box<[u8]>, Key>,
    /// The latest moment so far, as it is written.
    last: (Nanos, String),
}

impl Trace {
    /// Opens the file `name`; `-` is standard input.
    pub fn open(name: &str) -> Result<Self, String> {
        let lines: Box<dyn BufRead> = if name == "-" {
            Box::new(io::stdin().lock())
        } else {
            let file = File::open(name).map_err(|error| match error.kind() {
                ErrorKind::NotFound => format!("file `{name}` does not exist"),
                _ => format!("file `{name}` cannot be opened: {error}"),
            })?;
            Box::new(BufReader::with_capacity(1 << 16, file))
        };
        let name = if name == "-" { "standard input".to_owned() } else { name.to_owned() };
        Ok(Self { name, lines, keys: HashMap::new(), last: (0, "0".to_owned()) })
    }

    /// Gives `request` the moment and the key of each line; keys are numbered as they first come. Refuses the whole
    /// trace if a line is bad, and then says which, what stands there and what is allowed.
    pub fn each(mut self, mut request: impl FnMut(Nanos, Key)) -> Result<(), String> {
        let (mut line, mut number) = (Vec::new(), 0u64);
        let (mut bad, mut more) = (Vec::new(), 0u64);
        let mut first = true;
        loop {
            line.clear();
            let read = self.lines.read_until(b'\n', &mut line);
            if read.map_err(|error| format!("file `{}` cannot be read: {error}", self.name))? == 0 {
                break;
            }
            number += 1;
            match self.parse(content(&line, number), first) {
                Ok(None) => {}
                Ok(Some((now, key))) => {
                    if bad.is_empty() {
                        request(now, key);
                    }
                }
                Err(_) if bad.len() == SHOWN => more += 1,
                Err(why) => {
                    let stands = shown(content(&line, number));
                    bad.push(format!("{}, line {number}: `{stands}`: {why}", self.name));
                }
            }
            first &= line.trim_ascii().is_empty();
        }
        if more > 0 {
            bad.push(format!("and {more} more bad lines"));
        }
        if bad.is_empty() { Ok(()) } else { Err(bad.join("\n")) }
    }

    /// The request in a line; none in a blank one. The `first` may be a header.
    fn parse(&mut self, line: &[u8], first: bool) -> Result<Option<(Nanos, Key)>, String> {
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        if line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff") {
            return Err("is UTF-16; allowed is UTF-8".to_owned());
        }
        if line.contains(&b'\r') {
            return Err("has a carriage return inside; lines end with \\n or \\r\\n".to_owned());
        }
        let header = if first { HEADER } else { "" };
        let comma = line.iter().position(|byte| *byte == b',');
        let (seconds, key) = match comma {
            Some(comma) => (&line[..comma], &line[comma + 1..]),
            None => return Err(format!("has no comma; a line is seconds,key, such as 12.5,user:42{header}")),
        };
        let seconds = std::str::from_utf8(seconds).unwrap_or_default().trim();
        let Some(now) = nanos(seconds) else {
            let allowed = format!("allowed is a number of seconds from 0 to {MOST_S}");
            return Err(format!("does not begin with a time; {allowed}{header}"));
        };
        if key.is_empty() {
            return Err("has no key; after the comma any text is allowed, but not nothing".to_owned());
        }
        if now < self.last.0 {
            return Err(format!("goes back in time; allowed is {} or later, as in the lines before", self.last.1));
        }
        if now > self.last.0 {
            self.last.0 = now;
            self.last.1.clear();
            self.last.1.push_str(seconds);
        }
        self.number(key).map(|key| Some((now, key)))
    }

    fn number(&mut self, key: &[u8]) -> Result<Key, String> {
        if let Some(number) = self.keys.get(key) {
            return Ok(*number);
        }
        let number = Key::try_from(self.keys.len()).ok().filter(|number| *number < Key::MAX);
        let number = number.ok_or_else(|| format!("has one key too many; allowed are {}", Key::MAX))?;
        self.keys.insert(key.into(), number);
        Ok(number)
    }
}

/// A line without its end and, at the start of a file, without the mark that some editors put there.
fn content(line: &[u8], number: u64) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if number == 1 { line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line) } else { line }
}

/// The beginning of a line, fit for a terminal.
fn shown(line: &[u8]) -> String {
    // A character has at most four bytes.
    let start = &line[..line.len().min(4 * SHOWN_CHARACTERS + 4)];
    let text = String::from_utf8_lossy(start);
    let mut shown: String = text.chars().take(SHOWN_CHARACTERS).flat_map(char::escape_debug).collect();
    if text.chars().count() > SHOWN_CHARACTERS {
        shown.push('…');
    }
    shown
}

/// The nanoseconds in a decimal number of seconds, such as `12`, `0.25` or `1e-05`, rounded to the nearest. Exact,
/// unlike a float: moments since 1970 have more digits than those hold. None for anything else, and beyond
/// [`MOST_S`].
pub fn nanos(text: &str) -> Option<Nanos> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    if digits().next().is_none() || !digits().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    // How many of the digits are whole nanoseconds.
    let places = (whole.len() as i64) + i64::from(exponent) + 9;
    let (mut value, mut taken) = (0u64, 0i64);
    for digit in digits().map(|digit| u64::from(digit - b'0')) {
        if taken < places {
            value = value.checked_mul(10)?.checked_add(digit)?;
        } else {
            value += u64::from(taken == places && digit >= 5);
            break;
        }
        taken += 1;
    }
    // Zeros that are not written; of nothing, any number is nothing.
    while taken < places && value > 0 {
        value = value.checked_mul(10)?;
        taken += 1;
    }
    (value <= MOST_S * SECOND).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_read_to_the_nanosecond() {
        for (text, expected) in [
            ("0", 0),
            ("12", 12_000_000_000),
            ("0.25", 250_000_000),
            (".5", 500_000_000),
            ("7.", 7_000_000_000),
            ("007.10", 7_100_000_000),
            ("1700000000.123456789", 1_700_000_000_123_456_789),
            ("0.0000000015", 2),
            ("0.00000000049", 0),
            ("0.000000000999", 1),
            ("1e-05", 10_000),
            ("2.5E3", 2_500_000_000_000),
            ("5e-10", 1),
            ("5e-11", 0),
            ("0e2147483647", 0),
            ("1e-2147483648", 0),
            ("0.1000000000000000055511151231257827", 100_000_000),
        ] {
            assert_eq!(nanos(text), Some(expected), "{text}");
        }
        assert_eq!(nanos(&MOST_S.to_string()), Some(MOST_S * SECOND));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        let beyond = (MOST_S + 1).to_string();
        for text in [
            "", ".", "-1", "+1", "-0", "NaN", "inf", "1e", "e5", "1,5", "0x10", "1_0", "1 0", "١", "1e30", "1e99",
            &beyond,
        ] {
            assert_eq!(nanos(text), None, "{text}");
        }
    }

    #[test]
    fn long_and_odd_lines_are_shown_short_and_harmless() {
        assert_eq!(shown(b"abc"), "abc");
        assert_eq!(shown("é".repeat(60).as_bytes()), "é".repeat(60));
        assert_eq!(shown("é".repeat(61).as_bytes()), format!("{}…", "é".repeat(60)));
        assert_eq!(shown(b"\x1b[31m\t\xff"), "\\u{1b}[31m\\t\u{fffd}");
    }
}
