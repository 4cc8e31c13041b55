//! SIEVE (Zhang, Yang, Yue, Vigfusson and Rashmi, NSDI 2024): a line as in FIFO, and a hand that goes along it from
//! the oldest to the newest and round again. It spares who was hit since it last came by, and evicts who was not.
//! Every operation is O(1), an eviction amortised: each entry that the hand spares was hit before.

use super::Key;
use super::list::{List, NONE};
use super::order::Order;

/// The line, who was hit, and the hand.
#[derive(Clone, Debug)]
pub struct Sieve {
    line: List,
    visited: Vec<bool>,
    /// The place that is judged next; [`NONE`] is the oldest.
    hand: u32,
}

impl Default for Sieve {
    fn default() -> Self {
        Self { line: List::default(), visited: Vec::new(), hand: NONE }
    }
}

impl Order for Sieve {
    fn added(&mut self, place: u32, _key: Key) {
        self.line.push(place);
        if place as usize >= self.visited.len() {
            self.visited.resize(place as usize + 1, false);
        }
        self.visited[place as usize] = false;
    }

    fn used(&mut self, place: u32, _key: Key) {
        self.visited[place as usize] = true;
    }

    fn rewritten(&mut self, place: u32, _key: Key) {
        self.visited[place as usize] = true;
    }

    fn removed(&mut self, place: u32) {
        if self.hand == place {
            self.hand = self.line.newer(place);
        }
        self.line.remove(place);
    }

    fn victim(&mut self) -> Option<u32> {
        let oldest = self.line.oldest()?;
        let mut place = if self.hand == NONE { oldest } else { self.hand };
        while std::mem::take(&mut self.visited[place as usize]) {
            let newer = self.line.newer(place);
            place = if newer == NONE { oldest } else { newer };
        }
        // Its removal moves the hand on.
        self.hand = place;
        Some(place)
    }

    fn ranking(&self) -> Vec<u32> {
        self.line.iter().collect()
    }

    fn clear(&mut self) {
        self.line.clear();
        self.visited.clear();
        self.hand = NONE;
    }

    fn bytes(&self) -> usize {
        self.line.bytes() + self.visited.capacity()
    }
}
