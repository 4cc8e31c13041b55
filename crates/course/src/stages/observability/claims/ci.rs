//! A build whose tests fail never reaches users.

use scalewalk_model::{Act, Cause};

use super::{SETTLED_S, quiet};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "obs.ci", trials, judge };

const SEEDS: u64 = 8;
const TESTED: usize = 0;
const UNTESTED: usize = 1;

fn trials() -> Vec<Trial> {
    let run = |group, tests| {
        let config = quiet(&[("deploy.tests", tests), ("deploy.strategy", 0.0)]);
        repeat(SEEDS, move |seed| {
            Trial::new(group, config.clone(), seed, SETTLED_S, 60.0).act(SETTLED_S + 1.0, Act::DeployBroken)
        })
    };
    [run(TESTED, 1.0), run(UNTESTED, 0.0)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failed = |group| values(outcomes, group, |o| o.failed_by(Cause::Bug) as f64);
    vec![
        Check::new("failed with tests", &failed(TESTED), "", Relation::Exactly, 0.0),
        Check::new("failed without", &failed(UNTESTED), "", Relation::AtLeast, 0.0),
    ]
}
