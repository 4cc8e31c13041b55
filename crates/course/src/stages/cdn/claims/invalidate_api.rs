//! A purge after the deploy ends it at once.

use scalewalk_model::Act;

use super::{from_site_percent, old_percent, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "cdn.invalidate-api", trials, judge };

const SEEDS: u64 = 8;
/// From the deploy to the purge.
const BEFORE: usize = 0;
/// From the purge on, when the answers that were on their way have come.
const AFTER: usize = 1;
/// The same without a purge.
const NO_PURGE: usize = 2;
const DEPLOY_S: f64 = 1.0;
const PURGE_S: f64 = 4.0;
/// The longest way back, with room for its spread.
const ON_THE_WAY_S: f64 = 1.0;

fn trials() -> Vec<Trial> {
    let run =
        |group, seed, from_s, for_s| Trial::new(group, small(6.0), seed, from_s, for_s).act(DEPLOY_S, Act::Deploy);
    let purged = |group, seed, from_s, for_s| run(group, seed, from_s, for_s).act(PURGE_S, Act::Purge);
    let after_s = PURGE_S + ON_THE_WAY_S;
    [
        repeat(SEEDS, |seed| purged(BEFORE, seed, DEPLOY_S + ON_THE_WAY_S, 2.0)),
        repeat(SEEDS, |seed| purged(AFTER, seed, after_s, 4.0)),
        repeat(SEEDS, |seed| run(NO_PURGE, seed, after_s, 4.0)),
    ]
    .concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let old = |group| values(outcomes, group, old_percent);
    let fetched = differences(outcomes, AFTER, NO_PURGE, from_site_percent);
    vec![
        Check::new("old files after the purge", &old(AFTER), " %", Relation::Exactly, 0.0),
        Check::new("old files before it", &old(BEFORE), " %", Relation::AtLeast, 90.0),
        Check::new("old files without it", &old(NO_PURGE), " %", Relation::AtLeast, 90.0),
        Check::new("more files from the site than without it", &fetched, " %", Relation::AtLeast, 0.0),
    ]
}
