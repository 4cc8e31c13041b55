//! Visitors: who sends requests, and what their devices keep.

use crate::config::Config;
use crate::engine::luck::{Luck, Purpose};
use crate::engine::time::{Nanos, from_millis, from_secs};
use crate::observe::journey::HopKind;
use crate::request::{Phase, RequestKey};
use crate::sim::core::Core;
use crate::topology::node::NodeId;
use crate::topology::world;

/// Visitors on the site at once, each with the DNS answer that its device keeps. Little's law gives
/// their number: rate × time between clicks. Each sends with the same rate and goes after a
/// geometric number of requests; then a new visitor, who has asked for nothing yet, takes the place.
#[derive(Clone, Debug)]
pub(crate) struct Visitors {
    /// Until when the answer is good, in 256 ns, and the node it names in the low 8 bits; 0 is none.
    answers: Vec<u64>,
    by_hand: u64,
    /// What each wrote and has not read since, key and version; version 0 is nothing. Empty where there are no keys.
    written: Vec<(u32, u32)>,
    written_by_hand: (u32, u32),
}

impl Visitors {
    pub fn new(config: &Config) -> Self {
        let mut visitors = Self { answers: Vec::new(), by_hand: 0, written: Vec::new(), written_by_hand: (0, 0) };
        visitors.resize(config);
        visitors
    }

    pub fn resize(&mut self, config: &Config) {
        // Nobody looks up the address of a row.
        let rate = if config.tandem.is_some() { 0.0 } else { config.open_rate() };
        let present = libm::round(rate * config.think_s).clamp(1.0, 1e7);
        self.answers.resize(present as usize, 0);
        if !self.written.is_empty() {
            self.keep_writes(true);
        }
    }

    /// How many bytes they take on the heap.
    pub fn bytes(&self) -> usize {
        self.answers.capacity() * size_of::<u64>() + self.written.capacity() * size_of::<(u32, u32)>()
    }

    /// Whether visitors remember what they wrote.
    pub fn keep_writes(&mut self, keep: bool) {
        self.written.resize(if keep { self.answers.len() } else { 0 }, (0, 0));
    }

    fn written(&mut self, visitor: u32) -> Option<&mut (u32, u32)> {
        if world::by_hand(visitor).is_some() {
            return Some(&mut self.written_by_hand);
        }
        let places = self.written.len();
        self.written.get_mut((visitor as usize).checked_rem(places)?)
    }

    /// The visitor has written `version` of `key`.
    pub fn wrote(&mut self, visitor: u32, key: u32, version: u32) {
        if let Some(written) = self.written(visitor) {
            *written = (key, version);
        }
    }

    /// What the visitor wrote and has not read since.
    pub fn take_write(&mut self, visitor: u32) -> Option<(u32, u32)> {
        self.written(visitor).map(core::mem::take).filter(|(_, version)| *version > 0)
    }

    /// Everybody forgets.
    pub fn forget_all(&mut self) {
        self.answers.fill(0);
        self.by_hand = 0;
    }

    /// How many there are at once.
    pub fn places(&self) -> usize {
        self.answers.len()
    }

    /// Who sends request `id`, and whether the visit is new; a new visitor has kept nothing.
    pub fn sender(&mut self, luck: &Luck, id: u64, visit_requests: f64) -> (u32, bool) {
        let mut draw = luck.draw(Purpose::Visitor, id, 0);
        let visitor = draw.below(self.answers.len() as u32);
        let new = draw.unit() * visit_requests < 1.0;
        if new {
            self.answers[visitor as usize] = 0;
            if let Some(written) = self.written.get_mut(visitor as usize) {
                *written = (0, 0);
            }
        }
        (visitor, new)
    }

    fn slot(&mut self, visitor: u32) -> &mut u64 {
        // A visitor may have gone when the site shrank; the place then is someone else's.
        let places = self.answers.len();
        if world::by_hand(visitor).is_some() { &mut self.by_hand } else { &mut self.answers[visitor as usize % places] }
    }

    /// The address that the visitor still keeps.
    pub fn address(&mut self, visitor: u32, now: Nanos) -> Option<NodeId> {
        let answer = *self.slot(visitor);
        (answer & !0xff > now).then(|| NodeId::from_byte(answer as u8))
    }

    /// The visitor keeps `address` until `until`.
    pub fn keep(&mut self, visitor: u32, address: NodeId, until: Nanos) {
        *self.slot(visitor) = until & !0xff | u64::from(address.to_byte());
    }

    /// The visitor forgets.
    pub fn forget(&mut self, visitor: u32) {
        *self.slot(visitor) = 0;
    }

    /// A client that knows the site's address sends its request there; another asks for it first.
    #[inline]
    pub fn look_up_or_send(&mut self, core: &mut Core, key: RequestKey) {
        let Some(request) = core.requests.get(key) else { return };
        if let Some(address) = self.address(request.visitor, core.now) {
            core.set_address(key, address);
            core.send(key);
        } else {
            core.accounts.total.looked_up += 1;
            let client = request.client();
            let delay = from_millis(core.config.dns_ms / 2.0);
            core.travel(key, HopKind::AskDns, client, NodeId::DNS, delay, Phase::ToDns);
        }
    }

    /// The answer of DNS reaches the client, which keeps it and sends its request.
    pub fn hear(&mut self, core: &mut Core, key: RequestKey) {
        let Some(request) = core.requests.get(key) else { return };
        let until = core.now.saturating_add(from_secs(core.config.dns_ttl_s));
        self.keep(request.visitor, request.address, until);
        core.send(key);
    }
}
