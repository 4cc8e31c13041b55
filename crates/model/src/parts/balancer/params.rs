//! The load balancer.

use crate::config::Algorithm;
use crate::params::declare::{choice, linear, log, one_of, param, real, switch, whole};
use crate::params::{Choice, Param, Scale, Unit};

const ALGORITHMS: [Choice; 5] = [
    choice("round-robin", "round robin"),
    choice("random", "random"),
    choice("least-connections", "least connections"),
    choice("two-choices", "two choices"),
    choice("source-hash", "source hash"),
];

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("lb.algorithm", "The balancer picks by", Unit::None, Scale::Choice(&ALGORITHMS), 0.0,
        one_of!(algorithm, Algorithm),
        "Which server gets the next request.", "round robin is the usual default"),
    param("lb.interval", "Health check every", Unit::Seconds, log(0.1, 60.0), 2.0, real!(probe_s),
        "Time from one health check of a server to the next.", "HAProxy's default"),
    param("lb.threshold", "Out after failed checks", Unit::Count, linear(1.0, 10.0, 1.0), 3.0, whole!(probe_threshold),
        "Failed checks in a row that take a server out.", "HAProxy's default"),
    param("lb.standby", "Standby balancer", Unit::None, Scale::Switch, 0.0,
        switch!(standby),
        "A second balancer that takes the address over when the first one dies.", "off, to show what is missing"),
    param("lb.takeover", "Standby takes over in", Unit::Seconds, log(0.1, 60.0), 3.0, real!(takeover_s),
        "Time until the standby balancer answers.", "VRRP: three missed advertisements, one a second"),
];
