//! The wave of traffic, and the pool that follows it.

use crate::params::declare::{linear, log, log_or_zero, param, real, switch, whole};
use crate::params::{Param, Scale, Unit};
use crate::topology::node::MAX_SERVERS;

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("wave", "Traffic wave", Unit::Percent, linear(0.0, 1.0, 0.05), 0.0, real!(scaling.wave),
        "How far traffic swings about its mean.", "none, to begin with"),
    param("wave.period", "Length of a wave", Unit::Seconds, log(10.0, 86_400.0), 600.0, real!(scaling.wave_s),
        "From one peak of traffic to the next.", "a day, shortened to ten minutes so that it can be watched"),
    param("auto.scale", "Autoscaling", Unit::None, Scale::Switch, 0.0, switch!(scaling.auto),
        "Whether servers are added and removed as the load asks.", "off, to begin with"),
    param("auto.target", "Target utilisation", Unit::Percent, linear(0.2, 0.95, 0.05), 0.6, real!(scaling.target),
        "The utilisation of the web tier that the pool aims at.", "a common setting of target tracking, 50 to 70 %"),
    param("auto.interval", "Looks every", Unit::Seconds, log(1.0, 300.0), 10.0, real!(scaling.interval_s),
        "Time from one look at the utilisation to the next.", "a minute in the clouds; shortened with the wave"),
    param("auto.cooldown", "Cooldown", Unit::Seconds, log_or_zero(1.0, 600.0), 20.0, real!(scaling.cooldown_s),
        "Time after a change in which nothing is changed again.", "five minutes in the clouds; shortened with the wave"),
    param("auto.boot", "A new server is ready after", Unit::Seconds, log(1.0, 600.0), 15.0, real!(scaling.boot_s),
        "Time a new server takes to start.", "a minute or two in the clouds; shortened with the wave"),
    param("auto.min", "Fewest servers", Unit::Count, linear(1.0, MAX_SERVERS as f64, 1.0), 2.0, whole!(scaling.min),
        "The pool never gets smaller.", "two, so that one may die"),
    param("auto.max", "Most servers", Unit::Count, linear(1.0, MAX_SERVERS as f64, 1.0), 12.0, whole!(scaling.max),
        "The pool never gets larger.", "as many as can be watched"),
];
