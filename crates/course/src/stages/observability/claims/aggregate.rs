//! Errors spread over n servers show in the aggregate long before they show on any one of them.

use scalewalk_model::Config;
use scalewalk_model::theory::first_of;

use super::{bad_build, noticed_s, phase_s, quiet, rule};
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, differences, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "obs.aggregate", trials, judge };

/// The tenth line comes with a deviation of a third of its mean.
const SEEDS: u64 = 160;
const TOGETHER: usize = 0;
const ALONE: usize = 1;

fn trials() -> Vec<Trial> {
    let run = |group, logs| {
        // So few errors that only their number counts, wherever a request goes.
        let settings = [
            ("obs.logs", logs),
            ("obs.scrape", 1.0),
            ("obs.window", 300.0),
            ("obs.threshold", 0.001),
            ("deploy.bug", 0.1),
            ("deploy.strategy", 0.0),
            ("deploy.rollback", 0.0),
            ("lb.algorithm", 1.0),
        ];
        let config = quiet(&settings);
        repeat(SEEDS, move |seed| bad_build(group, &config, seed, phase_s(&config, seed, SEEDS), 100.0))
    };
    [run(TOGETHER, 1.0), run(ALONE, 0.0)].concat()
}

/// Until `files` files have had enough lines, the first of them.
fn expected(config: &Config, files: u32) -> f64 {
    let rule = rule(config);
    let lines_s = config.arrival_rate() * config.release.bug / f64::from(files);
    first_of(files, rule.least as u32) / lines_s + rule.late_s + rule.scrape_s / 2.0
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let noticed = |o: &Outcome| noticed_s(o, phase_s(&o.config, o.seed, SEEDS));
    let expected = |group, files: fn(&Config) -> u32| {
        outcomes.iter().find(|o| o.group == group).map_or(f64::NAN, |o| expected(&o.config, files(&o.config)))
    };
    let (together, alone) = (expected(TOGETHER, |_| 1), expected(ALONE, |config| config.servers));
    let later = differences(outcomes, ALONE, TOGETHER, noticed);
    vec![
        Check::over_phases(
            "noticed in the aggregate after",
            &values(outcomes, TOGETHER, noticed),
            " s",
            Relation::Equal,
            together,
        )
        .within(COARSE),
        Check::over_phases(
            "noticed on one server after",
            &values(outcomes, ALONE, noticed),
            " s",
            Relation::Equal,
            alone,
        )
        .within(COARSE),
        Check::new("later on one server by", &later, " s", Relation::AtLeast, together),
    ]
}
