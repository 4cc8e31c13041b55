//! Journeys: the timed hops of sampled requests. Animation, waterfall and text are drawn from these.
//! Which requests are followed never influences the run.

use scalewalk_units::keyed_enum;

use core::num::NonZeroU32;
use std::collections::VecDeque;

use crate::engine::time::{NEVER, Nanos};
use crate::observe::accounts::Cause;
use crate::topology::node::NodeId;

keyed_enum! {
    /// What happens in a hop.
    pub enum HopKind {
        /// The client asks DNS for the address.
        AskDns => "ask-dns",
        /// DNS answers.
        DnsAnswer => "dns-answer",
        /// The request travels to the public address.
        Send => "send",
        /// The balancer passes it to a server.
        Forward => "forward",
        /// The web server works on it.
        Work => "work",
        /// The web server asks the database.
        Query => "query",
        /// The database works.
        Data => "data",
        /// The rows travel back.
        Rows => "rows",
        /// The answer travels to the balancer.
        Return => "return",
        /// The answer travels to the client.
        Answer => "answer",
        /// A packet from the internet travels towards a private address.
        Knock => "knock",
        /// The primary waits until its replicas have the write.
        Commit => "commit",
        /// The web server asks the cache.
        LookUp => "look-up",
        /// The cache looks, stores or deletes.
        Cached => "cached",
        /// The cache has a good entry; it travels back.
        Hit => "hit",
        /// The cache has none.
        Miss => "miss",
        /// The value travels to the cache, to be stored.
        Fill => "fill",
        /// The cache is told to delete an entry.
        Invalidate => "invalidate",
        /// The cache has stored or deleted.
        Done => "done",
        /// Waits at the cache for the value that another request fetches.
        Await => "await",
        /// The web server asks for the visitor's session.
        AskSession => "ask-session",
        /// The session store looks.
        Session => "session",
        /// The session travels back.
        SessionAnswer => "session-answer",
        /// The client asks an edge location for a file.
        AskEdge => "ask-edge",
        /// The edge location looks.
        Edge => "edge",
        /// The edge location asks the site for the file.
        Fetch => "fetch",
        /// The file travels to the edge location.
        Fetched => "fetched",
        /// Nobody answers at the edge location: the client learns that it has to try elsewhere.
        Rebuff => "rebuff",
        /// The request travels on to another data center.
        AskDistant => "ask-distant",
        /// The web server puts a message into the queue.
        Publish => "publish",
        /// The queue takes the message.
        Enqueue => "enqueue",
        /// The queue has it; the web server is told.
        Published => "published",
        /// A worker takes the message.
        Take => "take",
        /// The worker does the job.
        Job => "job",
        /// The web server asks one shard of several for a part.
        Part => "part",
        /// The web server waits for the slowest of the shards it has asked.
        Gather => "gather",
        /// A write travels to another data center.
        Replicate => "replicate",
        /// The web server itself works on a photo.
        Photo => "photo",
        /// A message waits for a worker.
        Wait => "wait",
        /// The worker tells the queue that the job is done.
        Report => "report",
        /// The message is nobody's until it can be seen again.
        Reappear => "reappear",
    }
}

impl HopKind {
    /// Whether the request is on its way back.
    pub const fn is_answer(self) -> bool {
        matches!(
            self,
            Self::DnsAnswer
                | Self::Rows
                | Self::Return
                | Self::Answer
                | Self::Hit
                | Self::Miss
                | Self::Done
                | Self::SessionAnswer
                | Self::Fetched
                | Self::Rebuff
                | Self::Published
        )
    }
}

/// One hop: a way between two nodes, or a stay at one (`from` = `to`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hop {
    /// What happens.
    pub kind: HopKind,
    /// Where it begins.
    pub from: NodeId,
    /// Where it ends.
    pub to: NodeId,
    /// When it begins.
    pub enter: Nanos,
    /// When work begins, after waiting; `enter` on a way.
    pub start: Nanos,
    /// When it ends; [`crate::engine::time::NEVER`] while that is not known.
    pub leave: Nanos,
    /// The value that it brings, of the key that it is about; none where there is no value.
    pub value: Option<Value>,
}

/// A value of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// Which key.
    pub key: u32,
    /// Which of the key's values: 1 is the first.
    pub version: u32,
    /// The newest there was at that moment.
    pub newest: u32,
}

impl Hop {
    /// A stay at `node` from `now` on, whose work and end are not known yet.
    pub(crate) fn stay(kind: HopKind, node: NodeId, now: Nanos) -> Self {
        Self { kind, from: node, to: node, enter: now, start: NEVER, leave: NEVER, value: None }
    }
}

/// How a journey ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// The answer reached the client.
    Answered,
    /// It failed at a place for a cause.
    Failed(NodeId, Cause),
    /// It was work for nobody who waits, and is done.
    Done,
    /// It was such work, was tried too often, and lies with the dead letters.
    PutAside,
}

/// The journey of one request.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// Number of the request.
    pub id: u64,
    /// From the mobile app.
    pub mobile: bool,
    /// It writes.
    pub write: bool,
    /// It asks for a file.
    pub file: bool,
    /// From which region of the world; 0 where there are none.
    pub region: u8,
    /// When its client first wanted it.
    pub born: Nanos,
    /// Its hops so far, in order of time.
    pub hops: Vec<Hop>,
    /// When and how it ended.
    pub end: Option<(Nanos, Outcome)>,
}

/// How many finished journeys are kept.
const KEPT: usize = 512;
/// How many requests are followed at once.
const FOLLOWED: usize = 4096;

/// Names a journey under way; not zero, so that "not followed" takes no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Followed(NonZeroU32);

impl Followed {
    fn of(slot: usize) -> Option<Self> {
        NonZeroU32::new(slot as u32 + 1).map(Self)
    }

    fn slot(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The journeys of a run.
#[derive(Clone, Debug)]
pub struct Journeys {
    share: f64,
    live: Vec<Option<Journey>>,
    free: Vec<u32>,
    done: VecDeque<Journey>,
}

impl Default for Journeys {
    fn default() -> Self {
        Self { share: 0.0, live: Vec::new(), free: Vec::new(), done: VecDeque::new() }
    }
}

impl Journeys {
    /// The share of requests that are followed, 0 to 1.
    pub fn share(&self) -> f64 {
        self.share
    }

    /// Follows a share of the requests to come.
    pub fn set_share(&mut self, share: f64) {
        self.share = share.clamp(0.0, 1.0);
    }

    /// Journeys under way.
    pub fn live(&self) -> impl Iterator<Item = &Journey> {
        self.live.iter().flatten()
    }

    /// Finished journeys, the latest last.
    pub fn done(&self) -> impl DoubleEndedIterator<Item = &Journey> {
        self.done.iter()
    }

    /// The journey of request `id`, under way or finished.
    pub fn find(&self, id: u64) -> Option<&Journey> {
        self.live().chain(self.done()).find(|journey| journey.id == id)
    }

    /// How many bytes they take on the heap.
    pub(crate) fn bytes(&self) -> usize {
        let hops: usize = self.live().chain(self.done()).map(|j| j.hops.capacity() * size_of::<Hop>()).sum();
        hops + self.live.capacity() * size_of::<Option<Journey>>()
            + self.free.capacity() * size_of::<u32>()
            + self.done.capacity() * size_of::<Journey>()
    }

    pub(crate) fn begin(&mut self, id: u64, born: Nanos, mobile: bool, write: bool) -> Option<Followed> {
        if self.live.len() - self.free.len() >= FOLLOWED {
            return None;
        }
        // Reuse the hops of a journey that nobody keeps any more.
        let mut hops =
            if self.done.len() >= KEPT { self.done.pop_front().map_or_else(Vec::new, |j| j.hops) } else { Vec::new() };
        hops.clear();
        let journey = Journey { id, mobile, write, file: false, region: 0, born, hops, end: None };
        if let Some(slot) = self.free.pop() {
            self.live[slot as usize] = Some(journey);
            return Followed::of(slot as usize);
        }
        self.live.push(Some(journey));
        Followed::of(self.live.len() - 1)
    }

    pub(crate) fn set_out_from(&mut self, followed: Followed, region: u8, file: bool) {
        if let Some(journey) = &mut self.live[followed.slot()] {
            (journey.region, journey.file) = (region, file);
        }
    }

    pub(crate) fn hop(&mut self, followed: Followed, hop: Hop) {
        if let Some(journey) = &mut self.live[followed.slot()] {
            journey.hops.push(hop);
        }
    }

    pub(crate) fn last_hop(&mut self, followed: Followed) -> Option<&mut Hop> {
        self.live[followed.slot()].as_mut()?.hops.last_mut()
    }

    /// What was foreseen from `now` on does not come.
    pub(crate) fn cut_short(&mut self, followed: Followed, now: Nanos) -> Option<&mut Hop> {
        let hops = &mut self.live[followed.slot()].as_mut()?.hops;
        while hops.len() > 1 && hops.last().is_some_and(|hop| hop.enter > now) {
            hops.pop();
        }
        let last = hops.last_mut()?;
        last.leave = last.leave.min(now);
        last.start = last.start.min(last.leave);
        Some(last)
    }

    /// Nobody is to know of this journey any more.
    pub(crate) fn forget(&mut self, followed: Followed) {
        if self.live[followed.slot()].take().is_some() {
            self.free.push(followed.slot() as u32);
        }
    }

    pub(crate) fn end(&mut self, followed: Followed, now: Nanos, outcome: Outcome) {
        self.cut_short(followed, now);
        if let Some(mut journey) = self.live[followed.slot()].take() {
            journey.end = Some((now, outcome));
            self.free.push(followed.slot() as u32);
            self.done.push_back(journey);
        }
    }
}
