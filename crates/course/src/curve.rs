//! Response curves: what the model gives over the whole range of one parameter, run beside the page in slices.

use scalewalk_model::estimate::{Confidence, Estimate};
use scalewalk_model::params::{self, Param};
use scalewalk_model::time::from_secs;
use scalewalk_model::{Config, Report, Sim};

use crate::stage::Lane;

/// A curve that a stage shows.
#[derive(Clone, Copy)]
pub struct Curve {
    /// Its name in message files.
    pub id: &'static str,
    /// Over which parameter.
    pub param: &'static str,
    /// In which system.
    pub lane: Lane,
    /// Unit of the value with the space before it.
    pub unit: &'static str,
    /// The measured value of a run.
    pub measure: fn(&Report) -> Option<f64>,
    /// What theory says for the same settings, if it says something.
    pub theory: Option<fn(&Config) -> f64>,
}

impl core::fmt::Debug for Curve {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Curve").field(&self.id).finish()
    }
}

/// One point of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The parameter.
    pub x: f64,
    /// The value over the runs, with its 95 % interval; none where nothing could be measured.
    pub y: Option<Estimate>,
    /// What theory says.
    pub theory: Option<f64>,
}

/// How many requests a run measures, at least.
const REQUESTS: f64 = 3_000.0;
/// No run measures for longer, in seconds: with one user a day 3,000 requests would take a month.
const LONGEST_S: f64 = 600.0;
/// Runs a point.
const SEEDS: u64 = 5;

/// A curve in the making.
#[derive(Debug)]
pub struct Tracing {
    curve: Curve,
    param: &'static Param,
    base: Config,
    xs: Vec<f64>,
    points: Vec<Point>,
    values: Vec<f64>,
    seed: u64,
    running: Option<(Sim, bool)>,
}

impl Tracing {
    /// `points` points of `curve` around the settings of `base`; none if the curve's parameter does not exist.
    pub fn new(curve: Curve, base: Config, points: u32) -> Option<Self> {
        let param = params::find(curve.param).ok()?;
        let last = param.positions();
        let points = points.clamp(2, last + 1);
        let mut xs: Vec<f64> = (0..points)
            .map(|i| param.value_at((f64::from(i) / f64::from(points - 1) * f64::from(last)).round() as u32))
            .collect();
        xs.dedup();
        Some(Self { curve, param, base, xs, points: Vec::new(), values: Vec::new(), seed: 1, running: None })
    }

    /// The finished points, ascending.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// Handles about `events` events. Whether the curve is finished.
    pub fn advance(&mut self, events: u64) -> bool {
        let Some(&x) = self.xs.get(self.points.len()) else { return true };
        let mut config = self.base.clone();
        if self.param.apply(&mut config, x).is_err() {
            self.points.push(Point { x, y: None, theory: None });
            return self.points.len() == self.xs.len();
        }
        let theory = self.curve.theory.map(|theory| theory(&config));
        // Long enough for the asked number of requests, and for the slowest to time out.
        let span_s = (REQUESTS / config.arrival_rate().max(1e-9)).min(LONGEST_S).max(0.5 * config.timeout_s.min(4.0));
        let (mut sim, warm) = self.running.take().unwrap_or_else(|| (Sim::new(config, self.seed), false));
        let until = from_secs(if warm { 2.0 * span_s } else { span_s });
        if !sim.run_some(until, events) {
            self.running = Some((sim, warm));
        } else if !warm {
            sim.start_measuring();
            self.running = Some((sim, true));
        } else {
            self.values.extend((self.curve.measure)(&sim.report()));
            self.seed += 1;
            if self.seed > SEEDS {
                let y = (!self.values.is_empty()).then(|| Estimate::of(&self.values, Confidence::P95));
                self.points.push(Point { x, y, theory });
                self.values.clear();
                self.seed = 1;
            }
        }
        self.points.len() == self.xs.len()
    }
}
