//! The accounts are exact at every instant, whatever is done to a run; what cannot be done is refused whole; and
//! looking changes nothing.
#![cfg(not(target_arch = "wasm32"))]

#[path = "accounting/action.rs"]
mod action;
#[path = "accounting/audit.rs"]
mod audit;
#[path = "accounting/builds.rs"]
mod builds;
#[path = "accounting/found.rs"]
mod found;
#[path = "accounting/inputs.rs"]
mod inputs;
#[path = "accounting/messages.rs"]
mod messages;
#[path = "accounting/promotions.rs"]
mod promotions;
#[path = "accounting/rows.rs"]
mod rows;
#[path = "accounting/sessions.rs"]
mod sessions;
#[path = "accounting/shards.rs"]
mod shards;
#[path = "accounting/single_points.rs"]
mod single_points;
#[path = "accounting/sites.rs"]
mod sites;
#[path = "accounting/standbys.rs"]
mod standbys;
#[path = "accounting/watching.rs"]
mod watching;
#[path = "accounting/writes.rs"]
mod writes;

use action::{Action, actions, bad_inputs, config};
use audit::{audit, audit_journeys};
use inputs::{all_well, machines};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use scalewalk_course::STAGES;
use scalewalk_course::stage::with;
use scalewalk_model::time::{SECOND, from_secs};
use scalewalk_model::{Config, Fault, History, Input, Sim};

/// A small load, and no errors but those of faults.
const CALM: [(&str, f64); 3] = [("users", 20_000.0), ("errors.base", 0.0), ("deploy.every", 0.0)];

fn cases(n: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    // The environment's PROPTEST_CASES is the default's number.
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { n };
    // What has failed once is tried first ever after: the file is to be committed.
    let regressions = FileFailurePersistence::Direct("accounting/regressions.txt");
    ProptestConfig { cases, failure_persistence: Some(Box::new(regressions)), max_shrink_iters: 4_000, ..default }
}

/// Runs for `ms`, but no more than `most` events, and looks at the books after each of them.
fn run_audited(sim: &mut Sim, ms: u64, most: u64) {
    let until = sim.now() + ms * 1_000_000;
    let last = sim.events_handled().saturating_add(most);
    while sim.events_handled() < last && sim.step(until) {
        // A head count takes as long as there are heads.
        if sim.in_flight() < 100 || sim.events_handled().is_multiple_of(31) {
            audit(sim);
        }
    }
    audit(sim);
    audit_journeys(sim);
}

fn perform(sim: &mut Sim, action: &Action) {
    match action {
        Action::Run { ms } => run_audited(sim, *ms, 2_500),
        other => {
            if let Some(input) = other.input(sim.config()) {
                // Some of it is not possible in this system, and is refused; the books must be right either way.
                let _ = sim.apply(&input);
                audit(sim);
            }
        }
    }
}

/// Whatever is done to a run, its books are right; and in calm afterwards it serves everything.
fn live_through(config: Config, seed: u64, follow: f64, actions: &[Action]) {
    let mut sim = Sim::new(config, seed);
    sim.follow(follow);
    for action in actions {
        perform(&mut sim, action);
        let few = |site: &u8| sim.shards_at(*site).rows() < 1_000;
        (0..sim.config().sites() as u8).filter(few).for_each(|site| shards::audit_rows_of(&sim, site));
    }
    // Calm: a small load on some stage. When the last has given up, every request is answered again.
    let calm = with((STAGES[seed as usize % STAGES.len()].lanes)().remove(0), &CALM);
    assert!(sim.apply(&Input::Reconfigure(Box::new(calm))).is_ok());
    assert!(all_well(&sim), "the next stage begins with every machine well");
    run_audited(&mut sim, 31_000, u64::MAX);
    let before = sim.accounts().total;
    run_audited(&mut sim, 20_000, u64::MAX);
    let since = sim.accounts().total.since(&before);
    assert_eq!(since.failed_in_all(), 0, "failures in calm");
    assert!(since.answered > 0 && sim.in_flight() < 50);
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn every_request_is_counted_once_and_everywhere_it_is(
        config in config(), seed: u64, follow in 0.0..1.0f64, actions in actions(40),
    ) {
        live_through(config, seed, follow, &actions);
    }

    #[test]
    fn the_books_of_late_stages_are_right_whatever_is_done(
        config in action::late_stage(), seed: u64, follow in 0.0..1.0f64, actions in action::late_actions(30),
    ) {
        live_through(config, seed, follow, &actions);
    }

    #[test]
    fn a_repaired_system_serves_everything_again(stage in 0..STAGES.len(), seed: u64, faults in action::faults()) {
        let lanes = (STAGES[stage].lanes)();
        let config = with(lanes[seed as usize % lanes.len()].clone(), &[&CALM[1..], &[("users", 100_000.0)]].concat());
        let mut sim = Sim::new(config.clone(), seed);
        for (ms, node, kind) in faults {
            let _ = sim.apply(&Input::Fault { node, kind });
            run_audited(&mut sim, ms, u64::MAX);
            let waited = sim.census().oldest.map_or(0, |born| sim.now() - born);
            prop_assert!(waited <= from_secs(config.timeout_s), "a client has waited for {} ns", waited);
        }
        // The pool may have changed it.
        let config = sim.config().clone();
        for node in machines(&config) {
            let repaired = sim.apply(&Input::Fault { node, kind: Fault::Repair });
            prop_assert!(repaired.is_ok());
        }
        // Machines start in 2 s and are checked in after 4 s more; the last client gives up after 3 s.
        // What a pool has begun to replace starts more slowly.
        let replaced_ms = if config.scaling.auto { (config.scaling.boot_s * 1e3) as u64 } else { 0 };
        run_audited(&mut sim, 10_000 + replaced_ms, u64::MAX);
        let before = sim.accounts().total;
        run_audited(&mut sim, 10_000, u64::MAX);
        prop_assert_eq!(sim.accounts().total.since(&before).failed_in_all(), 0);
    }

    #[test]
    fn what_cannot_be_done_is_refused_and_changes_nothing(config in config(), seed: u64, actions in actions(8)) {
        let mut sim = Sim::new(config, seed);
        actions.iter().for_each(|action| perform(&mut sim, action));
        let mut refusing = sim.clone();
        let bad = bad_inputs(sim.config());
        for input in &bad {
            let before = (refusing.digest(), refusing.config().clone(), refusing.census());
            let error = refusing.apply(input).expect_err("it is refused").to_string();
            prop_assert!(error.contains('`'), "it does not name what: {}", error);
            prop_assert_eq!(before, (refusing.digest(), refusing.config().clone(), refusing.census()));
        }
        // Planned ones are refused when their time comes, and are kept.
        let soon = sim.now() + 1_000_000;
        bad.iter().for_each(|input| refusing.plan(soon, input.clone()));
        for run in [&mut sim, &mut refusing] {
            // A refused input takes a step too.
            run.run_until(soon);
            run.run_some(soon + SECOND, 20_000);
        }
        prop_assert_eq!(refusing.refused().len(), bad.len());
        prop_assert!(sim.refused().is_empty());
        prop_assert_eq!(sim.digest(), refusing.digest());
    }

    #[test]
    fn looking_changes_nothing_and_a_fork_goes_on_alike(config in config(), seed: u64, actions in actions(20)) {
        let mut unseen = Sim::new(config.clone(), seed);
        let mut seen = Sim::new(config, seed);
        for (i, action) in actions.iter().enumerate() {
            seen.follow([0.0, 0.3, 1.0][i % 3]);
            perform(&mut unseen, action);
            perform(&mut seen, action);
            let report = seen.report();
            prop_assert!(report.seconds >= 0.0 && seen.series().buckets(0).len() <= 720);
        }
        prop_assert_eq!(unseen.digest(), seen.digest());
        let mut fork = seen.clone();
        fork.run_some(seen.now() + SECOND, 5_000);
        seen.run_some(seen.now() + SECOND, 5_000);
        prop_assert_eq!(fork.digest(), seen.digest());
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn any_moment_can_be_gone_back_to_and_comes_again(
        config in config(), seed: u64, actions in actions(25), place in 0.0..1.0f64,
    ) {
        let mut sims = vec![Sim::new(config, seed)];
        let mut history = History::new(&sims);
        // What is due at once is part of the first moment.
        sims[0].run_until(0);
        let mut seen = vec![(0, sims[0].digest())];
        for action in &actions {
            if let Action::Run { ms } = action {
                let until = sims[0].now() + ms * 250_000;
                sims[0].run_until(until);
                history.watch(&sims);
                seen.push((sims[0].now(), sims[0].digest()));
            } else if let Some(input) = action.input(sims[0].config()) {
                let possible = sims[0].check(&input);
                prop_assert_eq!(history.apply(&mut sims, 0..1, &input), possible);
                prop_assert!(sims[0].refused().is_empty());
            }
        }
        let (at, digest) = seen[(place * seen.len() as f64) as usize];
        let mut then = history.seek(at).expect("a moment of the past");
        prop_assert_eq!(then[0].digest(), digest);
        audit(&then[0]);
        then[0].run_until(sims[0].now());
        prop_assert_eq!(then[0].digest(), sims[0].digest());
        prop_assert_eq!(then[0].config(), sims[0].config());
    }
}
