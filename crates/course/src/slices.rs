//! Long work as futures that give way again and again, so that whoever polls them can stop, or do something else first.
//! None of them waits for anything: to poll is to work.

use core::future::{Future, poll_fn};
use core::mem::replace;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

use scalewalk_model::Sim;
use scalewalk_model::time::Nanos;

/// Events of a simulation in one slice: about a tenth of a millisecond.
pub const EVENTS: u64 = 1_000;

/// Ends the slice; the next one goes on from here.
pub async fn give_way() {
    let mut gave = false;
    poll_fn(|_| if replace(&mut gave, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

/// [`Sim::run_until`] in slices.
pub async fn run_until(sim: &mut Sim, until: Nanos) {
    while !sim.run_some(until, EVENTS) {
        give_way().await;
    }
}

/// Does a slice of `work`; its result if that was the last.
pub fn advance<T>(work: Pin<&mut (impl Future<Output = T> + ?Sized)>) -> Option<T> {
    match work.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => Some(result),
        Poll::Pending => None,
    }
}

/// Does all slices of `work`, one after the other.
pub fn complete<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Some(result) = advance(work.as_mut()) {
            return result;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::load_balancer;
    use scalewalk_model::time::SECOND;

    #[test]
    fn a_run_in_slices_is_the_run_in_one_go() {
        let run = || Sim::new(load_balancer::config(), 1);
        let (mut whole, mut sliced, mut slices) = (run(), run(), 1);
        whole.run_until(2 * SECOND);
        {
            let mut work = pin!(run_until(&mut sliced, 2 * SECOND));
            while advance(work.as_mut()).is_none() {
                slices += 1;
            }
        }
        assert_eq!(sliced.report().digest, whole.report().digest);
        assert_eq!(slices, 1 + sliced.events_handled() / EVENTS);
    }

    #[test]
    fn what_has_given_way_goes_on_from_there() {
        let mut log = Vec::new();
        complete(async {
            for turn in 0..3 {
                log.push(turn);
                give_way().await;
            }
        });
        assert_eq!(log, [0, 1, 2]);
    }
}
