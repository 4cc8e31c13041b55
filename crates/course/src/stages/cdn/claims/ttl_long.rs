//! After a deploy edge locations hand out old files, the longer the time to live.

use scalewalk_model::Act;

use super::{old_percent, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cdn.ttl-long", trials, judge };

const SEEDS: u64 = 8;
/// In the seconds after the deploy, with an hour.
const LONG: usize = 0;
/// … with ten seconds.
const SHORT: usize = 1;
/// With ten seconds, when these and the longest fetch are over.
const OVER: usize = 2;
const DEPLOY_S: f64 = 1.0;
const SHORT_S: f64 = 10.0;

fn trials() -> Vec<Trial> {
    let of = |group, ttl_s, from_s: f64| {
        let config = with(small(6.0), &[("cdn.ttl", ttl_s)]);
        repeat(SEEDS, move |seed| {
            Trial::new(group, config.clone(), seed, DEPLOY_S + from_s, 5.0).act(DEPLOY_S, Act::Deploy)
        })
    };
    // A fetch that was on its way at the deploy ends with the client's patience at the latest, 3 s later.
    [of(LONG, 3_600.0, 0.5), of(SHORT, SHORT_S, 0.5), of(OVER, SHORT_S, SHORT_S + 3.0)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let old = |group| values(outcomes, group, old_percent);
    vec![
        Check::new("old files with an hour", &old(LONG), " %", Relation::AtLeast, 90.0),
        Check::new(
            "more than with ten seconds",
            &differences(outcomes, LONG, SHORT, old_percent),
            " %",
            Relation::AtLeast,
            0.0,
        ),
        Check::new("old files with ten seconds", &old(SHORT), " %", Relation::AtLeast, 0.0),
        Check::new("… once these are over", &old(OVER), " %", Relation::Exactly, 0.0),
    ]
}
