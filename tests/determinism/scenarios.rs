//! Runs that touch every part of the model.

use scalewalk_course::STAGES;
use scalewalk_course::stage::with;
use scalewalk_model::{Fault, Input, NodeId, Send};

use crate::scenario::{Scenario, stage};
use crate::{acts, scripts, sliders, storms, troubles, walks, ways};

/// All scenarios.
pub fn all() -> Vec<Scenario> {
    let mut list = Vec::new();
    for stage in STAGES {
        for (lane, config) in (stage.lanes)().into_iter().enumerate() {
            list.push(Scenario::new(format!("{} {lane}", stage.id), config.clone(), 5.0));
            let broken = Scenario::new(format!("{} {lane}, each machine broken and repaired", stage.id), config, 25.0);
            list.push(broken_and_repaired(broken));
        }
        for (lane, config) in stage.before.map_or_else(Vec::new, |before| before()).into_iter().enumerate() {
            let before = Scenario::new(format!("{} {lane}, before", stage.id), config, 5.0);
            let faults = stage.before_faults.iter().filter(|(l, ..)| *l == lane);
            list.push(faults.fold(before, |scenario, (_, node, kind)| scenario.fault(1.0, *node, *kind)));
        }
    }
    for algorithm in 0..5 {
        for spread in 0..3 {
            let settings = [("lb.algorithm", f64::from(algorithm)), ("work.spread", f64::from(spread))];
            let config = with(stage("load-balancer", 0), &settings);
            list.push(
                Scenario::new(format!("algorithm {algorithm}, spread {spread}"), config, 4.0)
                    .fault(1.0, NodeId::web(1), Fault::Slow)
                    .fault(2.0, NodeId::web(2), Fault::Down),
            );
        }
    }
    list.push(
        Scenario::new("a standby takes over", with(stage("load-balancer", 0), &[("lb.standby", 1.0)]), 8.0).fault(
            1.0,
            NodeId::BALANCER,
            Fault::Down,
        ),
    );
    let largest = [("users", 1e8), ("web.servers", 64.0), ("web.cores", 32.0)];
    list.push(Scenario::new("a hundred million users", with(stage("scaling", 1), &largest), 0.5));
    list.push(Scenario::new("one user", with(stage("single-server", 0), &[("users", 1.0)]), 1e6));
    list.push(by_hand());
    [list, sliders::all(), storms::all(), walks::all(), troubles::all(), ways::all(), acts::all(), scripts::all()]
        .concat()
}

/// Breaks each machine for two seconds, one after another.
fn broken_and_repaired(scenario: Scenario) -> Scenario {
    let web = (0..scenario.config.servers.min(3) as u8).map(NodeId::web);
    let nodes = web.chain([NodeId::DNS, NodeId::BALANCER, NodeId::DATABASE]);
    let config = with(scenario.config.clone(), &[("users", 200_000.0)]);
    let there: Vec<NodeId> = nodes.filter(|node| config.has(*node)).collect();
    there.into_iter().enumerate().fold(Scenario { config, ..scenario }, |scenario, (i, node)| {
        let at = 1.0 + 3.5 * i as f64;
        scenario.fault(at, node, Fault::Down).fault(at + 2.0, node, Fault::Repair)
    })
}

/// Single requests of each kind, to the site and straight to machines.
fn by_hand() -> Scenario {
    let start = Scenario::new("sent by hand", stage("load-balancer", 0), 6.0);
    (0..40).fold(start, |scenario, i| {
        let target = (i % 8 == 7).then_some([NodeId::web(0), NodeId::DATABASE, NodeId::BALANCER][i % 3]);
        let send = Send { mobile: i % 2 == 0, write: i % 3 == 0, new_visitor: i % 5 == 0, target, ..Send::PAGE };
        scenario.at(0.1 * i as f64, Input::Send(send))
    })
}
