//! Deployed by hand, the sites run different builds, and requests fail at the one that was set up wrongly. A pipeline tests
//! the build at every location first, stops that one, and keeps all sites the same.

use scalewalk_model::{Act, Cause, Config};

use super::small;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "dc.deploy-skew", trials, judge };

const SEEDS: u64 = 8;
const BY_HAND: usize = 0;
/// The pipeline with the same build, which it stops.
const STOPPED: usize = 1;
/// The pipeline with the one after it, which is good.
const PASSED: usize = 2;
const DEPLOY_S: f64 = 1.0;
/// When everybody has been everywhere.
const DONE_S: f64 = 45.0;

fn places() -> Config {
    small(&[("users", 150_000.0), ("dc.count", 3.0)])
}

fn trials() -> Vec<Trial> {
    let run = |group, seed| Trial::new(group, places(), seed, DONE_S, 20.0);
    [
        repeat(SEEDS, |seed| run(BY_HAND, seed).act(DEPLOY_S, Act::DeployByHand)),
        repeat(SEEDS, |seed| run(STOPPED, seed).act(DEPLOY_S, Act::DeployPipeline)),
        repeat(SEEDS, |seed| {
            run(PASSED, seed).act(DEPLOY_S, Act::DeployPipeline).act(0.5 * DONE_S, Act::DeployPipeline)
        }),
    ]
    .concat()
}

/// How many different builds the sites run.
fn builds(o: &Outcome) -> f64 {
    let mut builds: Vec<_> = o.report.sites.values().map(|site| site.build).collect();
    builds.sort_unstable();
    builds.dedup();
    builds.len() as f64
}

/// At how many sites requests failed.
fn failing(o: &Outcome) -> f64 {
    o.report.sites.values().filter(|site| site.failed > 0).count() as f64
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let of = |group, value: fn(&Outcome) -> f64| values(outcomes, group, value);
    let bugs = |o: &Outcome| o.failed_by(Cause::Bug) as f64;
    let newest = |o: &Outcome| o.report.sites.values().map(|site| f64::from(site.build)).fold(0.0, f64::max);
    vec![
        Check::new("builds at three sites, by hand", &of(BY_HAND, builds), "", Relation::Exactly, 3.0),
        Check::new("sites where requests fail", &of(BY_HAND, failing), "", Relation::Exactly, 1.0),
        Check::new("requests that fail", &of(BY_HAND, bugs), "", Relation::AtLeast, 100.0),
        Check::new("builds at three sites, by a pipeline that stops", &of(STOPPED, builds), "", Relation::Exactly, 1.0),
        Check::new("requests that fail", &of(STOPPED, Outcome::failed_percent), " %", Relation::Exactly, 0.0),
        Check::new("builds at three sites, by a pipeline that passes", &of(PASSED, builds), "", Relation::Exactly, 1.0),
        Check::new("requests that fail", &of(PASSED, Outcome::failed_percent), " %", Relation::Exactly, 0.0),
        Check::new("the newest build then", &of(PASSED, newest), "", Relation::AtLeast, 1.5),
    ]
}
