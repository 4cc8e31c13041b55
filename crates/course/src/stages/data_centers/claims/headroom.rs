//! If each of two data centers runs above half of its capacity, the one that survives is overloaded.

use scalewalk_model::theory::survivor_utilisation;
use scalewalk_model::{Config, Fault, NodeId};

use super::{EAST, small};
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "dc.headroom", trials, judge };

const SEEDS: u64 = 8;
/// Below half of the capacity, and above it.
const SHARES: [f64; 2] = [0.4, 0.6];
const HEALTH_S: f64 = 1.0;
const TTL_S: f64 = 2.0;
const DOWN_S: f64 = 1.0;
/// Group of the runs of each of [`SHARES`] without a fault; with one follow.
const WELL: usize = 0;
const FAILED: usize = SHARES.len();

/// Half of the users at each of two places, whose web servers are busy for `share` of the time.
fn busy(share: f64) -> Config {
    let config = small(&[
        ("dc.routing", 1.0),
        ("dc.split", 0.5),
        ("dc.health", HEALTH_S),
        ("dns.ttl", TTL_S),
        ("web.queue", 100.0),
        ("web.servers", 2.0),
    ]);
    let capacity = 2.0 * config.web_capacity();
    let users = config.users * share * capacity / config.arrival_rate();
    with(config, &[("users", users)])
}

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, share) in SHARES.into_iter().enumerate() {
        // Measured when the old answers have run out and the queue has filled.
        let run = |group, seed| Trial::new(group, busy(share), seed, 10.0, 6.0);
        trials.extend(repeat(SEEDS, |seed| run(WELL + group, seed)));
        trials.extend(repeat(SEEDS, |seed| run(FAILED + group, seed).fault(DOWN_S, EAST, Fault::Down)));
    }
    trials
}

/// Utilisation of the web servers of `site`, in percent.
fn busy_percent(o: &Outcome, site: u8) -> f64 {
    let servers = o.config.servers_of(site);
    let of = |i| o.station(NodeId::web(i)).map_or(f64::NAN, |station| station.utilisation);
    100.0 * servers.clone().map(of).sum::<f64>() / servers.len() as f64
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let utilisation = |group| values(outcomes, group, |o| busy_percent(o, 1));
    let failed = |group| values(outcomes, group, Outcome::failed_percent);
    let expected = |share: f64| 100.0 * survivor_utilisation(&[share, share]).min(1.0);
    vec![
        Check::new("failures of the survivor, two at 60 %", &failed(FAILED + 1), " %", Relation::AtLeast, 10.0),
        Check::new("failures of the survivor, two at 40 %", &failed(FAILED), " %", Relation::Exactly, 0.0),
        Check::new("failures of both, at 60 %", &failed(WELL + 1), " %", Relation::Exactly, 0.0),
        Check::new("utilisation of one of two at 40 %", &utilisation(WELL), " %", Relation::Equal, 100.0 * SHARES[0])
            .within(COARSE),
        Check::new("utilisation of its survivor", &utilisation(FAILED), " %", Relation::Equal, expected(SHARES[0]))
            .within(COARSE),
        Check::new(
            "utilisation of one of two at 60 %",
            &utilisation(WELL + 1),
            " %",
            Relation::Equal,
            100.0 * SHARES[1],
        )
        .within(COARSE),
        Check::new("utilisation of its survivor", &utilisation(FAILED + 1), " %", Relation::AtLeast, 95.0),
    ]
}
