//! Scales and paths of charts. Lengths are in pixels, from the left and from the top.

use std::fmt::Write;

/// How values are spread over the height of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    log: bool,
}

impl Scale {
    /// Evenly from zero to a round number of at least `most`.
    pub fn linear(most: f64) -> Self {
        Self { low: 0.0, high: round_up(most), log: false }
    }

    /// Evenly from zero to one hundred.
    pub fn percent() -> Self {
        Self { low: 0.0, high: 100.0, log: false }
    }

    /// By ratio, over whole decades that hold `least` and `most`.
    pub fn log(least: f64, most: f64) -> Self {
        let low = libm::pow(10.0, libm::log10(least.max(1e-3)).floor());
        let high = libm::pow(10.0, libm::log10(most.max(low * 1.01)).ceil());
        Self { low, high: high.max(low * 10.0), log: true }
    }

    /// The greatest value.
    pub fn high(self) -> f64 {
        self.high
    }

    /// Where `value` stands, from 0 at the foot to 1 at the top. Beyond the ends it stands at the end.
    pub fn share(self, value: f64) -> f64 {
        let share = if self.log {
            libm::log(value.max(1e-12) / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        };
        if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) }
    }

    /// The values at the faint rules, at most five.
    pub fn rules(self) -> Vec<f64> {
        if !self.log {
            return vec![0.0, self.high / 2.0, self.high];
        }
        let decades = libm::log10(self.high / self.low).round() as i32;
        let step = (decades + 3) / 4;
        (0..=decades).step_by(step.max(1) as usize).map(|d| self.low * 10f64.powi(d)).collect()
    }
}

/// The next round number that is at least `value`.
pub fn round_up(value: f64) -> f64 {
    if value.is_nan() || value <= 0.0 || value.is_infinite() {
        return 1.0;
    }
    let decade = libm::pow(10.0, libm::log10(value).floor());
    [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|m| m * decade)
        .find(|r| *r >= value * 0.999_999)
        .unwrap_or(value)
}

/// A line through points; a gap wherever there is none.
pub fn line(points: impl Iterator<Item = Option<(f64, f64)>>) -> String {
    let mut path = String::new();
    let mut pen_down = false;
    for point in points {
        let Some((x, y)) = point else {
            pen_down = false;
            continue;
        };
        let _ = write!(path, "{}{x:.1} {y:.1}", if pen_down { "L" } else { "M" });
        // A point alone between two gaps is still to be seen.
        if !pen_down {
            path.push_str("h.1");
        }
        pen_down = true;
    }
    path
}

/// Points, to be drawn by round ends of lines without length.
pub fn dots(points: impl Iterator<Item = (f64, f64)>) -> String {
    points.fold(String::new(), |mut path, (x, y)| {
        let _ = write!(path, "M{x:.1} {y:.1}h0");
        path
    })
}

/// Upright lines from one height to another.
pub fn uprights(lines: impl Iterator<Item = (f64, f64, f64)>) -> String {
    lines.fold(String::new(), |mut path, (x, from, to)| {
        let _ = write!(path, "M{x:.1} {from:.1}V{to:.1}");
        path
    })
}

/// Level lines over the whole width.
pub fn levels(width: f64, heights: impl Iterator<Item = f64>) -> String {
    heights.fold(String::new(), |mut path, y| {
        let _ = write!(path, "M0 {y:.1}H{width:.1}");
        path
    })
}

/// Adds a rectangle.
pub fn rect(path: &mut String, x: f64, y: f64, w: f64, h: f64) {
    let _ = write!(path, "M{x:.1} {y:.1}h{w:.1}v{h:.1}h{:.1}z", -w);
}

/// The area between two lines of the same points.
pub fn band(points: &[(f64, f64, f64)]) -> String {
    let mut path = String::new();
    for (i, (x, low, _)) in points.iter().enumerate() {
        let _ = write!(path, "{}{x:.1} {low:.1}", if i == 0 { "M" } else { "L" });
    }
    for (x, _, high) in points.iter().rev() {
        let _ = write!(path, "L{x:.1} {high:.1}");
    }
    if !path.is_empty() {
        path.push('z');
    }
    path
}

/// Moves labels apart that would cover each other: heights in pixels, in any order, at least `gap` between them.
pub fn apart(heights: &mut [f64], gap: f64, height: f64) {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_unstable_by(|a, b| heights[*a].total_cmp(&heights[*b]));
    let mut least = f64::NEG_INFINITY;
    for &i in &order {
        heights[i] = heights[i].max(least);
        least = heights[i] + gap;
    }
    let mut most = height;
    for &i in order.iter().rev() {
        heights[i] = heights[i].min(most);
        most = heights[i] - gap;
    }
}
