//! With the version in the name nobody gets an old file after a deploy, without any purge.

use scalewalk_model::Act;

use super::{old_percent, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cdn.version", trials, judge };

const SEEDS: u64 = 8;
const VERSIONED: usize = 0;
const PLAIN: usize = 1;

fn trials() -> Vec<Trial> {
    let of = |group, versioned| {
        let config = with(small(6.0), &[("cdn.versioned", versioned)]);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 1.0, 5.0).act(1.0, Act::Deploy))
    };
    [of(VERSIONED, 1.0), of(PLAIN, 0.0)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let old = |group| values(outcomes, group, old_percent);
    vec![
        Check::new("old files with versions in names", &old(VERSIONED), " %", Relation::Exactly, 0.0),
        Check::new("old files without", &old(PLAIN), " %", Relation::AtLeast, 50.0),
    ]
}
