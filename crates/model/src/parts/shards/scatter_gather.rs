//! Scatter and gather: a request that needs rows of several shards asks them all at once, and goes on when the last
//! one has answered. Each part is an entry of the slab by itself, which waits for and takes workers as a query does.

use crate::config::JoinMode;
use crate::engine::latency::Latency;
use crate::engine::luck::Purpose;
use crate::engine::time::from_secs;
use crate::observe::count::Count;
use crate::observe::journey::{Hop, HopKind};
use crate::parts::shards::EXTRA;
use crate::parts::shards::ShardTier;
use crate::request::FIRST_BY_HAND;
use crate::request::service;
use crate::request::{Errand, Phase, Request, RequestKey};
use crate::sim::core::Core;
use crate::topology::node::{MAX_SHARDS, NodeId};

/// Which dice of a request are those of its parts: each part has as many visits.
const PARTS: u32 = 1 << 12;
/// Journeys of parts have this bit, so that nobody takes them for requests or jobs.
const PART: u64 = 1 << 61;

/// The request that a journey is of: of a part, the whole; else itself.
pub fn whole_of(id: u64) -> u64 {
    if id & PART == 0 { id } else { id & FIRST_BY_HAND | (id & (PART - 1)) >> 5 }
}

/// The number of the journey of part `i` of request `id`.
fn part_of(id: u64, i: u32) -> u64 {
    id & FIRST_BY_HAND | PART | (id << 5 | u64::from(i)) & (PART - 1)
}

impl Core {
    /// Sends part `i` of the request with key `whole` to the shard at `node`.
    pub(crate) fn send_part(&mut self, whole: RequestKey, request: Request, node: NodeId, i: u32) {
        let visit = u32::from(request.queries_asked) + PARTS * (i + 1);
        let mut part = Request {
            web: request.web,
            address: node,
            errand: Errand::Part,
            mobile: request.mobile,
            write: request.writes_next(),
            queries_left: 1,
            stretch: service::stretch(&self.config, &self.luck, Purpose::DatabaseWork, request.id, visit),
            ..Request::new(request.id, whole.to_bits(), request.visitor)
        };
        if request.journey.is_some() {
            let id = part_of(request.id, i);
            part.journey = self.journeys.begin(id, self.now, part.mobile, part.write);
        }
        let key = self.requests.insert(part);
        self.chores += 1;
        if self.config.timeout_s < f64::INFINITY {
            // Its packet may be lost.
            self.deadlines.push(self.now.saturating_add(from_secs(self.config.timeout_s)), key);
        }
        let web = NodeId::web(request.web.unwrap_or(0));
        self.travel_inside(key, HopKind::Part, web, node, Phase::ToBack);
    }

    /// Takes a part away. Whose part it was, if that still waits for it.
    pub(crate) fn drop_part(&mut self, key: RequestKey) -> Option<RequestKey> {
        let part = self.requests.remove(key)?;
        self.chores -= 1;
        if let Some(back) = part.back {
            self.accounts.node_mut(back).lost += 1;
            if let Some(station) = back.station().filter(|_| part.queued) {
                self.stations[usize::from(station)].leave_queue(self.now);
            }
        }
        if let Some(followed) = part.journey {
            self.journeys.forget(followed);
        }
        let whole = RequestKey::from_bits(part.born);
        self.requests.get(whole).is_some_and(|request| request.phase == Phase::Gathering).then_some(whole)
    }
}

impl ShardTier {
    /// Asks several shards for what a request needs, if it needs several. Whether it does. The first is `home`, which
    /// has its own row.
    pub fn scatter(&self, core: &mut Core, key: RequestKey, site: u8, home: u8) -> bool {
        let Some(request) = core.requests.get(key).filter(|_| core.config.shards.join_share > 0.0) else {
            return false;
        };
        let writes = request.writes_next();
        // Of a page that joins, one query does; what is copied has to be written to every copy.
        let touches_others = match core.config.shards.join {
            JoinMode::Joined => !request.write && request.queries_asked == 0,
            JoinMode::Denormalised => writes,
        };
        let mut dice = core.luck.draw(Purpose::Join, request.id, PARTS);
        let request = *request;
        if !touches_others || dice.unit() >= core.config.shards.join_share || core.requests.item(key).fresh {
            return false;
        }
        let (asked, count) = self.others(core, home, dice.below(u32::from(EXTRA)));
        if count < 2 {
            return false;
        }
        core.accounts.add(Count::SubQuery, if writes { 0 } else { count as u64 });
        core.accounts.add(Count::CopyWrite, if writes { count as u64 - 1 } else { 0 });
        let now = core.now;
        let item = core.requests.item(key);
        (item.awaited, item.lsn) = (count as u8, now);
        let web = NodeId::web(request.web.unwrap_or(0));
        if let Some(request) = core.requests.get_mut(key) {
            request.phase = Phase::Gathering;
            request.errand = Errand::Query;
            request.address = NodeId::shard_at(site, home);
        }
        if let Some(followed) = request.journey {
            core.journeys.hop(followed, Hop::stay(HopKind::Gather, web, now));
        }
        for (i, shard) in asked[..count].iter().enumerate() {
            core.send_part(key, request, NodeId::shard_at(site, *shard), i as u32);
        }
        true
    }

    /// The shards that are asked together, `home` first, and how many they are: those that follow it in an order that
    /// `turn` begins, as far as they have rows.
    fn others(&self, core: &Core, home: u8, turn: u32) -> ([u8; MAX_SHARDS], usize) {
        let config = &core.config.shards;
        let count = u32::from(config.layout().count);
        let most = (config.fanout as usize).min(MAX_SHARDS);
        let (mut asked, mut n) = ([home; MAX_SHARDS], 1);
        for step in 0..count {
            let shard = ((turn + step) % count) as u8;
            if n < most && shard != home && self.rows.held(shard) > 0 {
                asked[n] = shard;
                n += 1;
            }
        }
        (asked, n)
    }
}

/// A part is back at its web server. The whole, if that was the last part that it waited for; how long each took goes
/// into `gathered`.
pub(crate) fn part_back(core: &mut Core, gathered: &mut [Latency; 2], key: RequestKey) -> Option<RequestKey> {
    let whole = core.drop_part(key)?;
    let item = core.requests.item(whole);
    let since = item.lsn;
    item.awaited = item.awaited.saturating_sub(1);
    let last = item.awaited == 0;
    gathered[0].record(core.now - since);
    if last {
        gathered[1].record(core.now - since);
    }
    last.then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parts::queue::trace::job_of;

    #[test]
    fn a_part_leads_to_its_whole() {
        for id in [0, 1, 7_000_000_000, FIRST_BY_HAND, FIRST_BY_HAND + 3] {
            assert_eq!([id, part_of(id, 0), part_of(id, 19)].map(whole_of), [id; 3]);
            // What a job is of is another question.
            assert_eq!(whole_of(job_of(id)), job_of(id));
        }
    }
}
