//! What the page has done beside it: the asking, the work in slices, and the telling. A Web Worker does one slice after
//! the other; where none may start the page does them itself, between its frames.
//!
//! The page asks and reads; the worker's module reads, works and tells. Neither links what only the other needs, so the
//! page loads no claim.

mod message;

use core::cell::RefCell;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use std::rc::Rc;

use crate::challenge::{self, Design};
use crate::claim::Experiment;
use crate::ladder::climb::{SEEDS, climb};
use crate::ladder::{Build, rung, step};
use crate::slices::{self, EVENTS, give_way};
use crate::stages;
use crate::stages::database::stores::{self, Family};

pub use message::{Job, MessageError, News, Verdict};

/// The luck of the stores' runs: the same for all, so that they differ in the store alone.
const SEED: u64 = 1;

/// A job under way.
pub struct Work {
    rest: Pin<Box<dyn Future<Output = News>>>,
    told: Told,
}

/// What a job has told of itself in its last slice.
type Told = Rc<RefCell<Vec<News>>>;

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Work")
    }
}

impl Work {
    /// The job that the bytes `message` ask for, all of it still to do.
    pub fn new(message: Vec<u8>) -> Self {
        let told = Told::default();
        Self { rest: Box::pin(work(message, Rc::clone(&told))), told }
    }

    /// Does a slice of it, and tells what is new. Whether that was the last slice.
    pub fn advance(&mut self, tell: &mut dyn FnMut(&News)) -> bool {
        let last = slices::advance(self.rest.as_mut());
        let over = last.is_some();
        self.told.take().iter().chain(&last).for_each(tell);
        over
    }
}

/// Does what `message` asks for, tells of it meanwhile, and returns what came of it.
async fn work(message: Vec<u8>, told: Told) -> News {
    let tell = &mut |news| told.borrow_mut().push(news);
    let done = match Job::read(&message) {
        Ok(Job::Claim(id)) => claim(id, tell).await.ok_or(id),
        Ok(Job::Rung(id)) => search(id, tell).await.ok_or(id),
        Ok(Job::Score(level, settings)) => score(level, &settings, tell).await.ok_or("design"),
        Ok(Job::Stores(id)) => workload(id, tell).await.ok_or(id),
        Err(error) => Ok(News::Failed(error.to_string())),
    };
    done.unwrap_or_else(|id| News::Failed(format!("`{id}` is not known")))
}

async fn claim(id: &str, tell: &mut dyn FnMut(News)) -> Option<News> {
    let claim = stages::claim(id)?;
    let mut experiment = Experiment::new(claim);
    run(&mut experiment, &mut |e| tell(News::Progress(e.progress().0, e.progress().1))).await;
    Verdict::of(&experiment.checks()?).map(News::Verdict)
}

/// Begins where the search ended that is on file: two numbers of users tell whether it is so.
async fn search(id: &str, tell: &mut dyn FnMut(News)) -> Option<News> {
    let first = step(rung(id)?.users);
    let least = 2 * SEEDS as usize;
    let found = climb(Build::of(id)?, first, &mut |runs| tell(News::Progress(runs, least.max(runs + 1)))).await;
    Some(News::Rung(found.users, found.p99_ms))
}

async fn score(level: usize, settings: &[(&str, f64)], tell: &mut dyn FnMut(News)) -> Option<News> {
    let design = Design::new(level, settings)?;
    let tell = &mut |done, total| tell(News::Progress(done, total));
    Some(News::Score(challenge::run::score(&design, tell).await))
}

async fn workload(id: &str, tell: &mut dyn FnMut(News)) -> Option<News> {
    let workload = stores::workload(id)?;
    let mut experiment = Experiment::of(Family::ALL.map(|family| workload.trial(family, SEED)).to_vec());
    let times = |e: &Experiment| News::Times(e.outcomes().iter().map(stores::data_ms).collect());
    run(&mut experiment, &mut |e| tell(times(e))).await;
    Some(times(&experiment))
}

/// Runs all, and calls `after` at the start and after each run.
async fn run(experiment: &mut Experiment, after: &mut dyn FnMut(&Experiment)) {
    let mut told = None;
    loop {
        let (done, total) = experiment.progress();
        if told != Some(done) && done < total {
            told = Some(done);
            after(experiment);
        }
        if experiment.advance(EVENTS) {
            return;
        }
        give_way().await;
    }
}

#[cfg(test)]
mod tests;
