//! A time to live that is too short sends edge locations to the site again and again.

use super::{from_site_percent, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cdn.ttl-short", trials, judge };

/// Each run has some 11,000 files.
const SEEDS: u64 = 8;
/// The time to live of each group, in seconds.
const TTL_S: [f64; 3] = [1.0, 60.0, 3_600.0];

fn trials() -> Vec<Trial> {
    let of = |(group, ttl_s): (usize, &f64)| {
        let config = with(small(6.0), &[("cdn.ttl", *ttl_s)]);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 2.0, 6.0))
    };
    TTL_S.iter().enumerate().flat_map(of).collect()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let more = |group| differences(outcomes, group, group + 1, from_site_percent);
    vec![
        Check::new("files from the site", &values(outcomes, 0, from_site_percent), " %", Relation::AtLeast, 50.0),
        Check::new("more than with a minute", &more(0), " %", Relation::AtLeast, 0.0),
        Check::new("more with a minute than with an hour", &more(1), " %", Relation::AtLeast, 0.0),
    ]
}
