//! Requests that wait at a cache node for the value that another one fetches, and what becomes of those inside a node
//! that dies.

use crate::observe::count::Count;
use crate::observe::journey::{Hop, HopKind};
use crate::parts::cache::Tier;
use crate::parts::cache::store::Key;
use crate::request::{Errand, Phase, RequestKey};
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

impl Core {
    /// Whether a request still waits for a value; its wait is then over.
    fn still_waits(&mut self, key: RequestKey) -> bool {
        let Some(request) = self.requests.get(key).filter(|request| request.phase == Phase::Awaiting) else {
            return false;
        };
        if let Some(hop) = request.journey.and_then(|followed| self.journeys.last_hop(followed)) {
            hop.leave = self.now;
        }
        true
    }
}

impl Tier {
    /// The next in line for `about` who still waits.
    fn next_waiting(&mut self, core: &mut Core, about: Key) -> Option<RequestKey> {
        while let Some(key) = self.flights.next(about) {
            if core.still_waits(key) {
                return Some(key);
            }
        }
        None
    }

    /// A fetch ends: those who wait for it get what the fetcher has, or look for themselves where it brings nothing.
    pub(crate) fn land(&mut self, core: &mut Core, newest: impl Fn(Key) -> u32, leader: RequestKey) {
        let item = *core.requests.item(leader);
        core.requests.item(leader).leads = false;
        if !self.flights.is_led(item.key, leader) {
            return;
        }
        let brings = core.requests.get(leader).is_some_and(|request| request.errand == Errand::Fill);
        if brings {
            while let Some(key) = self.next_waiting(core, item.key) {
                core.give(key, item.version, newest(item.key));
            }
            self.flights.close(item.key);
        } else {
            self.release(core, item.key);
        }
    }

    /// All who wait for `about` go to the database by themselves.
    fn release(&mut self, core: &mut Core, about: Key) {
        while let Some(key) = self.next_waiting(core, about) {
            core.leave_behind_as(key, HopKind::Miss);
        }
        self.flights.close(about);
    }

    /// A fetcher has failed: the next in line fetches.
    pub(crate) fn hand_over(&mut self, core: &mut Core, leader: RequestKey) {
        let item = core.requests.item(leader);
        let about = item.key;
        if !core::mem::take(&mut item.leads) || !self.flights.is_led(about, leader) {
            return;
        }
        match self.next_waiting(core, about) {
            Some(key) => {
                self.flights.hand_over(about, key);
                core.requests.item(key).leads = true;
                core.leave_behind_as(key, HopKind::Miss);
            }
            None => self.flights.close(about),
        }
    }

    /// The nodes from number `first` on are no more: who waits there goes to the database.
    pub(crate) fn release_nodes_from(&mut self, core: &mut Core, first: u8) {
        if !self.flights.is_empty() {
            let keys: Vec<_> = self.flights.of_nodes(first).map(|(_, about)| about).collect();
            keys.into_iter().for_each(|about| self.release(core, about));
        }
    }

    /// A node dies with all its entries. The web servers see their connections break, and go on without it.
    pub(crate) fn break_off(&mut self, core: &mut Core, node: NodeId) {
        debug_assert_eq!(node.kind(), NodeKind::Cache);
        let Some(index) = node.cache_index() else { return };
        let keys: Vec<_> =
            core.requests.iter().filter(|(_, request)| request.back == Some(node)).map(|(key, _)| key).collect();
        for key in keys {
            let Some(request) = core.requests.get_mut(key) else { continue };
            (request.back, request.queued) = (None, false);
            if let Some(hop) = request.journey.and_then(|followed| core.journeys.last_hop(followed)) {
                (hop.start, hop.leave) = (hop.start.min(core.now), core.now);
            }
            core.accounts.node_mut(node).lost += 1;
            core.turn_round(key);
        }
        let flights: Vec<_> = self.flights.of_nodes(index).filter(|(at, _)| *at == index).collect();
        flights.into_iter().for_each(|(_, about)| self.flights.close(about));
        self.clear(index);
    }
}
