//! Several data centers.

use crate::config::Routing;
use crate::params::declare::{choice, linear, log, log_or_zero, one_of, param, real, switch, whole};
use crate::params::{Choice, Param, Scale, Unit};
use crate::topology::node::MAX_SITES;

const ROUTINGS: [Choice; 2] = [choice("nearest", "to the nearest"), choice("split", "by share")];

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("dc.count", "Data centers", Unit::Count, linear(1.0, MAX_SITES as f64, 1.0), 2.0, whole!(sites.count),
        "US East, then US West, Europe and Asia.", "one to fail over to"),
    param("dc.routing", "geoDNS sends users", Unit::None, Scale::Choice(&ROUTINGS), 0.0, one_of!(sites.routing, Routing),
        "To the data center nearest to them, or a share to each.", "the reason for geoDNS"),
    param("dc.split", "Share of the first", Unit::Percent, linear(0.0, 1.0, 0.05), 0.5, real!(sites.split),
        "Share of the visitors sent to the first data center when they are split; the others share the rest.", "an even split"),
    param("dc.health", "A dead data center is noticed after", Unit::Seconds, log(0.1, 300.0), 10.0, real!(sites.detect_s),
        "Time until geoDNS stops naming a data center that does not answer a request for a page.", "health checks of hosted DNS: every 10 or 30 s"),
    param("dc.replication", "Replication between data centers", Unit::None, Scale::Switch, 1.0, switch!(sites.replicate),
        "Whether each sends its writes to the others, asynchronously.", "on: it is the stage's lesson"),
    param("dc.lag", "Lag between data centers", Unit::Seconds, log_or_zero(0.01, 60.0), 1.0, real!(sites.lag_s),
        "Time from a write's commit in one data center until it is in the others.", "about a second, as cloud providers state for replication between regions"),
    param("dc.shared", "Queries for shared data", Unit::Percent, linear(0.0, 1.0, 0.05), 0.2, real!(sites.shared),
        "Share of the queries about data that users of all data centers read and write; without replication there is none.", "an assumption: most data belongs to one user"),
];
