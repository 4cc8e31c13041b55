//! A bad build behind a canary hurts about its share × the time to notice; sent to all at once it hurts everyone.

use scalewalk_model::theory::{detect_s, hurt};
use scalewalk_model::{Cause, Config, Strategy};

use super::{bad_build, phase_s, quiet, rule};
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, differences, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "obs.canary", trials, judge };

/// The moment between two scrapes spreads evenly over an interval.
const SEEDS: u64 = 240;
const CANARY: usize = 0;
const ALL: usize = 1;
const FOREVER: usize = 2;

/// Long enough for the last that is noticed behind a canary.
const MEASURED_S: f64 = 120.0;

fn trials() -> Vec<Trial> {
    let run = |group, seeds, settings: &[(&str, f64)]| {
        // Watched for long enough, however late it is noticed.
        let config =
            quiet(&[&[("deploy.step", 200.0), ("obs.scrape", 30.0), ("obs.threshold", 0.015)][..], settings].concat());
        repeat(seeds, move |seed| bad_build(group, &config, seed, phase_s(&config, seed, seeds), MEASURED_S))
    };
    let strategy = |one: Strategy| Strategy::ALL.iter().position(|s| *s == one).unwrap_or(0) as f64;
    let all = ("deploy.strategy", strategy(Strategy::AllAtOnce));
    [
        run(CANARY, SEEDS, &[("deploy.strategy", strategy(Strategy::Canary))]),
        run(ALL, SEEDS, &[all]),
        run(FOREVER, 20, &[all, ("deploy.rollback", 0.0)]),
    ]
    .concat()
}

/// Share of the requests that meet the new build at first, 0 to 1.
fn exposed(config: &Config) -> f64 {
    let first = config.release.strategy.reached(0, config.servers, config.release.canary);
    f64::from(first) / f64::from(config.servers)
}

fn expected(config: &Config) -> f64 {
    let (rate, share, bug) = (config.arrival_rate(), exposed(config), config.release.bug);
    let met_s = if config.release.rollback {
        // What is being served when the build goes has been let in by it: some milliseconds more.
        detect_s(&rule(config), rate, share * bug)
    } else {
        MEASURED_S - config.telemetry.scrape_s / 2.0
    };
    hurt(rate, share, bug, met_s)
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let hurt = |o: &Outcome| o.failed_by(Cause::Bug) as f64;
    let expected = |group| outcomes.iter().find(|o| o.group == group).map_or(f64::NAN, |o| expected(&o.config));
    let check = |what, group| {
        Check::over_phases(what, &values(outcomes, group, hurt), "", Relation::Equal, expected(group)).within(COARSE)
    };
    vec![
        check("requests hurt behind a canary", CANARY),
        check("sent to all at once", ALL),
        check("and never taken back", FOREVER),
        Check::new("more than behind a canary", &differences(outcomes, ALL, CANARY, hurt), "", Relation::AtLeast, 0.0),
    ]
}
