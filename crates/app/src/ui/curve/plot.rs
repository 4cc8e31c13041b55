//! The drawing of a response curve.

use scalewalk_course::curve::{Curve, Line, Point};
use scalewalk_model::Config;
use scalewalk_model::params::{Param, Scale as Spread, Unit};

use crate::ui::chart::plot;
use crate::ui::chart::plot::Scale;
use crate::ui::curve::panel::curve_value;
use crate::ui::kit::format;

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
    spread: Option<(Scale, f64)>,
}

impl Drawn {
    /// How high a value stands, from the top.
    pub fn y(&self, value: f64) -> f64 {
        self.spread.map_or(-99.0, |(scale, full)| height(scale, full, value))
    }
}

/// Height of the plot of each line in pixels: several together are not much higher than one.
pub fn plot_height(curve: Curve) -> f64 {
    if curve.lines.len() > 1 { 72.0 } else { 114.0 }
}

fn height(scale: Scale, full: f64, value: f64) -> f64 {
    // Room for the upper half of a dot.
    4.0 + (full - 4.0) * (1.0 - scale.share(value))
}

/// Below this a wait is as good as none, in milliseconds.
const LEAST_MS: f64 = 0.1;
/// Steps of the line of theory.
const STEPS: u32 = 160;

/// What theory says at a slider position.
fn theory_at(line: &Line, param: &Param, config: &Config, position: u32) -> Option<f64> {
    let theory = line.theory?;
    let mut config = config.clone();
    param.apply(&mut config, param.value_at(position)).ok()?;
    Some(theory(&config))
}

/// What is known of a line before anything is measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// What theory says, by slider position, 0 to 1; nothing where several lines stand together.
    theory: Vec<(f64, f64)>,
    /// Where an infinite wait is cut, in milliseconds: nobody waits any more.
    longest_ms: f64,
}

impl Known {
    /// Of line `number` around the settings of `config`.
    pub fn new(curve: Curve, number: usize, param: &Param, config: &Config) -> Self {
        let last = f64::from(param.positions());
        let steps = if curve.lines.len() > 1 { 0 } else { STEPS.min(param.positions()) };
        let at = |step: u32| {
            let position = (f64::from(step) / f64::from(steps) * last).round() as u32;
            Some((f64::from(position) / last, theory_at(curve.lines.get(number)?, param, config, position)?))
        };
        let theory = if steps > 0 { (0..=steps).filter_map(at).collect() } else { Vec::new() };
        Self { theory, longest_ms: 1.5e3 * config.timeout_s }
    }
}

/// The line of theory by slider position: fine steps where one line stands alone, and where several do, the points,
/// whose theory came with them.
fn theory_line(curve: Curve, line: usize, param: &Param, known: &Known, now: &[Point]) -> Vec<(f64, f64)> {
    if curve.lines.len() == 1 {
        return known.theory.clone();
    }
    let last = f64::from(param.positions());
    let of = |point: &Point| Some((f64::from(param.position(point.x)) / last, point.lines[line].theory?));
    now.iter().filter_map(of).collect()
}

/// The paths of line `number`, of which `known` is known, through the points `now`, over those of the settings before,
/// in a plot of `width`.
pub fn draw(
    curve: Curve,
    number: usize,
    param: &Param,
    known: &Known,
    now: &[Point],
    before: &[Point],
    width: f64,
) -> Drawn {
    let Some(line) = curve.lines.get(number).filter(|_| width > 0.0) else { return Drawn::default() };
    let last = param.positions();
    let cap = if line.unit == " ms" { known.longest_ms } else { f64::INFINITY };
    let theory = theory_line(curve, number, param, known, now);
    let y_of = |p: &Point| p.lines[number].y;
    let values = || now.iter().chain(before).filter_map(y_of).map(|y| y.mean);
    let most = values().chain(theory.iter().map(|t| t.1.min(cap))).filter(|v| v.is_finite()).fold(0.0, f64::max);
    let least = values().chain(theory.iter().map(|t| t.1)).filter(|v| v.is_finite()).fold(most, f64::min);
    let scale = match line.unit {
        " %" => Scale::percent(),
        " ms" => Scale::log(least.max(LEAST_MS), most.max(1.0)),
        _ => Scale::linear(most),
    };
    let full = plot_height(curve);
    let height = |value: f64| height(scale, full, value);
    let x_of = |x: f64| f64::from(param.position(x)) / f64::from(last) * width;
    // A line that leaves the picture goes on to the first point outside.
    let inside = |i: usize| theory.get(i).is_some_and(|t| t.1.is_finite() && t.1 <= scale.high());
    let path = theory.iter().enumerate().map(|(i, (at, y))| {
        let drawn = inside(i) || inside(i + 1) || i.checked_sub(1).is_some_and(inside);
        drawn.then(|| (at * width, height(*y)))
    });
    let dots = |points: &[Point]| plot::dots(points.iter().filter_map(|p| Some((x_of(p.x), height(y_of(p)?.mean)))));
    let whiskers = |points: &[Point]| {
        plot::uprights(points.iter().filter_map(|p| {
            let y = y_of(p).filter(|y| y.half_width.is_finite())?;
            Some((x_of(p.x), height(y.low()), height(y.high())))
        }))
    };
    // What is measured anew takes the place of what was.
    let anew = |old: &Point| now.iter().any(|new| new.x == old.x && (new.refined || y_of(new).is_some()));
    let before: Vec<Point> = before.iter().filter(|old| !anew(old)).copied().collect();
    Drawn {
        rules: plot::levels(width, scale.rules().into_iter().map(height)),
        theory: plot::line(path),
        dots: dots(now),
        whiskers: whiskers(now),
        old_dots: dots(&before),
        old_whiskers: whiskers(&before),
        scale: scale.rules().into_iter().map(|v| (height(v), curve_value(v, line.unit))).collect(),
        spread: Some((scale, full)),
    }
}

/// The value of line `number` at `x`: theory's where there is one, else between the measured points.
pub fn value_at(curve: Curve, number: usize, param: &Param, config: &Config, points: &[Point], x: f64) -> Option<f64> {
    let theory = theory_at(curve.lines.get(number)?, param, config, param.position(x));
    if theory.is_some_and(f64::is_finite) {
        return theory;
    }
    let place = |x: f64| f64::from(param.position(x));
    let at = place(x);
    let known: Vec<(f64, f64)> = points.iter().filter_map(|p| Some((place(p.x), p.lines[number].y?.mean))).collect();
    let after = known.iter().position(|(p, _)| *p >= at)?;
    let (p1, y1) = known[after];
    let Some((p0, y0)) = after.checked_sub(1).map(|i| known[i]) else { return (p1 == at).then_some(y1) };
    Some(y0 + (y1 - y0) * (at - p0) / (p1 - p0).max(1e-9))
}

/// Neighbours under the axis are at least this share of it apart.
const APART: f64 = 0.11;
/// Times that people count in, in seconds.
const TIMES: [f64; 10] = [0.001, 0.01, 0.1, 1.0, 10.0, 60.0, 600.0, 3_600.0, 36_000.0, 604_800.0];

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
        Spread::Log { min, max, zero, never } if param.unit == Unit::Seconds => {
            let whole = TIMES.into_iter().filter(|time| (min..=max).contains(time));
            let never = never.then_some(f64::INFINITY);
            zero.then_some(0.0).into_iter().chain(whole).chain(never).collect()
        }
        Spread::Log { min, max, zero, never } => {
            let decades = libm::log10(max / min).floor() as i32;
            let step = (decades / 5 + 1) as usize;
            let whole = (0..=decades).step_by(step).map(|d| min * 10f64.powi(d));
            let never = never.then_some(f64::INFINITY);
            zero.then_some(0.0).into_iter().chain(whole).chain(never).collect()
        }
        _ => Vec::new(),
    };
    // The first of those that would touch.
    let mut ticks: Vec<(f64, String)> = Vec::new();
    for value in values {
        if ticks.last().is_none_or(|(before, _)| place(value) - before > APART) {
            ticks.push((place(value), text(value)));
        }
    }
    ticks
}
