//! A run is a function of (configuration, seed, timed inputs): the same three give the same digest natively and in
//! a browser, today and as when `digests.json` was written. And luck belongs to the request: what a setting cannot
//! touch stays as it was, to the nanosecond.
//!
//! `cargo xtask golden` writes `digests.json` anew.

#[path = "determinism/caches.rs"]
mod caches;
#[path = "determinism/luck.rs"]
mod luck;
#[path = "determinism/scenarios.rs"]
mod scenarios;

use std::collections::BTreeMap;

use scalewalk_model::Sim;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use scenarios::{Scenario, all};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

/// The digest of everything that happened to every request, and one of all figures that were drawn from it.
fn fingerprint(sim: &Sim) -> String {
    let report = serde_json::to_string(&sim.report()).expect("a report is plain data");
    let figures = (0..scalewalk_model::series::LEVELS)
        .flat_map(|level| sim.series().buckets(level))
        .fold(report, |text, bucket| format!("{text}\n{bucket:?}"));
    format!("{:016x} {:016x}", sim.digest(), fnv(&figures))
}

/// Fowler, Noll and Vo's hash, variant 1a.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn every_scenario_gives_the_digest_on_file() {
    let found: BTreeMap<String, String> =
        all().into_iter().map(|scenario| (scenario.name.clone(), fingerprint(&scenario.run()))).collect();
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("SCALEWALK_UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        update(&found);
    }
    let filed: BTreeMap<String, String> = serde_json::from_str(include_str!("digests.json")).expect("digests.json");
    let names = || filed.keys().chain(found.keys());
    let differing: Vec<_> = names().filter(|name| filed.get(*name) != found.get(*name)).collect();
    assert!(
        differing.is_empty(),
        "these runs are not what they were: {differing:#?}\nIf the model was changed on purpose, `cargo xtask golden` \
         writes the digests anew."
    );
}

/// Writes the file, and fails.
#[cfg(not(target_arch = "wasm32"))]
fn update(found: &BTreeMap<String, String>) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("digests.json");
    let text = serde_json::to_string_pretty(found).expect("plain data");
    std::fs::write(&path, text + "\n").expect("digests.json can be written");
    panic!(
        "{} is written anew. A person must look at its diff: every run that changed needs a reason. Then run the test \
         again without SCALEWALK_UPDATE_GOLDEN.",
        path.display()
    );
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn a_run_in_slices_is_the_same_run() {
    for scenario in all().into_iter().step_by(7) {
        let whole = scenario.run();
        for slice in [1, 997] {
            let mut sim = scenario.start();
            while !sim.run_some(scenario.until, slice) {}
            assert_eq!(fingerprint(&sim), fingerprint(&whole), "{} in slices of {slice}", scenario.name);
        }
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn seeds_and_settings_make_a_difference() {
    let digests: std::collections::BTreeSet<u64> = all().iter().map(|scenario| scenario.run().digest()).collect();
    assert_eq!(digests.len(), all().len(), "two scenarios are the same run");
    for scenario in all().into_iter().step_by(9) {
        let other = Scenario { seed: scenario.seed + 1, ..scenario.clone() };
        assert_ne!(scenario.run().digest(), other.run().digest(), "{}", scenario.name);
    }
}
