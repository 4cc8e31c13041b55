//! A database with replicas: the primary's log, the copies that follow it, promotion, and the writes that are lost and
//! brought back. Knows nothing of requests; [`crate::Sim`] tells it what happens to machines and when.
//!
//! Every key has a value whose versions count from 1, so that old data and lost writes are seen and not assumed.

mod copy;
mod failover;
mod log;
pub(crate) mod params;
#[cfg(test)]
mod tests;

use copy::Copy;
pub use log::{Log, Written};

use crate::config::ReplicationMode;
use crate::engine::time::{NEVER, Nanos};

/// The most machines: the first primary and eight replicas.
pub const MACHINES: usize = 1 + crate::topology::node::MAX_REPLICAS;

/// What a database machine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It takes all writes.
    Primary,
    /// It follows the primary's log.
    Replica,
    /// It copies the primary's data, until the given moment.
    Copying(Nanos),
    /// Its data has parted from the log: it waits to be copied anew.
    Parted,
}

/// The database's machines and what each knows.
#[derive(Clone, Debug, Default)]
pub struct Replication {
    log: Log,
    primary: u8,
    copies: Vec<Copy>,
    copying: [Option<Nanos>; MACHINES],
    /// From the commit of a write to its arrival at a replica.
    lag: Nanos,
    /// What the last primary had written and no replica had received when it was replaced, oldest first.
    orphans: Vec<Written>,
    /// On whose disk they are.
    orphans_on: u8,
    /// Every write before this place was acknowledged synchronously, or came before one that was.
    safe: u64,
}

impl Replication {
    /// `machines` machines, the first being the primary, all with version 1 of `keys` keys.
    pub(crate) fn new(machines: u32, keys: u32, lag: Nanos) -> Self {
        let log = Log::default();
        let copies = (0..machines).map(|_| Copy::new(keys, 1, &log)).collect();
        Self { log, copies, lag, ..Self::default() }
    }

    /// The primary's log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Which machine is the primary.
    pub fn primary(&self) -> u8 {
        self.primary
    }

    /// What `machine` is; none if there is no such machine.
    pub fn role(&self, machine: u8) -> Option<Role> {
        let copy = self.copies.get(usize::from(machine))?;
        Some(match self.copying[usize::from(machine)] {
            _ if machine == self.primary => Role::Primary,
            Some(until) => Role::Copying(until),
            None if copy.has_parted(&self.log) => Role::Parted,
            None => Role::Replica,
        })
    }

    /// How many writes of the log `machine` has not applied at `now`, and how old the oldest of them is.
    pub fn behind(&self, machine: u8, now: Nanos) -> (u64, Nanos) {
        let Some(copy) = self.copies.get(usize::from(machine)) else { return (0, 0) };
        if machine == self.primary {
            return (0, 0);
        }
        let age = self.log.get(copy.applied).map_or(0, |write| now.saturating_sub(write.commit));
        (self.log.end().saturating_sub(copy.applied), age)
    }

    /// How many writes of the log `machine` has received by `now` and not applied: its backlog.
    pub fn backlog(&self, machine: u8, now: Nanos) -> u64 {
        let follows = |copy: &&Copy| machine != self.primary && !copy.has_parted(&self.log);
        let copy = self.copies.get(usize::from(machine)).filter(follows);
        copy.map_or(0, |copy| copy.received(&self.log, self.lag, now) - copy.applied)
    }

    /// When the next write that `machine` is to apply arrives there, or has arrived; [`NEVER`] if none does.
    pub(crate) fn next(&self, machine: u8) -> Nanos {
        let copy = self.copies.get(usize::from(machine)).filter(|_| machine != self.primary);
        copy.map_or(NEVER, |copy| copy.next(&self.log, self.lag))
    }

    /// `machine` has applied the next write of the log, if that has arrived by `now`.
    pub(crate) fn apply(&mut self, machine: u8, now: Nanos) {
        if self.next(machine) <= now
            && let Some(copy) = self.copies.get_mut(usize::from(machine))
        {
            copy.apply(&self.log);
        }
    }

    /// How many machines there are.
    pub(crate) fn machines(&self) -> u8 {
        self.copies.len() as u8
    }

    /// From the commit of a write to its arrival at a replica.
    pub(crate) fn lag(&self) -> Nanos {
        self.lag
    }

    /// The writes on their way to `machine` at `now`, oldest first, each with the share of its way that it has gone.
    pub fn under_way(&self, machine: u8, now: Nanos) -> impl Iterator<Item = (&Written, f64)> {
        let copy = self.copies.get(usize::from(machine)).filter(|copy| machine != self.primary && !copy.stale);
        let lag = self.lag;
        // Commits are in order, so those under way are the last ones.
        let first = self.recent(now, lag);
        self.log
            .from(first)
            .filter(move |write| copy.is_some_and(|copy| write.commit + lag > now.max(copy.open) && now <= copy.shut))
            .map(move |write| (write, (now - write.commit) as f64 / lag.max(1) as f64))
    }

    /// Place of the first write whose commit is less than `lag` ago.
    fn recent(&self, now: Nanos, lag: Nanos) -> u64 {
        let (mut low, mut high) = (self.log.first(), self.log.end());
        while low < high {
            let middle = (low + high) / 2;
            if self.log.get(middle).is_some_and(|write| write.commit + lag <= now) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }

    /// The version of `key` at `machine`; 0 if it does not have the key.
    pub fn version(&self, machine: u8, key: u32) -> u32 {
        let copy = self.copies.get(usize::from(machine));
        copy.and_then(|copy| copy.versions.get(key as usize)).copied().unwrap_or(0)
    }

    /// The version of `key` that the primary has.
    pub fn newest(&self, key: u32) -> u32 {
        self.version(self.primary, key)
    }

    /// Writes that were lost with the last primary and can be brought back from its disk.
    pub fn orphans(&self) -> &[Written] {
        &self.orphans
    }

    /// The machine whose disk has the lost writes.
    pub fn orphans_on(&self) -> u8 {
        self.orphans_on
    }

    pub(crate) fn bytes(&self) -> usize {
        let versions: usize = self.copies.iter().map(|copy| copy.versions.capacity() * size_of::<u32>()).sum();
        let copies = self.copies.capacity() * size_of::<Copy>();
        self.log.bytes() + versions + copies + self.orphans.capacity() * size_of::<Written>()
    }

    /// The primary commits a write to `key`: its place in the log and the version.
    #[cfg(test)]
    pub(crate) fn commit(&mut self, key: u32, now: Nanos) -> (u64, u32) {
        self.commit_as(key, self.newest(key) + 1, now)
    }

    /// The primary commits `version` of `key`, which came from elsewhere: its place in the log and the version.
    pub(crate) fn commit_as(&mut self, key: u32, version: u32, now: Nanos) -> (u64, u32) {
        let Some(copy) = self.copies.get_mut(usize::from(self.primary)) else { return (0, 0) };
        let Some(held) = copy.versions.get_mut(key as usize) else { return (0, 0) };
        *held = version;
        let place = self.log.end();
        self.log.push(Written { commit: now, key, version, acknowledged: false });
        copy.applied = place + 1;
        if place.is_multiple_of(64) {
            self.trim();
        }
        (place, version)
    }

    /// All machines have `version` of each key now, and nothing is left of the log.
    pub(crate) fn overwrite(&mut self, version: impl Fn(u32) -> u32) {
        let end = self.log.end();
        for copy in &mut self.copies {
            for (key, held) in (0..).zip(&mut copy.versions) {
                *held = version(key);
            }
            copy.applied = end;
        }
        self.log.trim(end);
        self.orphans.clear();
    }

    /// `key` was written before the run began: all machines have it.
    pub(crate) fn write_in_the_past(&mut self, key: u32) {
        for version in self.copies.iter_mut().filter_map(|copy| copy.versions.get_mut(key as usize)) {
            *version += 1;
        }
    }

    /// The writer of the write at `place` is told.
    pub(crate) fn acknowledge(&mut self, place: u64, mode: ReplicationMode) {
        if let Some(write) = self.log.get_mut(place) {
            write.acknowledged = true;
        }
        if mode == ReplicationMode::Synchronous {
            self.safe = self.safe.max(place + 1);
        }
    }

    /// Whether the write at `place` may be acknowledged in `mode`, where the primary waits for `members`.
    pub(crate) fn may_acknowledge(&self, place: u64, mode: ReplicationMode, members: u16, now: Nanos) -> bool {
        let mut followers = self.followers(members).peekable();
        match mode {
            ReplicationMode::Asynchronous => true,
            ReplicationMode::SemiSynchronous => {
                let has = |copy: &Copy| copy.applied > place || copy.arrival(&self.log, place, self.lag) <= now;
                followers.peek().is_none() || followers.any(has)
            }
            ReplicationMode::Synchronous => followers.all(|copy| copy.applied > place),
        }
    }

    /// The replicas among `members`, a bit a machine, that follow the log.
    fn followers(&self, members: u16) -> impl Iterator<Item = &Copy> {
        let primary = self.primary;
        (0u8..)
            .zip(&self.copies)
            .filter(move |(i, copy)| {
                *i != primary
                    && members & 1 << i != 0
                    && !copy.has_parted(&self.log)
                    && self.copying[usize::from(*i)].is_none()
            })
            .map(|(_, copy)| copy)
    }

    fn trim(&mut self) {
        for copy in &mut self.copies {
            copy.stale |= copy.applied < self.log.first();
        }
        let needed = self.copies.iter().filter(|copy| !copy.stale).map(|copy| copy.applied).min();
        // What is under way is shown.
        self.log.trim(needed.unwrap_or(self.log.end()));
    }

    /// Writes take `lag` to a replica from now on.
    pub(crate) fn set_lag(&mut self, lag: Nanos) {
        self.lag = lag;
    }

    /// The catalogue has `keys` keys now; the new ones have version 1 everywhere.
    pub(crate) fn grow(&mut self, keys: u32) {
        for copy in self.copies.iter_mut().filter(|copy| copy.versions.len() < keys as usize) {
            copy.versions.resize(keys as usize, 1);
        }
    }

    /// There are `machines` machines now. A new one comes with a copy of the primary's data; if the primary goes, the
    /// first that stays takes over with all that it had.
    pub(crate) fn resize(&mut self, machines: u32, now: Nanos) {
        let machines = machines as usize;
        if usize::from(self.primary) >= machines && machines > 0 {
            let (old, end) = (usize::from(self.primary), self.log.end());
            let versions = core::mem::take(&mut self.copies[old].versions);
            let heir = self.copies[..machines].iter().position(|copy| !copy.still && !copy.stale).unwrap_or(0);
            self.primary = heir as u8;
            self.copies[heir] = Copy { versions, applied: end, shut: NEVER, ..Copy::default() };
            self.copying[heir] = None;
        }
        self.copies.truncate(machines);
        while self.copies.len() < machines {
            let new = self.copies.len() as u8;
            self.copies.push(Copy::default());
            self.copied(new, now);
        }
        if usize::from(self.orphans_on) >= machines {
            self.orphans.clear();
        }
    }

    /// `machine` has died, or it cannot be reached any more.
    pub(crate) fn lost_touch(&mut self, machine: u8, died: bool, now: Nanos) {
        if let Some(copy) = self.copies.get_mut(usize::from(machine)) {
            copy.still |= died;
            copy.shut = copy.shut.min(now);
        }
        if machine == self.primary {
            // Nobody sends the log.
            for copy in &mut self.copies {
                copy.shut = copy.shut.min(now);
            }
        }
    }

    /// `machine` is there again; `reachable` says of each machine whether it is up and can be reached.
    pub(crate) fn back_in_touch(&mut self, machine: u8, reachable: u16, now: Nanos) {
        if let Some(copy) = self.copies.get_mut(usize::from(machine)) {
            copy.still = false;
            self.copying[usize::from(machine)] = None;
        }
        self.reconnect(reachable, now);
    }

    /// Whether `machine` is to be copied anew.
    pub(crate) fn must_copy(&self, machine: u8) -> bool {
        machine != self.primary && self.copies.get(usize::from(machine)).is_some_and(|copy| copy.has_parted(&self.log))
    }

    /// Every machine is well and has what the primary has; what that has lost comes from the others.
    pub(crate) fn mend(&mut self, now: Nanos) {
        let known: Vec<u32> = {
            let keys = self.copies.first().map_or(0, |copy| copy.versions.len());
            let newest = |key: usize| self.copies.iter().filter_map(|copy| copy.versions.get(key)).max();
            (0..keys).map(|key| newest(key).copied().unwrap_or(1).max(1)).collect()
        };
        if let Some(primary) = self.copies.get_mut(usize::from(self.primary)) {
            primary.still = false;
            primary.shut = NEVER;
            for (version, newest) in primary.versions.iter_mut().zip(known).filter(|(version, _)| **version == 0) {
                *version = newest;
            }
        }
        for machine in 0..self.copies.len() as u8 {
            if machine != self.primary {
                self.copied(machine, now);
            }
        }
        self.orphans.clear();
    }

    /// The log flows to every machine that can be reached, if the primary can.
    fn reconnect(&mut self, reachable: u16, now: Nanos) {
        if reachable & 1 << self.primary == 0 {
            return;
        }
        for (i, copy) in (0u8..).zip(&mut self.copies) {
            if reachable & 1 << i != 0 && copy.shut != NEVER {
                copy.shut = NEVER;
                copy.open = now;
            }
        }
    }

    /// A new machine begins to copy the data in place of `machine`.
    pub(crate) fn begin_copying(&mut self, machine: u8, until: Nanos) {
        if let (Some(copy), Some(copying)) =
            (self.copies.get_mut(usize::from(machine)), self.copying.get_mut(usize::from(machine)))
        {
            copy.still = true;
            *copying = Some(until);
        }
    }

    /// `machine` has a copy of all that the primary has.
    pub(crate) fn copied(&mut self, machine: u8, now: Nanos) {
        let Some(primary) = self.copies.get(usize::from(self.primary)) else { return };
        let versions = primary.versions.clone();
        let applied = self.log.end();
        if let (Some(copy), Some(copying)) =
            (self.copies.get_mut(usize::from(machine)), self.copying.get_mut(usize::from(machine)))
        {
            *copy = Copy { versions, applied, open: now, shut: NEVER, ..Copy::default() };
            *copying = None;
        }
    }
}
