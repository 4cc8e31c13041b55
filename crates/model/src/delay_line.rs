//! Moments that lie a constant time ahead: hops inside the site, and the patience of clients.

use std::collections::VecDeque;

use crate::request::RequestKey;
use crate::time::{NEVER, Nanos};

/// Requests with a moment each, in order. As long as the delay stays the same the moments come in order, so a queue
/// serves, without a place in the event list; each time the delay is cut short, one more queue is opened until the
/// old one has run empty.
#[derive(Clone, Debug)]
pub(crate) struct DelayLine {
    lines: Vec<VecDeque<(Nanos, RequestKey)>>,
    /// The first of all, and the line that it heads.
    next: (Nanos, usize),
}

impl Default for DelayLine {
    fn default() -> Self {
        Self { lines: vec![VecDeque::new()], next: (NEVER, 0) }
    }
}

impl DelayLine {
    /// When the next one is reached; [`NEVER`] if there is none.
    #[inline]
    pub fn next_time(&self) -> Nanos {
        self.next.0
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.lines.iter().map(|line| line.capacity() * size_of::<(Nanos, RequestKey)>()).sum()
    }

    /// Forgets the first moments, as long as their requests are `gone`. Where moments mostly outlive their requests,
    /// as deadlines do, this keeps the line short, and nothing is due that nobody waits for.
    #[inline]
    pub fn drop_gone(&mut self, gone: impl Fn(RequestKey) -> bool) {
        while self.lines[self.next.1].front().is_some_and(|(_, key)| gone(*key)) {
            self.pop();
        }
    }

    /// Adds a moment of a request.
    #[inline]
    pub fn push(&mut self, at: Nanos, key: RequestKey) {
        let fits = |line: &VecDeque<(Nanos, RequestKey)>| line.back().is_none_or(|(t, _)| *t <= at);
        let line = self.lines.iter().position(fits).unwrap_or_else(|| {
            self.lines.push(VecDeque::new());
            self.lines.len() - 1
        });
        self.lines[line].push_back((at, key));
        if at < self.next.0 {
            self.next = (at, line);
        }
    }

    /// Takes the next one. Its request may be gone.
    #[inline]
    pub fn pop(&mut self) -> Option<RequestKey> {
        let (_, key) = self.lines[self.next.1].pop_front()?;
        let front = |line: &VecDeque<(Nanos, RequestKey)>| line.front().map_or(NEVER, |(t, _)| *t);
        if self.lines.len() == 1 {
            self.next.0 = front(&self.lines[0]);
            return Some(key);
        }
        let heads = self.lines.iter().enumerate().map(|(i, line)| (front(line), i));
        self.next = heads.min().unwrap_or((NEVER, 0));
        Some(key)
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
