//! First in, first out: hits change nothing. Every operation is O(1).

use super::Key;
use super::list::List;
use super::order::Order;

/// The line from the last to the first that came in.
#[derive(Clone, Debug, Default)]
pub struct Fifo(List);

impl Order for Fifo {
    fn added(&mut self, place: u32, _key: Key) {
        self.0.push(place);
    }

    fn used(&mut self, _place: u32, _key: Key) {}

    // It came in when it came in; another value does not make it younger.
    fn rewritten(&mut self, _place: u32, _key: Key) {}

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
