//! Edge locations against theory: each file of each is a cache of its own with a time to live.

use scalewalk_course::claim::{Experiment, Outcome, Trial, repeat};
use scalewalk_course::stage::with;
use scalewalk_course::stages::cdn;
use scalewalk_model::theory::ttl_hit_ratio;
use scalewalk_model::{Act, Config, Count, Popularity};
use scalewalk_tests::meets;

/// A small site on a small world, so that files are fetched in a thousandth of their time to live.
fn small(settings: &[(&str, f64)]) -> Config {
    let few = [("users", 40_000.0), ("cdn.ttl", 10.0), ("files", 300.0), ("net.rtt", 1.0), ("file.time", 0.1)];
    with(with(cdn::config(), &few), settings)
}

fn hit_ratios(config: &Config, from_cold: bool) -> Vec<f64> {
    let trial = |seed| {
        // From cold, popular files expire together: only over many times to live does that even out.
        let (warmup_s, measured_s) =
            if from_cold { (2.0 * config.cdn.ttl_s, 50.0 * config.cdn.ttl_s) } else { (1.0, 60.0) };
        let trial = Trial::new(0, config.clone(), seed, warmup_s, measured_s);
        if from_cold { trial.act(0.0, Act::Purge) } else { trial }
    };
    let mut experiment = Experiment::of(repeat(16, trial));
    while !experiment.advance(u64::MAX) {}
    let ratio = |o: &Outcome| {
        let (hits, misses) = (o.of(Count::EdgeHit) as f64, o.of(Count::EdgeMiss) as f64);
        hits / (hits + misses)
    };
    experiment.outcomes().iter().map(ratio).collect()
}

#[test]
fn edge_locations_find_files_as_often_as_theory_says() {
    for settings in
        [&[][..], &[("cdn.ttl", 3.0)], &[("cdn.edges", 2.0)], &[("popularity.skew", 0.0)], &[("cdn.rare", 0.0)]]
    {
        let config = small(settings);
        // Of the requests that come to edge locations at all.
        let popularity = Popularity::zipf(config.cdn.files, config.catalogue.skew);
        let served: f64 =
            (0..config.cdn.files).filter(|f| config.cdn_serves(*f)).map(|f| popularity.probability(f)).sum();
        let theory = config.edge_hit_ratio() / served;
        for from_cold in [true, false] {
            meets(&format!("{settings:?}, from cold: {from_cold}"), &hit_ratios(&config, from_cold), theory, 0.03);
        }
    }
}

#[test]
fn the_share_of_hits_is_summed_over_edge_locations_and_files() {
    // One edge location, one file: λT / (1 + λT).
    let config = with(cdn::config(), &[("cdn.edges", 1.0), ("files", 10.0), ("popularity.skew", 0.0)]);
    let rate = config.arrival_rate() * config.cdn.static_share / 10.0;
    assert!((config.edge_hit_ratio() - ttl_hit_ratio(rate, config.cdn.ttl_s)).abs() < 1e-12);
    assert_eq!(cdn::without().edge_hit_ratio(), 0.0);
    assert_eq!(with(config, &[("cdn.ttl", 0.0)]).edge_hit_ratio(), 0.0);
}
