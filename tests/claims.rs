//! One test for each claim, under its id; and that prose, stages and registry name the same things.

#[cfg(not(target_arch = "wasm32"))]
#[path = "claims/prose.rs"]
mod prose;
#[cfg(not(target_arch = "wasm32"))]
#[path = "claims/stages.rs"]
mod stages;
#[cfg(not(target_arch = "wasm32"))]
#[path = "claims/stores.rs"]
mod stores;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    use libtest_mimic::{Arguments, Trial, run};
    use scalewalk_course::stages::CLAIMS;

    let mut arguments = Arguments::from_args();
    // Each claim is a whole set of runs; more at once would only take turns.
    arguments.test_threads = arguments.test_threads.or(Some(2));
    let claims = CLAIMS.iter().copied().flatten();
    let mut tests: Vec<Trial> = claims.map(|claim| Trial::test(claim.id, || bear_out(claim))).collect();
    let rest = [prose::TESTS, stages::TESTS, stores::TESTS].concat();
    tests.extend(rest.into_iter().map(|(name, test)| Trial::test(name, move || Ok(test()?))));
    run(&arguments, tests).exit_code()
}

#[cfg(target_arch = "wasm32")]
fn main() {}

/// A test and its name.
#[cfg(not(target_arch = "wasm32"))]
type Test = (&'static str, fn() -> Result<(), String>);

/// Events that a claim may take, in millions: some two seconds in a browser, for which a reader waits.
#[cfg(not(target_arch = "wasm32"))]
const MOST: u64 = 20;
/// Those that may take more: what they are about takes its time, or the whole system at a hundred million users.
#[cfg(not(target_arch = "wasm32"))]
const LONGER: &[(&str, u64)] = &[
    ("stateless.autoscale", 54),
    ("millions.ladder", 42),
    ("millions.rule-automation", 35),
    ("dc.failover", 26),
    ("queue.duplicates", 21),
    ("queue.add-workers", 21),
];

/// Runs a claim; all of its checks must hold.
#[cfg(not(target_arch = "wasm32"))]
fn bear_out(claim: &scalewalk_course::claim::Claim) -> Result<(), libtest_mimic::Failed> {
    let (checks, events) = scalewalk_course::claim::run(claim);
    if checks.is_empty() {
        return Err("it checks nothing".into());
    }
    let most = LONGER.iter().find(|(id, _)| *id == claim.id).map_or(MOST, |(_, most)| *most);
    if events > most * 1_000_000 {
        return Err(format!("it takes {events} events, more than {most} million").into());
    }
    let lines: Vec<String> = checks
        .iter()
        .map(|check| {
            let holds = if check.holds() { "holds" } else { "DOES NOT HOLD" };
            let (mean, half, unit) = (check.measured.mean, check.measured.half_width, check.unit);
            format!("{holds}: {}: {mean} ± {half}{unit}, {:?} {}{unit}", check.what, check.relation, check.expected)
        })
        .collect();
    if checks.iter().all(scalewalk_course::claim::Check::holds) { Ok(()) } else { Err(lines.join("\n").into()) }
}
