//! What the page has done beside it, in a Web Worker: the asking, the work, and the telling.
//!
//! The page asks and reads; the worker reads, works and tells. Neither links what only the other needs, so the page
//! loads no claim.

mod message;

use crate::challenge::{self, Design};
use crate::claim::Experiment;
use crate::ladder::climb::{SEEDS, climb};
use crate::ladder::{Build, rung, step};
use crate::stages;
use crate::stages::database::stores::{self, Family};

pub use message::{Job, MessageError, News, Verdict};

/// The luck of the stores' runs: the same for all, so that they differ in the store alone.
const SEED: u64 = 1;

/// Does the job that the bytes `message` ask for, to its end, and tells of it.
pub fn run(message: &[u8], tell: &mut dyn FnMut(&News)) {
    let done = match Job::read(message) {
        Ok(Job::Claim(id)) => claim(id, tell).ok_or(id),
        Ok(Job::Rung(id)) => search(id, tell).ok_or(id),
        Ok(Job::Score(design)) => Ok(score(design, tell)),
        Ok(Job::Stores(id)) => workload(id, tell).ok_or(id),
        Err(error) => Ok(News::Failed(error.to_string())),
    };
    tell(&done.unwrap_or_else(|id| News::Failed(format!("`{id}` is not known"))));
}

fn claim(id: &str, tell: &mut dyn FnMut(&News)) -> Option<News> {
    let claim = stages::claim(id)?;
    let mut experiment = Experiment::new(claim);
    advance(&mut experiment, &mut |e| tell(&News::Progress(e.progress().0, e.progress().1)));
    Verdict::of(&experiment.checks()?).map(News::Verdict)
}

/// Begins where the search ended that is on file: two numbers of users tell whether it is so.
fn search(id: &str, tell: &mut dyn FnMut(&News)) -> Option<News> {
    let first = step(rung(id)?.users);
    let least = 2 * SEEDS as usize;
    let found = climb(Build::of(id)?, first, &mut |runs| tell(&News::Progress(runs, least.max(runs + 1))));
    Some(News::Rung(found.users, found.p99_ms))
}

fn score(design: &str, tell: &mut dyn FnMut(&News)) -> News {
    match Design::of_line(design) {
        Ok(design) => {
            News::Score(challenge::run::score(&design, &mut |done, total| tell(&News::Progress(done, total))))
        }
        Err(error) => News::Failed(error.to_string()),
    }
}

fn workload(id: &str, tell: &mut dyn FnMut(&News)) -> Option<News> {
    let workload = stores::workload(id)?;
    let mut experiment = Experiment::of(Family::ALL.map(|family| workload.trial(family, SEED)).to_vec());
    let times = |e: &Experiment| News::Times(e.outcomes().iter().map(stores::data_ms).collect());
    advance(&mut experiment, &mut |e| tell(&times(e)));
    Some(times(&experiment))
}

/// Runs all, and calls `after` at the start and after each run.
fn advance(experiment: &mut Experiment, after: &mut dyn FnMut(&Experiment)) {
    let mut told = None;
    loop {
        let (done, total) = experiment.progress();
        if told != Some(done) && done < total {
            told = Some(done);
            after(experiment);
        }
        if experiment.advance(u64::MAX) {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
