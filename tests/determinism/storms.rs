//! Every slider is moved while all goes wrong that can: many a setting matters in the worst case only.

use scalewalk_course::stage::{set, with};
use scalewalk_model::params::{self, Param};
use scalewalk_model::{Act, Config, Fault, Input, NodeId, Topology};

use crate::scenario::{Scenario, at_rate, last_bearable, stage};
use crate::troubles::BRISK;

/// How long one storm lasts, in seconds: what happens every ten is in each.
const STORM_S: f64 = 12.0;

/// What moves by itself does so soon, and what is small overflows.
const LIVELY: &[(&str, f64)] = &[
    ("dc.count", 2.0),
    ("db.lag", 0.3),
    ("db.cores", 1.0),
    ("db.read_time", 8.0),
    ("cache.capacity", 0.05),
    ("cache.ttl", 5.0),
    ("wave", 0.5),
    ("wave.period", 10.0),
    ("auto.scale", 1.0),
    ("auto.interval", 1.0),
    ("auto.cooldown", 1.0),
    ("auto.boot", 1.0),
    ("auto.min", 2.0),
    ("auto.max", 3.0),
    ("upload.share", 0.3),
    ("upload.spike", 4.0),
    ("upload.every", 10.0),
    ("upload.spike_time", 3.0),
    ("queue.auto", 1.0),
    ("queue.boot", 0.2),
    ("queue.max", 40.0),
    ("queue.drain", 0.5),
    ("queue.tries", 2.0),
    ("obs.threshold", 0.05),
    ("errors.base", 0.002),
    ("deploy.bad", 0.0),
];

/// What changes figures only, of which there is no trace when it is changed back: it stays as it is at the end.
pub const TOLD: &[&str] = &["cdn.price", "site.price", "biz.churn", "biz.revenue"];

/// What breaks in each storm, when, and how it is repaired two seconds later.
const BREAKS: &[(f64, NodeId, Fault)] = &[
    (0.3, NodeId::web(0), Fault::Slow),
    (0.5, NodeId::BALANCER, Fault::Down),
    (0.5, NodeId::DATABASE, Fault::Down),
    (0.5, NodeId::shard_at(0, 0), Fault::Down),
    (0.5, NodeId::cache(0), Fault::Cut),
    (0.5, NodeId::edge(0), Fault::Down),
    (0.5, NodeId::WORKERS, Fault::Down),
    (2.4, NodeId::web(0), Fault::Down),
    (3.0, NodeId::site(1), Fault::Down),
    (4.5, NodeId::CDN, Fault::Down),
    (7.0, NodeId::DNS, Fault::Down),
    (7.2, NodeId::SESSIONS, Fault::Down),
    (7.4, NodeId::QUEUE, Fault::Down),
];

/// The list of scenarios: all parts that there are, once with a database that is split and once with one that has copies;
/// and a split one by itself.
pub fn all() -> Vec<Scenario> {
    // Nobody signs up where there are several data centers.
    let systems = [("shards", split()), ("replicas", copied()), ("rows", stage("sharding", 0))];
    let scenarios = systems.into_iter().map(|(name, config)| {
        let config = with(with(at_rate(&config, 100.0), BRISK), LIVELY);
        let start = Scenario::new(format!("every slider moved in a storm, {name}"), config, 0.0);
        let moves = params::all().iter().flat_map(|param| [(param, 0), (param, 1)]);
        let storms = moves.enumerate().fold(start, |scenario, (k, (param, end))| {
            let last = last_bearable(param, &scenario.config);
            let value = param.value_at(if end == 0 { 0 } else { (7 * last).div_ceil(8) });
            storm(scenario, begin(k), param, value)
        });
        let calm = storms.last() + 2.0;
        TOLD.iter().fold(storms, |scenario, id| scenario.at(calm, set(id, 0.0)))
    });
    scenarios.collect()
}

/// All parts that there are, around a database that is split.
pub fn split() -> Config {
    stage("millions", 0)
}

/// All parts that there are, around a database that has copies, and the other ways to do what the last stage does.
pub fn copied() -> Config {
    let split = split();
    let topology = Topology { shards: false, replicas: true, ..split.topology };
    let others = [("dc.routing", 1.0), ("db.replicas", 2.0), ("db.mode", 2.0), ("deploy.rollback", 0.0)];
    with(Config { topology, ..split }, &others)
}

/// When the storm with number `k` begins, in seconds.
pub fn begin(k: usize) -> f64 {
    1.0 + STORM_S * k as f64
}

/// A storm with one slider moved, and moved back when it is over.
fn storm(scenario: Scenario, at: f64, param: &'static Param, value: f64) -> Scenario {
    let config = scenario.config.clone();
    let then = with(config.clone(), &[(param.id, value)]);
    let crowd = |times: f64| set("users", (config.users * times).round());
    let mut inputs = vec![(0.0, Input::Set { param, value })];
    let acts = [(0.1, Act::Deploy), (0.2, Act::DeployBad)].into_iter().filter(|(_, act)| act.check(&then).is_ok());
    inputs.extend(acts.map(|(after, act)| (after, Input::Act(act))));
    for (after, node, kind) in BREAKS.iter().filter(|(_, node, kind)| kind.check(*node, &then).is_ok()) {
        let input = |kind| Input::Fault { node: *node, kind };
        inputs.extend([(*after, input(*kind)), (after + 2.0, input(Fault::Repair))]);
    }
    if param.id != "shard.count" && config.shards() > 0 {
        let shards = f64::from(config.shards());
        inputs.extend([(0.1, set("shard.count", shards + 1.0)), (5.0, set("shard.count", shards))]);
    }
    if then.arrival_rate() < 2.0 * config.arrival_rate() {
        inputs.extend([(5.2, crowd(8.0)), (6.2, crowd(1.0))]);
    }
    inputs.push((10.2, Input::Set { param, value: param.value(&config) }));
    // A pool that was told to rest for long rests no more.
    inputs.extend([(10.3, set("auto.scale", 0.0)), (10.4, set("auto.scale", 1.0))]);
    inputs.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    inputs.into_iter().fold(scenario, |scenario, (after, input)| scenario.at(at + after, input))
}
