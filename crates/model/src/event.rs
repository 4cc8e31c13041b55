//! The event list: what happens next.

use crate::request::RequestKey;
use crate::time::{NEVER, Nanos};

/// Something that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A request comes to the end of its hop.
    Reach(RequestKey),
    /// A worker finishes. `epoch` tells work of a station's earlier life.
    Served { station: u8, worker: u16, epoch: u32 },
    /// The balancer asks a server whether it is well.
    Probe { server: u8, epoch: u32 },
    /// The standby balancer takes the address over.
    Takeover { epoch: u32 },
    /// A station has started.
    Booted { station: u8, epoch: u32 },
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    time: Nanos,
    sequence: u64,
    event: Event,
}

impl Entry {
    fn key(&self) -> (Nanos, u64) {
        (self.time, self.sequence)
    }
}

/// A 4-ary heap ordered by (time, sequence number). Push and pop cost O(log n); no allocation once
/// it has grown to the size that the run needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventList {
    heap: Vec<Entry>,
}

const ARITY: usize = 4;

impl EventList {
    /// When the next event is due and its sequence number.
    pub fn next_key(&self) -> (Nanos, u64) {
        self.heap.first().map_or((NEVER, u64::MAX), Entry::key)
    }

    /// Adds an event.
    pub fn push(&mut self, time: Nanos, sequence: u64, event: Event) {
        let entry = Entry { time, sequence, event };
        self.heap.push(entry);
        let mut hole = self.heap.len() - 1;
        while hole > 0 {
            let parent = (hole - 1) / ARITY;
            if self.heap[parent].key() <= entry.key() {
                break;
            }
            self.heap[hole] = self.heap[parent];
            hole = parent;
        }
        self.heap[hole] = entry;
    }

    /// Takes the earliest event.
    pub fn pop(&mut self) -> Option<(Nanos, Event)> {
        let first = *self.heap.first()?;
        let entry = self.heap.pop()?;
        let len = self.heap.len();
        if len > 0 {
            let mut hole = 0;
            loop {
                let child = hole * ARITY + 1;
                if child >= len {
                    break;
                }
                let mut least = child;
                for other in child + 1..(child + ARITY).min(len) {
                    if self.heap[other].key() < self.heap[least].key() {
                        least = other;
                    }
                }
                if entry.key() <= self.heap[least].key() {
                    break;
                }
                self.heap[hole] = self.heap[least];
                hole = least;
            }
            self.heap[hole] = entry;
        }
        Some((first.time, first.event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::mix;

    #[test]
    fn pops_in_order_of_time_then_sequence() {
        let mut list = EventList::default();
        let mut expected = Vec::new();
        for sequence in 0..5_000u64 {
            let time = mix(sequence) % 700;
            list.push(time, sequence, Event::Takeover { epoch: sequence as u32 });
            expected.push((time, sequence as u32));
            if sequence % 3 == 0 {
                expected.sort_unstable();
                let (time, event) = list.pop().unwrap();
                let (t, e) = expected.remove(0);
                assert_eq!((time, event), (t, Event::Takeover { epoch: e }));
            }
        }
        expected.sort_unstable();
        for (t, e) in expected {
            assert_eq!(list.pop(), Some((t, Event::Takeover { epoch: e })));
        }
        assert_eq!(list.pop(), None);
        assert_eq!(list.next_key(), (NEVER, u64::MAX));
    }
}
