//! A run is a function of (configuration, seed, timed inputs): the same three give the same digest natively and in
//! a browser, today and as when `digests.json` was written. And luck belongs to the request: what a setting cannot
//! touch stays as it was, to the nanosecond.
//!
//! `cargo xtask golden` writes `digests.json` anew. Whether what the scenarios do would be missed is asked natively only.

#[path = "determinism/acts.rs"]
mod acts;
#[path = "determinism/caches.rs"]
mod caches;
#[cfg(not(target_arch = "wasm32"))]
#[path = "determinism/felt.rs"]
mod felt;
#[path = "determinism/luck.rs"]
mod luck;
#[path = "determinism/scenario.rs"]
mod scenario;
#[path = "determinism/scenarios.rs"]
mod scenarios;
#[path = "determinism/scripts.rs"]
mod scripts;
#[path = "determinism/sliders.rs"]
mod sliders;
#[path = "determinism/storms.rs"]
mod storms;
#[path = "determinism/trace.rs"]
mod trace;
#[path = "determinism/troubles.rs"]
mod troubles;
#[path = "determinism/walks.rs"]
mod walks;
#[path = "determinism/ways.rs"]
mod ways;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use scenario::Scenario;
use trace::{Run, fingerprint, fnv, parting};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

/// All scenarios with their runs. Each is run once, whichever test needs it first.
fn runs() -> &'static [(Scenario, Run)] {
    static RUNS: OnceLock<Vec<(Scenario, Run)>> = OnceLock::new();
    RUNS.get_or_init(|| run_all(scenarios::all()))
}

/// Runs all scenarios, on as many threads as there are processors.
#[cfg(not(target_arch = "wasm32"))]
fn run_all(scenarios: Vec<Scenario>) -> Vec<(Scenario, Run)> {
    let threads = std::thread::available_parallelism().map_or(1, core::num::NonZero::get);
    let waiting = std::sync::Mutex::new(scenarios.into_iter().enumerate());
    let work = || {
        let mut done = Vec::new();
        loop {
            let Some((place, scenario)) = waiting.lock().expect("nobody panics with it").next() else { break done };
            let run = scenario.run();
            done.push((place, scenario, run));
        }
    };
    let mut done: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("its scenarios run")).collect()
    });
    done.sort_by_key(|(place, ..)| *place);
    done.into_iter().map(|(_, scenario, run)| (scenario, run)).collect()
}

/// Runs all scenarios.
#[cfg(target_arch = "wasm32")]
fn run_all(scenarios: Vec<Scenario>) -> Vec<(Scenario, Run)> {
    let run = |scenario: Scenario| {
        let run = scenario.run();
        (scenario, run)
    };
    scenarios.into_iter().map(run).collect()
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn every_scenario_gives_the_digest_on_file() {
    let found: BTreeMap<String, String> =
        runs().iter().map(|(scenario, run)| (scenario.name.clone(), run.line())).collect();
    assert_eq!(found.len(), runs().len(), "two scenarios have the same name");
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("SCALEWALK_UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        update(&found);
    }
    let filed: BTreeMap<String, String> = serde_json::from_str(include_str!("digests.json")).expect("digests.json");
    let ends: BTreeMap<&str, u64> =
        runs().iter().map(|(scenario, _)| (scenario.name.as_str(), scenario.until)).collect();
    let names: BTreeSet<&String> = filed.keys().chain(found.keys()).collect();
    let differing: Vec<String> = names
        .into_iter()
        .filter_map(|name| match (filed.get(name), found.get(name)) {
            (Some(filed), Some(found)) if filed == found => None,
            (Some(filed), Some(found)) => Some(format!("{name}: {}", parting(filed, found, ends[name.as_str()]))),
            (None, _) => Some(format!("{name}: is not on file")),
            (_, None) => Some(format!("{name}: is on file, and no scenario")),
        })
        .collect();
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
    for (scenario, whole) in runs().iter().step_by(13) {
        for slice in [1, 997] {
            let mut sim = scenario.start();
            while !sim.run_some(scenario.until, slice) {}
            assert_eq!(fingerprint(&sim), whole.fingerprint, "{} in slices of {slice}", scenario.name);
        }
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn seeds_and_settings_make_a_difference() {
    let digests: BTreeSet<u64> = runs().iter().map(|(_, run)| run.digest).collect();
    assert_eq!(digests.len(), runs().len(), "two scenarios are the same run");
    for (scenario, run) in runs().iter().step_by(17) {
        let other = Scenario { seed: scenario.seed + 1, ..scenario.clone() };
        assert_ne!(run.digest, other.run().digest, "{}", scenario.name);
    }
}
