//! A hit is several times as fast as a miss, and the database is asked less by the hit ratio.

use scalewalk_model::time::{Nanos, to_millis};
use scalewalk_model::{Count, HopKind, Journey, Send};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.faster", trials, judge };

const SEEDS: u64 = 10;
const CACHED: usize = 0;
const OFF: usize = 1;
/// Requests whose queries are timed, in each run.
const TIMED: u32 = 60;
/// The warm-up, in seconds.
const WARM_S: f64 = 5.0;

fn trials() -> Vec<Trial> {
    // So few that the database bears them without a cache, too.
    let few = with(config(), &[("users", 800_000.0)]);
    let mut trials = Vec::new();
    for (group, ttl_s) in [(CACHED, 60.0), (OFF, 0.0)] {
        let config = with(few.clone(), &[("cache.ttl", ttl_s)]);
        trials.extend(repeat(SEEDS, |seed| {
            let trial = Trial::new(group, config.clone(), seed, WARM_S, 5.0);
            (0..TIMED).fold(trial, |trial, i| trial.send(WARM_S + 0.07 * f64::from(i), Send::PAGE))
        }));
    }
    trials
}

/// Mean time from the look-up to the value, in milliseconds, of the queries that hit or of those that missed.
fn mean_ms(journeys: &[Journey], hit: bool) -> f64 {
    let mut times: Vec<Nanos> = Vec::new();
    for journey in journeys {
        let mut begun = None;
        for hop in &journey.hops {
            match hop.kind {
                HopKind::LookUp => begun = Some(hop.enter),
                HopKind::Hit | HopKind::Rows if (hop.kind == HopKind::Hit) == hit => {
                    times.extend(begun.take().map(|begun| hop.leave - begun));
                }
                _ => {}
            }
        }
    }
    times.iter().map(|time| to_millis(*time)).sum::<f64>() / times.len() as f64
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let times = |hit| values(outcomes, CACHED, |o| mean_ms(&o.by_hand, hit));
    let faster: Vec<f64> = times(false).iter().zip(times(true)).map(|(miss, hit)| miss / hit).collect();
    let reads = |group| values(outcomes, group, |o| o.of(Count::Read) as f64);
    let missed = values(outcomes, CACHED, |o| 1.0 - super::hit_percent(o) / 100.0);
    // What the database still answers, over what the hit ratio leaves it.
    let left: Vec<f64> =
        reads(CACHED).iter().zip(reads(OFF)).zip(missed).map(|((on, off), missed)| on / off / missed).collect();
    vec![
        Check::new("times as fast", &faster, "", Relation::AtLeast, 3.0),
        Check::new("of a miss", &times(false), " ms", Relation::AtLeast, 2.0),
        Check::new("of a hit", &times(true), " ms", Relation::AtMost, 1.5),
        Check::new("reads left over what the hit ratio leaves", &left, "", Relation::Equal, 1.0),
    ]
}
