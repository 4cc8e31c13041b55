//! The measuring of a response curve, in slices beside the page.

use leptos::prelude::*;
use scalewalk_course::curve::{Curve, FULL, POINTS, Point, Tracing};
use scalewalk_model::Config;
use scalewalk_model::params::Param;

use crate::state::shared::Shared;
use crate::ui::curve::slices::{Task, in_frames};

/// What share of a frame may be used while the curve is sketched, all that the page does taken together. The reader
/// waits; and a frame that is not late is not seen.
const SKETCHING: f64 = 0.88;
/// The same while the curve is refined, which nobody waits for.
const REFINING: f64 = 0.6;
/// Events between two looks at the clock.
const EVENTS: u64 = 1_000;

/// The settings around the curve: all but its own parameter.
pub fn settings_around(s: Shared, curve: Curve, param: &Param) -> Option<Config> {
    let mut config = s.configs.with(|c| c.get(curve.lane).or(c.first()).cloned())?;
    // The default is legal.
    let _ = param.apply(&mut config, param.default);
    Some(config)
}

/// How far a curve is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Points are missing.
    Sketching,
    /// All are there, and each is measured anew with more runs, and longer ones.
    Refining,
    /// Nothing is to come.
    Refined,
}

/// A curve in the making.
#[derive(Clone, Copy)]
pub struct Measured {
    /// The points so far.
    pub now: RwSignal<Vec<Point>>,
    /// The points of the settings before, shown until new ones have come.
    pub before: RwSignal<Vec<Point>>,
    /// Whether more is to come.
    pub progress: RwSignal<Progress>,
}

/// Measures `curve` around the present settings, and anew whenever these have changed.
pub fn measure(s: Shared, curve: Curve, param: &'static Param) -> Measured {
    let measured = Measured {
        now: RwSignal::new(Vec::new()),
        before: RwSignal::new(Vec::new()),
        progress: RwSignal::new(Progress::Sketching),
    };
    let task: StoredValue<Task, LocalStorage> = StoredValue::new_local(Task::default());
    let settings = Memo::new(move |_| settings_around(s, curve, param));
    Effect::new(move |_| {
        let Some(config) = settings.get() else { return };
        task.with_value(Task::stop);
        let points = measured.now.get_untracked();
        if !points.is_empty() {
            // Of a sketch that was not finished the parts are no better than the whole curve before.
            if measured.progress.get_untracked() != Progress::Sketching {
                measured.before.set(points);
            }
            measured.now.set(Vec::new());
        }
        measured.progress.set(Progress::Sketching);
        let Some(tracing) = Tracing::new(curve, config, POINTS, curve.sketch(), FULL) else { return };
        let tracing = StoredValue::new_local(tracing);
        let share = move || {
            if tracing.try_with_value(Tracing::is_sketched) == Some(true) { REFINING } else { SKETCHING }
        };
        let work = move || {
            let mut done = true;
            tracing.try_update_value(|t| done = t.advance(EVENTS));
            done
        };
        let mut shown = 0;
        let after = move |done: bool| {
            let Some((count, sketched)) = tracing.try_with_value(|t| (t.measured(), t.is_sketched())) else { return };
            // To draw takes time from the sketch: it is shown when there is twice as much of it.
            if (count >= 2 * shown || sketched)
                && count != shown
                && let Some(points) = tracing.try_with_value(Tracing::points)
            {
                shown = count;
                measured.now.try_set(points);
            }
            let progress = match (done, sketched) {
                (true, _) => Progress::Refined,
                (_, true) => Progress::Refining,
                _ => Progress::Sketching,
            };
            if measured.progress.try_get_untracked().is_some_and(|old| old != progress) {
                measured.progress.set(progress);
            }
        };
        task.set_value(in_frames(share, work, after));
    });
    on_cleanup(move || {
        task.try_with_value(Task::stop);
    });
    measured
}
