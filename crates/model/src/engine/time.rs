//! Simulated time: whole nanoseconds since the start of the run.

/// A moment or a duration in nanoseconds. 2⁶⁴ ns are 584 years.
pub type Nanos = u64;

/// One second.
pub const SECOND: Nanos = 1_000_000_000;
/// One millisecond.
pub const MILLISECOND: Nanos = 1_000_000;
/// A moment that never comes.
pub const NEVER: Nanos = Nanos::MAX;

/// Nanoseconds in `seconds`, rounded to the nearest; negative and not-a-number give zero, too many give [`NEVER`].
#[inline(always)]
pub fn from_secs(seconds: f64) -> Nanos {
    from_nanos(seconds * 1e9)
}

/// Whole nanoseconds.
#[inline(always)]
fn from_nanos(nanos: f64) -> Nanos {
    /// Up to 26 days: the sum with 2⁵² has the number in its lowest bits, which costs less than a conversion.
    const SMALL: f64 = (1u64 << 51) as f64;
    const SHIFT: f64 = (1u64 << 52) as f64;
    if (0.0..SMALL).contains(&nanos) {
        (nanos + SHIFT).to_bits() - SHIFT.to_bits()
    } else {
        // The cast saturates and sends NaN to zero.
        nanos as Nanos
    }
}

/// Nanoseconds in `milliseconds`, rounded to the nearest.
#[inline]
pub fn from_millis(milliseconds: f64) -> Nanos {
    from_nanos(milliseconds * 1e6)
}

/// `nanos` in seconds.
pub fn to_secs(nanos: Nanos) -> f64 {
    nanos as f64 * 1e-9
}

/// `nanos` in milliseconds.
pub fn to_millis(nanos: Nanos) -> f64 {
    nanos as f64 * 1e-6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions_round_and_saturate() {
        assert_eq!(from_secs(1.5), 1_500_000_000);
        assert_eq!(from_millis(0.25), 250_000);
        assert_eq!(from_secs(-1.0), 0);
        assert_eq!(from_secs(f64::NAN), 0);
        assert_eq!(from_secs(f64::INFINITY), NEVER);
        assert_eq!(to_secs(from_secs(3.0)), 3.0);
        for exponent in 0..63 {
            let nanos = (1u64 << exponent) as f64 * 1.000_001;
            assert!((from_secs(nanos * 1e-9) as f64 - nanos).abs() <= 0.5 + nanos * 1e-15, "{nanos}");
        }
    }
}
