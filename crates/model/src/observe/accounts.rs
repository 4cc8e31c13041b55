//! Exact counts, in all and per node: arrived = answered + failed + in flight, at every instant.

use scalewalk_units::keyed_enum;

use crate::engine::time::Nanos;
use crate::observe::count::{COUNTS, Count};
use crate::topology::node::{MAX_SITES, NODES, NodeId};
use crate::topology::world::REGIONS;

keyed_enum! {
    /// Why a request failed. Every failure has one cause.
    pub enum Cause {
        /// The client gave up waiting.
        Timeout => "timeout",
        /// The machine is down and refuses connections.
        Refused => "refused",
        /// The machine died with the request inside.
        Cut => "cut",
        /// All places in the queue were taken.
        QueueFull => "queue-full",
        /// DNS gave no answer before the client gave up.
        Dns => "dns",
        /// The balancer had no healthy server.
        NoServer => "no-server",
        /// The database did not answer the web server.
        Database => "database",
        /// A private address cannot be reached from the internet.
        Unreachable => "unreachable",
        /// The server does not know the visitor: the session is elsewhere, or gone.
        NoSession => "no-session",
        /// The database does not have what was asked for any more.
        NotFound => "not-found",
        /// The build on the web server has a bug.
        Bug => "bug",
        /// The shard has no room for another row.
        Full => "full",
    }
}

/// How many causes there are.
pub const CAUSES: usize = Cause::ALL.len();

/// The counts of the whole system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Requests that clients wanted.
    pub arrived: u64,
    /// Requests whose answer reached the client.
    pub answered: u64,
    /// Requests that failed, by cause.
    pub failed: [u64; CAUSES],
    /// Requests that asked DNS first.
    pub looked_up: u64,
    /// Bytes of answers that reached a browser.
    pub page_bytes: u64,
    /// Bytes of answers that reached the app.
    pub json_bytes: u64,
    /// Answers that reached the app.
    pub json_answered: u64,
    /// Time from wish to failure of all that failed, in nanoseconds.
    pub failing_ns: u128,
    /// What else happened, by [`Count`].
    pub counts: [u64; COUNTS],
}

impl Default for Totals {
    fn default() -> Self {
        Self {
            arrived: 0,
            answered: 0,
            failed: [0; CAUSES],
            looked_up: 0,
            page_bytes: 0,
            json_bytes: 0,
            json_answered: 0,
            failing_ns: 0,
            counts: [0; COUNTS],
        }
    }
}

impl Totals {
    /// Requests that failed for any cause.
    pub fn failed_in_all(&self) -> u64 {
        self.failed.iter().sum()
    }

    /// How often `count` happened.
    pub fn of(&self, count: Count) -> u64 {
        self.counts[count as usize]
    }

    /// What was added since `earlier`.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            arrived: self.arrived - earlier.arrived,
            answered: self.answered - earlier.answered,
            failed: core::array::from_fn(|i| self.failed[i] - earlier.failed[i]),
            looked_up: self.looked_up - earlier.looked_up,
            page_bytes: self.page_bytes - earlier.page_bytes,
            json_bytes: self.json_bytes - earlier.json_bytes,
            json_answered: self.json_answered - earlier.json_answered,
            failing_ns: self.failing_ns - earlier.failing_ns,
            counts: core::array::from_fn(|i| self.counts[i] - earlier.counts[i]),
        }
    }
}

/// The counts of one node. At the balancer a request is inside from its arrival until its answer
/// passes; at a web server until its answer leaves; at DNS and database for one question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeCounts {
    /// Came in.
    pub arrived: u64,
    /// Left with an answer.
    pub answered: u64,
    /// Failed while inside, wherever the fault was.
    pub lost: u64,
    /// Requests that clients sent straight here, from browsers and from the app.
    pub sent: [u64; 2],
    /// Failed here by this node's fault, by cause; refused requests never came in.
    pub failed_here: [u64; CAUSES],
}

impl NodeCounts {
    /// Inside now.
    pub fn inside(&self) -> u64 {
        self.arrived - self.answered - self.lost
    }
}

/// Answers that reached one region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegionCounts {
    /// How many.
    pub answered: u64,
    /// How long all of them took together, in nanoseconds.
    pub latency_ns: u64,
}

/// All counts of a run.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// Of the whole system.
    pub total: Totals,
    nodes: Box<[NodeCounts; NODES]>,
    /// By region; pages first, then files.
    regions: [[RegionCounts; 2]; REGIONS],
    /// Requests that clients sent to data centers, by region.
    to_sites: [[u64; MAX_SITES]; REGIONS],
}

impl Default for Accounts {
    fn default() -> Self {
        let nodes = Box::new([NodeCounts::default(); NODES]);
        Self { total: Totals::default(), nodes, regions: Default::default(), to_sites: Default::default() }
    }
}

impl Accounts {
    /// The counts of `node`.
    pub fn node(&self, node: NodeId) -> &NodeCounts {
        &self.nodes[node.index()]
    }

    /// Answers that reached `region`, with files or with pages.
    pub fn region(&self, region: usize, files: bool) -> RegionCounts {
        self.regions[region][usize::from(files)]
    }

    /// Requests that clients in `region` sent straight to each data center, where there are several.
    pub fn sent_from(&self, region: usize) -> [u64; MAX_SITES] {
        self.to_sites[region]
    }

    #[inline]
    pub(crate) fn sent_to_site(&mut self, region: usize, site: u8) {
        self.to_sites[region][usize::from(site)] += 1;
    }

    pub(crate) fn answered_in(&mut self, region: usize, file: bool, latency: Nanos) {
        let counts = &mut self.regions[region][usize::from(file)];
        counts.answered += 1;
        counts.latency_ns += latency;
    }

    /// How many bytes they take on the heap.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.nodes)
    }

    /// `count` happened.
    pub(crate) fn tally(&mut self, count: Count) {
        self.total.counts[count as usize] += 1;
    }

    /// `count` happened `n` times.
    pub(crate) fn add(&mut self, count: Count, n: u64) {
        self.total.counts[count as usize] += n;
    }

    pub(crate) fn node_mut(&mut self, node: NodeId) -> &mut NodeCounts {
        &mut self.nodes[node.index()]
    }
}
