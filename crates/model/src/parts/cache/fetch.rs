//! Requests that wait at a cache node for the value that another one fetches, and what becomes of those inside a node
//! that dies.

use crate::observe::count::Count;
use crate::observe::journey::{Hop, HopKind};
use crate::request::{Errand, Phase, RequestKey};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::{NodeId, NodeKind};

impl Core {
    /// A request that has missed waits for the value that another fetches.
    pub(crate) fn wait_for_value(&mut self, key: RequestKey) {
        self.accounts.tally(Count::Coalesced);
        let Some(request) = self.requests.get_mut(key) else { return };
        request.phase = Phase::Awaiting;
        let node = request.address;
        if let Some(followed) = request.journey {
            self.journeys.hop(followed, Hop { start: self.now, ..Hop::stay(HopKind::Await, node, self.now) });
        }
    }
}

impl Sim {
    /// The next in line for `about` who still waits.
    fn next_waiting(&mut self, site: u8, about: u32) -> Option<RequestKey> {
        while let Some(key) = self.parts.caches[site].flights.next(about) {
            let Some(request) = self.core.requests.get(key).filter(|request| request.phase == Phase::Awaiting) else {
                continue;
            };
            if let Some(hop) = request.journey.and_then(|followed| self.core.journeys.last_hop(followed)) {
                hop.leave = self.core.now;
            }
            return Some(key);
        }
        None
    }

    /// A fetch ends: those who wait for it get what the fetcher has, or look for themselves where it brings nothing.
    pub(crate) fn land(&mut self, leader: RequestKey) {
        let item = *self.core.requests.item(leader);
        self.core.requests.item(leader).leads = false;
        let site = self.core.site_with(leader);
        if !self.parts.caches[site].flights.is_led(item.key, leader) {
            return;
        }
        let brings = self.core.requests.get(leader).is_some_and(|request| request.errand == Errand::Fill);
        if brings {
            while let Some(key) = self.next_waiting(site, item.key) {
                self.give(key, item.version);
            }
            self.parts.caches[site].flights.close(item.key);
        } else {
            self.release(site, item.key);
        }
    }

    /// All who wait for `about` go to the database by themselves.
    fn release(&mut self, site: u8, about: u32) {
        while let Some(key) = self.next_waiting(site, about) {
            self.core.leave_behind_as(key, HopKind::Miss);
        }
        self.parts.caches[site].flights.close(about);
    }

    /// A fetcher of data center `site` has failed: the next in line fetches.
    pub(crate) fn hand_over(&mut self, site: u8, leader: RequestKey) {
        let item = self.core.requests.item(leader);
        let about = item.key;
        if !core::mem::take(&mut item.leads) || !self.parts.caches[site].flights.is_led(about, leader) {
            return;
        }
        match self.next_waiting(site, about) {
            Some(key) => {
                self.parts.caches[site].flights.hand_over(about, key);
                self.core.requests.item(key).leads = true;
                self.core.leave_behind_as(key, HopKind::Miss);
            }
            None => self.parts.caches[site].flights.close(about),
        }
    }

    /// The nodes of data center `site` from number `first` on are no more: who waits there goes to the database.
    pub(crate) fn release_nodes_from(&mut self, site: u8, first: u8) {
        let flights = &self.parts.caches[site].flights;
        if !flights.is_empty() {
            let keys: Vec<_> = flights.of_nodes(first).map(|(_, about)| about).collect();
            keys.into_iter().for_each(|about| self.release(site, about));
        }
    }

    /// A cache node dies with all its entries. The web servers see their connections break, and go on without it.
    pub(crate) fn break_off(&mut self, node: NodeId) {
        debug_assert_eq!(node.kind(), NodeKind::Cache);
        let Some(index) = node.cache_index() else { return };
        let keys: Vec<_> =
            self.core.requests.iter().filter(|(_, request)| request.back == Some(node)).map(|(key, _)| key).collect();
        for key in keys {
            let Some(request) = self.core.requests.get_mut(key) else { continue };
            (request.back, request.queued) = (None, false);
            if let Some(hop) = request.journey.and_then(|followed| self.core.journeys.last_hop(followed)) {
                (hop.start, hop.leave) = (hop.start.min(self.core.now), self.core.now);
            }
            self.core.accounts.node_mut(node).lost += 1;
            self.core.turn_round(key);
        }
        let tier = &mut self.parts.caches[node.home()];
        let flights: Vec<_> = tier.flights.of_nodes(index).filter(|(at, _)| *at == index).collect();
        flights.into_iter().for_each(|(_, about)| tier.flights.close(about));
        tier.clear(index);
    }
}
