//! A dead server costs failures only until the health check notices; after that, none.

use scalewalk_model::{Fault, NodeId};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "lb.failover", trials, judge };

const SEEDS: u64 = 8;
/// After the health check has noticed.
const AFTER: usize = 0;
/// Until then.
const UNTIL: usize = 1;
const DOWN_S: f64 = 2.0;

fn trials() -> Vec<Trial> {
    let config = with(config(), &[("users", 300_000.0)]);
    // At the latest it notices after the whole interval × threshold. Who had been sent on by then is refused within 0.1 s.
    let noticed_s = config.probe_s * f64::from(config.probe_threshold) + 0.1;
    let run = |group, seed, from_s, for_s| {
        Trial::new(group, config.clone(), seed, from_s, for_s).fault(DOWN_S + 1e-6, NodeId::web(2), Fault::Down)
    };
    [
        repeat(SEEDS, |seed| run(AFTER, seed, DOWN_S + noticed_s, 10.0)),
        repeat(SEEDS, |seed| run(UNTIL, seed, DOWN_S, noticed_s)),
    ]
    .concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failed = |group| values(outcomes, group, |o| o.failed() as f64);
    vec![
        Check::new("requests lost after the check noticed", &failed(AFTER), "", Relation::Exactly, 0.0),
        Check::new("requests lost before", &failed(UNTIL), "", Relation::AtLeast, 1.0),
    ]
}
