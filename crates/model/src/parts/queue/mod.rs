//! A message queue: jobs that wait for a worker, and what becomes of them. A message that a worker has taken is out of
//! the others' sight for a while; if nobody reports it done by then, it is there again. Pure: knows nothing of requests.
//!
//! Every message is in one place: published = waiting + in work + done + dead + lost, at every instant.

pub(crate) mod config;
pub(crate) mod flow;
pub(crate) mod params;
pub(crate) mod report;
#[cfg(test)]
mod tests;
pub(crate) mod trace;
mod uploads;
pub(crate) mod workers;
pub mod workers_theory;

use std::collections::VecDeque;

use crate::engine::time::{NEVER, Nanos};

/// Pictures that one job makes, one after another: cropped, sharpened, blurred.
pub const PICTURES: u8 = 3;

/// A job to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its number, from 1, in the order of publishing.
    pub id: u64,
    /// What it is about: the number of the request that published it.
    pub about: u64,
    /// When it was published.
    pub published: Nanos,
    /// How often a worker has taken it.
    pub attempts: u32,
    /// How many of its pictures have been saved so far, 0 to [`PICTURES`].
    pub made: u8,
    /// Whoever takes it crashes.
    pub poison: bool,
}

/// What the queue knows of a message that a worker has taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// It is out of the others' sight.
    Hidden,
    /// Its time was over while the worker still had it: another may have it now.
    Late,
    /// The queue has lost its memory: only the worker knows of it.
    Forgotten,
}

/// An attempt at a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The attempt's number, from 1.
    pub receipt: u64,
    /// The message, as far as it is known now.
    pub message: Message,
    /// When it can be seen again.
    pub until: Nanos,
    /// What the queue knows of it.
    pub hold: Hold,
    /// Whether a worker is at it still.
    pub at_work: bool,
    /// How many pictures there were before the attempt, which it need not make.
    pub from: u8,
}

impl Taken {
    /// The part of the whole job that the attempt has to do, 0 to 1.
    pub fn part(&self) -> f64 {
        f64::from(PICTURES - self.from) / f64::from(PICTURES)
    }

    /// Whether no other attempt at the message can have followed it.
    pub fn is_latest(&self) -> bool {
        self.hold != Hold::Late
    }
}

/// A message that was put aside after its last try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The message.
    pub message: Message,
    /// When it was put aside.
    pub at: Nanos,
}

/// Dead letters that can be looked at, the latest.
const LETTERS: usize = 16;

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The message.
    pub message: Message,
    /// Pictures saved.
    pub pictures: u8,
    /// … of which there was one already.
    pub duplicates: u8,
    /// Whether the message is done with: it counts as done, or as lost if a worker died that alone knew of it.
    pub over: bool,
}

/// A queue and its dead letters.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// By number: the front is the oldest.
    waiting: VecDeque<Message>,
    /// By receipt.
    taken: Vec<Taken>,
    receipts: u64,
    published: u64,
    done: u64,
    dead: u64,
    /// The latest of them, the last at the end.
    letters: VecDeque<Letter>,
    lost: u64,
}

impl Queue {
    /// Messages published so far.
    pub fn published(&self) -> u64 {
        self.published
    }

    /// Messages done.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Dead letters: messages put aside after too many attempts.
    pub fn dead(&self) -> u64 {
        self.dead
    }

    /// The latest dead letters, the last at the end.
    pub fn letters(&self) -> impl DoubleEndedIterator<Item = &Letter> {
        self.letters.iter()
    }

    /// Messages lost with the queue's memory.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// How many messages wait for a worker.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many messages are in work, or were with a worker that has died and cannot be seen yet.
    pub fn in_work(&self) -> usize {
        self.taken.iter().filter(|taken| taken.hold != Hold::Late).count()
    }

    /// Messages that wait, the oldest first.
    pub fn messages(&self) -> impl ExactSizeIterator<Item = &Message> {
        self.waiting.iter()
    }

    /// Attempts under way, and those that ended without a word to the queue.
    pub fn taken(&self) -> &[Taken] {
        &self.taken
    }

    /// The attempt with this receipt.
    pub fn attempt(&self, receipt: u64) -> Option<&Taken> {
        self.place(receipt).map(|place| &self.taken[place])
    }

    /// When the oldest message that waits was published.
    pub fn oldest(&self) -> Option<Nanos> {
        self.waiting.front().map(|message| message.published)
    }

    /// When the next message can be seen again; [`NEVER`] if none is hidden.
    pub fn next_return(&self) -> Nanos {
        self.hidden().map(|taken| taken.until).min().unwrap_or(NEVER)
    }

    /// How many bytes it takes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.waiting.capacity() * size_of::<Message>()
            + self.taken.capacity() * size_of::<Taken>()
            + self.letters.capacity() * size_of::<Letter>()
    }

    /// A new message. Its number.
    pub fn publish(&mut self, now: Nanos, about: u64, poison: bool) -> u64 {
        self.published += 1;
        let id = self.published;
        self.waiting.push_back(Message { id, about, published: now, attempts: 0, made: 0, poison });
        id
    }

    /// A worker takes the oldest message, which is hidden until `until`. If `idempotent`, it makes only the pictures
    /// that there are not.
    pub fn take(&mut self, until: Nanos, idempotent: bool) -> Option<Taken> {
        let mut message = self.waiting.pop_front()?;
        message.attempts += 1;
        self.receipts += 1;
        let from = if idempotent { message.made } else { 0 };
        let taken = Taken { receipt: self.receipts, message, until, hold: Hold::Hidden, at_work: true, from };
        self.taken.push(taken);
        Some(taken)
    }

    /// A worker has made all pictures, and reports it to the queue, which hears it or not.
    pub fn finish(&mut self, receipt: u64, heard: bool, idempotent: bool) -> Option<Ended> {
        let place = self.place(receipt)?;
        let (message, pictures, duplicates) = self.save(place, PICTURES, idempotent);
        let over = match self.taken[place].hold {
            Hold::Hidden => heard,
            Hold::Late => false,
            Hold::Forgotten => true,
        };
        self.done += u64::from(over);
        if over || self.taken[place].hold == Hold::Late {
            self.taken.remove(place);
        } else {
            self.taken[place].at_work = false;
        }
        Some(Ended { message, pictures, duplicates, over })
    }

    /// A worker dies after this share (0 to 1) of its attempt: what it has saved by then stays.
    pub fn crash(&mut self, receipt: u64, share: f64, idempotent: bool) -> Option<Ended> {
        let place = self.place(receipt)?;
        let from = self.taken[place].from;
        let more = (f64::from(PICTURES - from) * share) as u8;
        let (message, pictures, duplicates) = self.save(place, from + more.min(PICTURES - from), idempotent);
        let hold = self.taken[place].hold;
        let over = hold == Hold::Forgotten;
        self.lost += u64::from(over);
        if hold == Hold::Hidden {
            self.taken[place].at_work = false;
        } else {
            self.taken.remove(place);
        }
        Some(Ended { message, pictures, duplicates, over })
    }

    /// The pictures of an attempt up to the `upto`-th are saved. The message, how many they are, and how many of them
    /// there were already: by its number an idempotent worker knows where each belongs.
    fn save(&mut self, place: usize, upto: u8, idempotent: bool) -> (Message, u8, u8) {
        let Taken { message, from, .. } = self.taken[place];
        let pictures = upto.saturating_sub(from);
        let duplicates = if idempotent { 0 } else { message.made.min(upto).saturating_sub(from) };
        let made = message.made.max(upto);
        for taken in self.taken.iter_mut().filter(|taken| taken.message.id == message.id) {
            taken.message.made = made;
        }
        if let Ok(place) = self.waiting.binary_search_by_key(&message.id, |message| message.id) {
            self.waiting[place].made = made;
        }
        (message, pictures, duplicates)
    }

    /// Messages whose time is over by `now` can be seen again; those that have been tried `tries` times are put aside.
    /// `told` hears of each, and whether it was put aside.
    pub fn bring_back(&mut self, now: Nanos, tries: u32, mut told: impl FnMut(&Message, bool)) {
        let mut i = 0;
        while i < self.taken.len() {
            let taken = self.taken[i];
            if taken.hold != Hold::Hidden || taken.until > now {
                i += 1;
                continue;
            }
            let dead = taken.message.attempts >= tries;
            told(&taken.message, dead);
            if dead {
                self.dead += 1;
                if self.letters.len() == LETTERS {
                    self.letters.pop_front();
                }
                self.letters.push_back(Letter { message: taken.message, at: now });
            } else {
                let place = self.waiting.partition_point(|message| message.id < taken.message.id);
                self.waiting.insert(place, taken.message);
            }
            if taken.at_work {
                self.taken[i].hold = Hold::Late;
                i += 1;
            } else {
                self.taken.remove(i);
            }
        }
    }

    /// The queue loses its memory: what waits, the dead letters, and what nobody is at. Workers go on with what they
    /// have. `told` hears of each message that waited or was hidden.
    pub fn forget(&mut self, mut told: impl FnMut(&Message)) {
        self.lost += self.waiting.len() as u64 + self.dead;
        self.waiting.drain(..).for_each(|message| told(&message));
        self.dead = 0;
        self.letters.clear();
        let lost = &mut self.lost;
        self.taken.retain_mut(|taken| {
            if taken.hold == Hold::Hidden {
                taken.hold = Hold::Forgotten;
                if !taken.at_work {
                    *lost += 1;
                    told(&taken.message);
                }
            }
            taken.at_work
        });
    }

    fn hidden(&self) -> impl Iterator<Item = &Taken> {
        self.taken.iter().filter(|taken| taken.hold == Hold::Hidden)
    }

    fn place(&self, receipt: u64) -> Option<usize> {
        self.taken.binary_search_by_key(&receipt, |taken| taken.receipt).ok()
    }
}
