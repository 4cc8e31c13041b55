//! Too tight a threshold or too short a window raises alarms when nothing is wrong, as often as chance says.

use scalewalk_model::Config;
use scalewalk_model::theory::{false_alarm, scraped_window_s};

use super::quiet;
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "obs.false-alarms", trials, judge };

/// Some 14 % of 300 looks a run: forty runs tell it within a tenth.
const SEEDS: u64 = 40;
const SHORT: usize = 0;
const LONG: usize = 1;
const LOOSE: usize = 2;

fn trials() -> Vec<Trial> {
    let run = |group, window_s, threshold| {
        // Twenty-six requests from scrape to scrape, of which one fails.
        let settings = [
            ("users", 5_000.0),
            ("errors.base", 0.04),
            ("obs.scrape", 5.0),
            ("obs.least", 1.0),
            ("obs.window", window_s),
            ("obs.threshold", threshold),
        ];
        let config = quiet(&settings);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 70.0, 1_500.0))
    };
    [run(SHORT, 5.0, 0.08), run(LONG, 60.0, 0.08), run(LOOSE, 5.0, 0.2)].concat()
}

/// Share of the looks at which the rule holds though nothing is wrong, in percent.
fn expected(config: &Config) -> f64 {
    let (told, errors) = (&config.telemetry, config.release.base);
    let requests = config.arrival_rate() * scraped_window_s(told.scrape_s, told.window_s);
    100.0 * false_alarm(requests, errors, told.threshold, u64::from(told.least))
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let above = |group| {
        values(outcomes, group, |o| {
            o.report.telemetry.as_ref().map_or(f64::NAN, |told| 100.0 * told.above as f64 / told.looks as f64)
        })
    };
    let chance = |group| outcomes.iter().find(|o| o.group == group).map_or(f64::NAN, |o| expected(&o.config));
    vec![
        Check::new("looks with a false alarm", &above(SHORT), " %", Relation::Equal, chance(SHORT)).within(COARSE),
        Check::new("with a window of a minute", &above(LONG), " %", Relation::AtMost, 0.1 * chance(SHORT)),
        Check::new("with a looser threshold", &above(LOOSE), " %", Relation::AtMost, 0.1 * chance(SHORT)),
    ]
}
