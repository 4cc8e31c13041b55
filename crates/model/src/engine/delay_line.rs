//! Moments that lie a constant time ahead: hops inside the site, and the patience of clients.

use std::collections::VecDeque;

use crate::engine::time::{NEVER, Nanos};
use crate::request::RequestKey;

/// Requests with a moment each, in order. As long as the delay stays the same the moments come in order, so a queue
/// serves, without a place in the event list; each time the delay is cut short, one more queue is opened until the
/// old one has run empty.
#[derive(Clone, Debug)]
pub(crate) struct DelayLine {
    /// When the next one is reached.
    next: Nanos,
    line: VecDeque<(Nanos, RequestKey)>,
    /// Lines that were opened when the delay was cut short.
    shorter: Vec<VecDeque<(Nanos, RequestKey)>>,
}

fn first(line: &VecDeque<(Nanos, RequestKey)>) -> Nanos {
    line.front().map_or(NEVER, |(at, _)| *at)
}

impl Default for DelayLine {
    fn default() -> Self {
        Self { next: NEVER, line: VecDeque::new(), shorter: Vec::new() }
    }
}

impl DelayLine {
    /// When the next one is reached; [`NEVER`] if there is none.
    #[inline(always)]
    pub fn next_time(&self) -> Nanos {
        self.next
    }

    #[inline(always)]
    fn find_next(&mut self) {
        self.next = first(&self.line);
        if !self.shorter.is_empty() {
            self.next = self.shorter.iter().map(first).fold(self.next, Nanos::min);
        }
    }

    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        let lines = self.shorter.iter().chain([&self.line]);
        let moments: usize = lines.map(|line| line.capacity() * size_of::<(Nanos, RequestKey)>()).sum();
        moments + self.shorter.capacity() * size_of::<VecDeque<(Nanos, RequestKey)>>()
    }

    /// Forgets the first moments, as long as their requests are `gone`. Where moments mostly outlive their requests,
    /// as deadlines do, this keeps the line short, and nothing is due that nobody waits for.
    #[inline(always)]
    pub fn drop_gone(&mut self, gone: impl Fn(RequestKey) -> bool) {
        while self.line.front().is_some_and(|(_, key)| gone(*key)) {
            self.line.pop_front();
            self.find_next();
        }
    }

    /// Adds a moment of a request.
    #[inline(always)]
    pub fn push(&mut self, at: Nanos, key: RequestKey) {
        if self.line.back().is_none_or(|(last, _)| *last <= at) {
            self.line.push_back((at, key));
        } else {
            self.push_shorter(at, key);
        }
        self.next = self.next.min(at);
    }

    #[cold]
    fn push_shorter(&mut self, at: Nanos, key: RequestKey) {
        match self.shorter.iter_mut().find(|line| line.back().is_none_or(|(last, _)| *last <= at)) {
            Some(line) => line.push_back((at, key)),
            None => self.shorter.push(VecDeque::from([(at, key)])),
        }
    }

    /// Takes the next one. Its request may be gone.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<RequestKey> {
        if self.shorter.is_empty() {
            let key = self.line.pop_front().map(|(_, key)| key);
            self.next = first(&self.line);
            return key;
        }
        self.pop_of_several()
    }

    #[cold]
    fn pop_of_several(&mut self) -> Option<RequestKey> {
        let next = self.next;
        let key = if first(&self.line) == next {
            self.line.pop_front()
        } else {
            self.shorter.iter_mut().find(|line| first(line) == next)?.pop_front()
        };
        self.shorter.retain(|line| !line.is_empty());
        self.find_next();
        key.map(|(_, key)| key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_order_however_the_delay_changes() {
        let mut delays = DelayLine::default();
        let times = [30, 31, 40, 12, 13, 41, 5, 14, 50, 6];
        for (i, at) in times.iter().enumerate() {
            delays.push(*at, RequestKey::from_bits(i as u64));
        }
        let mut sorted = times;
        sorted.sort_unstable();
        for at in sorted {
            assert_eq!(delays.next_time(), at);
            let key = delays.pop().unwrap();
            assert_eq!(times[key.to_bits() as usize], at);
        }
        assert_eq!((delays.next_time(), delays.pop()), (NEVER, None));
    }
}
