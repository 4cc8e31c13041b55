//! The drawing of a response curve.

use scalewalk_course::curve::{Curve, Point};
use scalewalk_model::Config;
use scalewalk_model::params::{Param, Scale as Spread};

use super::curve_panel::curve_value;
use super::format;
use super::plot::{self, Scale};

/// The paths of a curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    pub rules: String,
    pub theory: String,
    pub dots: String,
    pub whiskers: String,
    pub old_dots: String,
    pub old_whiskers: String,
    /// Heights and texts of the scale.
    pub scale: Vec<(f64, String)>,
    spread: Option<Scale>,
}

impl Drawn {
    /// Height of the plot in pixels.
    pub const HEIGHT: f64 = 114.0;

    /// How high a value stands, from the top.
    pub fn y(&self, value: f64) -> f64 {
        self.spread.map_or(-99.0, |scale| height(scale, value))
    }
}

fn height(scale: Scale, value: f64) -> f64 {
    // Room for the upper half of a dot.
    4.0 + (Drawn::HEIGHT - 4.0) * (1.0 - scale.share(value))
}

/// Below this a wait is as good as none, in milliseconds.
const LEAST_MS: f64 = 0.1;
/// Steps of the line of theory.
const STEPS: u32 = 160;

/// What theory says at a slider position; above `cap` it says `cap`, where the line leaves the picture.
fn theory_at(curve: Curve, param: &Param, config: &Config, position: u32) -> Option<f64> {
    let theory = curve.theory?;
    let mut config = config.clone();
    param.apply(&mut config, param.value_at(position)).ok()?;
    Some(theory(&config))
}

/// The paths of `points`, over those of the settings before, in a plot of `width`.
pub fn draw(curve: Curve, param: &Param, config: &Config, now: &[Point], before: &[Point], width: f64) -> Drawn {
    if width <= 0.0 {
        return Drawn::default();
    }
    let last = param.positions();
    // An infinite wait is cut where nobody waits any more.
    let cap = if curve.unit == " ms" { 1.5e3 * config.timeout_s } else { f64::INFINITY };
    let steps = STEPS.min(last);
    let theory: Vec<(f64, f64)> = (0..=steps)
        .filter_map(|i| {
            let position = (f64::from(i) / f64::from(steps) * f64::from(last)).round() as u32;
            Some((f64::from(position) / f64::from(last), theory_at(curve, param, config, position)?))
        })
        .collect();
    let values = || now.iter().chain(before).filter_map(|p| p.y).map(|y| y.mean);
    let most = values().chain(theory.iter().map(|t| t.1.min(cap))).filter(|v| v.is_finite()).fold(0.0, f64::max);
    let least = values().chain(theory.iter().map(|t| t.1)).filter(|v| v.is_finite()).fold(most, f64::min);
    let scale = match curve.unit {
        " %" => Scale::percent(),
        " ms" => Scale::log(least.max(LEAST_MS), most.max(1.0)),
        _ => Scale::linear(most),
    };
    let x_of = |x: f64| f64::from(param.position(x)) / f64::from(last) * width;
    // A line that leaves the picture goes on to the first point outside.
    let inside = |i: usize| theory.get(i).is_some_and(|t| t.1.is_finite() && t.1 <= scale.high());
    let line = theory.iter().enumerate().map(|(i, (at, y))| {
        let drawn = inside(i) || inside(i + 1) || i.checked_sub(1).is_some_and(inside);
        drawn.then(|| (at * width, height(scale, *y)))
    });
    let dots = |points: &[Point]| plot::dots(points.iter().filter_map(|p| Some((x_of(p.x), height(scale, p.y?.mean)))));
    let whiskers = |points: &[Point]| {
        plot::uprights(points.iter().filter_map(|p| {
            let y = p.y.filter(|y| y.half_width.is_finite())?;
            Some((x_of(p.x), height(scale, y.low()), height(scale, y.high())))
        }))
    };
    // What is measured anew takes the place of what was.
    let known = |old: &Point| now.iter().any(|new| new.x == old.x && (new.refined || new.y.is_some()));
    let before: Vec<Point> = before.iter().filter(|old| !known(old)).copied().collect();
    Drawn {
        rules: plot::levels(width, scale.rules().into_iter().map(|v| height(scale, v))),
        theory: plot::line(line),
        dots: dots(now),
        whiskers: whiskers(now),
        old_dots: dots(&before),
        old_whiskers: whiskers(&before),
        scale: scale.rules().into_iter().map(|v| (height(scale, v), curve_value(v, curve.unit))).collect(),
        spread: Some(scale),
    }
}

/// The value of the curve at `x`: theory's where there is one, else between the measured points.
pub fn value_at(curve: Curve, param: &Param, config: &Config, points: &[Point], x: f64) -> Option<f64> {
    if let Some(value) = theory_at(curve, param, config, param.position(x)).filter(|v| v.is_finite()) {
        return Some(value);
    }
    let place = |x: f64| f64::from(param.position(x));
    let at = place(x);
    let known: Vec<(f64, f64)> = points.iter().filter_map(|p| Some((place(p.x), p.y?.mean))).collect();
    let after = known.iter().position(|(p, _)| *p >= at)?;
    let (p1, y1) = known[after];
    let Some((p0, y0)) = after.checked_sub(1).map(|i| known[i]) else { return (p1 == at).then_some(y1) };
    Some(y0 + (y1 - y0) * (at - p0) / (p1 - p0).max(1e-9))
}

/// Where the values under the axis stand, from 0 to 1, and what they say.
pub fn ticks(param: &Param) -> Vec<(f64, String)> {
    let last = f64::from(param.positions());
    let place = |value: f64| f64::from(param.position(value)) / last;
    let text = |value: f64| match param.scale {
        Spread::Steps(_) => format::number(value),
        _ => format::bind(&param.show(value)),
    };
    let values: Vec<f64> = match param.scale {
        Spread::Steps(steps) => steps.to_vec(),
        Spread::Linear { .. } => (0..=4).map(|i| param.value_at((last * f64::from(i) / 4.0).round() as u32)).collect(),
        Spread::Log { min, max, zero, never } => {
            let decades = libm::log10(max / min).floor() as i32;
            let step = (decades / 5 + 1) as usize;
            let whole = (0..=decades).step_by(step).map(|d| min * 10f64.powi(d));
            let never = never.then_some(f64::INFINITY);
            zero.then_some(0.0).into_iter().chain(whole).chain(never).collect()
        }
        _ => Vec::new(),
    };
    values.into_iter().map(|v| (place(v), text(v))).collect()
}
