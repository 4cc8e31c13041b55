//! Claims: sentences of the prose that the simulation must bear out. The same code answers the reader's
//! "run it" and the test that carries the claim's id.

use scalewalk_model::estimate::{Confidence, Estimate};
use scalewalk_model::time::{Nanos, from_secs};
use scalewalk_model::{Config, Input, Journey, Report, Sim};
use serde::{Deserialize, Serialize};

/// A sentence that can be run.
#[derive(Clone, Copy)]
pub struct Claim {
    /// Its id, as in the prose: `single.spof`.
    pub id: &'static str,
    /// The runs it needs.
    pub trials: fn() -> Vec<Trial>,
    /// What must be true of their results. Several checks must all hold; the first is the one shown.
    pub judge: fn(&[Outcome]) -> Vec<Check>,
}

impl core::fmt::Debug for Claim {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Claim").field(&self.id).finish()
    }
}

/// One run.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Which side of a comparison it is.
    pub group: usize,
    /// The system.
    pub config: Config,
    /// Its luck. Trials of different groups with the same seed meet the same arrivals.
    pub seed: u64,
    /// What is done to it, and when.
    pub inputs: Vec<(Nanos, Input)>,
    /// Time before measuring begins, in seconds.
    pub warmup_s: f64,
    /// Measured time, in seconds.
    pub measured_s: f64,
    /// Whether caches begin as a long past would have left them.
    pub settled: bool,
}

/// What a run gave.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The trial's group.
    pub group: usize,
    /// The trial's seed.
    pub seed: u64,
    /// The trial's configuration at the end.
    pub config: Config,
    /// Its summary over the measured time.
    pub report: Report,
    /// The journeys of requests sent by hand, in order of sending.
    pub by_hand: Vec<Journey>,
}

/// How a measured value must stand to the expected one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// Each run gave the expected value, to the last digit but rounding: what no luck may change.
    Exactly,
    /// The whole interval lies within the check's margin around the expected value, which theory gives: equivalence, which few
    /// or noisy runs do not pass.
    Equal,
    /// The whole interval lies above it; to be equal is not enough.
    AtLeast,
    /// The whole interval lies below it; to be equal is not enough.
    AtMost,
}

/// How far from theory a measured value may be to count as equal, as a share of the expected value; fixed before anything was
/// measured.
pub const MARGIN: f64 = 0.03;

/// The same where a value hangs on few events with much luck in them, such as crashes, alerts, conflicts and visitors that are
/// lost: to know those to within 3 % would take ten times the runs, and a reader waits for them.
pub const COARSE: f64 = 0.1;

/// One thing that must be true.
#[derive(Clone, Debug)]
pub struct Check {
    /// What was measured, in a few English words, for logs.
    pub what: &'static str,
    /// The measured value with its 99.9 % interval over the runs.
    pub measured: Estimate,
    /// Its unit with the space before it: ` ms`, ` %`.
    pub unit: &'static str,
    /// How it must stand.
    pub relation: Relation,
    /// To this.
    pub expected: f64,
    /// How far off it may be to count as equal, as a share of the expected value. Of no account in other relations.
    pub margin: f64,
}

impl Check {
    /// Checks the mean of `values`, one a run.
    pub fn new(what: &'static str, values: &[f64], unit: &'static str, relation: Relation, expected: f64) -> Self {
        Self { what, measured: Estimate::of(values, Confidence::P999), unit, relation, expected, margin: MARGIN }
    }

    /// The same of `values` in whose runs something happens once in each of as many equal parts of a period, in their order.
    pub fn over_phases(
        what: &'static str,
        values: &[f64],
        unit: &'static str,
        relation: Relation,
        expected: f64,
    ) -> Self {
        let measured = Estimate::of_strata(values, Confidence::P999);
        Self { measured, ..Self::new(what, values, unit, relation, expected) }
    }

    /// With another margin than [`MARGIN`].
    #[must_use]
    pub fn within(self, margin: f64) -> Self {
        Self { margin, ..self }
    }

    /// Whether it is true.
    pub fn holds(&self) -> bool {
        let within = |margin: f64| {
            let margin = margin * self.expected.abs();
            self.measured.low() >= self.expected - margin && self.measured.high() <= self.expected + margin
        };
        match self.relation {
            Relation::Exactly => within(1e-12),
            Relation::Equal => within(self.margin),
            Relation::AtLeast => self.measured.low() > self.expected,
            Relation::AtMost => self.measured.high() < self.expected,
        }
    }
}

/// `trial` once for each seed from 1 to `seeds`.
pub fn repeat(seeds: u64, trial: impl Fn(u64) -> Trial) -> Vec<Trial> {
    (1..=seeds).map(trial).collect()
}

/// A value of each outcome of `group`, in order of trials.
pub fn values(outcomes: &[Outcome], group: usize, value: impl Fn(&Outcome) -> f64) -> Vec<f64> {
    outcomes.iter().filter(|o| o.group == group).map(value).collect()
}

/// For each seed, the value of `group` less that of `base`: paired differences, which common luck makes sharp.
pub fn differences(
    outcomes: &[Outcome],
    group: usize,
    base: usize,
    value: impl Fn(&Outcome) -> f64 + Copy,
) -> Vec<f64> {
    values(outcomes, group, value).iter().zip(values(outcomes, base, value)).map(|(a, b)| a - b).collect()
}

/// The runs of a claim, or others, a slice at a time.
#[derive(Debug)]
pub struct Experiment {
    judge: fn(&[Outcome]) -> Vec<Check>,
    waiting: Vec<Trial>,
    total: usize,
    running: Option<(Trial, Sim, bool)>,
    outcomes: Vec<Outcome>,
}

impl Experiment {
    /// All runs of `claim` still to do.
    pub fn new(claim: &Claim) -> Self {
        Self { judge: claim.judge, ..Self::of((claim.trials)()) }
    }

    /// All of `trials` still to do, for their outcomes alone.
    pub fn of(mut trials: Vec<Trial>) -> Self {
        trials.reverse();
        Self { judge: |_| Vec::new(), total: trials.len(), waiting: trials, running: None, outcomes: Vec::new() }
    }

    /// What the runs gave so far, in order of trials.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// Events that these runs took.
    pub fn events(&self) -> u64 {
        self.outcomes.iter().map(|outcome| outcome.report.events).sum()
    }

    /// Runs done and runs in all.
    pub fn progress(&self) -> (usize, usize) {
        (self.outcomes.len(), self.total)
    }

    /// Handles about `events` events. Whether all runs are done.
    pub fn advance(&mut self, events: u64) -> bool {
        let Some((trial, mut sim, warm)) = self.running.take().or_else(|| {
            let trial = self.waiting.pop()?;
            let mut sim = Sim::new(trial.config.clone(), trial.seed);
            if trial.settled {
                sim.settle_cache();
            }
            for (at, input) in &trial.inputs {
                sim.plan(*at, input.clone());
            }
            Some((trial, sim, false))
        }) else {
            return true;
        };
        let until = from_secs(if warm { trial.warmup_s + trial.measured_s } else { trial.warmup_s });
        let arrived = sim.run_some(until, events);
        if !arrived {
            self.running = Some((trial, sim, warm));
        } else if !warm {
            sim.start_measuring();
            self.running = Some((trial, sim, true));
        } else {
            debug_assert!(sim.refused().is_empty(), "{:?}", sim.refused());
            self.outcomes.push(Outcome {
                group: trial.group,
                seed: trial.seed,
                config: sim.config().clone(),
                report: sim.report(),
                by_hand: by_hand(&sim),
            });
        }
        self.running.is_none() && self.waiting.is_empty()
    }

    /// What must be true, once all runs are done; none before.
    pub fn checks(&self) -> Option<Vec<Check>> {
        (self.outcomes.len() == self.total).then(|| (self.judge)(&self.outcomes))
    }
}

/// Runs `claim` to its end. What it checks, and the events that it took.
pub fn run(claim: &Claim) -> (Vec<Check>, u64) {
    let mut experiment = Experiment::new(claim);
    while !experiment.advance(u64::MAX) {}
    (experiment.checks().unwrap_or_default(), experiment.events())
}

fn by_hand(sim: &Sim) -> Vec<Journey> {
    let last = sim.last_by_hand().map_or(scalewalk_model::FIRST_BY_HAND, |id| id + 1);
    (scalewalk_model::FIRST_BY_HAND..last).filter_map(|id| sim.journeys().find(id).cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(values: &[f64], relation: Relation) -> bool {
        Check::new("", values, "", relation, 100.0).holds()
    }

    #[test]
    fn to_be_equal_is_to_be_near_for_certain() {
        assert!(holds(&[99.9, 100.0, 100.1], Relation::Equal));
        // The mean is right, but for all one knows it may be anything.
        assert!(!holds(&[90.0, 100.0, 110.0], Relation::Equal));
        assert!(!holds(&[100.0], Relation::Equal));
        // The interval is narrow, and too far away.
        assert!(!holds(&[104.0, 104.0, 104.0], Relation::Equal));
        assert!(Check::new("", &[104.0; 3], "", Relation::Equal, 100.0).within(0.05).holds());
    }

    #[test]
    fn exactly_leaves_nothing_to_luck() {
        assert!(holds(&[100.0; 3], Relation::Exactly));
        assert!(!holds(&[99.9, 100.0, 100.1], Relation::Exactly));
        assert!(!holds(&[100.001; 3], Relation::Exactly));
        assert!(!Check::new("", &[0.0, 0.0, 1e-6], "", Relation::Exactly, 0.0).holds());
    }
}
