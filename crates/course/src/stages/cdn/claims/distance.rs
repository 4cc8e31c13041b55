//! The farther a user is from the server, the longer a page takes.

use scalewalk_model::world::{HOME, Region, WORLD};

use super::small;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "cdn.distance", trials, judge };

/// A region has some 400 answers a run, whose spread is that of two draws of work and size: over ten runs the mean is
/// known to within a few milliseconds, and regions are 30 and more apart.
const SEEDS: u64 = 10;
const WITHOUT: usize = 0;
const WITH: usize = 1;

fn trials() -> Vec<Trial> {
    let of = |group, edges| repeat(SEEDS, move |seed| Trial::new(group, small(edges), seed, 2.0, 3.0));
    [of(WITHOUT, 0.0), of(WITH, 6.0)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    // The nearest first.
    let mut regions: Vec<&Region> = Vec::new();
    for region in &WORLD {
        let place = regions.partition_point(|nearer| nearer.rtt_ms[HOME] <= region.rtt_ms[HOME]);
        regions.insert(place, region);
    }
    let (nearest, farthest) = (regions[0], regions[regions.len() - 1]);
    let file_ms = |o: &Outcome, key| o.report.regions.get(key).and_then(|r| r.file_ms).unwrap_or(f64::NAN);
    let later = |near, far| move |o: &Outcome| file_ms(o, far) - file_ms(o, near);
    // A file takes one round trip, the same work and the same line everywhere.
    let apart = farthest.rtt_ms[HOME] - nearest.rtt_ms[HOME];
    let whole = values(outcomes, WITHOUT, later(nearest.key, farthest.key));
    let mut checks = vec![Check::new("later in the farthest region", &whole, " ms", Relation::Equal, apart)];
    for pair in regions.windows(2) {
        let step = values(outcomes, WITHOUT, later(pair[0].key, pair[1].key));
        checks.push(Check::new("later in the next region", &step, " ms", Relation::AtLeast, 0.0));
    }
    let left = values(outcomes, WITH, later(nearest.key, farthest.key));
    checks.push(Check::new("later there with edge locations", &left, " ms", Relation::AtMost, 0.1 * apart));
    checks
}
