//! How a parameter is declared, and the table of all parts' parameters.

use super::{Choice, Param, Scale, Unit};
use crate::parts::PARAMS;

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

pub(crate) use {one_of, real, switch, whole};

type Access = (fn(&crate::Config) -> f64, fn(&mut crate::Config, f64));

#[allow(clippy::too_many_arguments)] // One line a parameter keeps the table a table.
pub(crate) const fn param(
    id: &'static str,
    label: &'static str,
    unit: Unit,
    scale: Scale,
    default: f64,
    access: Access,
    help: &'static str,
    source: &'static str,
) -> Param {
    // The page does not show it, and should not load it.
    let source = if cfg!(feature = "sources") { source } else { "" };
    Param { id, label, unit, scale, default, help, source, get: access.0, set: access.1 }
}

pub(crate) const fn linear(min: f64, max: f64, step: f64) -> Scale {
    Scale::Linear { min, max, step }
}
pub(crate) const fn log(min: f64, max: f64) -> Scale {
    Scale::Log { min, max, zero: false, never: false }
}
pub(crate) const fn log_or_zero(min: f64, max: f64) -> Scale {
    Scale::Log { min, max, zero: true, never: false }
}
pub(crate) const fn choice(key: &'static str, label: &'static str) -> Choice {
    Choice { key, label }
}

/// All parameters, part after part.
pub(super) static TABLE: &[Param] = &all();

const fn count() -> usize {
    let (mut part, mut n) = (0, 0);
    while part < PARAMS.len() {
        n += PARAMS[part].len();
        part += 1;
    }
    n
}

const fn all() -> [Param; count()] {
    let mut table = [PARAMS[0][0]; count()];
    let (mut part, mut n) = (0, 0);
    while part < PARAMS.len() {
        let mut i = 0;
        while i < PARAMS[part].len() {
            table[n] = PARAMS[part][i];
            (i, n) = (i + 1, n + 1);
        }
        part += 1;
    }
    table
}
