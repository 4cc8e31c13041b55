//! Every kind of machine of a system in every kind of trouble that it can be in.

use std::collections::BTreeSet;

use scalewalk_course::STAGES;
use scalewalk_course::stage::{set, with};
use scalewalk_model::{Act, Config, Fault, Input, NodeId, NodeKind};

use crate::scenario::{Scenario, at_rate};

/// Nothing takes so long that a scenario would have to wait for it.
pub const BRISK: &[(&str, f64)] = &[
    ("reads", 0.7),
    ("catalogue", 2_000.0),
    ("visit.think", 1.0),
    ("timeout", 2.0),
    ("dns.ttl", 2.0),
    ("lb.interval", 0.3),
    ("lb.threshold", 1.0),
    ("lb.standby", 1.0),
    ("lb.takeover", 0.5),
    ("web.boot", 0.3),
    ("web.servers", 3.0),
    ("web.cores", 4.0),
    ("web.page_time", 60.0),
    ("cache.ttl", 1.0),
    ("cdn.ttl", 2.0),
    ("auto.min", 3.0),
    ("db.read_from", 0.0),
    ("db.detect", 0.4),
    ("db.replace", 1.0),
    ("dc.health", 0.5),
    ("shard.standby", 1.0),
    ("shard.joins", 0.2),
    ("shard.signups", 0.1),
    ("celebrity.share", 0.1),
    ("upload.share", 0.1),
    ("queue.workers", 6.0),
    ("queue.visibility", 1.0),
    ("obs.logs", 1.0),
    ("obs.scrape", 1.0),
    ("obs.window", 2.0),
    ("errors.base", 0.02),
    ("deploy.every", 10.0),
    ("deploy.step", 1.0),
    ("deploy.tests", 0.0),
];

/// From one trouble to the next, and how long it lasts, in seconds.
const EVERY_S: f64 = 3.0;
const LASTS_S: f64 = 1.5;

/// The list of scenarios, one for each system of each stage.
pub fn all() -> Vec<Scenario> {
    let systems =
        STAGES.iter().flat_map(|stage| (stage.lanes)().into_iter().enumerate().map(move |lane| (stage, lane)));
    let scenarios = systems.map(|(stage, (lane, config))| {
        // So many that in no machine there is nobody when it breaks.
        let servers = with(config.clone(), BRISK).all_servers().count();
        let config = with(at_rate(&config, 60.0 * servers as f64), BRISK);
        let start = Scenario::new(format!("{} {lane}, every machine in every trouble", stage.id), config, 0.0);
        tour(start)
    });
    scenarios.collect()
}

/// The troubles that the machines of a system can be in, one after another.
pub fn tour(start: Scenario) -> Scenario {
    troubles(&start.config).into_iter().enumerate().fold(start, |scenario, (i, (_, node, kind))| {
        let at = 1.0 + EVERY_S * i as f64;
        // A pipeline that does nothing is not missed.
        let scenario = match node {
            NodeId::PIPELINE => {
                scenario.at(at - 0.02, set("deploy.rollback", 0.0)).at(at - 0.01, Input::Act(Act::DeployBad))
            }
            _ => scenario,
        };
        // One that is back at once is missed by those only who were inside.
        let times = if kind == Fault::Restart { 8 } else { 1 };
        let broken = (0..times).fold(scenario, |scenario, i| scenario.fault(at + 0.1 * f64::from(i), node, kind));
        broken.fault(at + LASTS_S, node, Fault::Repair)
    })
}

/// Every kind of machine in a system of `config` with every fault that the model allows it, and which of the machines it
/// happens to: another for each fault, far from the last, so that all data centers have their share.
pub fn troubles(config: &Config) -> Vec<(NodeKind, NodeId, Fault)> {
    let machines: Vec<NodeId> = NodeId::all().filter(|node| config.has(*node)).collect();
    let kinds: BTreeSet<NodeKind> = machines.iter().map(|node| node.kind()).collect();
    let of_kind = |kind: NodeKind| {
        let alike: Vec<NodeId> = machines.iter().copied().filter(|node| node.kind() == kind).collect();
        let can = |fault: &Fault| *fault != Fault::Repair && fault.check(alike[0], config).is_ok();
        let faults: Vec<Fault> = Fault::ALL.into_iter().filter(can).collect();
        let meets = |i: usize| alike[i * alike.len() / faults.len()];
        faults.iter().enumerate().map(|(i, fault)| (kind, meets(i), *fault)).collect::<Vec<_>>()
    };
    kinds.into_iter().flat_map(of_kind).collect()
}
