//! How new builds come to the web servers.

use crate::config::Strategy;
use crate::params::declare::{choice, linear, log, log_or_zero, one_of, param, real, switch};
use crate::params::{Choice, Param, Scale, Unit};

const STRATEGIES: [Choice; 3] =
    [choice("all", "all at once"), choice("rolling", "rolling"), choice("canary", "canary first")];

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
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
    param("deploy.every", "A new build every", Unit::Seconds, log_or_zero(10.0, 3600.0), 0.0, real!(release.every_s),
        "Time from one new build to the next; off where they come by hand only.", "off, to begin with"),
    param("deploy.bad", "Bad builds", Unit::Percent, linear(0.0, 1.0, 0.05), 0.5, real!(release.bad_share),
        "Share of the new builds whose tests pass and that fail requests all the same.", "one in two, so that it can be watched; 5 to 15 % are common (Forsgren et al., Accelerate, 2018)"),
    param("errors.base", "Errors at all times", Unit::Percent, log_or_zero(0.0001, 0.1), 0.0, real!(release.base),
        "Share of requests that fail with any build.", "none, to begin with"),
];
