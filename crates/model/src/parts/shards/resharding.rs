//! Rows that move between shards while requests go on: batch after batch, each a chore at the shard that it leaves and
//! then at the one it comes to, so that moving costs what it costs. And the standbys of dead shards.

use crate::config::Config;
use crate::engine::event::Event;
use crate::engine::luck::{Purpose, mix};
use crate::engine::time::{Nanos, SECOND, from_secs};
use crate::observe::count::Count;
use crate::parts::shards::Shards;
use crate::request::internal_task::{Chore, ChoreKind};
use crate::request::station::Health;
use crate::sim::Sim;
use crate::topology::node::{MAX_SHARDS, MAX_SITES, NodeId};

/// How rows of one data center move.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moves {
    /// Grows with each change of where rows belong: what was begun before is void.
    epoch: u32,
    /// By shard: when its last batch was begun.
    begun: [Nanos; MAX_SHARDS],
    /// By shard: from when on there is a standby.
    pub spare_from: [Nanos; MAX_SHARDS],
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

impl Sim {
    /// Rows and shards agree with the configuration, or begin to move.
    pub(crate) fn fit_shards(&mut self) {
        let (layout, rows) = (self.core.config.shards.layout(), self.core.config.keys());
        let sites = if self.core.config.shards() > 0 { self.core.config.sites() as u8 } else { 0 };
        for site in 0..MAX_SITES as u8 {
            if site >= sites {
                if self.parts.shards[site].rows.rows() > 0 {
                    self.parts.shards[site].rows = Shards::default();
                }
                continue;
            }
            // One draw for the whole run, and the same in all data centers.
            let seed = mix((self.core.luck.draw(Purpose::Ring, 1, 0).unit() * (1u64 << 52) as f64) as u64);
            let here = &mut self.parts.shards[site];
            if here.rows.rows_at_first() != rows {
                here.rows = Shards::new(layout, rows, seed);
            } else if here.rows.map().layout() != layout {
                here.rows.set_layout(layout);
            } else {
                continue;
            }
            here.moves.epoch = here.moves.epoch.wrapping_add(1);
            let epoch = here.moves.epoch;
            let leaving: Vec<u8> = (0..MAX_SHARDS as u8).filter(|shard| here.rows.leaving_from(*shard) > 0).collect();
            for shard in leaving {
                self.core.events.push(self.core.now, Event::Move { station: station(site, shard), epoch });
            }
        }
        self.hold_shards();
    }

    /// A standby that there is now stands in for a shard that is missed.
    pub(crate) fn fit_standbys(&mut self, old: &Config) {
        if !self.core.config.shards.standby || old.shards.standby {
            return;
        }
        for node in NodeId::all().filter(|node| node.shard_index().is_some()) {
            if let Some(station) = node.station()
                && self.core.config.has(node)
                && !self.core.watch.believes(station)
            {
                self.stand_in(station);
            }
        }
    }

    /// A shard stands as long as it has rows, wanted or not.
    pub(crate) fn hold_shards(&mut self) {
        let holding = self.parts.shards.iter().fold(0, |all, tier| all | tier.rows.holding());
        let holding = if self.core.config.topology.shards { holding } else { 0 };
        if holding != self.core.config.shards.holding {
            self.core.config.shards.holding = holding;
            self.core.config_version += 1;
        }
    }

    /// The shard at `from` hands the next batch over.
    pub(crate) fn next_batch(&mut self, from: u8, epoch: u32) {
        let Some((site, shard)) = shard_at(from).filter(|(site, _)| self.parts.shards[*site].moves.epoch == epoch)
        else {
            return;
        };
        if self.parts.shards[site].rows.leaving_from(shard) == 0 {
            return;
        }
        let now = self.core.now;
        let here = &mut self.parts.shards[site];
        here.moves.begun[usize::from(shard)] = now;
        let batch = here.rows.begin_batch(shard);
        let payload = u64::from(shard) | u64::from(epoch) << 32;
        if !batch.is_some_and(|(_, rows)| self.carry(from, payload, rows)) {
            self.try_again(site, shard);
        }
    }

    /// Work with `rows` rows at a shard. Whether it takes it.
    fn carry(&mut self, station: u8, payload: u64, rows: u32) -> bool {
        let work_ms = f64::from(rows) * self.core.config.shards.move_ms;
        self.core.in_touch(station) && self.core.begin_chore(station, Chore { kind: ChoreKind::Move, payload }, work_ms)
    }

    /// The shard that a batch leaves, if the batch is not void.
    fn leaves(&self, site: u8, payload: u64) -> Option<u8> {
        (self.parts.shards[site].moves.epoch == (payload >> 32) as u32).then_some(payload as u8)
    }

    /// A batch was read, or written, at `station`.
    pub(crate) fn carried(&mut self, at: u8, payload: u64) {
        let site = NodeId::of_station(at).home();
        let Some(shard) = self.leaves(site, payload) else { return };
        if payload & WRITTEN != 0 {
            return self.arrived(site, shard);
        }
        let batch = self.parts.shards[site].rows.batch(shard).map(|batch| (batch.to, batch.rows.len() as u32));
        let on = |(to, rows)| self.carry(station(site, to), payload | WRITTEN, rows);
        if !batch.is_some_and(on) {
            self.try_again(site, shard);
        }
    }

    /// The machine that worked with a batch died.
    pub(crate) fn dropped(&mut self, at: u8, payload: u64) {
        let site = NodeId::of_station(at).home();
        if let Some(shard) = self.leaves(site, payload) {
            self.try_again(site, shard);
        }
    }

    /// A batch is where it belongs; the next one follows at the pace that is set.
    fn arrived(&mut self, site: u8, shard: u8) {
        let (pace, now) = (self.core.config.shards.move_rate, self.core.now);
        let here = &mut self.parts.shards[site];
        let rows = here.rows.batch_arrived(shard);
        let epoch = here.moves.epoch;
        let next = here.moves.begun[usize::from(shard)].saturating_add(from_secs(f64::from(rows) / pace)).max(now);
        let empty = here.rows.held(shard) == 0;
        self.core.accounts.add(Count::Moved, u64::from(rows));
        self.core.events.push(next, Event::Move { station: station(site, shard), epoch });
        if empty || self.core.config.shards.holding != self.holding_now() {
            self.hold_shards();
            self.core.lay_out_departures();
        }
    }

    fn holding_now(&self) -> u32 {
        self.parts.shards.iter().fold(0, |all, tier| all | tier.rows.holding())
    }

    /// What leaves `shard` could not be moved.
    fn try_again(&mut self, site: u8, shard: u8) {
        let at = self.core.now + AGAIN;
        let here = &mut self.parts.shards[site];
        here.rows.batch_lost(shard);
        let epoch = here.moves.epoch;
        self.core.events.push(at, Event::Move { station: station(site, shard), epoch });
    }

    /// It is noticed that the shard at `gone` is: its standby takes its place, if there is one. The next standby is
    /// ready as late as a new replica would be.
    pub(crate) fn stand_in(&mut self, gone: u8) {
        // The standby of a data center dies with it.
        let stands_by = self.core.config.shards.standby && !self.core.in_dead_site(NodeId::of_station(gone));
        let Some((site, shard)) = shard_at(gone).filter(|_| stands_by) else { return };
        let now = self.core.now;
        let replace = from_secs(self.core.config.replication.replace_s);
        let spare = &mut self.parts.shards[site].moves.spare_from[usize::from(shard)];
        if *spare > now {
            let at = *spare;
            let epoch = self.core.watch.turn_over(gone);
            return self.core.events.push(at, Event::Replaced { station: gone, epoch });
        }
        *spare = now + replace;
        if !self.core.stations[usize::from(gone)].accepts() {
            self.core.stations[usize::from(gone)].clear(now, Health::Up);
            self.core.departures.clear(gone);
        }
        self.core.set_cut(NodeId::of_station(gone), false);
        self.core.watch.welcome(gone);
        self.core.accounts.tally(Count::Promotion);
    }
}
