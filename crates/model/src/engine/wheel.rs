//! The far future: buckets of time that are opened when their time comes.

use crate::engine::event::Entry;
use crate::engine::time::{NEVER, Nanos};

/// Bits of time that a level tells apart: what a word has bits for is looked through at once.
const BITS: u32 = 6;
/// Buckets of a level.
const BUCKETS: usize = 1 << BITS;
/// Levels: together they tell all 64 bits of time apart.
const LEVELS: usize = 64usize.div_ceil(BITS as usize);
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
/// digit in which its time differs from `base`, in the bucket of that digit. So entries of one moment always share a
/// bucket, and keep the order in which they came. All buckets draw on one store of chunks: memory follows the
/// number of entries.
#[derive(Clone, Debug)]
pub(crate) struct Wheel {
    /// No entry is due before.
    base: Nanos,
    len: usize,
    buckets: Vec<Bucket>,
    /// Which buckets hold something.
    used: [u64; LEVELS],
    chunks: Vec<Chunk>,
    free: u32,
}

/// The highest digit in which two moments differ.
#[inline]
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
            used: [0; LEVELS],
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

    /// Lowers `base` to `time`. In the highest digit in which the two differ, all entries that agree with the old
    /// base down to there now lie in one bucket; those above stay. Costs a step for each bucket in use below.
    fn rewind(&mut self, time: Nanos) {
        let level = level_of(time, self.base);
        let whole = level * BUCKETS + digit_of(self.base, level);
        for below in 0..level {
            while self.used[below] != 0 {
                let bucket = self.clear(below, self.used[below].trailing_zeros() as usize);
                self.append(whole, bucket);
            }
        }
        if self.buckets[whole].len > 0 {
            self.used[level] |= 1 << digit_of(self.base, level);
        }
        self.base = time;
    }

    /// Empties a bucket; its entries are the caller's.
    fn clear(&mut self, level: usize, digit: usize) -> Bucket {
        self.used[level] &= !(1 << digit);
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
    #[inline]
    pub fn push(&mut self, entry: Entry) {
        debug_assert!(entry.time >= self.base);
        let level = level_of(entry.time, self.base);
        let digit = digit_of(entry.time, level);
        self.used[level] |= 1 << digit;
        self.len += 1;
        let bucket = &mut self.buckets[level * BUCKETS + digit];
        bucket.len += 1;
        match self.chunks.get_mut(bucket.last as usize) {
            Some(chunk) if (chunk.len as usize) < CHUNK => {
                chunk.entries[chunk.len as usize] = entry;
                chunk.len += 1;
            }
            _ => self.push_chunk(level * BUCKETS + digit, entry),
        }
    }

    /// The bucket goes on in another chunk, which begins with `entry`.
    #[inline(never)]
    fn push_chunk(&mut self, place: usize, entry: Entry) {
        let new = self.free;
        let new = if let Some(chunk) = self.chunks.get_mut(new as usize) {
            self.free = chunk.next;
            (chunk.entries[0], chunk.len, chunk.next) = (entry, 1, NONE);
            new
        } else {
            self.chunks.push(Chunk { entries: [entry; CHUNK], len: 1, next: NONE });
            self.chunks.len() as u32 - 1
        };
        let bucket = &mut self.buckets[place];
        match self.chunks.get_mut(bucket.last as usize) {
            Some(last) => last.next = new,
            None => bucket.first = new,
        }
        bucket.last = new;
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
                let at = next as usize;
                for i in 0..self.chunks[at].len as usize % (CHUNK + 1) {
                    let entry = self.chunks[at].entries[i];
                    if opened {
                        self.push(entry);
                    } else {
                        take(entry);
                    }
                }
                let free = core::mem::replace(&mut self.free, next);
                next = core::mem::replace(&mut self.chunks[at].next, free);
            }
            if !opened {
                return if self.len == 0 { NEVER } else { self.base.saturating_add(1 << shift) };
            }
        }
        NEVER
    }

    /// The bucket whose time comes first.
    fn first_used(&self) -> Option<(usize, usize)> {
        let level = self.used.iter().position(|digits| *digits != 0)?;
        Some((level, self.used[level].trailing_zeros() as usize))
    }
}
