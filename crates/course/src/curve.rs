//! Response curves: what the model gives over the whole range of one parameter, run beside the page in slices.

use scalewalk_model::estimate::Estimate;
use scalewalk_model::{Config, Report, params};

use crate::stage::Lane;
use crate::sweep::{Effort, Sweep};

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

/// A curve in the making.
#[derive(Debug)]
pub struct Tracing {
    curve: Curve,
    sweep: Sweep,
    points: Vec<Point>,
}

impl Tracing {
    /// `points` points of `curve` around the settings of `base`, evenly over its slider; none if the curve's
    /// parameter does not exist.
    pub fn new(curve: Curve, base: Config, points: u32, effort: Effort) -> Option<Self> {
        let param = params::find(curve.param).ok()?;
        let last = param.positions();
        let points = points.clamp(2, last + 1);
        let mut xs: Vec<f64> = (0..points)
            .map(|i| param.value_at((f64::from(i) / f64::from(points - 1) * f64::from(last)).round() as u32))
            .collect();
        xs.dedup();
        Some(Self { curve, sweep: Sweep::new(param, base, xs, effort), points: Vec::new() })
    }

    /// The finished points, ascending.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// Handles about `events` events. Whether the curve is finished.
    pub fn advance(&mut self, events: u64) -> bool {
        let done = self.sweep.advance(events);
        let curve = self.curve;
        let new = self.sweep.samples().get(self.points.len()..).unwrap_or_default();
        self.points.extend(new.iter().map(|sample| Point {
            x: sample.x,
            y: sample.estimate(curve.measure),
            theory: curve.theory.zip(sample.config.as_ref()).map(|(theory, config)| theory(config)),
        }));
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::STAGES;

    fn points(stage: &crate::Stage, slice: u64) -> Vec<Point> {
        let curve = stage.curve.expect("a curve");
        let base = (stage.lanes)().swap_remove(curve.lane);
        let mut tracing = Tracing::new(curve, base, 3, Effort::requests(2, 100.0)).expect("its parameter exists");
        while !tracing.advance(slice) {}
        tracing.points().to_vec()
    }

    #[test]
    fn slices_of_any_size_give_the_same_points_as_one_go() {
        for stage in STAGES.iter().filter(|stage| stage.curve.is_some()) {
            let whole = points(stage, u64::MAX);
            assert_eq!(whole.len(), 3, "{}", stage.id);
            assert_eq!(points(stage, 997), whole, "{}", stage.id);
        }
    }
}
