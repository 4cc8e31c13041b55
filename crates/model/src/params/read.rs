//! Reads decimal numbers. The standard library's reader brings tables of ten kilobytes, which a page that counts its
//! bytes can do without: what people type has few digits.

/// The most significant digits that a 64-bit float holds exactly whatever they are.
const DIGITS: u32 = 15;
/// Powers of ten that a 64-bit float holds exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// The number that `text` writes, such as `-12`, `0.25` or `1.5e6`, rounded correctly (the fast path of Clinger
/// 1990: digits and power are both exact, so that one operation rounds once). None for anything else, for more than
/// 15 significant digits and for powers beyond 10²².
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let (mut digits, mut count) = (0u64, 0);
    for c in whole.chars().chain(fraction.trim_end_matches('0').chars()) {
        digits = digits * 10 + u64::from(c.to_digit(10)?);
        count += u32::from(digits > 0);
        if count > DIGITS {
            return None;
        }
    }
    let power = exponent.checked_sub(fraction.trim_end_matches('0').len() as i32)?;
    let scale = *EXACT.get(power.unsigned_abs() as usize)?;
    let value = if power < 0 { digits as f64 / scale } else { digits as f64 * scale };
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::luck::mix;

    #[test]
    fn reads_as_the_standard_library_does() {
        for text in [
            "0",
            "-0.5",
            "12",
            "+3",
            "1.5e6",
            "1E-3",
            "0.1",
            "123456789012345",
            ".5",
            "7.",
            "0.30",
            "100000000",
            "9.99e22",
        ] {
            assert_eq!(number(text), text.parse::<f64>().ok(), "{text}");
        }
        for n in 0..20_000u64 {
            let text = format!("{}.{:05}e{}", mix(n) % 1_000_000, mix(n + 7) % 100_000, mix(n + 1) as i8 % 9);
            assert_eq!(number(&text), text.parse::<f64>().ok(), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_short_number() {
        for text in
            ["", "-", ".", "e5", "1e", "many", "NaN", "inf", "0x10", "1,5", "1_000", "1234567890123456", "1e400"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
