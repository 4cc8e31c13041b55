//! A file's way: from the site, or from an edge location that has it or fetches it.

use crate::engine::luck::Purpose;
use crate::engine::time::{Nanos, from_secs};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::observe::journey::{Hop, HopKind};
use crate::parts::cdn::EdgeCounts;
use crate::request::{Errand, Item, Phase, Request, RequestKey};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::network;
use crate::topology::node::{MAX_EDGES, NodeId};
use crate::topology::world::{self, HOME, WORLD};

impl Core {
    /// One way between a request's client, or an edge location, and elsewhere, `rtt_ms` away in the mean.
    pub(crate) fn way_ns(&self, request: &Request, rtt_ms: f64) -> Nanos {
        let home_ms = WORLD[world::region_of(request.visitor)].rtt_ms[HOME];
        network::internet_ns(&self.config, request.distance * rtt_ms / home_ms)
    }

    /// Whether the edge location answers.
    pub(crate) fn edge_is_up(&self, edge: usize) -> bool {
        (edge as u32) < self.config.edges() && !self.is_out(NodeId::CDN) && !self.is_out(NodeId::edge(edge as u8))
    }

    /// A client asks the CDN for its file. Whether there is a CDN that serves it.
    pub(crate) fn ask_edge(&mut self, key: RequestKey) -> bool {
        let edges = self.config.edges() as usize;
        let Some(request) = self.requests.get(key).copied().filter(|_| edges > 0) else { return false };
        if !self.config.cdn_serves(self.requests.item(key).key) {
            return false;
        }
        let region = world::region_of(request.visitor);
        let up = world::nearest_edge(region, |edge| self.edge_is_up(edge));
        let Some(edge) = up.or_else(|| world::nearest_edge(region, |edge| edge < edges)) else { return false };
        let node = NodeId::edge(edge as u8);
        self.set_address(key, node);
        self.accounts.node_mut(node).sent[usize::from(request.mobile)] += 1;
        let delay = self.way_ns(&request, world::edge_rtt_ms(region, edge));
        self.travel(key, HopKind::AskEdge, request.client(), node, delay, Phase::ToEdge);
        true
    }

    /// A client has its file. It is old if another version was on the site when it was handed out; where names carry
    /// versions, if it is not the one that the page names.
    pub(crate) fn got_file(&mut self, key: RequestKey) {
        let item = *self.requests.item(key);
        let current = if item.own > 0 { item.own } else { item.newest };
        self.accounts.tally(Count::File);
        if item.version < current {
            self.accounts.tally(Count::StaleFile);
        }
    }
}

impl Sim {
    /// The file that arrival `id` asks for; none if it asks for a page.
    pub(crate) fn file_of(&self, id: u64) -> Option<u32> {
        let mut draw = self.core.luck.draw(Purpose::File, id, 0);
        let asks = draw.unit() < self.core.config.cdn.static_share;
        asks.then(|| self.parts.cdn.popularity.draw(&mut draw))
    }

    /// As [`Sim::admit`], from its visitor's region, for a page or a file. The page on which the file stands names the
    /// version of this moment.
    pub(crate) fn admit_from_region(&mut self, request: Request, file: Option<u32>, followed: bool) -> RequestKey {
        let region = world::region_of(request.visitor);
        let distance = request.distance * world::times(WORLD[region].rtt_ms[HOME]);
        let mut request = Request { distance, ..request };
        if file.is_some() {
            (request.errand, request.write) = (Errand::File, false);
        }
        let key = self.core.admit(request, followed);
        if let Some(followed) = self.core.requests.get(key).and_then(|request| request.journey) {
            self.core.journeys.set_out_from(followed, region as u8, file.is_some());
        }
        if let Some(file) = file {
            let named = if self.core.config.cdn.versioned { self.parts.cdn.version } else { 0 };
            *self.core.requests.item(key) = Item { key: file, own: named, ..Item::default() };
        }
        key
    }

    /// Whether the edge location answers.
    pub fn edge_is_up(&self, edge: usize) -> bool {
        self.core.edge_is_up(edge)
    }

    /// A client's question comes to an edge location.
    pub(crate) fn reach_edge(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get_mut(key) else { return };
        let node = request.address;
        let edge = usize::from(node.edge_index().unwrap_or(0));
        if !self.core.edge_is_up(edge) {
            return self.rebuff(key, node, edge);
        }
        let Some(request) = self.core.requests.get_mut(key) else { return };
        request.back = Some(node);
        self.core.accounts.node_mut(node).arrived += 1;
        if let Some(followed) = request.journey {
            self.core.journeys.hop(
                followed,
                Hop { start: self.core.now, leave: self.core.now, ..Hop::stay(HopKind::Edge, node, self.core.now) },
            );
        }
        let request = *request;
        let item = *self.core.requests.item(key);
        match self.parts.cdn.look_up(edge, item.key, item.own, self.core.now) {
            Some(version) => {
                self.core.accounts.tally(Count::EdgeHit);
                self.deliver(key, edge, version);
            }
            None => {
                // Each one that misses asks for itself; large CDNs let those who want the same wait for the first.
                self.core.accounts.tally(Count::EdgeMiss);
                let front = self.front_for_edge(edge);
                self.core.set_address(key, front);
                let delay = self.core.way_ns(&request, WORLD[edge].rtt_ms[self.core.region_of_site(front)]);
                self.core.travel(key, HopKind::Fetch, node, front, delay, Phase::ToFront);
            }
        }
    }

    /// Nobody answers at an edge location. The client tries another if there is one, or the site if it may.
    fn rebuff(&mut self, key: RequestKey, node: NodeId, edge: usize) {
        let edges = self.core.config.edges();
        let elsewhere = (0..edges as usize).any(|edge| self.core.edge_is_up(edge));
        if edges > 0 && !elsewhere && !self.core.config.cdn.fallback {
            return self.fail(key, NodeId::CDN, Cause::Refused);
        }
        let Some(request) = self.core.requests.get(key).copied() else { return };
        let delay = self.core.way_ns(&request, world::edge_rtt_ms(world::region_of(request.visitor), edge));
        self.core.travel(key, HopKind::Rebuff, node, request.client(), delay, Phase::Rebuffed);
    }

    /// A client that nobody answered at an edge location tries elsewhere.
    pub(crate) fn try_elsewhere(&mut self, key: RequestKey) {
        let edges = self.core.config.edges() as usize;
        let elsewhere = (0..edges).any(|edge| self.core.edge_is_up(edge));
        if elsewhere && self.core.ask_edge(key) {
            return;
        }
        if edges > 0 {
            self.core.accounts.tally(Count::Fallback);
        }
        let Some(visitor) = self.core.requests.get(key).map(|request| request.visitor) else { return };
        let front = self.front_for(visitor);
        self.core.set_address(key, front);
        self.core.send_to_site(key);
    }

    /// The site's answer with a file sets out from `front`: to the edge location that asks, or to the client.
    pub(crate) fn send_file(&mut self, key: RequestKey, front: NodeId) {
        let Some(request) = self.core.requests.get_mut(key) else { return };
        let version = self.parts.cdn.version;
        self.core.accounts.tally(Count::OriginFile);
        self.core.accounts.add(Count::SiteByte, file_bytes(self.core.config.cdn.file_kb));
        let edge = request.back.and_then(|node| Some((node, usize::from(node.edge_index()?))));
        if let Some((node, _)) = edge {
            (request.web, request.address) = (None, node);
        }
        let request = *request;
        let item = self.core.requests.item(key);
        (item.version, item.newest) = (version, version);
        if let Some((node, edge)) = edge {
            let delay = self.core.way_ns(&request, WORLD[edge].rtt_ms[self.core.region_of_site(front)]);
            self.core.travel(key, HopKind::Fetched, front, node, delay, Phase::FromOrigin);
        } else {
            let delay = self.core.way_to_site_ns(&request, front)
                + network::transfer_ns(&self.core.config, self.core.config.cdn.file_kb);
            self.core.travel(key, HopKind::Answer, front, request.client(), delay, Phase::ToClient);
        }
        self.core.show_value(key);
    }

    /// The site's answer comes to the edge location, which keeps the file and hands it on.
    pub(crate) fn fetched(&mut self, key: RequestKey) {
        let Some(edge) = self.core.requests.get(key).and_then(|request| request.address.edge_index()) else { return };
        let (item, edge) = (*self.core.requests.item(key), usize::from(edge));
        self.parts.cdn.store(edge, item.key, item.version, self.core.now, from_secs(self.core.config.cdn.ttl_s));
        self.deliver(key, edge, item.version);
    }

    /// An edge location answers.
    fn deliver(&mut self, key: RequestKey, edge: usize, version: u32) {
        let Some(request) = self.core.requests.get_mut(key) else { return };
        request.back = None;
        let (request, node) = (*request, NodeId::edge(edge as u8));
        self.core.accounts.node_mut(node).answered += 1;
        self.core.accounts.add(Count::EdgeByte, file_bytes(self.core.config.cdn.file_kb));
        let newest = self.parts.cdn.version;
        let item = self.core.requests.item(key);
        (item.version, item.newest) = (version, newest);
        let region = world::region_of(request.visitor);
        let delay = self.core.way_ns(&request, world::edge_rtt_ms(region, edge))
            + network::transfer_ns(&self.core.config, self.core.config.cdn.file_kb);
        self.core.travel(key, HopKind::Answer, node, request.client(), delay, Phase::ToClient);
        self.core.show_value(key);
    }

    /// The files that edge location `edge` has and would hand out now, and how many of these are not the site's version.
    /// O(files).
    pub fn files_at_edge(&self, edge: usize) -> (u32, u32) {
        let good = self
            .parts
            .cdn
            .edge(edge)
            .into_iter()
            .flat_map(crate::Cache::iter)
            .filter(|entry| self.core.now < entry.expires);
        good.fold((0, 0), |(all, old), entry| (all + 1, old + u32::from(entry.version < self.parts.cdn.version)))
    }

    /// What edge location `edge` was asked since it was rented.
    pub fn asked_at_edge(&self, edge: usize) -> EdgeCounts {
        self.parts.cdn.asked.get(edge).copied().unwrap_or_default()
    }

    /// The version of its files that is on the site, from 1.
    pub fn files_version(&self) -> u32 {
        self.parts.cdn.version
    }

    /// All edge locations that can be reached forget what they keep.
    pub(crate) fn purge(&mut self) {
        for edge in 0..self.core.config.edges() as u8 {
            if !self.core.is_cut(NodeId::CDN) && !self.core.is_cut(NodeId::edge(edge)) {
                self.parts.cdn.empty(usize::from(edge));
            }
        }
    }

    /// An edge location, or all of them, dies with what is inside, or comes back empty.
    pub(crate) fn fault_edges(&mut self, node: NodeId, down: bool) {
        self.core.out[node.index()] = down;
        if !down {
            return;
        }
        for edge in 0..MAX_EDGES as u8 {
            let edge_node = NodeId::edge(edge);
            if node == NodeId::CDN || node == edge_node {
                self.parts.cdn.empty(usize::from(edge));
                self.fail_all(|request| request.back == Some(edge_node), edge_node, Cause::Cut);
            }
        }
    }
}

fn file_bytes(kb: f64) -> u64 {
    (kb * 1e3) as u64
}
