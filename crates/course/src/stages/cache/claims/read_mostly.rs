//! Where most requests write the cache saves the database almost nothing.

use scalewalk_model::NodeId;

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.read-mostly", trials, judge };

const SEEDS: u64 = 8;
/// Groups: with the cache, and after each without it.
const READERS: usize = 0;
const WRITERS: usize = 2;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (base, reads) in [(READERS, 0.9), (WRITERS, 0.1)] {
        for (off, ttl_s) in [60.0, 0.0].into_iter().enumerate() {
            let settings = [("users", 1_000_000.0), ("db.queries", 1.0), ("cache.invalidate", 1.0)];
            let config = with(with(config(), &settings), &[("reads", reads), ("cache.ttl", ttl_s)]);
            trials.extend(repeat(SEEDS, |seed| Trial::new(base + off, config.clone(), seed, 5.0, 5.0)));
        }
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let busy =
        |group| values(outcomes, group, |o| o.station(NodeId::DATABASE).map_or(f64::NAN, |s| 100.0 * s.utilisation));
    let saved = |base: usize| -> Vec<f64> {
        busy(base).iter().zip(busy(base + 1)).map(|(on, off)| 100.0 * (1.0 - on / off)).collect()
    };
    vec![
        Check::new("of the database's work saved with one read in ten", &saved(WRITERS), " %", Relation::AtMost, 5.0),
        Check::new("… with nine in ten", &saved(READERS), " %", Relation::AtLeast, 25.0),
    ]
}
