//! The claims of this stage, one file each.

use scalewalk_model::{Config, SessionMode};

use super::steady;
use crate::claim::{Claim, Outcome};
use crate::stage::with;

mod autoscale;
mod imbalance;
mod remove_server;
mod sticky_loss;
mod store_cost;
mod store_down;
mod wrong_server;

/// All of them.
pub const ALL: &[Claim] = &[
    wrong_server::CLAIM,
    sticky_loss::CLAIM,
    imbalance::CLAIM,
    store_cost::CLAIM,
    store_down::CLAIM,
    remove_server::CLAIM,
    autoscale::CLAIM,
];

/// Time between clicks in these runs, in seconds: short, so that every visitor clicks within a few seconds.
const THINK_S: f64 = 2.0;
/// After this nearly every visitor has clicked: of 1,000, e⁻¹⁰ × 1,000 have not.
const SETTLED_S: f64 = 10.0 * THINK_S;

/// Pages a user asks for in a day.
const PAGES: f64 = 30.0;

/// Few visitors who click often, and ask for nothing but pages.
fn brisk(mode: SessionMode, settings: &[(&str, f64)]) -> Config {
    let few =
        [("users", 150_000.0), ("requests", PAGES), ("static", 0.0), ("visit.think", THINK_S), ("web.servers", 3.0)];
    with(with(steady(mode), &few), settings)
}

/// Visitors on the site at once: by Little's law, arrival rate × time between clicks.
fn visitors(outcome: &Outcome) -> f64 {
    outcome.arrivals_in(outcome.config.think_s)
}
