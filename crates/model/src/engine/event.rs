//! The event list: what happens next.

use crate::engine::time::{NEVER, Nanos};
use crate::engine::wheel::Wheel;
use crate::request::RequestKey;

/// Something that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A request comes to the end of its hop.
    Reach(RequestKey),
    /// The balancer asks a server whether it is well.
    Probe { server: u8, epoch: u32 },
    /// The standby balancer takes the address over.
    Takeover { site: u8, epoch: u32 },
    /// A station has started.
    Booted { station: u8, epoch: u32 },
    /// The others notice that a machine behind the web servers is gone.
    Noticed { station: u8, epoch: u32 },
    /// A new machine has taken the place of a dead one.
    Replaced { station: u8, epoch: u32 },
    /// The pool of web servers looks at its load.
    Look { epoch: u32 },
    /// geoDNS notices that a data center is gone, or back.
    SiteNoticed { site: u8, epoch: u32 },
    /// A message from another data center arrives.
    Told { epoch: u32 },
    /// A data center gets a build, or a pipeline's tests are done.
    Deploy { site: u8, epoch: u32 },
    /// Something is due with the queue or its workers.
    Jobs { epoch: u32 },
    /// The queue hears that the attempt with this receipt is done.
    Reported { receipt: u64 },
    /// All machines are scraped.
    Scrape { epoch: u32 },
    /// The log collector fetches new lines.
    Collect { epoch: u32 },
    /// The pipeline goes on with a build.
    Roll { epoch: u32 },
    /// A new build is ready.
    NewBuild { epoch: u32 },
    /// A shard hands the next batch of rows over.
    Move { station: u8, epoch: u32 },
    /// A write has arrived at a replica.
    Apply { station: u8, epoch: u32 },
    /// The primary of a data center looks after the writers who wait for its replicas.
    Await { site: u8 },
    /// What a data center could not take is told it again.
    TellAgain,
}

/// An event in eight bytes: its kind in the lowest byte, a station or server in the next and an epoch in the upper
/// half; or a request's key or a receipt in all but the lowest byte.
#[derive(Clone, Copy, Debug)]
struct Packed(u64);

const REACH: u64 = 0;
const PROBE: u64 = 1;
const TAKEOVER: u64 = 2;
const BOOTED: u64 = 3;
const NOTICED: u64 = 4;
const REPLACED: u64 = 5;
const LOOK: u64 = 6;
const SITE_NOTICED: u64 = 7;
const TOLD: u64 = 8;
const DEPLOY: u64 = 9;
const JOBS: u64 = 10;
const REPORTED: u64 = 11;
const SCRAPE: u64 = 30;
const COLLECT: u64 = 31;
const ROLL: u64 = 32;
const NEW_BUILD: u64 = 33;
const MOVE: u64 = 20;
const APPLY: u64 = 21;
const AWAIT: u64 = 22;
const TELL_AGAIN: u64 = 23;

impl Packed {
    fn of(event: Event) -> Self {
        let at = |station: u8, epoch: u32| u64::from(station) << 8 | u64::from(epoch) << 32;
        Self(match event {
            Event::Reach(key) => REACH | key.to_bits() << 8,
            Event::Probe { server, epoch } => PROBE | at(server, epoch),
            Event::Takeover { site, epoch } => TAKEOVER | at(site, epoch),
            Event::Booted { station, epoch } => BOOTED | at(station, epoch),
            Event::Noticed { station, epoch } => NOTICED | at(station, epoch),
            Event::Replaced { station, epoch } => REPLACED | at(station, epoch),
            Event::Look { epoch } => LOOK | at(0, epoch),
            Event::SiteNoticed { site, epoch } => SITE_NOTICED | at(site, epoch),
            Event::Told { epoch } => TOLD | at(0, epoch),
            Event::Deploy { site, epoch } => DEPLOY | at(site, epoch),
            Event::Jobs { epoch } => JOBS | at(0, epoch),
            Event::Reported { receipt } => REPORTED | receipt << 8,
            Event::Scrape { epoch } => SCRAPE | at(0, epoch),
            Event::Collect { epoch } => COLLECT | at(0, epoch),
            Event::Roll { epoch } => ROLL | at(0, epoch),
            Event::NewBuild { epoch } => NEW_BUILD | at(0, epoch),
            Event::Move { station, epoch } => MOVE | at(station, epoch),
            Event::Apply { station, epoch } => APPLY | at(station, epoch),
            Event::Await { site } => AWAIT | at(site, 0),
            Event::TellAgain => TELL_AGAIN,
        })
    }

    fn event(self) -> Event {
        let (station, epoch) = ((self.0 >> 8) as u8, (self.0 >> 32) as u32);
        match self.0 & 0xff {
            REACH => Event::Reach(RequestKey::from_bits(self.0 >> 8)),
            PROBE => Event::Probe { server: station, epoch },
            TAKEOVER => Event::Takeover { site: station, epoch },
            BOOTED => Event::Booted { station, epoch },
            NOTICED => Event::Noticed { station, epoch },
            REPLACED => Event::Replaced { station, epoch },
            SITE_NOTICED => Event::SiteNoticed { site: station, epoch },
            TOLD => Event::Told { epoch },
            DEPLOY => Event::Deploy { site: station, epoch },
            JOBS => Event::Jobs { epoch },
            REPORTED => Event::Reported { receipt: self.0 >> 8 },
            SCRAPE => Event::Scrape { epoch },
            COLLECT => Event::Collect { epoch },
            ROLL => Event::Roll { epoch },
            NEW_BUILD => Event::NewBuild { epoch },
            MOVE => Event::Move { station, epoch },
            APPLY => Event::Apply { station, epoch },
            AWAIT => Event::Await { site: station },
            TELL_AGAIN => Event::TellAgain,
            _ => Event::Look { epoch },
        }
    }
}

/// An event and when it is due.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub time: Nanos,
    event: Packed,
}

/// The most events that are kept sorted.
const NEAR: usize = 64;

/// What is due, ordered by time; events of the same moment come in the order in which they were added, so that
/// no sequence number need be kept. The soonest events are sorted, the others lie in a [`Wheel`] until their time is
/// near. Push and pop cost amortised O(1), nearly the same for a million events as for a thousand. No allocation
/// once it has grown to the size that the run needs.
#[derive(Clone, Debug)]
pub(crate) struct EventList {
    /// Due before `horizon`, the next one last.
    near: Vec<Entry>,
    horizon: Nanos,
    /// Due at `horizon` or later.
    far: Wheel,
}

impl Default for EventList {
    fn default() -> Self {
        Self { near: Vec::with_capacity(2 * NEAR), horizon: NEVER, far: Wheel::default() }
    }
}

impl EventList {
    /// When the next event is due; [`NEVER`] if there is none.
    #[inline]
    pub fn next_time(&self) -> Nanos {
        self.near.last().map_or(NEVER, |entry| entry.time)
    }

    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.near.capacity() * size_of::<Entry>() + self.far.bytes()
    }

    /// Adds an event that is due at `time`, before [`NEVER`].
    #[inline]
    pub fn push(&mut self, time: Nanos, event: Event) {
        debug_assert!(time < NEVER);
        let entry = Entry { time, event: Packed::of(event) };
        if time < self.horizon {
            self.sort_in(entry);
            if self.near.len() > NEAR {
                self.spill();
            }
        } else {
            self.far.push(entry);
        }
    }

    /// Takes the next event.
    #[inline]
    pub fn pop(&mut self) -> Option<Event> {
        let entry = self.near.pop()?;
        if self.near.is_empty() && !self.far.is_empty() {
            self.refill();
        }
        Some(entry.event.event())
    }

    /// After all that are due no later.
    #[inline]
    fn sort_in(&mut self, entry: Entry) {
        let mut place = self.near.len();
        self.near.push(entry);
        let near = self.near.as_mut_slice();
        while place > 0 && place < near.len() {
            let sooner = near[place - 1];
            if sooner.time > entry.time {
                break;
            }
            near[place] = sooner;
            place -= 1;
        }
        near[place] = entry;
    }

    /// Moves the later half of the near events to the far ones.
    #[cold]
    fn spill(&mut self) {
        let horizon = self.near[self.near.len() / 2].time;
        // All of one moment stay together.
        let kept = self.near.partition_point(|entry| entry.time >= horizon);
        if kept == self.near.len() {
            return;
        }
        self.horizon = horizon;
        self.far.begin_at(horizon);
        // The latest is first, and the first added of a moment is the last of it.
        for entry in self.near[..kept].iter().rev() {
            self.far.push(*entry);
        }
        self.near.drain(..kept);
    }

    /// Takes the next few of the far events.
    fn refill(&mut self) {
        let near = &mut self.near;
        // Buckets may hold little: some at once cost less than one after another.
        while near.len() < NEAR / 8 && !self.far.is_empty() {
            self.horizon = self.far.take_next(NEAR / 2, |entry| near.push(entry));
        }
        // Buckets are small: insertion keeps the order of equal moments.
        near.reverse();
        for sorted in 1..near.len() {
            let entry = near[sorted];
            let mut place = sorted;
            while place > 0 && near[place - 1].time < entry.time {
                near[place] = near[place - 1];
                place -= 1;
            }
            near[place] = entry;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::luck::mix;
    use std::collections::BTreeMap;

    #[test]
    fn packing_loses_nothing() {
        let key = RequestKey::from_bits(0xab_cdef_0123_4567);
        for event in [
            Event::Reach(key),
            Event::Probe { server: 63, epoch: 7 },
            Event::Takeover { site: 3, epoch: u32::MAX },
            Event::Booted { station: 255, epoch: 1 },
            Event::Noticed { station: 1, epoch: 2 },
            Event::Replaced { station: 2, epoch: 3 },
            Event::Look { epoch: 4 },
            Event::SiteNoticed { site: 3, epoch: 5 },
            Event::Told { epoch: 6 },
            Event::Deploy { site: 255, epoch: 7 },
            Event::Jobs { epoch: 8 },
            Event::Reported { receipt: u64::from(u32::MAX) + 9 },
            Event::Scrape { epoch: 5 },
            Event::Collect { epoch: 6 },
            Event::Roll { epoch: 7 },
            Event::NewBuild { epoch: 8 },
            Event::Move { station: 5, epoch: 6 },
        ] {
            assert_eq!(Packed::of(event).event(), event);
        }
    }

    /// Against a sorted map: `delay` of the n-th event, `pending` events at most.
    fn agrees(pending: usize, rounds: u64, delay: impl Fn(u64) -> u64) {
        let mut list = EventList::default();
        let mut expected = BTreeMap::new();
        let mut now = 0;
        for n in 0..rounds {
            let time = now + delay(n);
            list.push(time, Event::Takeover { site: 0, epoch: n as u32 });
            expected.insert((time, n), n as u32);
            while expected.len() > pending * (1 + (mix(n) % 3) as usize) / 3 {
                let ((time, _), epoch) = expected.pop_first().unwrap();
                assert_eq!(list.next_time(), time);
                assert_eq!(list.pop(), Some(Event::Takeover { site: 0, epoch }));
                now = time;
            }
        }
        for ((time, _), epoch) in expected {
            assert_eq!((list.next_time(), list.pop()), (time, Some(Event::Takeover { site: 0, epoch })));
        }
        assert_eq!((list.next_time(), list.pop()), (NEVER, None));
    }

    #[test]
    fn comes_in_order_of_time_and_then_of_adding() {
        for pending in [1, 10, 100, 5_000] {
            agrees(pending, 20_000, |n| mix(n) % 700);
            agrees(pending, 20_000, |n| mix(n) % 1_000_000_000);
            agrees(pending, 20_000, |n| 1 << (mix(n) % 45));
            agrees(pending, 20_000, |n| if n % 3 == 0 { 3_000_000_000 } else { 250_000 });
            agrees(pending, 20_000, |n| if mix(n).is_multiple_of(50) { 1_000 } else { 0 });
            // Long quiet, then a crowd before what was far ahead.
            agrees(pending, 20_000, |n| if n % 4_000 < 2 { 1 << 40 } else { mix(n) % (1 << (n % 4_000 / 100)) });
        }
    }

    #[test]
    fn memory_follows_the_pending_events_and_not_the_time() {
        let mut list = EventList::default();
        let mut peak = 0;
        for n in 0..1_000_000u64 {
            let now = if n < 10_000 { 0 } else { list.next_time() };
            list.push(now + mix(n) % 5_000_000_000, Event::Takeover { site: 0, epoch: 0 });
            if n >= 10_000 {
                list.pop();
            }
            if n == 200_000 {
                peak = list.bytes();
            }
        }
        assert!(list.bytes() <= peak * 3 / 2, "{} {peak}", list.bytes());
    }
}
