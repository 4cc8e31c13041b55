//! What watches the system.

use crate::params::declare::{linear, log, param, real, switch, whole};
use crate::params::{Param, Scale, Unit};

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("obs.scrape", "Scrapes every", Unit::Seconds, log(1.0, 300.0), 15.0, real!(telemetry.scrape_s),
        "Time from one look at the counters of all machines to the next.", "15 s, a common setting of Prometheus"),
    param("obs.window", "Alert looks back", Unit::Seconds, log(1.0, 600.0), 60.0, real!(telemetry.window_s),
        "The alert compares what happened in this time with its threshold.", "one to five minutes are common"),
    param("obs.threshold", "Alert threshold", Unit::Percent, log(0.0001, 1.0), 0.01, real!(telemetry.threshold),
        "Share of failed requests above which the alert rings.", "an assumption: ten times the objective's 0.1 %"),
    param("obs.least", "Errors it takes", Unit::Count, log(1.0, 1000.0), 10.0, whole!(telemetry.least),
        "The alert does not ring for fewer errors in its window, however large their share.", "an assumption: ten are known within a third"),
    param("obs.logs", "Log aggregation", Unit::None, Scale::Switch, 1.0, switch!(telemetry.aggregate),
        "Whether the log lines of all machines are collected in one place.", "on, as it should be"),
    param("biz.churn", "Lost by a failure", Unit::Percent, linear(0.0, 1.0, 0.05), 0.3, real!(telemetry.churn),
        "Share of the visitors who met a failure that stay away for good.", "an assumption"),
    param("biz.revenue", "A page earns", Unit::Dollars, linear(0.0, 0.05, 0.001), 0.002, real!(telemetry.usd_page),
        "What a page earns that reaches its visitor.", "an assumption: two dollars for a thousand pages, as advertising pays"),
];
