//! Data centers that tell each other what was written. Each site has a copy of the data and takes writes; a stream leads
//! from each site to each other one, on which every write arrives a lag later. Knows nothing of requests, machines or
//! the primary inside a site; [`crate::Sim`] tells it what is written where, and which sites can be reached.
//!
//! A value has a version, counted over all sites in the order of writing, so that of two writes the later has the higher
//! one: the last writer wins. Beside each value stands what its writer had seen of each site's writes (a version vector:
//! Parker et al. 1983), so that a write which overwrites another unseen is known for what it is: a conflict.

pub(crate) mod flow;
mod link;
mod streams;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use link::Link;
pub use link::Told;

use crate::engine::time::Nanos;
use crate::topology::node::MAX_SITES;

/// The newest write of each site.
pub type Seen = [u32; MAX_SITES];

/// Conflicts that are kept for the reader to see.
const KEPT: usize = 64;

/// A value that was overwritten by a write which had not seen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// When the site that had written it learned of the other.
    pub at: Nanos,
    /// That site.
    pub site: u8,
    /// Which key.
    pub key: u32,
    /// The version that lost.
    pub lost: u32,
    /// The version that won.
    pub kept: u32,
}

/// A message that has come to a site, and is not in its data yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Received {
    /// From where.
    pub from: u8,
    /// Where.
    pub site: u8,
    /// What.
    pub told: Told,
}

/// What has become of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Where.
    pub site: u8,
    /// About which key.
    pub key: u32,
    /// The version that the site has from now on.
    pub version: u32,
    /// Whether that is another than before.
    pub news: bool,
    /// Whether it overwrites a value of the site's own that its writer had not seen.
    pub conflict: bool,
}

/// How many messages went which way: told = arrived + set aside + under way, at every instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    /// Sent.
    pub told: u64,
    /// Came to the other site, which took them.
    pub arrived: u64,
    /// Were on a way that was cut, or were not taken; their keys are told anew.
    pub set_aside: u64,
}

/// The sites' copies of the data and the streams between them.
#[derive(Clone, Debug, Default)]
pub struct Between {
    sites: usize,
    keys: u32,
    replicating: bool,
    lag: Nanos,
    /// By key and site: the newest write of each site that is in its value, or was overwritten by it. All 0 is a key that
    /// the site does not have.
    seen: Vec<u32>,
    /// From each site to each other one, by sender and then by receiver.
    links: Vec<Link>,
    joined: [bool; MAX_SITES],
    conflicts: VecDeque<Conflict>,
    overwritten: [u64; MAX_SITES],
    messages: Messages,
}

impl Between {
    /// `sites` sites with version 1 of `keys` keys: of all where they are replicating, otherwise of those at home there.
    #[cfg(test)]
    pub(crate) fn new(sites: usize, keys: u32, replicating: bool, lag: Nanos) -> Self {
        let mut new = Self { replicating, lag, ..Self::default() };
        new.resize(sites, keys);
        new
    }

    /// How many sites there are.
    pub fn sites(&self) -> usize {
        self.sites
    }

    /// How many keys.
    pub fn keys(&self) -> u32 {
        self.keys
    }

    /// Whether writes go to the other sites.
    pub fn replicating(&self) -> bool {
        self.replicating
    }

    /// The site at which `key` is at home: the one that has it if only one has.
    pub fn home(&self, key: u32) -> u8 {
        home(key, self.sites)
    }

    /// The version of `key` at `site`; 0 if the site does not have the key.
    pub fn version(&self, site: u8, key: u32) -> u32 {
        self.row(site, key).iter().copied().max().unwrap_or(0)
    }

    /// The newest version of `key` at any site.
    pub fn newest(&self, key: u32) -> u32 {
        let each = self.sites * self.sites;
        let at = key as usize * each;
        self.seen.get(at..at + each).and_then(|all| all.iter().copied().max()).unwrap_or(0)
    }

    /// Keys that are not the same at all sites. O(keys).
    pub fn diverged(&self) -> u32 {
        let differs = |key: &u32| (1..self.sites as u8).any(|site| self.version(site, *key) != self.version(0, *key));
        if self.replicating { (0..self.keys).filter(differs).count() as u32 } else { 0 }
    }

    /// The latest conflicts, oldest first.
    pub fn conflicts(&self) -> impl DoubleEndedIterator<Item = &Conflict> {
        self.conflicts.iter()
    }

    /// How many values of `site` were overwritten by writes that had not seen them.
    pub fn overwritten(&self, site: u8) -> u64 {
        self.overwritten[usize::from(site)]
    }

    /// How many messages went which way.
    pub fn messages(&self) -> Messages {
        self.messages
    }

    pub(crate) fn bytes(&self) -> usize {
        self.seen.capacity() * size_of::<u32>()
            + self.links.capacity() * size_of::<Link>()
            + self.links.iter().map(Link::bytes).sum::<usize>()
            + self.conflicts.capacity() * size_of::<Conflict>()
    }

    /// `key` is written at `site`, which knows what it has. Gives the version.
    pub(crate) fn write(&mut self, site: u8, key: u32, now: Nanos) -> u32 {
        let version = self.newest(key) + 1;
        if let Some(own) = self.row_mut(site, key).get_mut(usize::from(site)) {
            *own = version;
        }
        self.tell(site, key, now);
        version
    }

    /// A message that has arrived by `now`; those that come at one moment by sender and receiver. It is to be taken, see
    /// [`Between::take`], or turned away.
    pub(crate) fn receive(&mut self, now: Nanos) -> Option<Received> {
        let (at, index) = self.links.iter().zip(0..).map(|(link, index)| (link.next(self.lag), index)).min()?;
        let told = if at <= now { self.links[index].under_way.pop_front() } else { None }?;
        self.messages.arrived += 1;
        Some(Received { from: (index / self.sites) as u8, site: (index % self.sites) as u8, told })
    }

    /// As [`Between::receive`], and takes it at once.
    #[cfg(test)]
    pub(crate) fn arrive(&mut self, now: Nanos) -> Option<Arrival> {
        let received = self.receive(now)?;
        Some(self.take(&received, now))
    }

    /// What was received is in the site's data from now on.
    pub(crate) fn take(&mut self, received: &Received, now: Nanos) -> Arrival {
        let Received { site, told, .. } = received;
        let site = *site;
        let before = self.version(site, told.key);
        let row = self.row_mut(site, told.key);
        // A stage may have taken the row away meanwhile.
        let own = row.get(usize::from(site)).copied().unwrap_or(0);
        row.iter_mut().zip(told.seen).for_each(|(seen, theirs)| *seen = (*seen).max(theirs));
        let version = self.version(site, told.key);
        if version > before && self.row(site, told.key)[usize::from(site)] == version {
            // A write of its own that it had lost: not all others may have heard of it.
            self.tell(site, told.key, now);
        }
        // Its own value is the one that it had, and the writer of the other had not seen it.
        let conflict = version > before && own == before && before > 0 && told.seen[usize::from(site)] < own;
        if conflict {
            self.overwritten[usize::from(site)] += 1;
            if self.conflicts.len() == KEPT {
                self.conflicts.pop_front();
            }
            self.conflicts.push_back(Conflict { at: now, site, key: told.key, lost: before, kept: version });
        }
        Arrival { site, key: told.key, version, news: version > before, conflict }
    }

    /// `site` turns out to have only `version` of `key`: the others tell it what they know.
    pub(crate) fn forget(&mut self, site: u8, key: u32, version: u32, now: Nanos) {
        let row = self.row_mut(site, key);
        // If what is left is another's write, which of its own came before is not known.
        let before = if row.contains(&version) { 0 } else { version };
        row.iter_mut().filter(|seen| **seen > version).for_each(|seen| *seen = before);
        for other in (0..self.sites as u8).filter(|other| *other != site) {
            if self.version(other, key) > version {
                self.tell_one(other, site, key, now);
            }
        }
    }

    /// Writes take `lag` from now on, or go to the other sites at all. With a change of the latter all are told of
    /// everything first; where writes do not go out, a site keeps what is at home there. Whether versions changed.
    pub(crate) fn set(&mut self, replicating: bool, lag: Nanos) -> bool {
        self.lag = lag;
        if replicating == self.replicating {
            return false;
        }
        self.replicating = replicating;
        self.share_all(self.sites);
        true
    }

    /// There are `sites` sites and `keys` keys now. If the number of sites changes, all are told of everything, and other
    /// sites are home to the keys. A new key has version 1. Whether versions changed.
    pub(crate) fn resize(&mut self, sites: usize, keys: u32) -> bool {
        if sites == self.sites && keys <= self.keys {
            return false;
        }
        let old = self.keys;
        self.keys = keys.max(old);
        let each = self.sites * self.sites;
        self.seen.resize(self.keys as usize * each, 0);
        for link in &mut self.links {
            link.grow(self.keys);
        }
        if sites != self.sites {
            self.share_all(sites);
        } else {
            (old..self.keys).for_each(|key| self.begin(key, 1));
        }
        true
    }

    /// There are no sites any more. Gives what there was.
    pub(crate) fn close(&mut self) -> Self {
        let old = core::mem::take(self);
        self.messages = old.messages;
        self.messages.set_aside += old.under_way_in_all();
        old
    }

    /// Every site has the newest version of every key that it is to have, and nothing is under way.
    pub(crate) fn share_all(&mut self, sites: usize) {
        let newest: Vec<u32> = (0..self.keys).map(|key| self.newest(key).max(1)).collect();
        self.messages.set_aside += self.under_way_in_all();
        if sites != self.sites {
            self.sites = sites;
            self.joined = [true; MAX_SITES];
            self.links = (0..sites * sites).map(|_| Link::new(self.keys)).collect();
            self.conflicts.clear();
        } else {
            self.links.iter_mut().for_each(Link::clear);
        }
        self.seen.clear();
        self.seen.resize(self.keys as usize * sites * sites, 0);
        for (key, version) in (0..).zip(newest) {
            self.begin(key, version);
        }
        self.fit_links(0);
    }

    /// `key` has `version`, written at its home, wherever it is to be.
    fn begin(&mut self, key: u32, version: u32) {
        let home = self.home(key);
        for site in 0..self.sites as u8 {
            let has = self.replicating || site == home;
            if let Some(seen) = self.row_mut(site, key).get_mut(usize::from(home)).filter(|_| has) {
                *seen = version;
            }
        }
    }

    fn at(&self, site: u8, key: u32) -> core::ops::Range<usize> {
        let at = (key as usize * self.sites + usize::from(site)) * self.sites;
        at..at + self.sites
    }

    fn row(&self, site: u8, key: u32) -> &[u32] {
        self.seen.get(self.at(site, key)).unwrap_or_default()
    }

    fn row_mut(&mut self, site: u8, key: u32) -> &mut [u32] {
        let at = self.at(site, key);
        self.seen.get_mut(at).unwrap_or_default()
    }
}

/// The site at which `key` is at home, of `sites`.
pub(crate) fn home(key: u32, sites: usize) -> u8 {
    (key % sites.max(1) as u32) as u8
}
