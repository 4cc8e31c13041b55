//! Requests come into the system: by themselves, or sent by hand.

use crate::engine::luck::Purpose;
use crate::engine::time::from_secs;
use crate::input::Send;
use crate::parts::sessions::Place;
use crate::request::service;
use crate::request::{Errand, FIRST_BY_HAND, Request, RequestKey};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::tandem;
use crate::topology::network;
use crate::topology::node::NodeId;
use crate::topology::world::BY_HAND;
use crate::topology::world::{self, HOME, WORLD, visitor_by_hand};

impl Core {
    /// Whether the journey of request `id` is recorded.
    #[inline]
    pub(crate) fn follows(&self, id: u64) -> bool {
        let share = self.journeys.share();
        share > 0.0 && self.luck.draw(Purpose::Sampling, id, 0).unit() < share
    }

    /// Behind a balancer all but the balancer have private addresses; a database's always is.
    pub(crate) fn is_private(&self, node: NodeId) -> bool {
        match node.web_index() {
            Some(_) => self.config.topology.balancer,
            None => node.kind().is_station(),
        }
    }

    /// A request with the number `id` that `visitor` sends now, for a file or for a page.
    #[inline(always)]
    fn wish(&self, id: u64, visitor: u32, file: bool) -> Request {
        let mut distance = network::distance(&self.config, &mut self.luck.draw(Purpose::Network, id, 0));
        if self.config.topology.regions {
            distance *= world::times(WORLD[world::region_of(visitor)].rtt_ms[HOME]);
        }
        let stretch = service::stretch(&self.config, &self.luck, Purpose::WebWork, id, 0);
        let errand = if file { Errand::File } else { Errand::Query };
        Request { distance, stretch, errand, ..Request::new(id, self.now, visitor) }
    }

    #[inline(always)]
    pub(crate) fn admit(&mut self, mut request: Request, followed: bool) -> RequestKey {
        if followed {
            request.journey = self.journeys.begin(request.id, self.now, request.mobile, request.write);
        }
        let key = self.requests.insert(request);
        self.accounts.total.arrived += 1;
        if self.config.timeout_s < f64::INFINITY {
            self.deadlines.drop_gone(|key| self.requests.get(key).is_none());
            self.deadlines.push(self.now.saturating_add(from_secs(self.config.timeout_s)), key);
        }
        key
    }

    pub(crate) fn set_address(&mut self, key: RequestKey, address: NodeId) {
        if let Some(request) = self.requests.get_mut(key) {
            request.address = address;
        }
    }
}

impl Sim {
    /// The number of the request last sent by hand.
    pub fn last_by_hand(&self) -> Option<u64> {
        self.core.sent_by_hand.checked_sub(1).map(|n| FIRST_BY_HAND + n)
    }

    pub(crate) fn arrive(&mut self, id: u64) {
        if self.core.config.tandem.is_some() {
            if let Some(key) = tandem::arrive(&mut self.core, id) {
                let next = tandem::enter(&mut self.core, key);
                self.proceed(key, next);
            }
            return;
        }
        let (visitor, new) = self.core.visitors.sender(&self.core.luck, id, self.core.config.visit_requests);
        if new {
            self.parts.sessions.put(&mut self.core.visitors, visitor, Place::Nowhere);
            self.parts.telemetry.visits.over(&mut self.core.visitors, visitor);
        }
        let mobile = self.core.luck.draw(Purpose::Client, id, 0).unit() < self.core.config.mobile_share;
        let file = if self.core.config.topology.regions { self.parts.cdn.asked_for(&self.core, id) } else { None };
        let upload = self.core.config.topology.queue && file.is_none() && self.core.uploads(id);
        let write = upload || self.core.luck.draw(Purpose::Access, id, 0).unit() >= self.core.config.read_share;
        let request = Request { mobile, write: write && file.is_none(), ..self.core.wish(id, visitor, file.is_some()) };
        let key = self.core.admit(request, self.core.follows(id));
        if self.core.config.topology.regions {
            self.comes_from_region(key, visitor, file);
        }
        if self.core.config.topology.queue {
            self.core.bring_photo(key, upload);
        }
        self.core.look_up_or_send(key);
        self.core.visitors.fetch_ahead(&self.core.luck, id + 1);
    }

    pub(crate) fn send_by_hand(&mut self, send: Send) {
        let id = FIRST_BY_HAND + self.core.sent_by_hand;
        self.core.sent_by_hand += 1;
        if send.new_visitor {
            self.core.visitors.forget(BY_HAND);
            self.parts.sessions.put(&mut self.core.visitors, BY_HAND, Place::Nowhere);
        }
        let (mobile, write) = (send.mobile, send.write || send.upload);
        let visitor = visitor_by_hand(usize::from(send.region));
        let file = send.file.filter(|_| self.core.config.topology.regions);
        let request = Request { mobile, write: write && file.is_none(), ..self.core.wish(id, visitor, file.is_some()) };
        let key = self.core.admit(request, true);
        if self.core.config.topology.regions {
            self.comes_from_region(key, visitor, file);
        }
        if self.core.config.topology.queue {
            self.core.bring_photo(key, send.upload);
        }
        if self.core.keyed {
            // Nor does it ask for what the last in its place was sent for.
            let item = self.core.requests.item(key);
            (item.key, item.asked_for) = (send.key.unwrap_or(item.key), send.key.is_some());
        }
        match send.target {
            Some(target) if self.core.is_private(target) => {
                self.core.set_address(key, target);
                self.core.knock(key);
            }
            Some(target) => {
                self.core.set_address(key, target);
                self.core.send_to_site(key);
            }
            None => self.core.look_up_or_send(key),
        }
    }

    /// A request has come from its visitor's region, for a page or a file.
    fn comes_from_region(&mut self, key: RequestKey, visitor: u32, file: Option<u32>) {
        if let Some(followed) = self.core.requests.get(key).and_then(|request| request.journey) {
            self.core.journeys.set_out_from(followed, world::region_of(visitor) as u8, file.is_some());
        }
        if let Some(file) = file {
            *self.core.requests.item(key) = self.parts.cdn.item(&self.core, file);
        }
    }
}
