//! Requests in flight: a slab of them, and the phases each goes through.

mod backend_call;
pub(crate) mod internal_task;
pub(crate) mod service;
pub(crate) mod station;
mod travel;
pub(crate) mod visitors;

use crate::engine::time::Nanos;
use crate::observe::journey::Followed;
use crate::request::internal_task::ChoreKind;
use crate::topology::node::NodeId;

/// Requests sent by hand count from here, so that they leave the luck of all others as it was.
pub const FIRST_BY_HAND: u64 = 1 << 63;

/// Names a request in the slab. A key outlives its request: it then finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RequestKey {
    slot: u32,
    generation: u32,
}

/// Bits of each half of a key. A slot is used 268 million times before an old key could mistake its tenant.
const HALF: u32 = 28;
const MASK: u32 = (1 << HALF) - 1;

impl RequestKey {
    /// In the lowest 56 bits.
    pub fn to_bits(self) -> u64 {
        u64::from(self.slot) | u64::from(self.generation) << HALF
    }

    pub fn from_bits(bits: u64) -> Self {
        Self { slot: bits as u32 & MASK, generation: (bits >> HALF) as u32 & MASK }
    }
}

/// Where a request is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Its client's question travels to DNS.
    ToDns,
    /// DNS does not answer.
    Unanswered,
    /// The address travels back.
    FromDns,
    /// To the public address: the balancer's, or a server's where there is no balancer.
    ToFront,
    /// From the balancer to its server.
    ToWeb,
    /// Waiting or worked on at its server.
    AtWeb,
    /// On its server's behalf to a machine behind it: the database, the cache, the session store.
    ToBack,
    /// Waiting or worked on there.
    AtBack,
    /// What was found there travels back.
    FromBack,
    /// The primary waits until its replicas have the write.
    Committing,
    /// Waits at its server until the last of the shards that were asked has answered.
    Gathering,
    /// Waits at a cache node for the value that another request fetches.
    Awaiting,
    /// To the edge location of the CDN.
    ToEdge,
    /// The origin's answer travels to the edge location.
    FromOrigin,
    /// Its client learns that nobody answers at the edge location.
    Rebuffed,
    /// Its packet is lost: nobody will answer.
    Lost,
    /// The answer travels from its server to the balancer.
    ToBalancer,
    /// The answer travels to the client.
    ToClient,
    /// A packet from the internet travels towards a private address.
    Knocking,
}

/// What a request does at a machine behind its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Errand {
    /// Asks the database.
    Query,
    /// Looks a key up in the cache.
    LookUp,
    /// Stores what the database gave in the cache.
    Fill,
    /// Deletes from the cache what it has just written.
    Invalidate,
    /// Looks up its visitor's session in the store.
    Session,
    /// Asks for a file, which the web server has: it goes to no machine behind it.
    File,
    /// Is a part of a request that asks several shards at once.
    Part,
    /// Is no client's request but work inside the system.
    Chore(ChoreKind),
    /// Brings a photo, on which its web server works by itself.
    Photo,
    /// Puts a message about its photo into the queue.
    Publish,
}

/// What a request has to do with a key: only systems that know keys keep it.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(crate) struct Item {
    /// Which key its query, look-up or asset is about.
    pub key: u32,
    /// Which of the key's values it got; 0 for none yet.
    pub version: u32,
    /// The newest there was at that moment.
    pub newest: u32,
    /// Place in the primary's log of what it wrote.
    pub lsn: u64,
    /// It asks for what its visitor wrote, or for the file that its page names: this value at least.
    pub own: u32,
    /// One more than the number of the cache node that did not have it: what the database gives is stored there. 0 for
    /// none.
    pub missed: u8,
    /// It fetches the value for others, who wait.
    pub leads: bool,
    /// It was sent by hand to ask for this key.
    pub asked_for: bool,
    /// It brings a photo …
    pub upload: bool,
    /// … on which nobody works yet, and of which the queue does not know.
    pub photo: bool,
    /// It signs a new user up: the key is the user's number, for there is no row yet.
    pub fresh: bool,
    /// Which part of the celebrity's row it is about.
    pub part: u8,
    /// Shards that were asked and have not answered yet.
    pub awaited: u8,
}

impl Item {
    /// The cache node that did not have it: what the database gives is stored there.
    pub fn missed_at(&self) -> Option<u8> {
        self.missed.checked_sub(1)
    }

    pub fn miss_at(&mut self, node: Option<u8>) {
        self.missed = node.map_or(0, |node| node + 1);
    }
}

/// A request in flight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request {
    /// Number of the arrival; those sent by hand count from 2⁶³.
    pub id: u64,
    /// When its client first wanted it.
    pub born: Nanos,
    /// Which visitor sent it.
    pub visitor: u32,
    pub phase: Phase,
    /// Where it is sent: the balancer, a server, a machine behind its server, or the target of a knock; where its packet
    /// was lost.
    pub address: NodeId,
    /// The server that has it, once one does.
    pub web: Option<u8>,
    /// The balancer keeps a connection open for it.
    pub at_balancer: bool,
    /// Its server counts it as its own.
    pub at_web: bool,
    /// The machine behind its server, or the edge location before it, that counts it as its own.
    pub back: Option<NodeId>,
    /// What it does there.
    pub errand: Errand,
    /// It sits in a station's queue.
    pub queued: bool,
    /// From the mobile app, so that the answer is JSON.
    pub mobile: bool,
    pub write: bool,
    /// Queries still to ask.
    pub queries_left: u16,
    /// Queries asked.
    pub queries_asked: u16,
    /// Its visitor's round trip over the mean.
    pub distance: f64,
    /// Its next work over the mean. Drawn one station ahead, so that no work has to wait for the dice.
    pub stretch: f64,
    /// Where its journey is recorded, if it is.
    pub journey: Option<Followed>,
}

impl Request {
    /// A reading request from a browser that has not set out yet.
    #[inline(always)]
    pub fn new(id: u64, born: Nanos, visitor: u32) -> Self {
        Self {
            id,
            born,
            visitor,
            phase: Phase::ToFront,
            address: NodeId::BALANCER,
            web: None,
            at_balancer: false,
            at_web: false,
            back: None,
            errand: Errand::Query,
            queued: false,
            mobile: false,
            write: false,
            queries_left: 0,
            queries_asked: 0,
            distance: 1.0,
            stretch: 1.0,
            journey: None,
        }
    }

    /// Whether its next query writes: a writing request writes with its last one.
    pub fn writes_next(&self) -> bool {
        self.write && self.queries_left <= 1
    }

    /// Whether it is a part of a request, which asks one shard of several. When it was born then says whose part.
    #[inline(always)]
    pub fn is_part(&self) -> bool {
        self.errand == Errand::Part
    }

    /// Whether it is no request by itself: a chore or a part.
    #[inline(always)]
    pub fn is_inner(&self) -> bool {
        matches!(self.errand, Errand::Chore(_) | Errand::Part)
    }

    /// Whether it asks for a file and not for a page.
    #[inline(always)]
    pub fn is_file(&self) -> bool {
        self.errand == Errand::File
    }

    /// Whether it is a chore and no client's request.
    #[inline(always)]
    pub fn is_chore(&self) -> bool {
        matches!(self.errand, Errand::Chore(_))
    }

    /// Where it comes from.
    pub fn client(&self) -> NodeId {
        if self.mobile { NodeId::MOBILE } else { NodeId::BROWSER }
    }
}

/// One cache line.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Slot {
    /// Of the tenant, or of the next one.
    generation: u32,
    /// The next free slot; of a used one [`USED`].
    next_free: u32,
    request: Request,
}

const USED: u32 = u32::MAX;
const NO_SLOT: u32 = u32::MAX - 1;

/// All requests in flight. Constant time for every call but [`Requests::iter`].
#[derive(Clone, Debug)]
pub(crate) struct Requests {
    slots: Vec<Slot>,
    first_free: u32,
    len: usize,
    /// By slot, as far as anyone asked.
    items: Vec<Item>,
}

impl Default for Requests {
    fn default() -> Self {
        Self { slots: Vec::new(), first_free: NO_SLOT, len: 0, items: Vec::new() }
    }
}

impl Requests {
    pub fn len(&self) -> usize {
        self.len
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>() + self.items.capacity() * size_of::<Item>()
    }

    #[inline(always)]
    pub fn insert(&mut self, request: Request) -> RequestKey {
        self.len += 1;
        let slot = self.first_free;
        if let Some(entry) = self.slots.get_mut(slot as usize) {
            self.first_free = entry.next_free;
            entry.next_free = USED;
            entry.request = request;
            return RequestKey { slot, generation: entry.generation };
        }
        self.slots.push(Slot { generation: 0, next_free: USED, request });
        RequestKey { slot: self.slots.len() as u32 - 1, generation: 0 }
    }

    #[inline]
    pub fn get(&self, key: RequestKey) -> Option<&Request> {
        self.slots.get(key.slot as usize).filter(|slot| slot.generation == key.generation).map(|slot| &slot.request)
    }

    #[inline]
    pub fn get_mut(&mut self, key: RequestKey) -> Option<&mut Request> {
        let slot = self.slots.get_mut(key.slot as usize)?;
        (slot.generation == key.generation).then_some(&mut slot.request)
    }

    #[inline]
    pub fn remove(&mut self, key: RequestKey) -> Option<Request> {
        let slot = self.slots.get_mut(key.slot as usize).filter(|slot| slot.generation == key.generation)?;
        slot.generation = (slot.generation + 1) & MASK;
        slot.next_free = self.first_free;
        self.first_free = key.slot;
        self.len -= 1;
        Some(slot.request)
    }

    /// What the request in `key`'s slot has to do with a key. A new request finds what the last one left.
    #[inline]
    pub fn item(&mut self, key: RequestKey) -> &mut Item {
        let slot = key.slot as usize;
        if slot >= self.items.len() {
            self.items.resize(self.slots.len().max(slot + 1), Item::default());
        }
        &mut self.items[slot]
    }

    /// Nobody has anything to store in a cache, or fetches for others.
    pub fn forget_misses(&mut self) {
        for item in &mut self.items {
            (item.missed, item.leads) = (0, false);
        }
    }

    /// Nobody brings a photo.
    pub fn forget_photos(&mut self) {
        for item in &mut self.items {
            (item.upload, item.photo) = (false, false);
        }
    }

    /// No request has to do with a key any more.
    pub fn forget_items(&mut self) {
        self.items.fill(Item::default());
    }

    /// All requests in the order of their slots.
    pub fn iter(&self) -> impl Iterator<Item = (RequestKey, &Request)> {
        self.slots.iter().enumerate().filter(|(_, slot)| slot.next_free == USED).map(|(i, slot)| {
            let key = RequestKey { slot: i as u32, generation: slot.generation };
            (key, &slot.request)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_fills_one_cache_line_and_what_it_is_about_half_of_one() {
        assert_eq!((size_of::<Slot>(), size_of::<Item>()), (64, 32));
    }

    #[test]
    fn a_stale_key_finds_nothing() {
        let mut requests = Requests::default();
        let a = requests.insert(Request::new(1, 0, 0));
        let b = requests.insert(Request::new(2, 0, 0));
        assert_eq!(requests.remove(a).unwrap().id, 1);
        let c = requests.insert(Request::new(3, 0, 0));
        assert!(requests.get(a).is_none() && requests.remove(a).is_none());
        assert_eq!(requests.get(b).unwrap().id, 2);
        assert_eq!(requests.get(c).unwrap().id, 3);
        assert_eq!(requests.len(), 2);
        assert_eq!(requests.iter().map(|(_, r)| r.id).collect::<Vec<_>>(), [3, 2]);
    }
}
