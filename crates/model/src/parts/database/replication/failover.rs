//! Another primary: promotion, what is lost by it, and what the old primary's log brings back.

use std::collections::BTreeMap;

use super::copy::Copy;
use super::{Replication, Written};
use crate::config::ReplicationMode;
use crate::engine::time::Nanos;

impl Replication {
    /// The machine among `candidates` that is to be promoted, and how much of the log it has received: the one that has
    /// received the most, if it has all that was acknowledged synchronously.
    pub(crate) fn heir(&self, candidates: u16, now: Nanos) -> Option<(u8, u64)> {
        let received = |i: u8, copy: &Copy| {
            let fit = i != self.primary
                && candidates & 1 << i != 0
                && !copy.has_parted(&self.log)
                && self.copying[usize::from(i)].is_none();
            fit.then(|| copy.received(&self.log, self.lag, now)).filter(|received| *received >= self.safe)
        };
        let each = (0u8..).zip(&self.copies).filter_map(|(i, copy)| Some((i, received(i, copy)?)));
        each.reduce(|best, other| if other.1 > best.1 { other } else { best })
    }

    /// Promotes the heir among `candidates`, if it has applied all that it has received. Gives how many acknowledged
    /// writes are lost, none if no machine could be promoted.
    pub(crate) fn promote(&mut self, candidates: u16, reachable: u16, now: Nanos) -> Option<u64> {
        let (machine, received) = self.heir(candidates, now)?;
        if self.copies[usize::from(machine)].applied < received {
            return None;
        }
        let orphans: Vec<Written> = self.log.cut_off(received).collect();
        // Who has more than the new primary has parted from the log: the old one, or a replica that was not to be had.
        for copy in self.copies.iter_mut().filter(|copy| copy.applied > received) {
            copy.stale = true;
        }
        let lost = orphans.iter().filter(|write| write.acknowledged).count() as u64;
        if !orphans.is_empty() {
            self.orphans = orphans;
            self.orphans_on = self.primary;
        }
        self.primary = machine;
        for copy in &mut self.copies {
            copy.shut = copy.shut.min(now);
        }
        self.reconnect(reachable, now);
        Some(lost)
    }

    /// The disk of `machine` is destroyed.
    pub(crate) fn destroy(&mut self, machine: u8) {
        if let Some(copy) = self.copies.get_mut(usize::from(machine)) {
            copy.versions.fill(0);
            copy.stale = machine != self.primary;
        }
        if machine == self.orphans_on {
            self.orphans.clear();
        }
    }

    /// As [`Replication::recover_as`], with the versions that the writes have here.
    #[cfg(test)]
    pub(crate) fn recover(&mut self, now: Nanos) -> u64 {
        self.recover_as(now, |_, version| version)
    }

    /// Brings the lost writes back from the old primary's log: each is written again, unless its key has been written
    /// anew since. `number` gives the version of each, from its key and the version that it would have here. Gives how
    /// many of the lost ones had been acknowledged.
    pub(crate) fn recover_as(&mut self, now: Nanos, mut number: impl FnMut(u32, u32) -> u32) -> u64 {
        let orphans = core::mem::take(&mut self.orphans);
        // Before the first lost write of a key it had one version less.
        let mut written_anew = BTreeMap::new();
        for write in &orphans {
            let newest = self.newest(write.key);
            written_anew.entry(write.key).or_insert(newest >= write.version);
        }
        for write in &orphans {
            if written_anew.get(&write.key) == Some(&false) {
                let version = number(write.key, self.newest(write.key) + 1);
                let (place, _) = self.commit_as(write.key, version, now);
                self.acknowledge(place, ReplicationMode::Asynchronous);
            }
        }
        orphans.iter().filter(|write| write.acknowledged).count() as u64
    }
}
