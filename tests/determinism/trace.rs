//! What a run was, in a line: the digest at its end and short hashes on the way there, so that of two runs that are not
//! the same it can be told when they part.

use scalewalk_model::Sim;
use scalewalk_model::time::{Nanos, SECOND};

/// How many moments of a run are on file: a minute of a run is told apart to four seconds.
pub const MOMENTS: usize = 16;

/// The moment with number `i`, the last at the end of the run.
pub fn moment(until: Nanos, i: usize) -> Nanos {
    (u128::from(until) * (i as u128 + 1) / MOMENTS as u128) as Nanos
}

/// A run that is over.
pub struct Run {
    /// The digest of everything that happened to every request, and one of all figures that were drawn from it.
    pub fingerprint: String,
    /// The first half of it.
    pub digest: u64,
    /// Hashes at each [`moment`].
    trace: [u16; MOMENTS],
}

impl Run {
    /// The run that ends as `sim` is, with the [`mark`]s that it made.
    pub fn new(sim: &Sim, trace: [u16; MOMENTS]) -> Self {
        Self { fingerprint: fingerprint(sim), digest: sim.digest(), trace }
    }

    /// As it is on file: the two digests, and the marks.
    pub fn line(&self) -> String {
        self.trace.iter().fold(self.fingerprint.clone(), |line, mark| format!("{line} {mark:04x}"))
    }
}

/// The digest of everything that happened to every request, and one of all figures that were drawn from it.
pub fn fingerprint(sim: &Sim) -> String {
    let report = serde_json::to_string(&sim.report()).expect("a report is plain data");
    let figures = (0..scalewalk_model::series::LEVELS)
        .flat_map(|level| sim.series().buckets(level))
        .fold(report, |text, bucket| format!("{text}\n{bucket:?}"));
    // What was refused, and when; not in which words.
    let figures = sim.refused().iter().fold(figures, |text, (at, _)| format!("{text}\nrefused at {at}"));
    format!("{:016x} {:016x}", sim.digest(), fnv(&figures))
}

/// A short hash of what has happened up to now: to requests, by all counts, and what those know of it who watch.
pub fn mark(sim: &Sim) -> u16 {
    let watched = sim.config().topology.telemetry.then(|| {
        let told = sim.telemetry().scrapes();
        (told.hosts(), told.tiers(1), told.business(sim.config(), 1, 0))
    });
    let hash = fnv(&format!("{:x} {:?} {watched:?}", sim.digest(), sim.accounts().total));
    (hash ^ hash >> 16 ^ hash >> 32 ^ hash >> 48) as u16
}

/// Fowler, Noll and Vo's hash, variant 1a.
pub fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// When a run that ends at `until` parts from the one on file, in words: both as [`Run::line`] has them.
pub fn parting(filed: &str, found: &str, until: Nanos) -> String {
    let marks = |line: &str| line.split(' ').skip(2).map(str::to_owned).collect::<Vec<_>>();
    let (filed, found) = (marks(filed), marks(found));
    if filed.len() != found.len() {
        return "is on file in another form".to_owned();
    }
    let seconds = |at: Nanos| at as f64 / SECOND as f64;
    match filed.iter().zip(&found).position(|(a, b)| a != b) {
        Some(i) => {
            let from = if i == 0 { 0 } else { moment(until, i - 1) };
            let (from, to, end) = (seconds(from), seconds(moment(until, i)), seconds(until));
            format!("goes another way between {from} s and {to} s of {end} s")
        }
        None => "goes the same way, but other figures are drawn from it".to_owned(),
    }
}
