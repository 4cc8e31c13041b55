//! The far future: buckets of time that are opened when their time comes.

use crate::engine::event::Entry;
use crate::engine::time::{NEVER, Nanos};

/// Bits of time that a level tells apart.
const BITS: u32 = 8;
/// Buckets of a level.
const BUCKETS: usize = 1 << BITS;
/// Levels: together they tell all 64 bits of time apart.
const LEVELS: usize = 64 / BITS as usize;
/// Entries of a chunk: with its two numbers it fills four cache lines.
const CHUNK: usize = 15;
/// No chunk.
const NONE: u32 = u32::MAX;

/// Entries in the order in which they came, and where the bucket goes on.
#[derive(Clone, Debug)]
struct Chunk {
    entries: [Entry; CHUNK],
    len: u32,
    next: u32,
}

/// A list of chunks.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    first: u32,
    last: u32,
    len: u32,
}

const EMPTY: Bucket = Bucket { first: NONE, last: NONE, len: 0 };

/// A hierarchical timing wheel (Varghese and Lauck 1987) over exact moments. An entry lies at the level of the highest
/// byte in which its time differs from `base`, in the bucket of that byte. So entries of one moment always share a
/// bucket, and keep the order in which they came. All buckets draw on one store of chunks: memory follows the
/// number of entries.
#[derive(Clone, Debug)]
pub(crate) struct Wheel {
    /// No entry is due before.
    base: Nanos,
    len: usize,
    buckets: Vec<Bucket>,
    /// Which buckets hold something.
    used: [[u64; BUCKETS / 64]; LEVELS],
    chunks: Vec<Chunk>,
    free: u32,
}

/// The highest byte in which two moments differ.
fn level_of(a: Nanos, b: Nanos) -> usize {
    ((63 - ((a ^ b) | 1).leading_zeros()) / BITS) as usize
}

fn digit_of(time: Nanos, level: usize) -> usize {
    (time >> (level as u32 * BITS)) as usize % BUCKETS
}

impl Default for Wheel {
    fn default() -> Self {
        Self {
            base: 0,
            len: 0,
            buckets: vec![EMPTY; LEVELS * BUCKETS],
            used: [[0; BUCKETS / 64]; LEVELS],
            chunks: Vec::new(),
            free: NONE,
        }
    }
}

impl Wheel {
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn bytes(&self) -> usize {
        self.chunks.capacity() * size_of::<Chunk>() + self.buckets.capacity() * size_of::<Bucket>()
    }

    /// Entries from `time` on may come.
    pub fn begin_at(&mut self, time: Nanos) {
        if self.len == 0 {
            self.base = time;
        } else if time < self.base {
            self.rewind(time);
        }
    }

    /// Lowers `base` to `time`. In the highest byte in which the two differ, all entries that agree with the old
    /// base down to there now lie in one bucket; those above stay. Costs a step for each bucket in use below.
    fn rewind(&mut self, time: Nanos) {
        let level = level_of(time, self.base);
        let whole = level * BUCKETS + digit_of(self.base, level);
        for below in 0..level {
            for word in 0..BUCKETS / 64 {
                while self.used[below][word] != 0 {
                    let digit = word * 64 + self.used[below][word].trailing_zeros() as usize;
                    let bucket = self.clear(below, digit);
                    self.append(whole, bucket);
                }
            }
        }
        let digit = digit_of(self.base, level);
        if self.buckets[whole].len > 0 {
            self.used[level][digit / 64] |= 1 << (digit % 64);
        }
        self.base = time;
    }

    /// Empties a bucket; its entries are the caller's.
    fn clear(&mut self, level: usize, digit: usize) -> Bucket {
        self.used[level][digit / 64] &= !(1 << (digit % 64));
        core::mem::replace(&mut self.buckets[level * BUCKETS + digit], EMPTY)
    }

    fn append(&mut self, place: usize, more: Bucket) {
        let bucket = &mut self.buckets[place];
        if bucket.last == NONE {
            *bucket = more;
        } else {
            self.chunks[bucket.last as usize].next = more.first;
            *bucket = Bucket { first: bucket.first, last: more.last, len: bucket.len + more.len };
        }
    }

    /// Adds an entry that is due at `base` or later.
    pub fn push(&mut self, entry: Entry) {
        debug_assert!(entry.time >= self.base);
        let level = level_of(entry.time, self.base);
        let digit = digit_of(entry.time, level);
        let place = level * BUCKETS + digit;
        let bucket = self.buckets[place];
        self.used[level][digit / 64] |= 1 << (digit % 64);
        let last = if bucket.last != NONE && (self.chunks[bucket.last as usize].len as usize) < CHUNK {
            bucket.last
        } else {
            let new = self.take_chunk(entry);
            if bucket.last == NONE {
                self.buckets[place].first = new;
            } else {
                self.chunks[bucket.last as usize].next = new;
            }
            self.buckets[place].last = new;
            new
        };
        let chunk = &mut self.chunks[last as usize];
        chunk.entries[chunk.len as usize % CHUNK] = entry;
        chunk.len += 1;
        self.buckets[place].len += 1;
        self.len += 1;
    }

    fn take_chunk(&mut self, filler: Entry) -> u32 {
        if self.free == NONE {
            self.chunks.push(Chunk { entries: [filler; CHUNK], len: 0, next: NONE });
            return self.chunks.len() as u32 - 1;
        }
        let taken = self.free;
        let chunk = &mut self.chunks[taken as usize];
        self.free = chunk.next;
        chunk.len = 0;
        chunk.next = NONE;
        taken
    }

    /// Hands out all entries that are due before a certain moment, in the order in which they came, and returns
    /// that moment: what is left is due then or later, [`NEVER`] if nothing is left. Opens buckets until one holds
    /// no more than `most` entries or a single moment.
    pub fn take_next(&mut self, most: usize, mut take: impl FnMut(Entry)) -> Nanos {
        while let Some((level, digit)) = self.first_used() {
            let shift = level as u32 * BITS;
            let bucket = self.clear(level, digit);
            self.len -= bucket.len as usize;
            // The start of the bucket: higher digits as they are, this one, zeros below.
            self.base = (self.base >> shift & !(BUCKETS as u64 - 1) | digit as u64) << shift;
            let opened = level > 0 && bucket.len as usize > most;
            let mut next = bucket.first;
            while next != NONE {
                let (chunk, at) = (self.chunks[next as usize].clone(), next);
                next = chunk.next;
                self.chunks[at as usize].next = self.free;
                self.free = at;
                for entry in &chunk.entries[..chunk.len as usize] {
                    if opened {
                        self.push(*entry);
                    } else {
                        take(*entry);
                    }
                }
            }
            if !opened {
                return if self.len == 0 { NEVER } else { self.base.saturating_add(1 << shift) };
            }
        }
        NEVER
    }

    /// The bucket whose time comes first.
    fn first_used(&self) -> Option<(usize, usize)> {
        self.used.iter().enumerate().find_map(|(level, words)| {
            let word = words.iter().position(|bits| *bits != 0)?;
            Some((level, word * 64 + words[word].trailing_zeros() as usize))
        })
    }
}
