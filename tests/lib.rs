//! Helpers shared by the tests.

use scalewalk_course::claim::{Experiment, Outcome, Trial, repeat};
use scalewalk_course::stage::with;
use scalewalk_model::estimate::{Confidence, Estimate};
use scalewalk_model::{Config, Topology};

/// A plain system: web servers without balancer, pages only, no queries, and clients near by who wait for long.
pub fn plain(settings: &[(&str, f64)]) -> Config {
    let near = [("mobile", 0.0), ("net.rtt", 1.0), ("dns.time", 1.0), ("timeout", 30.0), ("db.queries", 0.0)];
    let topology = Topology::BARE;
    with(with(Config::new(topology), &near), settings)
}

/// `users` that send `rate` requests a second, as near as whole users allow: with the defaults a user sends 30 a
/// day, and three times the mean at the peak.
pub fn users(rate: f64) -> (&'static str, f64) {
    ("users", (rate * 86_400.0 / 90.0).round())
}

/// Runs `config` once for each seed, measured after a warm-up.
pub fn replicate(config: &Config, seeds: u64, warmup_s: f64, measured_s: f64) -> Vec<Outcome> {
    let mut experiment =
        Experiment::of(repeat(seeds, |seed| Trial::new(0, config.clone(), seed, warmup_s, measured_s)));
    while !experiment.advance(u64::MAX) {}
    experiment.outcomes().to_vec()
}

/// Asserts that the 99.9 % interval over the runs holds `theory`, and that it is so narrow (`power`, as a share of
/// it) that a wrong model would not pass.
///
/// # Panics
/// If it is not so.
pub fn meets(what: &str, values: &[f64], theory: f64, power: f64) {
    let measured = Estimate::of(values, Confidence::P999);
    assert!(measured.contains(theory), "{what}: measured {measured:?}, theory {theory}");
    assert!(
        measured.half_width <= power * theory.abs(),
        "{what}: {measured:?} cannot tell a wrong model from {theory}"
    );
}
