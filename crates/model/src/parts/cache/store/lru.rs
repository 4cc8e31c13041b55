//! Least recently used: whoever was neither hit nor stored for the longest time goes. Every operation is O(1).

use super::Key;
use super::list::List;
use super::order::Order;

/// The line from the most to the least recently used.
#[derive(Clone, Debug, Default)]
pub struct Lru(List);

impl Order for Lru {
    fn added(&mut self, place: u32, _key: Key) {
        self.0.push(place);
    }

    fn used(&mut self, place: u32, _key: Key) {
        self.0.renew(place);
    }

    fn rewritten(&mut self, place: u32, _key: Key) {
        self.0.renew(place);
    }

    fn removed(&mut self, place: u32) {
        self.0.remove(place);
    }

    fn victim(&mut self) -> Option<u32> {
        self.0.oldest()
    }

    fn ranking(&self) -> Vec<u32> {
        self.0.iter().collect()
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn bytes(&self) -> usize {
        self.0.bytes()
    }
}
