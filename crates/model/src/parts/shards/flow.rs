//! Queries about rows that are spread over shards: who is asked about what, rows that have moved on, and new users.

use crate::engine::luck::Purpose;
use crate::observe::accounts::Cause;
use crate::observe::journey::HopKind;
use crate::parts::shards::CELEBRITY;
use crate::request::service;
use crate::request::{Errand, Phase, RequestKey};
use crate::sim::Sim;
use crate::topology::node::NodeId;

/// The visit whose dice say whom a request is about: the same for all of its queries.
const WHOM: u32 = 1 << 20;

impl Sim {
    /// Draws the row that a request's next query is about, where it is not one of the catalogue as drawn: the
    /// celebrity's, that of somebody who signed up since, or that of a new user.
    pub(crate) fn choose_row(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        let (id, visit, writes) = (request.id, u32::from(request.queries_asked), request.writes_next());
        let site = self.core.site_with(key);
        let shards = &self.parts.shards[site].rows;
        let (first, rows) = (shards.rows_at_first(), shards.rows());
        // Between data centers only the rows of the catalogue are copied: there nobody signs up.
        let alone = self.parts.geo_replication.sites() == 0;
        let rows = if alone { rows } else { first };
        let (celebrity, sign_ups) = (self.core.config.shards.celebrity, self.core.config.shards.sign_ups);
        let mut whom = self.core.luck.draw(Purpose::Key, id, WHOM);
        if whom.unit() < celebrity && first > CELEBRITY {
            self.core.requests.item(key).key = CELEBRITY;
        } else if writes && alone && whom.unit() < sign_ups {
            let (user, _) = self.parts.shards[site].rows.welcome();
            let item = self.core.requests.item(key);
            (item.key, item.fresh) = (user, true);
        } else if rows > first {
            // All are asked for alike, but for what the catalogue says of the first.
            let row = self.core.luck.draw(Purpose::Join, id, WHOM + visit).below(rows);
            if row >= first {
                self.core.requests.item(key).key = row;
            }
        }
    }

    /// Sends a request's query to the shard that has its row, or to several.
    pub(crate) fn ask_shard(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        let (id, visit) = (request.id, u32::from(request.queries_asked));
        let site = self.core.site_with(key);
        let parts = self.parts.shards[site].rows.parts();
        let item = self.core.requests.item(key);
        item.part = 0;
        if item.key == CELEBRITY && !item.fresh && parts > 1 {
            item.part = self.core.luck.draw(Purpose::Join, id, visit).below(u32::from(parts)) as u8;
        }
        let stretch = service::stretch(&self.core.config, &self.core.luck, Purpose::DatabaseWork, id, visit);
        if let Some(request) = self.core.requests.get_mut(key) {
            request.stretch = stretch;
        }
        let shard = self.shard_with(site, key);
        if !self.scatter(key, site, shard) {
            self.core.go_behind(key, Errand::Query, NodeId::shard_at(site, shard));
        }
    }

    /// The shard that has the row that a request is about, or is to have it.
    pub(crate) fn shard_with(&mut self, site: u8, key: RequestKey) -> u8 {
        let item = *self.core.requests.item(key);
        let shards = &self.parts.shards[site].rows;
        match item.key {
            user if item.fresh => shards.map().shard_of(user),
            CELEBRITY => shards.shard_of_part(item.part),
            row => shards.shard_of(row),
        }
    }

    /// Sends a query on whose row has moved away from the shard at `node`. Whether it had to.
    pub(crate) fn goes_on(&mut self, key: RequestKey, node: NodeId) -> bool {
        let site = node.home();
        if self.core.config.shards() == 0 {
            return false;
        }
        let right = NodeId::shard_at(site, self.shard_with(site, key));
        if right == node {
            return false;
        }
        let Some(request) = self.core.requests.get_mut(key) else { return true };
        request.address = right;
        if request.back.take().is_some() {
            // It has worked in vain, and begins anew.
            let visit = u32::from(request.queries_asked);
            request.stretch =
                service::stretch(&self.core.config, &self.core.luck, Purpose::DatabaseWork, request.id, visit);
            self.core.accounts.node_mut(node).answered += 1;
        }
        self.core.travel_inside(key, HopKind::Query, node, right, Phase::ToBack);
        true
    }

    /// Adds the row that a request is to write first, if it is that of a new user. Whether there is a row to write to;
    /// if the shard is full the request has failed.
    pub(crate) fn make_room(&mut self, key: RequestKey, node: NodeId) -> bool {
        let item = *self.core.requests.item(key);
        let Some(shard) = node.shard_index().filter(|_| item.fresh) else { return true };
        if self.core.config.shards() == 0 {
            // The table that it was to be added to is not split any more.
            self.fail(key, node, Cause::Database);
            return false;
        }
        let (capacity, site) = (self.core.config.shards.capacity, self.core.config.site_of(node));
        let here = &mut self.parts.shards[site];
        let Some(row) = here.rows.sign_up(item.key, shard, capacity) else {
            self.fail(key, node, Cause::Full);
            return false;
        };
        self.parts.databases[site].replication.grow(row + 1);
        let item = self.core.requests.item(key);
        (item.key, item.fresh) = (row, false);
        true
    }
}
