//! Workloads of the page: pieces of work that a reader waits for.

use scalewalk_course::Stage;
use scalewalk_course::curve::{FULL, POINTS, Tracing};
use scalewalk_course::stages::{cache, load_balancer};
use scalewalk_model::time::{Nanos, SECOND};
use scalewalk_model::{History, Sim};

/// Something that a reader waits for. `start` prepares it; each call of what it returns does it once.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Its name on the command line and in the history of measurements.
    pub name: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    /// Prepares it.
    pub start: fn() -> Box<dyn FnMut()>,
    /// How often it is clocked.
    pub times: u32,
}

/// All of them.
pub const TASKS: &[Task] = &[
    Task {
        name: "curve-40",
        about: "the sketch of a response curve of 40 points, 2 runs each",
        start: sketch,
        times: 10,
    },
    Task {
        name: "curve-cache",
        about: "the sketch of the cache's three linked lines over 40 times to live",
        start: cache_sketch,
        times: 10,
    },
    Task { name: "curve-40-full", about: "the same curve to its end, with 5 long runs each", start: curve, times: 3 },
    Task { name: "seek", about: "a jump to a moment of a ten-minute run", start: seek, times: 60 },
];

impl Task {
    /// The workload named `name`.
    pub fn find(name: &str) -> Option<&'static Self> {
        TASKS.iter().find(|task| task.name == name)
    }
}

/// Events between two looks at the clock, as on the page.
const SLICE: u64 = 1_000;

/// The curve of a stage, with what the page spends on it.
fn tracing(stage: &Stage) -> Option<Tracing> {
    let curve = stage.curve?;
    Tracing::new(curve, (stage.lanes)().swap_remove(curve.lane), POINTS, curve.sketch(), FULL)
}

/// What a reader sees first of it.
fn sketch_of(stage: &'static Stage) -> Box<dyn FnMut()> {
    Box::new(move || {
        if let Some(mut tracing) = tracing(stage) {
            while !tracing.is_sketched() {
                tracing.advance(SLICE);
            }
        }
    })
}

fn sketch() -> Box<dyn FnMut()> {
    sketch_of(&load_balancer::STAGE)
}

fn cache_sketch() -> Box<dyn FnMut()> {
    sketch_of(&cache::STAGE)
}

/// All of it.
fn curve() -> Box<dyn FnMut()> {
    Box::new(|| {
        if let Some(mut tracing) = tracing(&load_balancer::STAGE) {
            while !tracing.advance(SLICE) {}
        }
    })
}

/// The length of the run that is sought in.
const RUN: Nanos = 600 * SECOND;
/// A run is watched as often as the page does at ten times real time: 60 times a second.
const WATCH: Nanos = SECOND / 6;

/// The load-balancer stage, ten minutes long, and moments spread evenly over it in no order: multiples of the
/// golden section.
fn seek() -> Box<dyn FnMut()> {
    let mut sims = vec![Sim::new(load_balancer::config(), 1)];
    let mut history = History::new(&sims);
    while sims[0].now() < RUN {
        let next = sims[0].now() + WATCH;
        sims[0].run_until(next);
        history.watch(&sims);
    }
    let mut jumps = 0.0;
    Box::new(move || {
        jumps += 1.0;
        let share = jumps * 0.618_033_988_749_894_9_f64 % 1.0;
        std::hint::black_box(history.seek((share * RUN as f64) as Nanos));
    })
}
