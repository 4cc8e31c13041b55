//! The table of parameters, a file a part. To add one: its field in `Config`, its entry in the part's file.

use super::{Choice, Param, Scale, Unit};

macro_rules! real {
    ($($field:ident).+) => {
        (|c| c.$($field).+, |c, v| c.$($field).+ = v)
    };
}
macro_rules! whole {
    ($($field:ident).+) => {
        (|c| f64::from(c.$($field).+), |c, v| c.$($field).+ = v as u32)
    };
}
macro_rules! switch {
    ($($field:ident).+) => {
        (|c| if c.$($field).+ { 1.0 } else { 0.0 }, |c, v| c.$($field).+ = v != 0.0)
    };
}
macro_rules! one_of {
    ($($field:ident).+, $kind:ident) => {
        (
            |c| $kind::ALL.iter().position(|one| *one == c.$($field).+).unwrap_or(0) as f64,
            |c, v| c.$($field).+ = $kind::ALL[v as usize],
        )
    };
}

type Access = (fn(&crate::Config) -> f64, fn(&mut crate::Config, f64));

#[allow(clippy::too_many_arguments)] // One line a parameter keeps the table a table.
const fn param(
    id: &'static str,
    label: &'static str,
    unit: Unit,
    scale: Scale,
    default: f64,
    access: Access,
    help: &'static str,
    source: &'static str,
) -> Param {
    Param { id, label, unit, scale, default, help, source, get: access.0, set: access.1 }
}

const fn linear(min: f64, max: f64, step: f64) -> Scale {
    Scale::Linear { min, max, step }
}
const fn log(min: f64, max: f64) -> Scale {
    Scale::Log { min, max, zero: false, never: false }
}
const fn log_or_zero(min: f64, max: f64) -> Scale {
    Scale::Log { min, max, zero: true, never: false }
}
const fn choice(key: &'static str, label: &'static str) -> Choice {
    Choice { key, label }
}

mod balancer;
mod cache;
mod catalogue;
mod cdn;
mod database;
mod queue;
mod release;
mod replication;
mod scaling;
mod sessions;
mod shards;
mod sites;
mod telemetry;
mod traffic;
mod web;

const PARTS: &[&[Param]] = &[
    traffic::PARAMS,
    catalogue::PARAMS,
    web::PARAMS,
    database::PARAMS,
    replication::PARAMS,
    balancer::PARAMS,
    cache::PARAMS,
    cdn::PARAMS,
    sessions::PARAMS,
    scaling::PARAMS,
    sites::PARAMS,
    queue::PARAMS,
    telemetry::PARAMS,
    release::PARAMS,
    shards::PARAMS,
];

/// All parameters, part after part.
pub(super) static TABLE: &[Param] = &all();

const fn count() -> usize {
    let (mut part, mut n) = (0, 0);
    while part < PARTS.len() {
        n += PARTS[part].len();
        part += 1;
    }
    n
}

const fn all() -> [Param; count()] {
    let mut table = [PARTS[0][0]; count()];
    let (mut part, mut n) = (0, 0);
    while part < PARTS.len() {
        let mut i = 0;
        while i < PARTS[part].len() {
            table[n] = PARTS[part][i];
            (i, n) = (i + 1, n + 1);
        }
        part += 1;
    }
    table
}
