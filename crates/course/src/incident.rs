//! What happens in each run of a sweep, where the point is what comes of it.

use scalewalk_model::{Config, Input};

/// A run in which something happens.
#[derive(Clone, Debug)]
pub struct Incident {
    /// The system: another one than asked for, where that shows the same with less work.
    pub config: Config,
    /// What is done to it when measuring begins, and how many seconds after.
    pub input: (f64, Input),
    /// Time before measuring begins, in seconds.
    pub warmup_s: f64,
    /// Measuring goes on in parts of this length, in seconds, until something is found …
    pub part_s: f64,
    /// … or until this time has been measured.
    pub most_s: f64,
}

/// What happens in a run of these settings with this seed.
pub type Happens = fn(&Config, u64) -> Incident;

/// The share of an interval after which something happens in the run with this seed: of two runs as of ten they lie evenly
/// over it.
pub fn moment(seed: u64) -> f64 {
    [0.25, 0.75, 0.45, 0.95, 0.05, 0.55, 0.15, 0.65, 0.35, 0.85][(seed.wrapping_sub(1) % 10) as usize]
}

/// Runs at each point of the sketch where something happens: of two, half an interval apart, the interval would be six
/// times as wide as what happens between them.
pub const SKETCHED_RUNS: u64 = 5;

/// Runs at each point where something happens, once it is refined.
pub const RUNS: u64 = 10;
