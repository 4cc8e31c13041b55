//! Long work in short slices, so that the page never stalls.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;

use crate::browser::animation_frame::{in_next_frame, last_frame, now_ms};

/// Work under way. Dropping it does not stop it; [`Task::stop`] does.
#[derive(Clone, Debug, Default)]
pub struct Task(Rc<Cell<bool>>);

impl Task {
    /// Ends the work before its next slice.
    pub fn stop(&self) {
        self.0.set(true);
    }

    /// Whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.0.get()
    }

    /// Calls `work` over and over until it says that it is done, once in each frame: after the frame's own work and its
    /// drawing, until `share` of the time from frame to frame is used up by all three together. So it gives way to
    /// traffic, and takes the whole of the share when that is paused. In a hidden tab it waits. `after` is called after
    /// each slice with whether all is done.
    pub fn in_frames(
        &self,
        share: impl Fn() -> f64 + 'static,
        work: impl FnMut() -> bool + 'static,
        after: impl FnMut(bool) + 'static,
    ) {
        next_frame(self.clone(), Box::new(share), Box::new(work), Box::new(after));
    }
}

type Share = Box<dyn Fn() -> f64>;
type Work = Box<dyn FnMut() -> bool>;
type After = Box<dyn FnMut(bool)>;

/// What a frame has for a slice at least, as a share of it, however busy it is: else work would never end where a machine is
/// busy with the traffic alone.
const LEAST: f64 = 0.1;

fn next_frame(task: Task, share: Share, mut work: Work, mut after: After) {
    if task.is_stopped() {
        return;
    }
    in_next_frame(move |_| {
        // A timer that is set while a frame is made runs as soon as it is drawn. (Those set by timers wait 4 ms.)
        Timeout::new(0, move || {
            let frame = last_frame();
            let end_ms = (frame.start_ms + share() * frame.length_ms).max(now_ms() + LEAST * frame.length_ms);
            if !task.is_stopped() && !slice(end_ms, &mut work, &mut after) {
                next_frame(task, share, work, after);
            }
        })
        .forget();
    });
}

/// Works until `end_ms`. Whether all is done.
fn slice(end_ms: f64, work: &mut Work, after: &mut After) -> bool {
    let done = loop {
        if work() {
            break true;
        }
        if now_ms() >= end_ms {
            break false;
        }
    };
    after(done);
    done
}
