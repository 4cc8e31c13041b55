//! Long work in short slices, so that the page never stalls.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;

use crate::ticker::now_ms;

/// Work under way. Dropping it does not stop it; [`Task::stop`] does.
#[derive(Clone, Default)]
pub struct Task(Rc<Cell<bool>>);

impl Task {
    /// Ends the work before its next slice.
    pub fn stop(&self) {
        self.0.set(true);
    }
}

/// Calls `work` over and over until it says that it is done, at most `slice_ms` at a time.
/// `after` is called after each slice with whether all is done.
pub fn in_slices(slice_ms: f64, work: impl FnMut() -> bool + 'static, after: impl FnMut(bool) + 'static) -> Task {
    let task = Task::default();
    next(task.clone(), slice_ms, 0, Box::new(work), Box::new(after));
    task
}

/// As [`in_slices`], but begins only after `wait_ms`.
pub fn in_slices_after(
    wait_ms: u32,
    slice_ms: f64,
    work: impl FnMut() -> bool + 'static,
    after: impl FnMut(bool) + 'static,
) -> Task {
    let task = Task::default();
    next(task.clone(), slice_ms, wait_ms, Box::new(work), Box::new(after));
    task
}

type Work = Box<dyn FnMut() -> bool>;
type After = Box<dyn FnMut(bool)>;

fn next(task: Task, slice_ms: f64, wait_ms: u32, mut work: Work, mut after: After) {
    Timeout::new(wait_ms, move || {
        if task.0.get() {
            return;
        }
        let end = now_ms() + slice_ms;
        let done = loop {
            if work() {
                break true;
            }
            if now_ms() >= end {
                break false;
            }
        };
        after(done);
        if !done {
            next(task, slice_ms, 0, work, after);
        }
    })
    .forget();
}
