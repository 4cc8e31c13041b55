//! The store costs each request one fast hop: a round trip inside the site and the store's work.

use scalewalk_model::SessionMode;

use super::brisk;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat};

/// The claim.
pub const CLAIM: Claim = Claim { id: "stateless.store-cost", trials, judge };

const SEEDS: u64 = 8;
const SERVER: usize = 0;
const STORE: usize = 1;

fn trials() -> Vec<Trial> {
    // One server, so that both modes send each request the same way, and so few users that none waits.
    let run = |group, mode| {
        let config = brisk(mode, &[("web.servers", 1.0), ("web.cores", 16.0), ("users", 50_000.0)]);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 1.0, 40.0))
    };
    [run(SERVER, SessionMode::Server), run(STORE, SessionMode::Store)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let mean = |o: &Outcome| o.report.latency_ms.mean.unwrap_or(f64::NAN);
    let hop = outcomes.first().map_or(f64::NAN, |o| o.config.site_rtt_ms + o.config.sessions.op_ms);
    let longer = differences(outcomes, STORE, SERVER, mean);
    vec![Check::new("mean latency over that without the store", &longer, " ms", Relation::Equal, hop)]
}
