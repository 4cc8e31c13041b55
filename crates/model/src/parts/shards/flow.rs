//! Queries about rows that are spread over shards: who is asked about what, rows that have moved on, and new users.

use crate::engine::luck::Purpose;
use crate::observe::accounts::Cause;
use crate::observe::journey::HopKind;
use crate::parts::shards::CELEBRITY;
use crate::parts::shards::ShardTier;
use crate::request::service;
use crate::request::{Errand, Item, Phase, RequestKey};
use crate::sim::core::Core;
use crate::topology::node::NodeId;

/// The visit whose dice say whom a request is about: the same for all of its queries.
const WHOM: u32 = 1 << 20;

impl ShardTier {
    /// Draws the row that a request's next query is about, where it is not one of the catalogue as drawn: the
    /// celebrity's, that of somebody who signed up since, or that of a new user. Only where there is one data center,
    /// which is `alone`, does anybody sign up: between several only the rows of the catalogue are copied.
    pub fn choose_row(&mut self, core: &mut Core, alone: bool, key: RequestKey) {
        let Some(request) = core.requests.get(key) else { return };
        let (id, visit, writes) = (request.id, u32::from(request.queries_asked), request.writes_next());
        let first = self.rows.rows_at_first();
        let rows = if alone { self.rows.rows() } else { first };
        let (celebrity, sign_ups) = (core.config.shards.celebrity, core.config.shards.sign_ups);
        let mut whom = core.luck.draw(Purpose::Key, id, WHOM);
        if whom.unit() < celebrity && first > CELEBRITY {
            core.requests.item(key).key = CELEBRITY;
        } else if writes && alone && whom.unit() < sign_ups {
            let (user, _) = self.rows.welcome();
            let item = core.requests.item(key);
            (item.key, item.fresh) = (user, true);
        } else if rows > first {
            // All are asked for alike, but for what the catalogue says of the first.
            let row = core.luck.draw(Purpose::Join, id, WHOM + visit).below(rows);
            if row >= first {
                core.requests.item(key).key = row;
            }
        }
    }

    /// Sends a request's query to the shard that has its row, or to several.
    pub fn send(&mut self, core: &mut Core, key: RequestKey) {
        let Some(request) = core.requests.get(key) else { return };
        let (id, visit) = (request.id, u32::from(request.queries_asked));
        let site = core.site_with(key);
        let parts = self.rows.parts();
        let item = core.requests.item(key);
        item.part = 0;
        if item.key == CELEBRITY && !item.fresh && parts > 1 {
            item.part = core.luck.draw(Purpose::Join, id, visit).below(u32::from(parts)) as u8;
        }
        let stretch = service::stretch(&core.config, &core.luck, Purpose::DatabaseWork, id, visit);
        if let Some(request) = core.requests.get_mut(key) {
            request.stretch = stretch;
        }
        let shard = self.shard_with(core.requests.item(key));
        if !self.scatter(core, key, site, shard) {
            core.go_behind(key, Errand::Query, NodeId::shard_at(site, shard));
        }
    }

    /// The shard that has the row that a request with `item` is about, or is to have it.
    fn shard_with(&self, item: &Item) -> u8 {
        match item.key {
            user if item.fresh => self.rows.map().shard_of(user),
            CELEBRITY => self.rows.shard_of_part(item.part),
            row => self.rows.shard_of(row),
        }
    }

    /// Sends a query on whose row has moved away from the shard at `node`. Whether it had to.
    pub fn goes_on(&self, core: &mut Core, key: RequestKey, node: NodeId) -> bool {
        if core.config.shards() == 0 {
            return false;
        }
        let right = NodeId::shard_at(node.home(), self.shard_with(core.requests.item(key)));
        if right == node {
            return false;
        }
        let Some(request) = core.requests.get_mut(key) else { return true };
        request.address = right;
        if request.back.take().is_some() {
            // It has worked in vain, and begins anew.
            let visit = u32::from(request.queries_asked);
            request.stretch = service::stretch(&core.config, &core.luck, Purpose::DatabaseWork, request.id, visit);
            core.accounts.node_mut(node).answered += 1;
        }
        core.travel_inside(key, HopKind::Query, node, right, Phase::ToBack);
        true
    }

    /// Adds the row that a request is to write first, if it is that of a new user. How many rows there are then, if it was.
    ///
    /// # Errors
    /// Why there is no row to write to.
    pub fn make_room(&mut self, core: &mut Core, key: RequestKey, node: NodeId) -> Result<Option<u32>, Cause> {
        let item = *core.requests.item(key);
        let Some(shard) = node.shard_index().filter(|_| item.fresh) else { return Ok(None) };
        if core.config.shards() == 0 {
            // The table that it was to be added to is not split any more.
            return Err(Cause::Database);
        }
        let row = self.rows.sign_up(item.key, shard, core.config.shards.capacity).ok_or(Cause::Full)?;
        let item = core.requests.item(key);
        (item.key, item.fresh) = (row, false);
        Ok(Some(row + 1))
    }
}
