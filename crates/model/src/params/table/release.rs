//! How new builds come to the web servers.

use super::{choice, linear, log, param};
use crate::config::Strategy;
use crate::params::{Choice, Param, Scale, Unit};

const STRATEGIES: [Choice; 3] =
    [choice("all", "all at once"), choice("rolling", "rolling"), choice("canary", "canary first")];

#[rustfmt::skip]
pub(super) const PARAMS: &[Param] = &[
    param("deploy.strategy", "A new build goes to", Unit::None, Scale::Choice(&STRATEGIES), 2.0, one_of!(release.strategy, Strategy),
        "All servers at once, one after the other, or a few first.", "canary, as it should be"),
    param("deploy.canary", "Canaries", Unit::Percent, linear(0.01, 1.0, 0.01), 0.125, real!(release.canary),
        "Share of the servers that get a new build first, rounded up to whole servers.", "one of eight"),
    param("deploy.step", "Time between steps", Unit::Seconds, log(1.0, 3600.0), 30.0, real!(release.step_s),
        "From one server to the next, or from the canaries to the others.", "minutes to hours in practice; shortened, so that it can be watched"),
    param("deploy.rollback", "Automatic rollback", Unit::None, Scale::Switch, 1.0, switch!(release.rollback),
        "Whether the last build is brought back when an alert rings.", "on, as it should be"),
    param("deploy.tests", "Tests before deploying", Unit::None, Scale::Switch, 1.0, switch!(release.tests),
        "Whether a build whose tests fail is stopped.", "on, as it should be"),
    param("deploy.bug", "A bad build fails", Unit::Percent, linear(0.01, 1.0, 0.01), 0.2, real!(release.bug),
        "Share of requests that a bad build answers with an error.", "an assumption"),
];
