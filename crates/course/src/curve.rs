//! Response curves: what the model gives over the whole range of one parameter, run beside the page in slices:
//! first a sketch from few and short runs, then each point anew from many and long ones.

use scalewalk_model::estimate::Estimate;
use scalewalk_model::{Config, Report, params};

use crate::incident::{Happens, RUNS, SKETCHED_RUNS};
use crate::stage::Lane;
use crate::sweep::{Effort, Haste, Sample, Sweep};

/// Points of a curve.
pub const POINTS: u32 = 40;

/// What the sketch spends on each point. Two runs are the least that have an interval; a wide one, but a third run
/// would take half as long again, and the refinement is at work by then. 550 requests are just over half of what a
/// p99 needs, which is 1,000 answers. 32,000 take a third of a second at 100 million daily users: by then the first
/// are answered. [`Haste`] says how the short warm-up biases a point, and which points it leaves out; the refinement
/// corrects both.
pub const SKETCH: Effort = Effort::hasty(2, 550.0, Haste { warmup: 150.0, most: 32_000.0, tries: 8.0 });

/// What the sketch of several lines spends on each point. Measuring begins when the first queries have been answered:
/// 300 requests later at the rates of these stages. What keeps a line of its own from being wrong, a long wait for the
/// queues of an overloaded system to fill, takes too long here: such points are left to theory until they are refined.
const LINKED: Effort = Effort::hasty(2, 250.0, Haste { warmup: 300.0, most: 1_000.0, tries: 1.0 });

/// What the refinement spends on each point, at least.
pub const FULL: Effort = Effort::requests(5, 3_000.0);

/// The most lines that a curve has.
pub const LINES: usize = 3;

/// What a stage shows over one parameter: one value or several, all measured in the same runs.
#[derive(Clone, Copy, Debug)]
pub struct Curve {
    /// Over which parameter.
    pub param: &'static str,
    /// In which system.
    pub lane: Lane,
    /// What happens in each of its runs, if the curve is about what comes of that.
    pub incident: Option<Happens>,
    /// Its values, the most telling first; at most [`LINES`].
    pub lines: &'static [Line],
}

impl Curve {
    /// What its sketch spends on each point.
    pub fn sketch(&self) -> Effort {
        match self.incident {
            Some(_) => Effort { seeds: SKETCHED_RUNS, ..SKETCH },
            None if self.lines.len() > 1 => LINKED,
            None => SKETCH,
        }
    }
}

/// One value over the parameter of a curve.
#[derive(Clone, Copy)]
pub struct Line {
    /// Its name in message files.
    pub id: &'static str,
    /// Unit of the value with the space before it.
    pub unit: &'static str,
    /// The measured value of a run.
    pub measure: fn(&Report) -> Option<f64>,
    /// What theory says for the same settings, if it says something.
    pub theory: Option<fn(&Config) -> f64>,
}

impl core::fmt::Debug for Line {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Line").field(&self.id).finish()
    }
}

/// One point of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The parameter.
    pub x: f64,
    /// By line.
    pub lines: [Value; LINES],
    /// Whether it comes from the full effort and no longer from the sketch.
    pub refined: bool,
}

/// One value at a point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Value {
    /// The value over the runs, with its 95 % interval; none where nothing could be measured, yet or at all.
    pub y: Option<Estimate>,
    /// What theory says.
    pub theory: Option<f64>,
}

/// A curve in the making.
#[derive(Debug)]
pub struct Tracing {
    curve: Curve,
    /// The place of each value among the points, in the order of work.
    order: Vec<usize>,
    sketch: Sweep,
    full: Sweep,
    /// How many samples of both have been taken over.
    taken: [usize; 2],
    best: Vec<Option<Point>>,
}

impl Tracing {
    /// `points` points of `curve` around the settings of `base`, evenly over its slider; none if the curve's
    /// parameter does not exist. The page takes [`POINTS`], [`SKETCH`] and [`FULL`].
    pub fn new(curve: Curve, base: Config, points: u32, sketch: Effort, full: Effort) -> Option<Self> {
        let param = params::find(curve.param).ok()?;
        let last = param.positions();
        let points = points.clamp(2, last + 1);
        let mut xs: Vec<f64> = (0..points)
            .map(|i| param.value_at((f64::from(i) / f64::from(points - 1) * f64::from(last)).round() as u32))
            .collect();
        xs.dedup();
        let order = coarse_to_fine(xs.len());
        let in_order: Vec<f64> = order.iter().map(|i| xs[*i]).collect();
        let mut sketch = Sweep::new(param, base.clone(), in_order.clone(), sketch).settled();
        let full = if curve.incident.is_some() { Effort { seeds: RUNS, ..full } } else { full };
        let mut full = Sweep::new(param, base, in_order, full).settled().with_incident(curve.incident);
        sketch = sketch.with_incident(curve.incident);
        if let Some(line) = curve.lines.first() {
            sketch = sketch.until(line.measure);
            full = full.until(line.measure);
        }
        Some(Self { curve, sketch, full, taken: [0; 2], best: vec![None; order.len()], order })
    }

    /// The best that there is of each point so far, ascending.
    pub fn points(&self) -> Vec<Point> {
        self.best.iter().copied().flatten().collect()
    }

    /// How many points have been measured, counting those that have been refined twice: it grows with each change.
    pub fn measured(&self) -> usize {
        self.taken[0] + self.taken[1]
    }

    /// Whether every point has been measured at least in the sketch.
    pub fn is_sketched(&self) -> bool {
        self.taken[0] == self.order.len()
    }

    /// Handles about `events` events. Whether the curve is finished.
    pub fn advance(&mut self, events: u64) -> bool {
        let refining = self.is_sketched();
        let sweep = if refining { &mut self.full } else { &mut self.sketch };
        let done = sweep.advance(events);
        let taken = &mut self.taken[usize::from(refining)];
        for sample in &sweep.samples()[*taken..] {
            self.best[self.order[*taken]] = Some(point(&self.curve, sample, refining));
            *taken += 1;
        }
        done && refining
    }
}

fn point(curve: &Curve, sample: &Sample, refined: bool) -> Point {
    let value = |line: &Line| Value {
        y: sample.estimate(line.measure),
        theory: line.theory.zip(sample.config.as_ref()).map(|(theory, config)| theory(config)),
    };
    Point { x: sample.x, lines: core::array::from_fn(|i| curve.lines.get(i).map(value).unwrap_or_default()), refined }
}

/// The numbers below `n`, so that from the first few on the whole range is covered: every 8th, then what halves the
/// gaps, and so on.
fn coarse_to_fine(n: usize) -> Vec<usize> {
    let halvings = |zeros| (0..n).filter(move |i| i.trailing_zeros().min(3) == zeros);
    (0..=3).rev().flat_map(halvings).collect()
}

#[cfg(test)]
mod tests {
    use scalewalk_model::Sim;
    use scalewalk_model::time::SECOND;

    use super::*;
    use crate::STAGES;

    const SHORT: [Effort; 2] =
        [Effort::hasty(2, 50.0, Haste { warmup: 20.0, most: 400.0, tries: 4.0 }), Effort::requests(2, 100.0)];

    fn tracing(stage: &crate::Stage) -> Tracing {
        let curve = stage.curve.expect("a curve");
        let base = (stage.lanes)().swap_remove(curve.lane);
        Tracing::new(curve, base, 3, SHORT[0], SHORT[1]).expect("its parameter exists")
    }

    /// The sketch and the finished curve.
    fn points(stage: &crate::Stage, slice: u64) -> [Vec<Point>; 2] {
        let mut tracing = tracing(stage);
        while !tracing.is_sketched() {
            assert!(!tracing.advance(slice), "a sketch is not the end");
        }
        let sketch = tracing.points();
        while !tracing.advance(slice) {}
        [sketch, tracing.points()]
    }

    #[test]
    fn slices_of_any_size_give_the_same_points_as_one_go() {
        for stage in STAGES.iter().filter(|stage| stage.curve.is_some()) {
            let whole = points(stage, u64::MAX);
            assert!(whole.iter().all(|points| points.len() == 3), "{}", stage.id);
            assert_eq!(points(stage, 997), whole, "{}", stage.id);
        }
    }

    #[test]
    fn each_refined_point_takes_the_place_of_its_sketch() {
        let mut tracing = tracing(&crate::stages::load_balancer::STAGE);
        let mut seen = Vec::new();
        let mut done = false;
        while !done {
            let before = tracing.measured();
            done = tracing.advance(100);
            let points = tracing.points();
            assert!(points.is_sorted_by(|a, b| a.x < b.x));
            if tracing.measured() > before {
                seen.push((points.len(), points.iter().filter(|point| point.refined).count()));
            }
        }
        assert_eq!(seen, [(1, 0), (2, 0), (3, 0), (3, 1), (3, 2), (3, 3)]);
    }

    #[test]
    fn the_curve_of_the_balancer_has_its_intervals_in_the_sketch_and_narrower_ones_when_refined() {
        let curve = crate::stages::load_balancer::STAGE.curve.expect("a curve");
        let base = crate::stages::load_balancer::config();
        let mut tracing = Tracing::new(curve, base, POINTS, SKETCH, FULL).expect("its parameter exists");
        // All intervals together, each as a share of its value.
        let widths = [Tracing::is_sketched, |tracing: &Tracing| tracing.points().iter().all(|point| point.refined)]
            .map(|until| {
                while !until(&tracing) {
                    tracing.advance(100_000);
                }
                let points = tracing.points();
                assert_eq!(points.len(), POINTS as usize);
                points
                    .iter()
                    .map(|point| point.lines[0].y.map_or(f64::INFINITY, |y| y.half_width / y.mean))
                    .sum::<f64>()
            });
        assert!(widths[0].is_finite(), "{widths:?}");
        assert!(widths[1] < widths[0], "{widths:?}");
    }

    #[test]
    fn a_share_is_never_more_than_the_whole() {
        let mut ahead = 0;
        for stage in STAGES {
            let Some(curve) = stage.curve else { continue };
            let mut sim = Sim::new((stage.lanes)().swap_remove(curve.lane), 1);
            sim.run_until(30 * SECOND);
            for window in 1..=400 {
                sim.start_measuring();
                sim.run_until(30 * SECOND + window * SECOND / 100);
                let report = sim.report();
                // Then the counts of the window are not of the same requests.
                ahead += u32::from(report.requests.answered > report.requests.arrived);
                for line in curve.lines.iter().filter(|line| line.unit == " %") {
                    let share = (line.measure)(&report);
                    assert!(share.is_none_or(|share| (0.0..=100.0).contains(&share)), "{} {share:?}", line.id);
                }
            }
        }
        assert!(ahead > 100, "{ahead}");
    }

    #[test]
    fn the_order_of_work_has_everything_once_and_the_coarse_first() {
        assert_eq!(coarse_to_fine(11), [0, 8, 4, 2, 6, 10, 1, 3, 5, 7, 9]);
    }

    #[test]
    fn the_sketch_of_linked_lines_measures_each_of_them_everywhere() {
        for stage in crate::STAGES {
            let Some(curve) = stage.curve.filter(|curve| curve.lines.len() > 1) else { continue };
            let config = (stage.lanes)().remove(curve.lane);
            let mut tracing = Tracing::new(curve, config, POINTS, curve.sketch(), FULL).unwrap();
            while !tracing.is_sketched() {
                tracing.advance(10_000);
            }
            // Below the stage's own setting, or above its own number of users, it may be overloaded, which a sketch leaves
            // to theory.
            let own = params::find(curve.param).unwrap().value(&(stage.lanes)()[curve.lane]);
            for point in tracing
                .points()
                .into_iter()
                .filter(|point| if curve.param == "users" { point.x <= own } else { point.x >= own })
            {
                for (line, value) in curve.lines.iter().zip(point.lines) {
                    // Where theory has no value the system never comes to rest.
                    let at_rest = line.theory.is_none() || value.theory.is_some_and(f64::is_finite);
                    assert!(value.y.is_some() || !at_rest, "{} {} at {}", stage.id, line.id, point.x);
                }
            }
        }
    }
}
