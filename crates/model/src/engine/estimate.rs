//! Means and confidence intervals over independent replications.

use serde::{Deserialize, Serialize};

/// A mean with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean of the replications.
    pub mean: f64,
    /// Half the width of the interval.
    pub half_width: f64,
    /// How many replications.
    pub n: usize,
}

/// How sure an interval is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Wrong once in 20.
    P95,
    /// Wrong once in 1,000.
    P999,
}

impl Estimate {
    /// Mean and Student's interval of independent `values`. One value has an infinite interval;
    /// none has mean NaN.
    pub fn of(values: &[f64], confidence: Confidence) -> Self {
        let n = values.len();
        let mean = values.iter().sum::<f64>() / n as f64;
        if n < 2 {
            return Self { mean, half_width: f64::INFINITY, n };
        }
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1) as f64;
        Self { mean, half_width: student(n - 1, confidence) * libm::sqrt(variance / n as f64), n }
    }

    /// Mean and Student's interval of `values` that were taken one from each of as many equal strata, in their order: what
    /// differs between strata does not widen it. Neighbours make a pair, and the spread within pairs tells how far the mean
    /// may be off: a little too far, by the step from one stratum to the next (collapsed strata: Cochran, Sampling Techniques,
    /// 3rd ed., 5A.12). Of an odd number the strata are not told apart.
    pub fn of_strata(values: &[f64], confidence: Confidence) -> Self {
        let n = values.len();
        if n < 2 || n % 2 == 1 {
            return Self::of(values, confidence);
        }
        let squares: f64 = values.chunks_exact(2).map(|pair| (pair[0] - pair[1]) * (pair[0] - pair[1])).sum();
        let mean = values.iter().sum::<f64>() / n as f64;
        Self { mean, half_width: student(n / 2, confidence) * libm::sqrt(squares) / n as f64, n }
    }

    /// Whether the interval holds `value`.
    pub fn contains(&self, value: f64) -> bool {
        libm::fabs(value - self.mean) <= self.half_width
    }

    /// The least value of the interval.
    pub fn low(&self) -> f64 {
        self.mean - self.half_width
    }

    /// The greatest value of the interval.
    pub fn high(&self) -> f64 {
        self.mean + self.half_width
    }
}

/// Two-sided quantile of Student's t with `df` degrees of freedom, by the Cornish–Fisher expansion
/// (Abramowitz and Stegun 26.7.5), exact for 1 and 2; within 3 % from 3 on for 95 % and from 7 on for 99.9 %.
pub fn student(df: usize, confidence: Confidence) -> f64 {
    // The third is tan(πp / 2): to work it out would bring large tables for two numbers.
    let (z, p, one): (f64, f64, f64) = match confidence {
        Confidence::P95 => (1.959_963_985, 0.95, 12.706_204_736_174_696),
        Confidence::P999 => (3.290_526_731, 0.999, 636.619_248_768_734_5),
    };
    let v = df as f64;
    match df {
        0 => f64::INFINITY,
        1 => one,
        2 => p * libm::sqrt(2.0 / (1.0 - p * p)),
        _ => {
            let z3 = z * z * z;
            let z5 = z3 * z * z;
            let z7 = z5 * z * z;
            let z9 = z7 * z * z;
            z + (z3 + z) / (4.0 * v)
                + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * v * v)
                + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * v * v * v)
                + (79.0 * z9 + 776.0 * z7 + 1482.0 * z5 - 1920.0 * z3 - 945.0 * z) / (92_160.0 * v * v * v * v)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::luck::{Luck, Purpose};

    #[test]
    fn student_agrees_with_the_tables() {
        for (df, p95, p999) in
            [(1, 12.706, 636.62), (2, 4.303, 31.599), (9, 2.262, 4.781), (19, 2.093, 3.883), (99, 1.984, 3.392)]
        {
            assert!((student(df, Confidence::P95) / p95 - 1.0).abs() < 0.001, "{df}");
            assert!((student(df, Confidence::P999) / p999 - 1.0).abs() < 0.01, "{df}");
        }
    }

    #[test]
    fn what_differs_between_strata_does_not_widen_the_interval() {
        // A slope with noise of one: the mean of 40 values is known within 3.55 · 1 / √40, and far less well if the slope counts.
        let mut luck = Luck::new(1).draw(Purpose::Arrival, 0, 0);
        let values: Vec<f64> = (0..40).map(|i| 100.0 + 2.0 * f64::from(i) + luck.normal()).collect();
        let (strata, whole) = (Estimate::of_strata(&values, Confidence::P999), Estimate::of(&values, Confidence::P999));
        assert!((strata.mean - whole.mean).abs() < 1e-9 && strata.contains(139.0));
        assert!((0.4..1.6).contains(&strata.half_width) && whole.half_width > 10.0, "{strata:?} {whole:?}");
        assert_eq!(Estimate::of_strata(&values[..39], Confidence::P999), Estimate::of(&values[..39], Confidence::P999));
    }

    #[test]
    fn an_interval_of_one_says_nothing() {
        assert!(Estimate::of(&[3.0], Confidence::P95).contains(1e9));
        let e = Estimate::of(&[1.0, 2.0, 3.0], Confidence::P95);
        assert!((e.mean - 2.0).abs() < 1e-12 && (e.half_width - 4.303 / 3f64.sqrt()).abs() < 0.01);
        assert!(e.low() < 2.0 && e.high() > 2.0 && e.n == 3);
    }
}
