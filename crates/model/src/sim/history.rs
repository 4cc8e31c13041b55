//! Time travel: snapshots and the list of inputs let a run go back to any moment it has passed, and go on from
//! there, as it did or otherwise.

use core::ops::Range;

use crate::engine::time::Nanos;
use crate::input::{Input, InputError};
use crate::sim::Sim;

/// Events between two snapshots, at first.
const SPACING: u64 = 300_000;
/// How many snapshots are kept; then every other one goes, and the spacing doubles.
const KEPT: usize = 24;
/// The fewest that are kept.
const FEWEST: usize = 2;

/// One or more systems at one moment.
#[derive(Clone, Debug)]
struct Snapshot {
    at: Nanos,
    events: u64,
    sims: Vec<Sim>,
    inputs: usize,
}

/// The past of systems that run side by side.
#[derive(Clone, Debug)]
pub struct History {
    snapshots: Vec<Snapshot>,
    log: Vec<(Nanos, usize, Input)>,
    spacing: u64,
}

impl History {
    /// Fewer snapshots are kept where they would take more bytes than this: a hundred million users weigh 34 MB.
    pub const TARGET: usize = 64_000_000;

    /// A past that begins with `sims` as they are.
    pub fn new(sims: &[Sim]) -> Self {
        let mut history = Self { snapshots: Vec::new(), log: Vec::new(), spacing: SPACING };
        history.keep(sims);
        history
    }

    /// The earliest moment that can be gone back to.
    pub fn start(&self) -> Nanos {
        self.snapshots.first().map_or(0, |s| s.at)
    }

    /// How many bytes it takes, with all that it holds on the heap. The snapshots aim at no more than [`History::TARGET`].
    pub fn bytes(&self) -> usize {
        let sims = self.snapshots.iter().flat_map(|snapshot| &snapshot.sims).map(Sim::bytes).sum::<usize>();
        let inputs = self.log.iter().map(|(_, _, input)| input.bytes()).sum::<usize>();
        sims + inputs
            + self.snapshots.capacity() * size_of::<Snapshot>()
            + self.log.capacity() * size_of::<(Nanos, usize, Input)>()
    }

    /// Looks at `sims`, and keeps a snapshot if enough has happened since the last.
    pub fn watch(&mut self, sims: &[Sim]) {
        let last = self.snapshots.last().map_or(0, |s| s.events);
        if events(sims) >= last + self.spacing {
            self.keep(sims);
        }
    }

    fn keep(&mut self, sims: &[Sim]) {
        let bytes = sims.iter().map(Sim::bytes).sum::<usize>().max(1);
        let most = (Self::TARGET / bytes).clamp(FEWEST, KEPT);
        while self.snapshots.len() >= most {
            let mut n = 0;
            self.snapshots.retain(|_| {
                n += 1;
                n % 2 == 1
            });
            self.spacing *= 2;
        }
        let at = sims.iter().map(Sim::now).max().unwrap_or(0);
        let inputs = self.log.len();
        self.snapshots.push(Snapshot { at, events: events(sims), sims: Sim::fork_all(sims), inputs });
    }

    /// Does `input` to those of `sims` in `lanes` just after the present moment, and remembers it. The moment is the
    /// next nanosecond, so that all that was due by now comes before it, now and whenever it is done again; later by as
    /// many nanoseconds as have inputs planned, so that it is known beforehand what would be refused.
    ///
    /// # Errors
    /// If one of them refuses it as they stand at that moment. It is then done to none and not remembered, and they go on
    /// as if it had not been asked for.
    pub fn apply(&mut self, sims: &mut [Sim], lanes: Range<usize>, input: &Input) -> Result<(), InputError> {
        let lanes = lanes.start..lanes.end.min(sims.len());
        let mut at = sims.iter().map(Sim::now).max().unwrap_or(0) + 1;
        while sims[lanes.clone()].iter().any(|sim| sim.has_planned(at)) {
            at += 1;
        }
        sims.iter_mut().for_each(|sim| sim.run_until(at - 1));
        sims[lanes.clone()].iter().try_for_each(|sim| sim.check(input))?;
        for lane in lanes {
            sims[lane].plan(at, input.clone());
            self.log.push((at, lane, input.clone()));
        }
        sims.iter_mut().for_each(|sim| sim.run_until(at));
        Ok(())
    }

    /// The systems as they were at `at`, with what was done later still to come. None before the start.
    pub fn seek(&self, at: Nanos) -> Option<Vec<Sim>> {
        let snapshot = self.snapshots.iter().rev().find(|s| s.at <= at)?;
        let mut sims = Sim::fork_all(&snapshot.sims);
        for (due, lane, input) in &self.log[snapshot.inputs..] {
            if let Some(sim) = sims.get_mut(*lane) {
                sim.plan(*due, input.clone());
            }
        }
        sims.iter_mut().for_each(|sim| sim.run_until(at));
        Some(sims)
    }

    /// Forks: whatever came after `at` has not happened.
    pub fn forget_after(&mut self, at: Nanos, sims: &mut [Sim]) {
        self.snapshots.retain(|s| s.at <= at);
        self.log.retain(|(due, ..)| *due <= at);
        sims.iter_mut().for_each(Sim::forget_planned);
    }
}

fn events(sims: &[Sim]) -> u64 {
    sims.iter().map(Sim::events_handled).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Database, Topology};
    use crate::engine::time::SECOND;
    use crate::input::Fault;
    use crate::params;
    use crate::topology::node::NodeId;

    fn run() -> (Vec<Sim>, History, Vec<(Nanos, u64)>) {
        let mut config = Config::new(Topology { balancer: true, database: Database::Own, ..Topology::BARE });
        params::find("users").unwrap().apply(&mut config, 500_000.0).unwrap();
        params::find("web.servers").unwrap().apply(&mut config, 3.0).unwrap();
        let mut sims = vec![Sim::new(config, 9)];
        let mut history = History::new(&sims);
        history.spacing = 20_000;
        let mut seen = Vec::new();
        for second in 1..=40 {
            sims[0].run_until(second * SECOND);
            history.watch(&sims);
            seen.push((sims[0].now(), sims[0].digest()));
            if second == 10 {
                history.apply(&mut sims, 0..1, &Input::Fault { node: NodeId::web(1), kind: Fault::Down }).unwrap();
            }
            if second == 25 {
                let param = params::find("users").unwrap();
                history.apply(&mut sims, 0..1, &Input::Set { param, value: 300_000.0 }).unwrap();
            }
        }
        (sims, history, seen)
    }

    #[test]
    fn any_moment_can_be_gone_back_to_and_comes_again() {
        let (sims, history, seen) = run();
        for (at, digest) in &seen {
            let mut then = history.seek(*at).unwrap();
            assert_eq!(then[0].digest(), *digest, "at {at}");
            then[0].run_until(sims[0].now());
            assert_eq!(then[0].digest(), sims[0].digest(), "from {at} to the end");
        }
        assert!(history.snapshots.len() > 5 && history.snapshots.len() <= KEPT);
    }

    #[test]
    fn a_fork_has_not_seen_what_came_later() {
        let (sims, mut history, _) = run();
        let mut then = history.seek(9 * SECOND).unwrap();
        history.forget_after(9 * SECOND, &mut then);
        then[0].run_until(sims[0].now());
        assert_eq!(then[0].accounts().total.failed_in_all(), 0, "the fault has not happened");
        assert!(history.seek(0).is_some());
    }

    #[test]
    fn what_is_refused_leaves_no_trace() {
        let (mut sims, mut history, _) = run();
        let mut untouched = Sim::fork_all(&sims);
        let mut twice = vec![sims[0].fork(), sims[0].fork()];
        let past = history.log.len();
        let param = params::find("requests").unwrap();
        params::find("users").unwrap().apply(&mut twice[1].core.config, 1e8).unwrap();
        let too_much = Input::Set { param, value: 1000.0 };
        assert!(sims[0].check(&too_much).is_ok());
        // One of two refuses: neither does it.
        let error = history.apply(&mut twice, 0..2, &too_much).unwrap_err();
        assert!(error.to_string().contains("1000000 requests a second"), "{error}");
        assert_eq!(param.value(twice[0].config()), param.value(sims[0].config()));
        let nowhere = Input::Fault { node: NodeId::web(9), kind: Fault::Down };
        assert!(matches!(history.apply(&mut sims, 0..1, &nowhere), Err(InputError::Fault(_))));
        assert_eq!((history.log.len(), sims[0].refused().len()), (past, 0));
        for sims in [&mut sims, &mut untouched] {
            sims[0].run_until(60 * SECOND);
        }
        assert_eq!(sims[0].digest(), untouched[0].digest());
    }

    #[test]
    fn what_is_planned_for_the_next_moment_comes_first() {
        let (mut sims, mut history, _) = run();
        let (now, param) = (sims[0].now(), params::find("web.servers").unwrap());
        sims[0].plan(now + 1, Input::Set { param, value: 1.0 });
        let gone = Input::Fault { node: NodeId::web(1), kind: Fault::Down };
        assert!(history.apply(&mut sims, 0..1, &gone).is_err(), "the server is no more by then");
        assert_eq!((sims[0].now(), sims[0].refused().len()), (now + 1, 0));
    }
}
