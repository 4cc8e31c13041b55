//! "Find the fault": a small running site with one hidden fault, what its machines' files show, and what the search costs.

use scalewalk_model::telemetry::{Line, TierKind};
use scalewalk_model::time::{Nanos, from_secs};
use scalewalk_model::{Cause, Config, Fault, HopKind, Input, Journey, NodeId, NodeKind, Purpose, Sim};

use super::config;
use crate::stage::{set, with};

/// What can be wrong with a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It takes a multiple of its time.
    Slow,
    /// It fails a share of what it is asked.
    Fails,
    /// It cannot be reached.
    Cut,
    /// More comes than it can do: its queue is full.
    Full,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Slow, Self::Fails, Self::Cut, Self::Full];

    /// Its name in content files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Slow => "slow",
            Self::Fails => "fails",
            Self::Cut => "cut",
            Self::Full => "full",
        }
    }
}

/// A hidden fault, and a guess at one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Which machine.
    pub node: NodeId,
    /// What is wrong with it.
    pub trouble: Trouble,
}

/// How many kinds of faults there are.
const KINDS: u32 = 7;
/// Seconds that a wrong answer costs.
pub const PENALTY_S: f64 = 15.0;
/// How long the site has run, and its fault has been there, when the search begins, in seconds.
const WELL_S: f64 = 20.0;
const ILL_S: f64 = 12.0;

/// The site: small enough to look through by hand.
pub fn site() -> Config {
    let settings = [
        ("users", 150_000.0),
        ("web.servers", 6.0),
        ("cache.nodes", 3.0),
        ("obs.scrape", 5.0),
        ("obs.window", 15.0),
        ("deploy.every", 0.0),
        // Longer than the game: the machines do not help themselves.
        ("db.detect", 60.0),
    ];
    with(config(), &settings)
}

/// The machines that may be named, tier by tier.
pub fn machines(config: &Config) -> Vec<NodeId> {
    let of = |tier: TierKind| NodeId::all().filter(move |node| tier.has(*node) && config.has(*node));
    TierKind::ALL.into_iter().flat_map(of).collect()
}

/// The fault of a round, 0 or 1, of the game with this seed. The two rounds of a game have faults of different kinds.
pub fn hidden(seed: u64, round: u64) -> Hidden {
    let luck = scalewalk_model::Luck::new(seed);
    let mut draw = luck.draw(Purpose::Sampling, seed, 0);
    let first = draw.below(KINDS);
    let second = (first + 1 + draw.below(KINDS - 1)) % KINDS;
    let kind = if round == 0 { first } else { second };
    let config = site();
    let mut draw = luck.draw(Purpose::Sampling, seed, 1 + round as u32);
    let web = NodeId::web(draw.below(config.servers) as u8);
    let cache = NodeId::cache(draw.below(config.caches()) as u8);
    let (node, trouble) = match kind {
        0 => (web, Trouble::Slow),
        1 => (web, Trouble::Fails),
        2 => (cache, Trouble::Cut),
        3 => (NodeId::DATABASE, Trouble::Slow),
        4 => (NodeId::SESSIONS, Trouble::Slow),
        5 => (NodeId::DATABASE, Trouble::Full),
        _ => (cache, Trouble::Slow),
    };
    Hidden { node, trouble }
}

impl Hidden {
    /// Brings it about.
    fn strike(&self, sim: &mut Sim) {
        let fault = |kind| Input::Fault { node: self.node, kind };
        let inputs = match self.trouble {
            Trouble::Slow => vec![fault(Fault::Slow)],
            Trouble::Cut => vec![fault(Fault::Cut)],
            Trouble::Fails => return sim.spoil(self.node.web_index().unwrap_or(0)),
            // A query that has grown expensive, on a machine with little room.
            Trouble::Full => vec![set("db.queue", 16.0), set("db.read_time", 50.0)],
        };
        for input in inputs {
            // All of this is possible in this site.
            let done = sim.apply(&input);
            debug_assert!(done.is_ok(), "{done:?}");
        }
    }
}

/// The site with its fault, as the search begins; all its requests are followed, so that they can be read about.
pub fn start(seed: u64, round: u64) -> Sim {
    let mut sim = Sim::new(site(), seed.wrapping_mul(2).wrapping_add(round));
    sim.follow(1.0);
    sim.run_until(from_secs(WELL_S));
    hidden(seed, round).strike(&mut sim);
    sim.run_until(from_secs(WELL_S + ILL_S));
    sim
}

/// One line of a machine's file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// When.
    pub at: Nanos,
    /// In whose file.
    pub writer: NodeId,
    /// What it says.
    pub what: What,
}

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// A request failed, at a machine of this kind, for this cause.
    Failed(NodeKind, Cause),
    /// Something was done.
    Did {
        /// What.
        hop: HopKind,
        /// How long it waited for a core, in milliseconds.
        waited_ms: f64,
        /// How long the core worked, in milliseconds.
        worked_ms: f64,
    },
}

/// The last `most` lines in the file of `node`, the latest first; none if the machine does not answer who wants to read
/// it. Work that is done is in it as well as what failed.
pub fn file(sim: &Sim, node: NodeId, most: usize) -> Option<Vec<Entry>> {
    let answers = sim.station(node)?.accepts() && !sim.is_cut(node);
    answers.then(|| {
        let mut lines: Vec<Entry> = sim.telemetry().logs().file(node).rev().take(most).map(failed).collect();
        let done = sim.journeys().done().rev().take(SEARCHED).flat_map(|journey| done(journey, node));
        lines.extend(done.take(most));
        latest(&mut lines, most);
        lines
    })
}

/// Journeys that are looked through for what a machine did.
const SEARCHED: usize = 400;

/// The last `most` error lines that the log collector has, the latest first.
pub fn collected(sim: &Sim, most: usize) -> Vec<Entry> {
    let mut lines: Vec<Entry> = sim.telemetry().logs().collected().iter().map(failed).collect();
    latest(&mut lines, most);
    lines
}

fn latest(lines: &mut Vec<Entry>, most: usize) {
    lines.sort_by_key(|line| core::cmp::Reverse(line.at));
    lines.truncate(most);
}

fn failed(line: &Line) -> Entry {
    Entry { at: line.at, writer: line.writer, what: What::Failed(line.place.kind(), line.cause) }
}

fn done(journey: &Journey, node: NodeId) -> impl Iterator<Item = Entry> + '_ {
    let here = move |hop: &&scalewalk_model::Hop| hop.from == node && hop.to == node && hop.leave <= NOW_OR_BEFORE;
    journey.hops.iter().filter(here).map(move |hop| Entry {
        at: hop.leave,
        writer: node,
        what: What::Did {
            hop: hop.kind,
            waited_ms: scalewalk_model::time::to_millis(hop.start - hop.enter),
            worked_ms: scalewalk_model::time::to_millis(hop.leave - hop.start),
        },
    })
}

/// What has not ended has no time yet.
const NOW_OR_BEFORE: Nanos = scalewalk_model::time::NEVER - 1;

/// A search.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Search {
    /// Wrong answers so far.
    pub wrong: u32,
    /// How long it took, in seconds, once it is over; wrong answers not counted.
    pub found_s: Option<f64>,
}

impl Search {
    /// Answers with `guess` after `elapsed_s` seconds. Whether that was it.
    pub fn answer(&mut self, guess: Hidden, hidden: Hidden, elapsed_s: f64) -> bool {
        if self.found_s.is_some() {
            return false;
        }
        let right = guess == hidden;
        if right {
            self.found_s = Some(elapsed_s);
        } else {
            self.wrong += 1;
        }
        right
    }

    /// What it cost in all, in seconds, once it is over.
    pub fn cost_s(&self) -> Option<f64> {
        self.found_s.map(|found| found + PENALTY_S * f64::from(self.wrong))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const SEEDS: u64 = 200;

    #[test]
    fn every_kind_of_fault_comes_up_and_a_game_has_two() {
        let mut seen = BTreeSet::new();
        for seed in 0..SEEDS {
            let (first, second) = (hidden(seed, 0), hidden(seed, 1));
            assert!(first.node.kind() != second.node.kind() || first.trouble != second.trouble);
            for fault in [first, second] {
                assert!(machines(&site()).contains(&fault.node));
                seen.insert((fault.node.kind(), fault.trouble.key()));
            }
            assert_eq!(hidden(seed, 0), first, "the same game can be played again");
        }
        assert_eq!(seen.len() as u32, KINDS);
    }

    /// Mean work of what `node` did lately, in milliseconds.
    fn mean_ms(sim: &Sim, node: NodeId) -> Option<f64> {
        let ms: Vec<f64> = file(sim, node, 200)?
            .iter()
            .filter_map(|entry| match entry.what {
                What::Did { worked_ms, .. } => Some(worked_ms),
                What::Failed(..) => None,
            })
            .collect();
        Some(ms.iter().sum::<f64>() / ms.len() as f64)
    }

    #[test]
    fn what_is_wrong_can_be_read_in_the_files_and_nothing_else_looks_like_it() {
        let well = {
            let mut sim = Sim::new(site(), 1);
            sim.follow(1.0);
            sim.run_until(from_secs(WELL_S + ILL_S));
            sim
        };
        for seed in 0..24 {
            let (sim, fault) = (start(seed, 0), hidden(seed, 0));
            let what = format!("game {seed}: {fault:?}");
            match fault.trouble {
                Trouble::Slow => {
                    let factor = |node| mean_ms(&sim, node).zip(mean_ms(&well, node)).map_or(f64::NAN, |(a, b)| a / b);
                    assert!(factor(fault.node) > 2.5, "{what}: {}", factor(fault.node));
                    let others = machines(sim.config()).into_iter().filter(|node| *node != fault.node);
                    let usual = |node| factor(node).is_nan() || factor(node) <= 2.0;
                    others.for_each(|node| assert!(usual(node), "{what}: {node} {}", factor(node)));
                }
                Trouble::Fails => {
                    let bugs = |node| {
                        let lines = file(&sim, node, 100).unwrap_or_default();
                        lines.iter().filter(|e| matches!(e.what, What::Failed(_, Cause::Bug))).count()
                    };
                    assert!(bugs(fault.node) >= 10, "{what}: {}", bugs(fault.node));
                    let others = machines(sim.config()).into_iter().filter(|node| *node != fault.node);
                    others.for_each(|node| assert!(bugs(node) <= 2, "{what}: {node}"));
                }
                Trouble::Cut => assert!(file(&sim, fault.node, 9).is_none(), "{what}"),
                Trouble::Full => {
                    let full = |e: &&Entry| matches!(e.what, What::Failed(NodeKind::Database, Cause::QueueFull));
                    assert!(collected(&sim, 50).iter().filter(full).count() > 10, "{what}");
                }
            }
        }
    }

    #[test]
    fn a_wrong_answer_costs_and_the_search_ends_once() {
        let (hidden, wrong) = (hidden(1, 0), Hidden { node: NodeId::web(63), trouble: Trouble::Slow });
        let mut search = Search::default();
        assert!(!search.answer(wrong, hidden, 4.0) && search.cost_s().is_none());
        assert!(search.answer(hidden, hidden, 10.0) && !search.answer(wrong, hidden, 11.0));
        assert_eq!(search.cost_s(), Some(10.0 + PENALTY_S));
    }
}
