//! A file's way: from the site, or from an edge location that has it or fetches it.

use crate::engine::luck::Purpose;
use crate::engine::time::{Nanos, from_secs};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::observe::journey::{Hop, HopKind};
use crate::parts::cdn::Files;
use crate::request::{Item, Phase, Request, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
use crate::topology::network;
use crate::topology::node::NodeId;
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

impl Files {
    /// The file that arrival `id` asks for; none if it asks for a page.
    pub fn asked_for(&self, core: &Core, id: u64) -> Option<u32> {
        let mut draw = core.luck.draw(Purpose::File, id, 0);
        let asks = draw.unit() < core.config.cdn.static_share;
        asks.then(|| self.popularity.draw(&mut draw))
    }

    /// What a request for `file` has to do with it. The page on which the file stands names the version of this moment.
    pub fn item(&self, core: &Core, file: u32) -> Item {
        let named = if core.config.cdn.versioned { self.version } else { 0 };
        Item { key: file, own: named, ..Item::default() }
    }

    /// A client's question comes to an edge location.
    pub fn asked(&mut self, core: &mut Core, key: RequestKey) -> Next {
        let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
        let node = request.address;
        let edge = usize::from(node.edge_index().unwrap_or(0));
        if !core.edge_is_up(edge) {
            return refuse(core, key, node, edge);
        }
        let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
        request.back = Some(node);
        core.accounts.node_mut(node).arrived += 1;
        if let Some(followed) = request.journey {
            let stay = Hop { start: core.now, leave: core.now, ..Hop::stay(HopKind::Edge, node, core.now) };
            core.journeys.hop(followed, stay);
        }
        let item = *core.requests.item(key);
        match self.look_up(edge, item.key, item.own, core.now) {
            Some(version) => {
                core.accounts.tally(Count::EdgeHit);
                self.deliver(core, key, edge, version);
                Next::Stay
            }
            None => {
                // Each one that misses asks for itself; large CDNs let those who want the same wait for the first.
                core.accounts.tally(Count::EdgeMiss);
                Next::Fetch { edge: edge as u8 }
            }
        }
    }

    /// The site's answer with a file sets out from `front`: to the edge location that asks, or to the client.
    pub fn send(&self, core: &mut Core, key: RequestKey, front: NodeId) {
        let Some(request) = core.requests.get_mut(key) else { return };
        core.accounts.tally(Count::OriginFile);
        core.accounts.add(Count::SiteByte, file_bytes(core.config.cdn.file_kb));
        let edge = request.back.and_then(|node| Some((node, usize::from(node.edge_index()?))));
        if let Some((node, _)) = edge {
            (request.web, request.address) = (None, node);
        }
        let request = *request;
        let item = core.requests.item(key);
        (item.version, item.newest) = (self.version, self.version);
        if let Some((node, edge)) = edge {
            let delay = core.way_ns(&request, WORLD[edge].rtt_ms[core.region_of_site(front)]);
            core.travel(key, HopKind::Fetched, front, node, delay, Phase::FromOrigin);
        } else {
            let delay =
                core.way_to_site_ns(&request, front) + network::transfer_ns(&core.config, core.config.cdn.file_kb);
            core.travel(key, HopKind::Answer, front, request.client(), delay, Phase::ToClient);
        }
        core.show_value(key);
    }

    /// The site's answer comes to the edge location, which keeps the file and hands it on.
    pub fn fetched(&mut self, core: &mut Core, key: RequestKey) {
        let Some(edge) = core.requests.get(key).and_then(|request| request.address.edge_index()) else { return };
        let (item, edge) = (*core.requests.item(key), usize::from(edge));
        self.store(edge, item.key, item.version, core.now, from_secs(core.config.cdn.ttl_s));
        self.deliver(core, key, edge, item.version);
    }

    /// An edge location answers.
    fn deliver(&self, core: &mut Core, key: RequestKey, edge: usize, version: u32) {
        let Some(request) = core.requests.get_mut(key) else { return };
        request.back = None;
        let (request, node) = (*request, NodeId::edge(edge as u8));
        core.accounts.node_mut(node).answered += 1;
        core.accounts.add(Count::EdgeByte, file_bytes(core.config.cdn.file_kb));
        let item = core.requests.item(key);
        (item.version, item.newest) = (version, self.version);
        let region = world::region_of(request.visitor);
        let delay = core.way_ns(&request, world::edge_rtt_ms(region, edge))
            + network::transfer_ns(&core.config, core.config.cdn.file_kb);
        core.travel(key, HopKind::Answer, node, request.client(), delay, Phase::ToClient);
        core.show_value(key);
    }

    /// All edge locations that can be reached forget what they keep.
    pub fn purge(&mut self, core: &Core) {
        for edge in 0..core.config.edges() as u8 {
            if !core.is_cut(NodeId::CDN) && !core.is_cut(NodeId::edge(edge)) {
                self.empty(usize::from(edge));
            }
        }
    }
}

/// An edge location asks the site that has the address `front` for a file.
pub(crate) fn fetch(core: &mut Core, key: RequestKey, edge: usize, front: NodeId) {
    core.set_address(key, front);
    let Some(request) = core.requests.get(key) else { return };
    let delay = core.way_ns(request, WORLD[edge].rtt_ms[core.region_of_site(front)]);
    core.travel(key, HopKind::Fetch, NodeId::edge(edge as u8), front, delay, Phase::ToFront);
}

/// Nobody answers at an edge location. The client tries another if there is one, or the site if it may.
fn refuse(core: &mut Core, key: RequestKey, node: NodeId, edge: usize) -> Next {
    let edges = core.config.edges();
    let elsewhere = (0..edges as usize).any(|edge| core.edge_is_up(edge));
    if edges > 0 && !elsewhere && !core.config.cdn.fallback {
        return Next::Fail { place: NodeId::CDN, cause: Cause::Refused };
    }
    let Some(request) = core.requests.get(key) else { return Next::Stay };
    let (delay, client) =
        (core.way_ns(request, world::edge_rtt_ms(world::region_of(request.visitor), edge)), request.client());
    core.travel(key, HopKind::Rebuff, node, client, delay, Phase::Rebuffed);
    Next::Stay
}

/// A client that nobody answered at an edge location tries elsewhere.
pub(crate) fn try_elsewhere(core: &mut Core, key: RequestKey) -> Next {
    let edges = core.config.edges() as usize;
    let elsewhere = (0..edges).any(|edge| core.edge_is_up(edge));
    if elsewhere && core.ask_edge(key) {
        return Next::Stay;
    }
    if edges > 0 {
        core.accounts.tally(Count::Fallback);
    }
    Next::Resolve
}

fn file_bytes(kb: f64) -> u64 {
    (kb * 1e3) as u64
}
