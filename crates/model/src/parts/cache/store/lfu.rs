//! Least frequently used, with a perfect memory: requests for a key count also while it is not kept, and for ever.
//! So the cache ends up with the most popular keys, which is what theory says of LFU; a cache that counts only what
//! it keeps loses the count with the entry. Of those with the same count the least recently used goes. A newcomer is
//! always let in, in the place of the least frequent of the others.
//!
//! The entries are in a binary heap that knows where each is (Williams 1964): O(log n) an operation.

use super::Key;
use super::order::Order;

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Requests for the key when it was last used.
    count: u32,
    place: u32,
    /// When it was last used, in uses of all.
    used: u64,
}

impl Node {
    fn goes_before(&self, other: &Self) -> bool {
        (self.count, self.used) < (other.count, other.used)
    }
}

/// The counts of all keys, and a heap of the entries with the next to go on top.
#[derive(Clone, Debug, Default)]
pub struct Lfu {
    counts: Vec<u32>,
    heap: Vec<Node>,
    /// Where in the heap each place is.
    at: Vec<u32>,
    uses: u64,
}

impl Lfu {
    fn set(&mut self, at: usize, node: Node) {
        self.heap[at] = node;
        self.at[node.place as usize] = at as u32;
    }

    fn rise(&mut self, mut at: usize, node: Node) {
        while at > 0 {
            let parent = (at - 1) / 2;
            if !node.goes_before(&self.heap[parent]) {
                break;
            }
            self.set(at, self.heap[parent]);
            at = parent;
        }
        self.set(at, node);
    }

    fn sink(&mut self, mut at: usize, node: Node) {
        loop {
            let mut child = 2 * at + 1;
            if child + 1 < self.heap.len() && self.heap[child + 1].goes_before(&self.heap[child]) {
                child += 1;
            }
            if child >= self.heap.len() || !self.heap[child].goes_before(&node) {
                break;
            }
            self.set(at, self.heap[child]);
            at = child;
        }
        self.set(at, node);
    }

    fn node(&mut self, place: u32, key: Key) -> Node {
        self.uses += 1;
        Node { count: self.counts[key as usize], place, used: self.uses }
    }
}

impl Order for Lfu {
    fn asked(&mut self, key: Key) {
        let count = &mut self.counts[key as usize];
        *count = count.saturating_add(1);
    }

    fn added(&mut self, place: u32, key: Key) {
        let node = self.node(place, key);
        self.heap.push(node);
        if place as usize >= self.at.len() {
            self.at.resize(place as usize + 1, 0);
        }
        self.rise(self.heap.len() - 1, node);
    }

    fn used(&mut self, place: u32, key: Key) {
        // More requests and a later use: it can only sink.
        let node = self.node(place, key);
        self.sink(self.at[place as usize] as usize, node);
    }

    fn rewritten(&mut self, place: u32, key: Key) {
        self.used(place, key);
    }

    fn removed(&mut self, place: u32) {
        let at = self.at[place as usize] as usize;
        let Some(last) = self.heap.pop() else { return };
        if last.place == place {
            return;
        }
        if last.goes_before(&self.heap[at]) {
            self.rise(at, last);
        } else {
            self.sink(at, last);
        }
    }

    fn victim(&mut self) -> Option<u32> {
        self.heap.first().map(|node| node.place)
    }

    fn ranking(&self) -> Vec<u32> {
        let mut nodes = self.heap.clone();
        nodes.sort_unstable_by_key(|node| (node.count, node.used));
        nodes.iter().map(|node| node.place).collect()
    }

    fn clear(&mut self) {
        self.counts.fill(0);
        self.heap.clear();
        self.at.clear();
        self.uses = 0;
    }

    fn grow(&mut self, keys: u32) {
        self.counts.resize(keys as usize, 0);
    }

    fn bytes(&self) -> usize {
        4 * (self.counts.capacity() + self.at.capacity()) + self.heap.capacity() * size_of::<Node>()
    }
}
