//! Visitors: who sends requests, and what is kept of each.

use crate::config::Config;
use crate::engine::luck::{Draw, Luck, Purpose};
use crate::engine::time::Nanos;
use crate::topology::node::NodeId;
use crate::topology::world::{self, BY_HAND};

/// The most visitors at once.
const MOST: f64 = 1e7;
/// Bits of the number of a write that is remembered: there are no more of these than visitors.
const WRITE_BITS: u32 = 24;
const _: () = assert!(MOST < (1 << WRITE_BITS) as f64);

/// What is kept of a visitor: all of it on one cache line, for in a large site nobody's is at hand.
#[derive(Clone, Copy, Debug)]
#[repr(align(16))]
struct Visitor {
    /// The DNS answer that the device keeps: until when it is good, in 256 ns, and the node it names in the low 8 bits; 0
    /// is none.
    answer: u64,
    /// Where the session is, as `parts/sessions` packs it.
    session: u32,
    /// In the low bits the number of what was written and not read since, 0 for nothing; above them the marks of the visit.
    more: u32,
}

/// A key, and a version that somebody wrote.
type Write = (u32, u32);

/// Visitors on the site at once. Little's law gives their number: rate × time between clicks. Each sends with the same
/// rate and goes after a geometric number of requests; then a new visitor, who has asked for nothing yet, takes the place.
#[derive(Clone, Debug)]
pub(crate) struct Visitors {
    places: Vec<Visitor>,
    by_hand: Visitor,
    /// What was written and not read since; of a free place the number of the next, with version 0.
    writes: Vec<Write>,
    free_write: u32,
}

impl Visitor {
    /// Nothing is kept: no address, no session, nothing written, no marks.
    const NEW: Self = Self { answer: 0, session: 0, more: 0 };

    fn write(&self) -> u32 {
        self.more & ((1 << WRITE_BITS) - 1)
    }
}

impl Visitors {
    pub fn new(config: &Config) -> Self {
        let mut visitors = Self { places: Vec::new(), by_hand: Visitor::NEW, writes: Vec::new(), free_write: 0 };
        visitors.resize(Self::wanted(config));
        visitors
    }

    /// How many there are to be.
    pub fn wanted(config: &Config) -> usize {
        // Nobody looks up the address of a row.
        let rate = if config.tandem.is_some() { 0.0 } else { config.open_rate() };
        libm::round(rate * config.think_s).clamp(1.0, MOST) as usize
    }

    /// Makes them more or fewer.
    pub fn resize(&mut self, places: usize) {
        for visitor in places..self.places.len() {
            self.take_write(visitor as u32);
        }
        self.places.resize(places, Visitor::NEW);
    }

    /// How many bytes they take on the heap.
    pub fn bytes(&self) -> usize {
        self.places.capacity() * size_of::<Visitor>() + self.writes.capacity() * size_of::<Write>()
    }

    /// How many there are at once.
    pub fn places(&self) -> usize {
        self.places.len()
    }

    /// A visitor may have gone when the site shrank; the place then is someone else's.
    #[inline(always)]
    fn at(&mut self, visitor: u32) -> &mut Visitor {
        let (places, place) = (self.places.len(), visitor as usize);
        if place < places {
            &mut self.places[place]
        } else if world::by_hand(visitor).is_some() {
            &mut self.by_hand
        } else {
            &mut self.places[place % places]
        }
    }

    /// Who sends request `id`, and whether the visit is new; a new visitor has kept nothing.
    pub fn sender(&mut self, luck: &Luck, id: u64, visit_requests: f64) -> (u32, bool) {
        let mut draw = self.draw(luck, id);
        let visitor = draw.below(self.places.len() as u32);
        let new = draw.unit() * visit_requests < 1.0;
        if new {
            self.forget(visitor);
            self.take_write(visitor);
        }
        (visitor, new)
    }

    fn draw(&self, luck: &Luck, id: u64) -> Draw {
        luck.draw(Purpose::Visitor, id, 0)
    }

    /// Has what is kept of the sender of request `id` fetched from memory while other things are done.
    #[inline]
    pub fn fetch_ahead(&self, luck: &Luck, id: u64) {
        let visitor = self.draw(luck, id).below(self.places.len() as u32);
        core::hint::black_box(self.places.get(visitor as usize).map_or(0, |visitor| visitor.session));
    }

    /// The address that the visitor still keeps.
    pub fn address(&mut self, visitor: u32, now: Nanos) -> Option<NodeId> {
        let answer = self.at(visitor).answer;
        (answer & !0xff > now).then(|| NodeId::from_byte(answer as u8))
    }

    /// The visitor keeps `address` until `until`.
    pub fn keep(&mut self, visitor: u32, address: NodeId, until: Nanos) {
        self.at(visitor).answer = until & !0xff | u64::from(address.to_byte());
    }

    /// The visitor forgets the address.
    pub fn forget(&mut self, visitor: u32) {
        self.at(visitor).answer = 0;
    }

    /// Everybody forgets the address.
    pub fn forget_all(&mut self) {
        self.places.iter_mut().chain([&mut self.by_hand]).for_each(|visitor| visitor.answer = 0);
    }

    /// The visitor has written `version` of `key`.
    pub fn wrote(&mut self, visitor: u32, key: u32, version: u32) {
        self.take_write(visitor);
        if version == 0 {
            return;
        }
        let number = match self.writes.get_mut((self.free_write as usize).wrapping_sub(1)) {
            Some(place) => {
                let next = core::mem::replace(place, (key, version)).0;
                core::mem::replace(&mut self.free_write, next)
            }
            None => {
                self.writes.push((key, version));
                self.writes.len() as u32
            }
        };
        self.at(visitor).more |= number;
    }

    /// What the visitor wrote and has not read since.
    pub fn take_write(&mut self, visitor: u32) -> Option<Write> {
        let place = self.at(visitor);
        let number = place.write();
        place.more -= number;
        let place = self.writes.get_mut((number as usize).wrapping_sub(1))?;
        let free = core::mem::replace(&mut self.free_write, number);
        Some(core::mem::replace(place, (free, 0)))
    }

    /// Everybody but who sends by hand forgets what they wrote.
    pub fn forget_writes(&mut self) {
        let by_hand = self.take_write(BY_HAND);
        self.places.iter_mut().for_each(|visitor| visitor.more -= visitor.write());
        (self.writes, self.free_write) = (Vec::new(), 0);
        by_hand.into_iter().for_each(|(key, version)| self.wrote(BY_HAND, key, version));
    }

    /// Where the visitor's session is, packed.
    #[inline]
    pub fn session(&mut self, visitor: u32) -> &mut u32 {
        &mut self.at(visitor).session
    }

    /// Where the session of who sends by hand is, packed.
    pub fn session_by_hand(&self) -> u32 {
        self.by_hand.session
    }

    /// The marks of the visit of `visitor`, 0 to 255; none of those who have no place.
    pub fn marks(&self, visitor: u32) -> Option<u8> {
        self.places.get(visitor as usize).map(|place| (place.more >> WRITE_BITS) as u8)
    }

    /// Gives the visit of `visitor` other marks, if they have a place.
    pub fn mark(&mut self, visitor: u32, marks: u8) {
        if let Some(place) = self.places.get_mut(visitor as usize) {
            place.more = place.write() | u32::from(marks) << WRITE_BITS;
        }
    }

    /// Gives all visits the same marks.
    pub fn mark_all(&mut self, marks: u8) {
        (0..self.places.len() as u32).for_each(|visitor| self.mark(visitor, marks));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Topology;
    use crate::engine::luck::mix;
    use std::collections::BTreeMap;

    #[test]
    fn writes_are_remembered_until_they_are_read() {
        let mut visitors = Visitors::new(&Config::new(Topology::BARE));
        visitors.resize(50);
        let mut expected = BTreeMap::new();
        for n in 0..20_000u64 {
            let visitor = if n % 97 == 0 { BY_HAND } else { mix(n) as u32 % 50 };
            if mix(!n).is_multiple_of(3) {
                visitors.wrote(visitor, n as u32, mix(n + 1) as u32 % 4);
                expected.insert(visitor, (n as u32, mix(n + 1) as u32 % 4));
            } else {
                let written = expected.remove(&visitor).filter(|(_, version)| *version > 0);
                assert_eq!(visitors.take_write(visitor), written, "{n}");
            }
            visitors.mark(visitor, n as u8);
            assert!(visitor == BY_HAND || visitors.marks(visitor) == Some(n as u8));
        }
        assert!(visitors.writes.len() <= 51);
        visitors.resize(0);
        visitors.resize(50);
        assert!((0..50).all(|visitor| visitors.take_write(visitor).is_none()));
    }
}
