//! No machine of the last stage's system is a single point of failure.
//!
//! What is bounded: each machine of each kind in every data center is killed, and nobody repairs it for five minutes. Once its
//! death has been noticed and those have given up who waited for it, at most 1 % of the requests of the whole world fail.
//! Of these there are pages only, since six requests of ten are for files, which edge locations answer and which would hide
//! what fails; where an edge location dies, it is of files and pages. Each machine is tried with a hundredth of the requests, so
//! that what is lost is lost because nobody takes a place. Whether those who are left bear the load is tried with the machine
//! of each kind that most requests come to: there is a fourth of the requests, and every machine has one core instead of
//! four, so that all are as busy as in the stage, and whoever waits does so longer.

use std::collections::BTreeMap;

use scalewalk_course::stage::with;
use scalewalk_course::stages::millions::{self, rules};
use scalewalk_model::time::from_secs;
use scalewalk_model::{Config, Fault, Input, NodeId, NodeKind, Sim};

use crate::machines;

/// For how long nobody repairs it, in seconds.
const OUTAGE_S: f64 = 300.0;
/// Until then caches, sessions and addresses are as they always are, in seconds.
const SETTLED_S: f64 = 40.0;
/// The most that may fail once the death is noticed, in percent, and the longest that this may take, in seconds.
const MOST_PERCENT: f64 = 1.0;
const LATEST_S: f64 = 30.0;

/// Time from the death of the machine at `node` until it is noticed, in seconds.
fn noticed_s(config: &Config, node: NodeId) -> f64 {
    match node.kind() {
        NodeKind::Balancer => config.takeover_s,
        NodeKind::Web => config.probe_s * f64::from(config.probe_threshold),
        NodeKind::Sessions | NodeKind::Cache | NodeKind::Shard | NodeKind::Queue => config.replication.detect_s,
        // Whoever asks finds out.
        NodeKind::Dns | NodeKind::Edge => 0.0,
        // Nobody who asks for anything waits for them.
        NodeKind::Workers | NodeKind::Metrics | NodeKind::Logs | NodeKind::Pipeline => 0.0,
        kind => panic!("the last stage has no {kind:?}"),
    }
}

/// The machines of a system: no data centers as a whole, nor the CDN.
fn single(config: &Config) -> Vec<NodeId> {
    let all = machines(config).into_iter();
    all.filter(|node| !matches!(node.kind(), NodeKind::Site | NodeKind::Cdn)).collect()
}

fn settled(config: &Config) -> Sim {
    let mut sim = Sim::new(config.clone(), 1);
    sim.settle_cache();
    sim.run_until(from_secs(SETTLED_S));
    sim
}

/// The share of requests that fail when the machine at `node` dies, in percent: until that is noticed, and after it.
fn lost_percent(before: &Sim, node: NodeId) -> [f64; 2] {
    let mut sim = before.fork();
    let (death, config) = (sim.now(), sim.config());
    // Those who wait for it give up after this.
    let noticed_s = noticed_s(config, node) + config.timeout_s;
    assert!(noticed_s <= LATEST_S, "{node}: {noticed_s} s");
    sim.apply(&Input::Fault { node, kind: Fault::Down }).expect("it can die");
    [noticed_s, OUTAGE_S].map(|until| {
        let before = sim.accounts().total;
        sim.run_until(death + from_secs(until));
        let since = sim.accounts().total.since(&before);
        assert!(since.arrived > 200, "{node}: {} requests", since.arrived);
        100.0 * since.failed.iter().sum::<u64>() as f64 / since.arrived as f64
    })
}

/// The machines whose death costs too much, of `nodes`.
fn single_points(before: &Sim, nodes: &[NodeId]) -> Vec<String> {
    let lost = nodes.iter().map(|node| (node, lost_percent(before, *node)));
    let told = lost.map(|(node, [at_first, then])| {
        println!("{node}: {at_first:.2} % fail until it is noticed, {then:.3} % then");
        (then > MOST_PERCENT).then(|| format!("{node}: {then:.2} %"))
    });
    told.flatten().collect()
}

/// The stage's system with a part of its requests for pages, and none for files.
fn pages(part: f64) -> Config {
    let config = millions::config();
    let users = (millions::USERS * part * config.page_share()).round();
    with(config, &[("users", users), ("static", 0.0)])
}

/// The stage's system with a part of its requests, for pages and files.
fn pages_and_files(part: f64) -> Config {
    with(millions::config(), &[("users", millions::USERS * part)])
}

const FEW: f64 = 1.0 / 100.0;

#[test]
fn the_death_of_any_machine_fails_next_to_nobody_once_it_is_noticed() {
    let config = pages(FEW);
    let (edges, others): (Vec<_>, Vec<_>) = single(&config).into_iter().partition(|node| node.kind() == NodeKind::Edge);
    assert_eq!((edges.len(), others.len()), (6, 4 * (1 + 12 + 1 + 3 + 6) + 6));
    let mut found = single_points(&settled(&config), &others);
    found.extend(single_points(&settled(&pages_and_files(FEW)), &edges));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn those_who_are_left_bear_the_load_of_the_one_that_died() {
    let one_core =
        [("web.cores", 1.0), ("cache.cores", 1.0), ("session.cores", 1.0), ("db.cores", 1.0), ("queue.workers", 16.0)];
    let of_the_stage = millions::config();
    let cores = [of_the_stage.web_cores, of_the_stage.cache.cores, of_the_stage.sessions.cores, of_the_stage.db_cores];
    assert_eq!(cores, [4; 4]);
    let sim = settled(&with(pages(0.25), &one_core));
    let mut busiest = BTreeMap::new();
    // Nobody has more to do when one of the others dies.
    let bears =
        [NodeKind::Balancer, NodeKind::Web, NodeKind::Sessions, NodeKind::Cache, NodeKind::Shard, NodeKind::Queue];
    for node in single(sim.config()).into_iter().filter(|node| bears.contains(&node.kind())) {
        let arrived = |node: NodeId| sim.accounts().node(node).arrived;
        let most = busiest.entry(node.kind()).or_insert(node);
        if arrived(node) > arrived(*most) {
            *most = node;
        }
    }
    let nodes: Vec<NodeId> = busiest.into_values().collect();
    assert_eq!(nodes.len(), bears.len());
    assert_eq!(single_points(&sim, &nodes), Vec::<String>::new());
}

#[test]
fn without_the_standbys_there_are_single_points_of_failure() {
    let rule = rules::find("redundancy").expect("it is among the rules");
    let sim = settled(&with(pages(FEW), rule.off));
    for node in [NodeId::DNS, NodeId::QUEUE, NodeId::shard_at(0, 1)] {
        let [_, then] = lost_percent(&sim, node);
        assert!(then > MOST_PERCENT, "{node}: {then} %");
    }
}
