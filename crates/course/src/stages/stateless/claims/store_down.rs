//! While the store is down every request fails; once it is back, everybody is still signed in.

use scalewalk_model::{Count, Fault, NodeId, SessionMode};

use super::{SETTLED_S, brisk};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "stateless.store-down", trials, judge };

const SEEDS: u64 = 8;
const DURING: usize = 0;
const AFTER: usize = 1;

fn trials() -> Vec<Trial> {
    let run = |group, seed, from_s| {
        Trial::new(group, brisk(SessionMode::Store, &[]), seed, from_s, 10.0)
            .fault(SETTLED_S, NodeId::SESSIONS, Fault::Down)
            .fault(SETTLED_S + 12.0, NodeId::SESSIONS, Fault::Repair)
    };
    // Within a second whoever had passed the store is answered, and within three more it is up again.
    [repeat(SEEDS, |seed| run(DURING, seed, SETTLED_S + 1.0)), repeat(SEEDS, |seed| run(AFTER, seed, SETTLED_S + 15.0))]
        .concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failed = |group| values(outcomes, group, Outcome::failed_percent);
    let signed_out = values(outcomes, AFTER, |o| (o.of(Count::SignedOut) + o.failed()) as f64);
    vec![
        Check::new("failed while it is down", &failed(DURING), " %", Relation::Exactly, 100.0),
        Check::new("failed or signed out once it is back", &signed_out, "", Relation::Exactly, 0.0),
    ]
}
