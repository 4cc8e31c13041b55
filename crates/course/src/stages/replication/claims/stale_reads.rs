//! A share of reads that grows with lag sees old data; who reads their own writes from the primary does not.

use scalewalk_model::theory::stale_read_share;
use scalewalk_model::{Config, Count, Popularity};

use super::super::config;
use super::write_rate;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "replication.stale-reads", trials, judge };

const SEEDS: u64 = 10;
const SHORT: usize = 0;
const LONG: usize = 1;
const ANYWHERE: usize = 2;
const PRIMARY: usize = 3;

fn trials() -> Vec<Trial> {
    let half = with(config(), &[("reads", 0.5), ("users", 500_000.0), ("db.apply_time", 0.1)]);
    // Whoever comes back asks for what they wrote, and so for what was written lately: theory knows only strangers.
    let strangers = with(half.clone(), &[("visit.requests", 1.0)]);
    let writers = with(half, &[("visit.think", 5.0), ("db.lag", 2.0)]);
    let groups = [
        (SHORT, with(strangers.clone(), &[("db.lag", 0.2)]), 50.0),
        (LONG, with(strangers, &[("db.lag", 2.0)]), 50.0),
        (ANYWHERE, writers.clone(), 12.0),
        (PRIMARY, with(writers, &[("db.own_writes", 1.0)]), 12.0),
    ];
    let trial = |(group, config, measured_s): (usize, Config, f64)| {
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 4.0, measured_s))
    };
    groups.into_iter().flat_map(trial).collect()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let stale = |o: &Outcome| percent(o.of(Count::StaleRead), o.of(Count::Read));
    let own = |group| values(outcomes, group, |o| percent(o.of(Count::StaleOwnRead), o.of(Count::OwnRead)));
    let theory = |group| {
        super::first(outcomes, group).map_or(f64::NAN, |o| {
            let (keys, skew) = (o.config.keys(), o.config.catalogue.skew);
            let lag_s = o.config.replication.lag_s + o.config.replication.apply_ms * 1e-3;
            100.0 * stale_read_share(Popularity::zipf(keys, skew).probabilities(), write_rate(o), lag_s)
        })
    };
    let check = |what, group| Check::new(what, &values(outcomes, group, stale), " %", Relation::Equal, theory(group));
    vec![
        check("of reads are stale at 2 s of lag", LONG),
        check("… at 0.2 s", SHORT),
        Check::new("of writers miss their own write", &own(ANYWHERE), " %", Relation::AtLeast, 1.0),
        Check::new("… who read it from the primary", &own(PRIMARY), " %", Relation::AtMost, 1e-9),
    ]
}
