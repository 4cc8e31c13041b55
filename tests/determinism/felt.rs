//! Whether what a scenario does makes any difference: what nobody would miss guards nothing.

use core::ops::Range;
use std::collections::{BTreeMap, BTreeSet};

use scalewalk_model::time::from_secs;
use scalewalk_model::{Act, Config, Fault, Input, NodeId, NodeKind, Sim, params};

use crate::scenario::Scenario;
use crate::trace::{fingerprint, mark};
use crate::{acts, storms, troubles};

/// After this a difference is seen that was not seen at once, in seconds.
const LATER_S: f64 = 10.0;

/// What differs without something that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Felt {
    /// Nothing.
    Not,
    /// Figures.
    Told,
    /// What happens to requests.
    Suffered,
}

/// A scenario that is lived through, one part of its inputs after another.
struct Life<'a> {
    scenario: &'a Scenario,
    sim: Sim,
}

impl<'a> Life<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        Self { scenario, sim: scenario.begin() }
    }

    /// Does the inputs of `part` to `sim` that `fits` holds for, and runs it until just before the next part.
    fn live(scenario: &Scenario, sim: &mut Sim, part: &Range<usize>, fits: impl Fn(&Input) -> bool) {
        for (at, input) in &scenario.inputs[part.clone()] {
            sim.run_until(from_secs(*at));
            if fits(input) {
                sim.apply(input).expect("it is possible");
            }
        }
        let next = scenario.inputs.get(part.end).map_or(scenario.until, |(at, _)| from_secs(*at) - 1);
        sim.run_until(next);
    }

    /// Lives through `part`.
    fn pass(&mut self, part: &Range<usize>) {
        Self::live(self.scenario, &mut self.sim, part, |_| true);
    }

    /// Lives through `part`. What differs by then, or would later if nothing more were done, without those of its inputs
    /// that `is_it` holds for.
    fn feel(&mut self, part: &Range<usize>, is_it: impl Fn(&Input) -> bool) -> Felt {
        let mut without = self.sim.fork();
        Self::live(self.scenario, &mut without, part, |input| !is_it(input));
        self.pass(part);
        if without.digest() != self.sim.digest() {
            return Felt::Suffered;
        }
        let figures = |sim: &Sim| (fingerprint(sim), mark(sim));
        let told = figures(&without) != figures(&self.sim);
        let mut with = self.sim.fork();
        let later = self.sim.now() + from_secs(LATER_S);
        [&mut without, &mut with].into_iter().for_each(|sim| sim.run_until(later));
        match (without.digest() == with.digest(), told) {
            (false, _) => Felt::Suffered,
            (true, true) => Felt::Told,
            (true, false) => Felt::Not,
        }
    }
}

/// The storms of a scenario, each with the slider that is moved in it; and then what is changed for good.
fn storms_of(scenario: &Scenario) -> Vec<(Range<usize>, &'static str)> {
    let calm = scenario.inputs.len() - storms::TOLD.len();
    let begin = |k: usize| scenario.inputs[..calm].partition_point(|(at, _)| *at < storms::begin(k));
    let sliders = params::all().iter().flat_map(|param| [param.id; 2]).enumerate();
    let storms = sliders.map(|(k, id)| (begin(k)..begin(k + 1), id));
    storms.chain(storms::TOLD.iter().enumerate().map(|(i, id)| (calm + i..calm + i + 1, *id))).collect()
}

#[test]
fn every_parameter_is_felt() {
    let mut most: BTreeMap<&str, Felt> = params::all().iter().map(|param| (param.id, Felt::Not)).collect();
    for scenario in storms::all() {
        let mut life = Life::new(&scenario);
        for (part, id) in storms_of(&scenario) {
            let known = most[id];
            if known == Felt::Suffered {
                life.pass(&part);
            } else {
                let felt = life.feel(&part, |input| matches!(input, Input::Set { param, .. } if param.id == id));
                most.insert(id, known.max(felt));
            }
        }
    }
    let unfelt: Vec<_> = most.iter().filter(|(_, felt)| **felt == Felt::Not).collect();
    assert!(unfelt.is_empty(), "it makes no difference to move these: {unfelt:?}");
}

/// The troubles of a scenario, each with what was done before it and its repair.
fn troubles_of(scenario: &Scenario) -> Vec<Range<usize>> {
    let is_repair = |i: &usize| matches!(scenario.inputs[*i].1, Input::Fault { kind: Fault::Repair, .. });
    let ends: Vec<usize> = (0..scenario.inputs.len()).filter(is_repair).map(|i| i + 1).collect();
    let begins = core::iter::once(&0).chain(&ends);
    begins.zip(&ends).map(|(begin, end)| *begin..*end).collect()
}

/// What can happen to the machines of a system, by their kinds, as the model has it.
fn possible(config: &Config) -> BTreeSet<(NodeKind, &'static str)> {
    let nodes = NodeId::all().filter(|node| config.has(*node));
    let pairs = nodes.flat_map(|node| Fault::ALL.into_iter().map(move |kind| (node, kind)));
    let can = pairs.filter(|(node, kind)| *kind != Fault::Repair && kind.check(*node, config).is_ok());
    can.map(|(node, kind)| (node.kind(), kind.key())).collect()
}

#[test]
fn every_machine_is_met_by_every_trouble_that_it_can_be_in() {
    let mut kinds = BTreeSet::new();
    for scenario in troubles::all() {
        let mut life = Life::new(&scenario);
        let mut met = BTreeSet::new();
        for part in troubles_of(&scenario) {
            let Input::Fault { node, kind } = &scenario.inputs[part.end - 2].1 else { panic!("{}", scenario.name) };
            if life.feel(&part, |input| matches!(input, Input::Fault { .. })) > Felt::Not {
                met.insert((node.kind(), kind.key()));
            }
        }
        assert_eq!(met, possible(&scenario.config), "{}: what is felt, and what is possible", scenario.name);
        kinds.extend(met.into_iter().map(|(kind, _)| kind));
    }
    let all: BTreeSet<NodeKind> = NodeId::all().map(NodeId::kind).filter(|kind| !kind.is_client()).collect();
    assert_eq!(kinds, all, "kinds of machines in all stages together, and all there are");
}

#[test]
fn whatever_can_be_done_is_done_and_felt() {
    let mut keys = BTreeSet::new();
    for scenario in acts::all() {
        let mut life = Life::new(&scenario);
        let mut done = BTreeSet::new();
        for (i, (_, input)) in scenario.inputs.iter().enumerate() {
            let felt = life.feel(&(i..i + 1), |input| matches!(input, Input::Act(_)));
            if let (Input::Act(act), true) = (input, felt > Felt::Not) {
                done.insert(act.key());
            }
        }
        let possible: BTreeSet<_> = acts::possible(&scenario.config).into_iter().map(Act::key).collect();
        assert_eq!(done, possible, "{}: what is felt, and what is possible", scenario.name);
        keys.extend(done);
    }
    assert_eq!(keys, Act::ALL.map(Act::key).into(), "what is done in all stages together, and all there is");
}
