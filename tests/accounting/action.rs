//! What can be done to a run, at random.

use proptest::prelude::*;
use scalewalk_course::STAGES;
use scalewalk_course::stage::with;
use scalewalk_model::params::{self, Param};
use scalewalk_model::world::REGIONS;
use scalewalk_model::{Act, Config, Database, Fault, Input, MAX_EDGES, MAX_SERVERS, MAX_SITES, NodeId, Send, Topology};

/// More requests a second than this make a long test and show nothing else.
const BUSY: f64 = 3_000.0;

/// Something done to a run.
#[derive(Clone, Debug)]
pub enum Action {
    Run { ms: u64 },
    Set { param: usize, place: u32 },
    Break { node: NodeId, kind: Fault },
    Send(Send),
    Act(Act),
    Stage { stage: usize, lane: usize },
}

impl Action {
    /// The input that does it; none where there would be too many requests.
    pub fn input(&self, config: &Config) -> Option<Input> {
        match self {
            Self::Run { .. } => None,
            Self::Set { param, place } => {
                let param = &params::all()[*param];
                let value = at(param, *place);
                let mut then = config.clone();
                (param.apply(&mut then, value).is_err() || then.arrival_rate() <= BUSY)
                    .then_some(Input::Set { param, value })
            }
            Self::Break { node, kind } => Some(Input::Fault { node: *node, kind: *kind }),
            Self::Send(send) => Some(Input::Send(*send)),
            Self::Act(act) => Some(Input::Act(*act)),
            Self::Stage { stage, lane } => {
                let mut lanes = (STAGES[*stage].lanes)();
                Some(Input::Reconfigure(Box::new(lanes.remove(lane % lanes.len()))))
            }
        }
    }
}

/// Any legal value: the slider at `place`, wherever its end is.
fn at(param: &Param, place: u32) -> f64 {
    param.value_at(place % (param.positions() + 1))
}

/// Any legal configuration with a bearable number of requests.
pub fn config() -> impl Strategy<Value = Config> {
    let database = prop_oneof![1 => Just(Database::Inside), 3 => Just(Database::Own), 1 => Just(Database::Absent)];
    let topology = (any::<bool>(), database, any::<[bool; 8]>()).prop_map(|(balancer, database, others)| {
        let [replicas, cache, regions, sessions, sites, queue, telemetry, shards] = others;
        let parts = Topology { sites, queue, telemetry, shards, ..Topology::BARE };
        Topology { balancer, database, replicas, cache, regions, sessions, ..parts }
    });
    let settings = prop::collection::vec((0..params::all().len(), 0..1_000u32), 0..12);
    (topology, settings, 1.0..500_000.0f64, any::<bool>()).prop_map(|(topology, settings, users, few)| {
        let mut config = Config::new(topology);
        // Few servers are where faults hurt.
        let servers = if few { 2.0 } else { 5.0 };
        for (id, value) in [("users", users.floor()), ("web.servers", servers)] {
            params::find(id).and_then(|p| p.apply(&mut config, value)).expect("legal");
        }
        for (param, place) in settings {
            let before = config.clone();
            let param = &params::all()[param];
            if param.apply(&mut config, at(param, place)).is_err() || config.arrival_rate() > BUSY {
                config = before;
            }
        }
        config
    })
}

/// What a setting of those that `ids` begins with may be, at random.
fn setting(prefixes: &'static [&'static str]) -> impl Strategy<Value = Action> {
    let fits = |param: &&Param| prefixes.iter().any(|prefix| param.id.starts_with(prefix));
    let params: Vec<usize> = (0..params::all().len()).filter(|i| fits(&&params::all()[*i])).collect();
    (prop::sample::select(params), 0..1_000u32).prop_map(|(param, place)| Action::Set { param, place })
}

/// What the stages from the ninth on have to be set.
const LATE: &[&str] =
    &["dc.", "queue.", "upload.", "obs.", "deploy.", "errors.", "shard.", "celebrity.", "session.mode", "web.servers"];

/// A stage from the ninth on with few users, in which nothing takes long; the last, which has all parts, more often.
pub fn late_stage() -> impl Strategy<Value = Config> {
    let stage = prop_oneof![3 => Just(STAGES.len() - 1), 2 => 8..STAGES.len()];
    (stage, prop::collection::vec(setting(LATE), 0..8)).prop_map(|(stage, settings)| {
        let brisk = [
            ("users", 10_000.0),
            ("requests", 100.0),
            ("static", 0.1),
            ("reads", 0.6),
            ("catalogue", 400.0),
            ("timeout", 2.0),
            ("dns.ttl", 1.0),
            ("web.boot", 0.3),
            ("dc.health", 0.5),
            ("db.detect", 0.4),
            ("db.replace", 1.0),
            ("shard.move_rate", 300.0),
            ("shard.joins", 0.3),
            ("shard.signups", 0.2),
            ("celebrity.share", 0.2),
            ("upload.share", 0.2),
            ("queue.workers", 6.0),
            ("queue.visibility", 1.0),
            ("obs.scrape", 1.0),
            ("obs.window", 2.0),
            ("deploy.step", 1.0),
        ];
        let mut config = with((STAGES[stage].lanes)().remove(0), &brisk);
        for setting in settings {
            if let Some(Input::Set { param, value }) = setting.input(&config) {
                let before = config.clone();
                if param.apply(&mut config, value).is_err() {
                    config = before;
                }
            }
        }
        config
    })
}

/// What is done to a system of late stages, half of it to let time pass.
pub fn late_actions(most: usize) -> impl Strategy<Value = Vec<Action>> {
    let machine = prop_oneof![
        2 => (0..MAX_SITES as u8).prop_map(NodeId::site),
        3 => (0..MAX_SITES as u8, 0..20u8).prop_map(|(site, i)| NodeId::shard_at(site, i)),
        1 => (0..MAX_SITES as u8).prop_map(NodeId::balancer_at),
        1 => (0..MAX_SITES as u8, 0..3u8).prop_map(|(site, i)| NodeId::database_at(site, i)),
        4 => node(),
    ];
    let action = prop_oneof![
        10 => (1..1_500u64).prop_map(|ms| Action::Run { ms }),
        4 => setting(LATE),
        5 => (machine, kind()).prop_map(|(node, kind)| Action::Break { node, kind }),
        4 => (0..Act::ALL.len()).prop_map(|i| Action::Act(Act::ALL[i])),
        1 => (8..STAGES.len()).prop_map(|stage| Action::Stage { stage, lane: 0 }),
    ];
    prop::collection::vec(action, 0..most)
}

pub fn node() -> impl Strategy<Value = NodeId> {
    prop_oneof![
        4 => (0..6u8).prop_map(NodeId::web),
        3 => (0..4u8).prop_map(NodeId::database),
        3 => (0..6u8).prop_map(|i| NodeId::shard_at(0, i)),
        2 => Just(NodeId::BALANCER),
        2 => (0..MAX_EDGES as u8).prop_map(NodeId::edge),
        1 => Just(NodeId::CDN),
        2 => (0..MAX_SITES as u8).prop_map(NodeId::site),
        2 => Just(NodeId::QUEUE),
        2 => Just(NodeId::WORKERS),
        // Any other, also those that the system does not have.
        4 => (0..NodeId::all().count()).prop_map(|i| NodeId::all().nth(i).expect("there are as many")),
    ]
}

fn kind() -> impl Strategy<Value = Fault> {
    prop_oneof![
        3 => Just(Fault::Down),
        1 => Just(Fault::Slow),
        1 => Just(Fault::Cut),
        1 => Just(Fault::Restart),
        1 => Just(Fault::Destroy),
        3 => Just(Fault::Repair),
    ]
}

/// Up to `most` actions, half of them to let time pass.
pub fn actions(most: usize) -> impl Strategy<Value = Vec<Action>> {
    let what = (prop::option::of(0..20u32), 0..REGIONS as u8, prop::option::of(0..20_000u32));
    let send = (any::<[bool; 4]>(), prop::option::of(node()), what);
    let send = send.prop_map(|([mobile, write, new_visitor, upload], target, (file, region, key))| {
        Action::Send(Send { mobile, write, new_visitor, target, key, file, upload, region })
    });
    let action = prop_oneof![
        8 => (1..800u64).prop_map(|ms| Action::Run { ms }),
        3 => (0..params::all().len(), 0..1_000u32).prop_map(|(param, place)| Action::Set { param, place }),
        4 => (node(), kind()).prop_map(|(node, kind)| Action::Break { node, kind }),
        2 => send,
        1 => (0..Act::ALL.len()).prop_map(|i| Action::Act(Act::ALL[i])),
        1 => (0..STAGES.len(), 0..2usize).prop_map(|(stage, lane)| Action::Stage { stage, lane }),
    ];
    prop::collection::vec(action, 0..most)
}

/// Faults and repairs, each with the time in milliseconds that passes after it. No disk is destroyed: what is gone
/// cannot be repaired.
pub fn faults() -> impl Strategy<Value = Vec<(u64, NodeId, Fault)>> {
    let kind = kind().prop_map(|kind| if kind == Fault::Destroy { Fault::Down } else { kind });
    prop::collection::vec((1..3_000u64, node(), kind), 1..12)
}

/// Inputs that a system of `config` must refuse.
pub fn bad_inputs(config: &Config) -> Vec<Input> {
    let mut bad = Vec::new();
    for param in params::all() {
        // For ever is legal for what can be kept for ever.
        let bad_values =
            [f64::NAN, f64::INFINITY, -1.0, 1e300].into_iter().filter(|value| param.check(*value).is_err());
        for value in bad_values {
            bad.push(Input::Set { param, value });
        }
    }
    for node in [NodeId::BROWSER, NodeId::MOBILE] {
        bad.push(Input::Fault { node, kind: Fault::Down });
    }
    for node in [NodeId::BALANCER, NodeId::DATABASE, NodeId::web(MAX_SERVERS as u8 - 1)] {
        if !config.has(node) {
            bad.push(Input::Fault { node, kind: Fault::Down });
            bad.push(Input::Send(Send { target: Some(node), ..Send::default() }));
        }
    }
    for node in [NodeId::DNS, NodeId::BALANCER] {
        bad.push(Input::Fault { node, kind: Fault::Slow });
    }
    bad.push(Input::Send(Send { target: Some(NodeId::DNS), ..Send::default() }));
    for bad_send in [Send { file: Some(u32::MAX), ..Send::PAGE }, Send { region: REGIONS as u8, ..Send::PAGE }] {
        bad.push(Input::Send(bad_send));
    }
    for servers in [0, 65] {
        bad.push(Input::Reconfigure(Box::new(Config { servers, ..config.clone() })));
    }
    bad.push(Input::Reconfigure(Box::new(Config { timeout_s: f64::NAN, ..config.clone() })));
    bad
}
