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

/// What is kept of a visitor, one word or two behind each other: on one cache line, for in a large site nobody's is at hand.
/// The first word is [`ANSWER`]; the second, where more is kept than that, has the session in its low half, as
/// `parts/sessions` packs it; above it the number of what was written and not read since, 0 for nothing, and the marks of
/// the visit.
type Visitor = [u64];

/// The DNS answer that the device keeps: until when it is good, in 256 ns, and the node it names in the low 8 bits; 0 is
/// none.
const ANSWER: usize = 0;
/// Session, write and marks.
const MORE: usize = 1;
/// Bits of the session.
const SESSION_BITS: u32 = 32;
/// The number of the write, where it stands.
const WRITE: u64 = ((1 << WRITE_BITS) - 1) << SESSION_BITS;

/// A key, and a version that somebody wrote.
type Write = (u32, u32);

/// Visitors on the site at once. Little's law gives their number: rate × time between clicks. Each sends with the same
/// rate and goes after a geometric number of requests; then a new visitor, who has asked for nothing yet, takes the place.
#[derive(Clone, Debug)]
pub(crate) struct Visitors {
    words: Vec<u64>,
    /// A visitor has so many words, as a power of two: one, or two where more is kept than the address.
    shift: u32,
    by_hand: [u64; 2],
    /// What was written and not read since; of a free place the number of the next, with version 0.
    writes: Vec<Write>,
    free_write: u32,
}

impl Visitors {
    pub fn new(config: &Config) -> Self {
        let mut visitors = Self { words: Vec::new(), shift: 0, by_hand: [0; 2], writes: Vec::new(), free_write: 0 };
        visitors.keep_more(Self::more_is_kept(config));
        visitors.resize(Self::wanted(config));
        visitors
    }

    /// How many there are to be.
    pub fn wanted(config: &Config) -> usize {
        // Nobody looks up the address of a row.
        let rate = if config.tandem.is_some() { 0.0 } else { config.open_rate() };
        libm::round(rate * config.think_s).clamp(1.0, MOST) as usize
    }

    /// Whether a system of `config` keeps anything of its visitors but what their devices know.
    pub fn more_is_kept(config: &Config) -> bool {
        let topology = &config.topology;
        topology.sessions || topology.telemetry || topology.keyed()
    }

    /// From now on there is room for sessions, writes and marks, or none: those that there are are forgotten then.
    pub fn keep_more(&mut self, more: bool) {
        if self.shift == u32::from(more) {
            return;
        }
        if more {
            let mut words = Vec::with_capacity(2 * self.words.len());
            words.extend(self.words.iter().flat_map(|answer| [*answer, 0]));
            self.words = words;
        } else {
            self.forget_writes();
            self.words = self.words.chunks_exact(2).map(|visitor| visitor[ANSWER]).collect();
        }
        self.shift = more.into();
    }

    /// Makes them more or fewer.
    pub fn resize(&mut self, places: usize) {
        for visitor in places..self.places() {
            self.take_write(visitor as u32);
        }
        self.words.resize(places << self.shift, 0);
    }

    /// How many bytes they take on the heap.
    pub fn bytes(&self) -> usize {
        self.words.capacity() * size_of::<u64>() + self.writes.capacity() * size_of::<Write>()
    }

    /// How many there are at once.
    pub fn places(&self) -> usize {
        self.words.len() >> self.shift
    }

    /// A visitor may have gone when the site shrank; the place then is someone else's.
    #[inline(always)]
    fn at(&mut self, visitor: u32) -> &mut Visitor {
        let (places, mut place) = (self.places(), visitor as usize);
        if place >= places {
            if world::by_hand(visitor).is_some() {
                return &mut self.by_hand;
            }
            place %= places;
        }
        &mut self.words[place << self.shift..(place + 1) << self.shift]
    }

    /// Who sends request `id`, and whether the visit is new; a new visitor has kept nothing.
    pub fn sender(&mut self, luck: &Luck, id: u64, visit_requests: f64) -> (u32, bool) {
        let mut draw = self.draw(luck, id);
        let visitor = draw.below(self.places() as u32);
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
        let visitor = self.draw(luck, id).below(self.places() as u32) as usize;
        core::hint::black_box(self.words.get(visitor << self.shift).copied());
    }

    /// The address that the visitor still keeps.
    pub fn address(&mut self, visitor: u32, now: Nanos) -> Option<NodeId> {
        let answer = self.at(visitor)[ANSWER];
        (answer & !0xff > now).then(|| NodeId::from_byte(answer as u8))
    }

    /// The visitor keeps `address` until `until`.
    pub fn keep(&mut self, visitor: u32, address: NodeId, until: Nanos) {
        self.at(visitor)[ANSWER] = until & !0xff | u64::from(address.to_byte());
    }

    /// The visitor forgets the address.
    pub fn forget(&mut self, visitor: u32) {
        self.at(visitor)[ANSWER] = 0;
    }

    /// Everybody forgets the address.
    pub fn forget_all(&mut self) {
        self.words
            .iter_mut()
            .step_by(1 << self.shift)
            .chain([&mut self.by_hand[ANSWER]])
            .for_each(|answer| *answer = 0);
    }

    /// The visitor has written `version` of `key`.
    pub fn wrote(&mut self, visitor: u32, key: u32, version: u32) {
        self.take_write(visitor);
        if version == 0 || self.at(visitor).len() <= MORE {
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
        self.at(visitor)[MORE] |= u64::from(number) << SESSION_BITS;
    }

    /// What the visitor wrote and has not read since.
    pub fn take_write(&mut self, visitor: u32) -> Option<Write> {
        let more = self.at(visitor).get_mut(MORE)?;
        let number = ((*more & WRITE) >> SESSION_BITS) as u32;
        *more &= !WRITE;
        let place = self.writes.get_mut((number as usize).wrapping_sub(1))?;
        let free = core::mem::replace(&mut self.free_write, number);
        Some(core::mem::replace(place, (free, 0)))
    }

    /// Everybody but who sends by hand forgets what they wrote.
    pub fn forget_writes(&mut self) {
        let by_hand = self.take_write(BY_HAND);
        self.all_more().for_each(|more| *more &= !WRITE);
        (self.writes, self.free_write) = (Vec::new(), 0);
        by_hand.into_iter().for_each(|(key, version)| self.wrote(BY_HAND, key, version));
    }

    /// What is kept besides the address, of all but who sends by hand.
    fn all_more(&mut self) -> impl Iterator<Item = &mut u64> {
        let width = 1 << self.shift;
        self.words.chunks_exact_mut(width).filter_map(|visitor| visitor.get_mut(MORE))
    }

    /// Where the visitor's session is, packed; 0 where none is kept.
    #[inline]
    pub fn session(&mut self, visitor: u32) -> u32 {
        self.at(visitor).get(MORE).map_or(0, |more| *more as u32)
    }

    /// The visitor's session is elsewhere. Gives where it was.
    pub fn put_session(&mut self, visitor: u32, session: u32) -> u32 {
        let Some(more) = self.at(visitor).get_mut(MORE) else { return 0 };
        let old = core::mem::replace(more, *more >> SESSION_BITS << SESSION_BITS | u64::from(session));
        old as u32
    }

    /// Where the session of who sends by hand is, packed.
    pub fn session_by_hand(&self) -> u32 {
        self.by_hand[MORE] as u32
    }

    /// The marks of the visit of `visitor`, 0 to 255; none of those who have no place.
    pub fn marks(&self, visitor: u32) -> Option<u8> {
        let more = self.words.get(((visitor as usize) << self.shift)..)?.get(MORE).filter(|_| self.shift > 0)?;
        Some((more >> (SESSION_BITS + WRITE_BITS)) as u8)
    }

    /// Gives the visit of `visitor` other marks, if they have a place.
    pub fn mark(&mut self, visitor: u32, marks: u8) {
        if (visitor as usize) < self.places()
            && let Some(more) = self.at(visitor).get_mut(MORE)
        {
            set_marks(more, marks);
        }
    }

    /// Gives all visits the same marks.
    pub fn mark_all(&mut self, marks: u8) {
        self.all_more().for_each(|more| set_marks(more, marks));
    }
}

fn set_marks(more: &mut u64, marks: u8) {
    let above = SESSION_BITS + WRITE_BITS;
    *more = *more & ((1 << above) - 1) | u64::from(marks) << above;
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
        visitors.keep_more(true);
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

    #[test]
    fn what_a_system_does_not_keep_takes_no_room() {
        let mut visitors = Visitors::new(&Config::new(Topology::BARE));
        visitors.resize(10_000);
        let address = NodeId::web(3);
        visitors.keep(7, address, 1 << 40);
        assert_eq!(visitors.bytes(), 80_000);
        visitors.wrote(7, 1, 1);
        assert_eq!((visitors.take_write(7), visitors.put_session(7, 5), visitors.marks(7)), (None, 0, None));
        visitors.keep_more(true);
        assert_eq!(visitors.bytes(), 160_000);
        assert_eq!((visitors.address(7, 0), visitors.session(7), visitors.marks(7)), (Some(address), 0, Some(0)));
        visitors.wrote(7, 1, 1);
        assert_eq!((visitors.put_session(7, 5), visitors.session(7)), (0, 5));
        visitors.mark(7, 200);
        assert_eq!((visitors.take_write(7), visitors.marks(7), visitors.session(7)), (Some((1, 1)), Some(200), 5));
        visitors.keep_more(false);
        assert_eq!((visitors.places(), visitors.address(7, 0), visitors.session(7)), (10_000, Some(address), 0));
    }
}
