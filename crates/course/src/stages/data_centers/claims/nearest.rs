//! Sent to the nearest of two data centers, users wait less than with one, or than with half of them sent to each.

use scalewalk_model::Config;
use scalewalk_model::geo_dns::{nearest_site, site_rtt_ms};
use scalewalk_model::world::WORLD;

use super::small;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat};

/// The claim.
pub const CLAIM: Claim = Claim { id: "dc.nearest", trials, judge };

/// Each run has some 3,500 pages, whose times spread by some 100 ms; what differs is the way alone, so that differences
/// between runs of the same luck spread far less.
const SEEDS: u64 = 36;
const ONE: usize = 0;
const NEAREST: usize = 1;
const HALVES: usize = 2;

/// Without caches, which are warmer where all users meet, and with machines so large that nobody waits: a third of a
/// millisecond more where all meet would be 2 % of what is measured here. Many users, since which of them half and half
/// sends where is the same in all runs.
fn places(count: f64, routing: f64) -> Config {
    small(&[
        ("users", 600_000.0),
        ("web.cores", 32.0),
        ("db.cores", 32.0),
        ("session.cores", 32.0),
        ("cache.ttl", 0.0),
        ("dc.count", count),
        ("dc.routing", routing),
        ("dc.split", 0.5),
    ])
}

fn trials() -> Vec<Trial> {
    let of =
        |group, count, routing| repeat(SEEDS, move |seed| Trial::new(group, places(count, routing), seed, 1.0, 5.0));
    [of(ONE, 1.0, 0.0), of(NEAREST, 2.0, 0.0), of(HALVES, 2.0, 1.0)].concat()
}

/// Mean round trip over all users, in milliseconds, of one to each region.
fn mean_ms(way_ms: impl Fn(usize) -> f64) -> f64 {
    WORLD.iter().enumerate().map(|(region, of)| 0.01 * f64::from(of.percent) * way_ms(region)).sum()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let page_ms = |o: &Outcome| o.report.latency_ms.mean.unwrap_or(f64::NAN);
    let nearest =
        mean_ms(|region| nearest_site(region, 2, |_| true).map_or(f64::NAN, |site| site_rtt_ms(region, site)));
    let one = mean_ms(|region| site_rtt_ms(region, 0));
    let halves = mean_ms(|region| 0.5 * (site_rtt_ms(region, 0) + site_rtt_ms(region, 1)));
    let longer = |group| differences(outcomes, group, NEAREST, page_ms);
    vec![
        Check::new("longer with one data center", &longer(ONE), " ms", Relation::Equal, one - nearest),
        Check::new("longer with half sent to each", &longer(HALVES), " ms", Relation::Equal, halves - nearest),
    ]
}
