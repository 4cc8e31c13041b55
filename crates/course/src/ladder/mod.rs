//! The ladder: how many daily users the system of each stage serves within the objective of the course
//! ([`crate::trial`]), found by simulation. What was found is filed in `rungs.txt`; `tests/ladder.rs` finds it again,
//! and `cargo xtask ladder` writes it anew.

pub mod builds;
pub mod climb;

use scalewalk_model::params;

pub use builds::{BUILDS, Build};
pub use climb::{Found, climb};

/// The numbers of users that are tried: E24, the preferred numbers that divide a decade into 24 nearly equal ratios
/// (IEC 60063).
const E24: [u32; 24] = [10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91];
/// Where the search begins for the first stage: at a million.
pub const FIRST: u32 = 5 * E24.len() as u32;

/// What is known of a stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rung {
    /// Its id.
    pub stage: &'static str,
    /// The most daily users that it serves, of the numbers that are tried.
    pub users: f64,
    /// What is busiest where it no longer does: the name of a station, without its number.
    pub limit: &'static str,
}

/// A line a stage: its id, its users and its limit.
const FILED: &str = include_str!("rungs.txt");

/// What is filed of each stage, in the order of the walk.
pub fn rungs() -> impl Iterator<Item = Rung> {
    FILED.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (stage, users, limit) = (words.next()?, words.next()?, words.next()?);
        Some(Rung { stage, users: params::number(users)?, limit })
    })
}

/// What is filed of the stage named `id`.
pub fn rung(id: &str) -> Option<Rung> {
    rungs().find(|rung| rung.stage == id)
}

/// The users that are tried at `step`, from ten at 0.
pub fn users(step: u32) -> f64 {
    let (decade, place) = (step / E24.len() as u32, step as usize % E24.len());
    (0..decade).fold(f64::from(E24[place]), |users, _| 10.0 * users)
}

/// The step at which so many users are tried; of others the next.
pub fn step(wanted: f64) -> u32 {
    (0..12 * E24.len() as u32).find(|step| users(*step) >= wanted).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::STAGES;

    #[test]
    fn steps_are_even_and_are_found_again() {
        assert_eq!((users(0), users(FIRST), users(FIRST + 9)), (10.0, 1e6, 2.4e6));
        for n in 0..200 {
            assert_eq!(step(users(n)), n);
            assert!((1.06..1.16).contains(&(users(n + 1) / users(n))), "{n}");
        }
        assert_eq!(step(2.45e6), FIRST + 10);
    }

    #[test]
    fn each_stage_has_its_build_and_its_rung_in_order() {
        let built: Vec<&str> = BUILDS.iter().map(|build| build.stage).collect();
        assert_eq!(built, STAGES.iter().map(|stage| stage.id).collect::<Vec<_>>());
        assert_eq!(built, rungs().map(|rung| rung.stage).collect::<Vec<_>>());
        for rung in rungs() {
            assert_eq!(users(step(rung.users)), rung.users, "{}", rung.stage);
        }
    }
}
