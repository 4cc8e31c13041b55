//! M/M/c/K, and Erlang's loss formula, which does not ask how the work is spread.

use scalewalk_model::Cause;
use scalewalk_model::theory::{erlang_b, mmck};
use scalewalk_tests::{meets, plain, replicate, users};

use crate::{each, web};

fn lost(outcome: &scalewalk_course::claim::Outcome) -> f64 {
    outcome.failed_by(Cause::QueueFull) as f64 / web(outcome).arrived as f64
}

fn bounded(cores: u32, places: u32, rho: f64) {
    let rate = rho * f64::from(cores) / 0.01;
    let config = plain(&[
        users(rate),
        ("web.cores", f64::from(cores)),
        ("web.page_time", 10.0),
        ("web.queue", f64::from(places)),
    ]);
    let (rate, service_s) = (config.arrival_rate(), config.web_work_s());
    let theory = mmck(cores, places, rate, service_s);
    let runs = replicate(&config, 16, 30.0, 100_000.0 / rate);
    let name = format!("M/M/{cores} with {places} places at load {rho}");
    meets(&format!("{name}: loss"), &each(&runs, lost), theory.loss, 0.05);
    let wait_ms = each(&runs, |o| web(o).mean_wait_ms.expect("waits"));
    meets(&format!("{name}: wait in ms"), &wait_ms, theory.wait_s * 1e3, 0.05);
    meets(&format!("{name}: utilisation"), &each(&runs, |o| web(o).utilisation), theory.utilisation, 0.02);
    let inside = each(&runs, |o| web(o).mean_queue + web(o).utilisation * f64::from(cores));
    meets(&format!("{name}: number inside"), &inside, theory.in_system, 0.03);
}

#[test]
fn one_core_and_three_places() {
    bounded(1, 3, 0.9);
}

#[test]
fn two_cores_and_five_places_past_capacity() {
    bounded(2, 5, 1.3);
}

#[test]
fn ninety_six_cores_and_twenty_places_past_capacity() {
    bounded(96, 20, 1.1);
}

#[test]
fn eight_cores_and_ten_places() {
    bounded(8, 10, 1.0);
}

#[test]
fn erlangs_loss_whatever_the_spread() {
    for spread in 0..3 {
        let config = plain(&[
            users(600.0),
            ("web.cores", 8.0),
            ("web.page_time", 10.0),
            ("web.queue", 0.0),
            ("work.spread", f64::from(spread)),
        ]);
        let theory = erlang_b(8, config.arrival_rate() * config.web_work_s());
        let runs = replicate(&config, 16, 20.0, 150.0);
        meets(&format!("Erlang B, spread {spread}: loss"), &each(&runs, lost), theory, 0.05);
        let carried = each(&runs, |o| web(o).utilisation * 8.0);
        let theory = (1.0 - theory) * config.arrival_rate() * config.web_work_s();
        meets(&format!("Erlang B, spread {spread}: carried load"), &carried, theory, 0.02);
        assert!(runs.iter().all(|o| web(o).mean_wait_ms == Some(0.0)), "nobody can wait without a place");
    }
}
