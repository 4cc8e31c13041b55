//! The eight rules of the recap, each with its switch.

use scalewalk_model::{Act, Fault, NodeId};

/// A rule: how to break it, and what then hurts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Its name: the claim that speaks of it is `millions.rule-` and this.
    pub id: &'static str,
    /// The settings of a system that breaks it; one that keeps it has those of the stage.
    pub off: &'static [(&'static str, f64)],
    /// The misfortune that a system that keeps it survives; none where the load alone is enough.
    pub strike: Option<Strike>,
}

/// A misfortune.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strike {
    /// A machine, or a data center, breaks.
    Fault(NodeId, Fault),
    /// Somebody does something.
    Act(Act),
}

/// As many cores, all in one data center.
const IN_ONE_PLACE: &[(&str, f64)] =
    &[("dc.count", 1.0), ("web.cores", 16.0), ("db.cores", 16.0), ("cache.cores", 16.0), ("session.cores", 16.0)];

const NO_STANDBYS: &[(&str, f64)] = &[
    ("lb.standby", 0.0),
    ("shard.standby", 0.0),
    ("session.standby", 0.0),
    ("queue.standby", 0.0),
    ("dns.second", 0.0),
];

/// All of them, in the order of the text.
pub const RULES: &[Rule] = &[
    Rule { id: "stateless", off: &[("session.mode", 1.0)], strike: Some(Strike::Fault(NodeId::web(0), Fault::Down)) },
    Rule { id: "redundancy", off: NO_STANDBYS, strike: Some(Strike::Fault(NodeId::shard_at(0, 1), Fault::Down)) },
    Rule { id: "cache", off: &[("cache.ttl", 0.0)], strike: None },
    Rule { id: "data-centers", off: IN_ONE_PLACE, strike: Some(Strike::Fault(NodeId::site(0), Fault::Down)) },
    Rule { id: "cdn", off: &[("cdn.edges", 0.0)], strike: None },
    Rule { id: "sharding", off: &[("shard.count", 1.0)], strike: None },
    Rule { id: "services", off: &[("queue.mode", 0.0)], strike: None },
    Rule { id: "automation", off: &[("deploy.rollback", 0.0)], strike: Some(Strike::Act(Act::DeployBad)) },
];

/// The rule named `id`.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// The rule that the claim named `id` speaks of.
pub fn of_claim(id: &str) -> Option<&'static Rule> {
    id.strip_prefix("millions.rule-").and_then(find)
}
