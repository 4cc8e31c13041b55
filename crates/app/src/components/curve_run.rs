//! The measuring of a response curve, in slices beside the page.

use leptos::prelude::*;
use scalewalk_course::curve::{Curve, Point, Tracing};
use scalewalk_course::sweep::Effort;
use scalewalk_model::Config;
use scalewalk_model::params::Param;

use super::reactive::{effect, memo};
use super::slices::{Task, in_slices_after};
use crate::context::Shared;

/// Points of a curve.
const POINTS: u32 = 33;
/// Runs a point, and requests that each measures, at least.
const EFFORT: Effort = Effort::requests(5, 3_000.0);
/// Milliseconds that the curve's runs may take at a time.
const SLICE_MS: f64 = 4.0;
/// How long the settings must stay before the curve is measured anew, in milliseconds.
const SETTLE_MS: u32 = 250;
/// Events between two looks at the clock.
const EVENTS: u64 = 1_000;

/// The settings around the curve: all but its own parameter.
pub fn settings_around(s: Shared, curve: Curve, param: &Param) -> Option<Config> {
    let mut config = s.configs.with(|c| c.get(curve.lane).or(c.first()).cloned())?;
    // The default is legal.
    let _ = param.apply(&mut config, param.default);
    Some(config)
}

/// A curve in the making.
#[derive(Clone, Copy)]
pub struct Measured {
    /// The points so far.
    pub now: RwSignal<Vec<Point>>,
    /// The points of the settings before, shown until new ones have come.
    pub before: RwSignal<Vec<Point>>,
    /// Whether more points are to come.
    pub working: RwSignal<bool>,
}

/// Measures `curve` around the present settings, and anew whenever these have changed.
pub fn measure(s: Shared, curve: Curve, param: &'static Param) -> Measured {
    let measured =
        Measured { now: RwSignal::new(Vec::new()), before: RwSignal::new(Vec::new()), working: RwSignal::new(true) };
    let task: StoredValue<Task, LocalStorage> = StoredValue::new_local(Task::default());
    let settings = memo(move |_| settings_around(s, curve, param));
    effect(move |_| {
        let Some(config) = settings.get() else { return };
        task.with_value(Task::stop);
        let done = measured.now.get_untracked();
        if !done.is_empty() {
            measured.before.set(done);
            measured.now.set(Vec::new());
        }
        measured.working.set(true);
        let Some(tracing) = Tracing::new(curve, config, POINTS, EFFORT) else { return };
        let tracing = StoredValue::new_local(tracing);
        let work = move || {
            let mut done = true;
            tracing.try_update_value(|t| done = t.advance(EVENTS));
            done
        };
        let after = move |done: bool| {
            let points = tracing.try_with_value(|t| {
                let known = measured.now.try_with_untracked(Vec::len)?;
                (t.points().len() != known).then(|| t.points().to_vec())
            });
            if let Some(Some(points)) = points {
                measured.now.try_set(points);
            }
            if done {
                measured.working.try_set(false);
            }
        };
        task.set_value(in_slices_after(SETTLE_MS, SLICE_MS, work, after));
    });
    on_cleanup(move || {
        task.try_with_value(Task::stop);
    });
    measured
}
