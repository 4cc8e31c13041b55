//! The measuring of a response curve, in slices beside the page.

use leptos::prelude::*;
use scalewalk_course::curve::{Curve, FULL, POINTS, Point, Tracing};
use scalewalk_model::Config;
use scalewalk_model::params::Param;

use crate::browser::slices::Task;
use crate::state::player::Player;
use crate::state::shared::Shared;

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

/// Whether the reader has begun something. The page is there to be tried; beside the text of others, in a frame, nothing
/// is measured that nobody has asked for.
fn has_begun(s: Shared) -> Memo<bool> {
    Memo::new(move |_| {
        if !s.embedded {
            return true;
        }
        s.mode.track();
        s.readout.track();
        s.configs.track();
        s.playing.get() || s.player.with_value(Player::has_begun)
    })
}

/// How far a curve is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nobody has begun anything.
    Waiting,
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
    pub progress: Memo<Progress>,
}

/// The fewest points of a sketch that are shown.
const FIRST: usize = 8;

/// Measures `curve` around the present settings, and anew whenever these have changed; as long as it is `seen`, and once
/// the reader has begun.
pub fn measure(s: Shared, curve: Curve, param: &'static Param, seen: RwSignal<bool>) -> Measured {
    let begun = has_begun(s);
    let reached = RwSignal::new(Progress::Sketching);
    let progress = Memo::new(move |_| match reached.get() {
        Progress::Sketching if !begun.get() => Progress::Waiting,
        reached => reached,
    });
    let measured = Measured { now: RwSignal::new(Vec::new()), before: RwSignal::new(Vec::new()), progress };
    let task: StoredValue<Task, LocalStorage> = StoredValue::new_local(Task::default());
    let tracing: StoredValue<Option<Tracing>, LocalStorage> = StoredValue::new_local(None);
    let settings = Memo::new(move |_| settings_around(s, curve, param));
    Effect::new(move |old: Option<Option<Config>>| {
        let config = settings.get();
        task.with_value(Task::stop);
        if old.as_ref() != Some(&config) {
            let points = measured.now.get_untracked();
            if !points.is_empty() {
                // Of a sketch that was not finished the parts are no better than the whole curve before.
                if reached.get_untracked() != Progress::Sketching {
                    measured.before.set(points);
                }
                measured.now.set(Vec::new());
            }
            reached.set(Progress::Sketching);
            let new = config.clone().and_then(|config| Tracing::new(curve, config, POINTS, curve.sketch(), FULL));
            tracing.set_value(new);
        }
        if begun.get() && seen.get() && tracing.with_value(Option::is_some) {
            task.set_value(trace(tracing, measured.now, reached));
        }
        config
    });
    on_cleanup(move || {
        task.try_with_value(Task::stop);
    });
    measured
}

/// Goes on with `tracing`, shows its points, and tells how far it is.
fn trace(
    tracing: StoredValue<Option<Tracing>, LocalStorage>,
    points: RwSignal<Vec<Point>>,
    reached: RwSignal<Progress>,
) -> Task {
    let of = move |look: fn(&Tracing) -> bool| tracing.try_with_value(|t| t.as_ref().is_some_and(look)) == Some(true);
    let share = move || if of(Tracing::is_sketched) { REFINING } else { SKETCHING };
    let work = move || {
        let mut done = true;
        tracing.try_update_value(|t| done = t.as_mut().is_none_or(|t| t.advance(EVENTS)));
        done
    };
    let mut shown = 0;
    let after = move |done: bool| {
        let look = |t: &Option<Tracing>| t.as_ref().map(|t| (t.measured(), t.is_sketched()));
        let Some((count, sketched)) = tracing.try_with_value(look).flatten() else { return };
        // To draw takes time from the sketch: it is shown when there is twice as much of it.
        if (count >= (2 * shown).max(FIRST) || sketched)
            && count != shown
            && let Some(now) = tracing.try_with_value(|t| t.as_ref().map(Tracing::points)).flatten()
        {
            shown = count;
            points.try_set(now);
        }
        let now = match (done, sketched) {
            (true, _) => Progress::Refined,
            (_, true) => Progress::Refining,
            _ => Progress::Sketching,
        };
        if reached.try_get_untracked().is_some_and(|old| old != now) {
            reached.set(now);
        }
        if done {
            tracing.try_set_value(None);
        }
    };
    let task = Task::default();
    task.in_frames(share, work, after);
    task
}
