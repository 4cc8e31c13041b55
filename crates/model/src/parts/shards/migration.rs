//! Rows that move between shards while requests go on: batch after batch, each a chore at the shard that it leaves and
//! then at the one it comes to: `shard.move_time` of work for each row at both ends. What their way through the network costs is
//! left out.

use crate::engine::event::Event;
use crate::engine::luck::{Purpose, mix};
use crate::engine::time::{Nanos, SECOND, from_secs};
use crate::observe::count::Count;
use crate::parts::shards::ShardTier;
use crate::parts::shards::Shards;
use crate::request::internal_task::{Chore, ChoreKind};
use crate::sim::core::Core;
use crate::topology::node::{MAX_SHARDS, NodeId};
use crate::topology::site::PerSite;

/// How rows of one data center move.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moves {
    /// Grows with each change of where rows belong: what was begun before is void.
    epoch: u32,
    /// By shard: when its last batch was begun.
    begun: [Nanos; MAX_SHARDS],
}

/// After this a shard tries again to move what could not be moved.
const AGAIN: Nanos = SECOND / 2;
/// In the payload of a chore: the batch is written, and no longer read.
const WRITTEN: u64 = 1 << 8;

fn station(site: u8, shard: u8) -> u8 {
    NodeId::shard_at(site, shard).station().unwrap_or(0)
}

/// The data center and the shard at a station.
fn shard_at(station: u8) -> Option<(u8, u8)> {
    let node = NodeId::of_station(station);
    Some((node.home(), node.shard_index()?))
}

impl PerSite<ShardTier> {
    /// Rows and shards agree with the configuration, or begin to move.
    pub(crate) fn fit(&mut self, core: &mut Core) {
        let (layout, rows) = (core.config.shards.layout(), core.config.keys());
        let sites = if core.config.shards() > 0 { core.config.sites() as u8 } else { 0 };
        for (site, here) in (0..).zip(self.iter_mut()) {
            if site >= sites {
                if here.rows.rows() > 0 {
                    here.rows = Shards::default();
                }
                continue;
            }
            // One draw for the whole run, and the same in all data centers.
            let seed = mix((core.luck.draw(Purpose::Ring, 1, 0).unit() * (1u64 << 52) as f64) as u64);
            if here.rows.rows_at_first() != rows {
                here.rows = Shards::new(layout, rows, seed);
            } else if here.rows.map().layout() != layout {
                here.rows.set_layout(layout);
            } else {
                continue;
            }
            here.moves.epoch = here.moves.epoch.wrapping_add(1);
            let epoch = here.moves.epoch;
            for shard in (0..MAX_SHARDS as u8).filter(|shard| here.rows.leaving_from(*shard) > 0) {
                core.events.push(core.now, Event::Move { station: station(site, shard), epoch });
            }
        }
        self.hold(core);
    }

    /// The shards that have rows, a bit each, of all data centers.
    fn holding(&self) -> u32 {
        self.iter().fold(0, |all, tier| all | tier.rows.holding())
    }

    /// A shard stands as long as it has rows, wanted or not.
    pub(crate) fn hold(&self, core: &mut Core) {
        let holding = if core.config.topology.shards { self.holding() } else { 0 };
        if holding != core.config.shards.holding {
            let mut config = core.config.clone();
            config.shards.holding = holding;
            core.take_config(config);
        }
    }

    /// The shard at `from` hands the next batch over.
    pub(crate) fn next_batch(&mut self, core: &mut Core, from: u8, epoch: u32) {
        let Some((site, shard)) = shard_at(from).filter(|(site, _)| self[*site].moves.epoch == epoch) else { return };
        let here = &mut self[site];
        if here.rows.leaving_from(shard) == 0 {
            return;
        }
        here.moves.begun[usize::from(shard)] = core.now;
        let batch = here.rows.begin_batch(shard);
        let payload = u64::from(shard) | u64::from(epoch) << 32;
        if !batch.is_some_and(|(_, rows)| carry(core, from, payload, rows)) {
            here.try_again(core, site, shard);
        }
    }

    /// A batch was read, or written, at the station `at`.
    pub(crate) fn carried(&mut self, core: &mut Core, at: u8, payload: u64) {
        let site = NodeId::of_station(at).home();
        let here = &mut self[site];
        let Some(shard) = here.moves.leaves(payload) else { return };
        if payload & WRITTEN != 0 {
            return self.arrived(core, site, shard);
        }
        let batch = here.rows.batch(shard).map(|batch| (batch.to, batch.rows.len() as u32));
        let on = |(to, rows)| carry(core, station(site, to), payload | WRITTEN, rows);
        if !batch.is_some_and(on) {
            here.try_again(core, site, shard);
        }
    }

    /// The machine at the station `at`, which worked with a batch, died.
    pub(crate) fn dropped(&mut self, core: &mut Core, at: u8, payload: u64) {
        let site = NodeId::of_station(at).home();
        if let Some(shard) = self[site].moves.leaves(payload) {
            self[site].try_again(core, site, shard);
        }
    }

    /// A batch is where it belongs; the next one follows at the pace that is set.
    fn arrived(&mut self, core: &mut Core, site: u8, shard: u8) {
        let pace = core.config.shards.move_rate;
        let here = &mut self[site];
        let rows = here.rows.batch_arrived(shard);
        let epoch = here.moves.epoch;
        let begun = here.moves.begun[usize::from(shard)];
        let next = begun.saturating_add(from_secs(f64::from(rows) / pace)).max(core.now);
        let empty = here.rows.held(shard) == 0;
        core.accounts.add(Count::Moved, u64::from(rows));
        core.events.push(next, Event::Move { station: station(site, shard), epoch });
        if empty || core.config.shards.holding != self.holding() {
            self.hold(core);
            core.lay_out_departures();
        }
    }
}

impl Moves {
    /// The shard that a batch leaves, if the batch is not void.
    fn leaves(&self, payload: u64) -> Option<u8> {
        (self.epoch == (payload >> 32) as u32).then_some(payload as u8)
    }
}

impl ShardTier {
    /// What leaves `shard` of data center `site`, which is this one, could not be moved.
    fn try_again(&mut self, core: &mut Core, site: u8, shard: u8) {
        self.rows.batch_lost(shard);
        let again = Event::Move { station: station(site, shard), epoch: self.moves.epoch };
        core.events.push(core.now + AGAIN, again);
    }
}

/// Work with `rows` rows at a shard. Whether it takes it.
fn carry(core: &mut Core, station: u8, payload: u64, rows: u32) -> bool {
    let work_ms = f64::from(rows) * core.config.shards.move_ms;
    core.in_touch(station) && core.begin_chore(station, Chore { kind: ChoreKind::Move, payload }, work_ms)
}
