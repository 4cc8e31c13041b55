//! The time until a fault is noticed falls with the scrape interval: half an interval, and what the window takes to fill.

use scalewalk_model::theory::detect_s;

use super::{bad_build, noticed_s, phase_s, quiet, rule};
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "obs.detect", trials, judge };

/// The moment between two scrapes spreads evenly over an interval, with a deviation of 0.29 of it, and the tenth error
/// comes with a deviation of a third: 480 runs tell the mean within a twentieth.
const SEEDS: u64 = 480;
const INTERVALS_S: [f64; 3] = [5.0, 20.0, 60.0];

fn trials() -> Vec<Trial> {
    let run = |(group, scrape_s): (usize, f64)| {
        let config = quiet(&[
            ("obs.scrape", scrape_s),
            ("obs.threshold", 0.03),
            ("obs.least", 1.0),
            ("users", 5_000.0),
            ("deploy.bug", 0.15),
            ("deploy.strategy", 0.0),
        ]);
        let late_s = 2.0 * detect_s(&rule(&config), config.arrival_rate(), config.release.bug);
        repeat(SEEDS, move |seed| bad_build(group, &config, seed, phase_s(&config, seed, SEEDS), late_s + scrape_s))
    };
    INTERVALS_S.into_iter().enumerate().flat_map(run).collect()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let check = |(group, what)| {
        let noticed = values(outcomes, group, |o| noticed_s(o, phase_s(&o.config, o.seed, SEEDS)));
        let expected = outcomes
            .iter()
            .find(|o| o.group == group)
            .map_or(f64::NAN, |o| detect_s(&rule(&o.config), o.config.arrival_rate(), o.config.release.bug));
        Check::over_phases(what, &noticed, " s", Relation::Equal, expected).within(COARSE)
    };
    let what = ["noticed after, scraped every 5 s", "every 20 s", "every 60 s"];
    what.into_iter().enumerate().map(check).collect()
}
