//! The streams between the sites: which are open, what is on its way, and what waits to be told.

use super::link::{Link, Told};
use super::{Between, Received, Seen};
use crate::engine::time::{NEVER, Nanos};

impl Between {
    /// Messages on all ways.
    pub fn under_way_in_all(&self) -> u64 {
        self.links.iter().map(|link| link.under_way.len() as u64).sum()
    }

    /// What is on its way from one site to another at `now`, oldest first, each with the share of its way that it has gone.
    pub fn under_way(&self, from: u8, to: u8, now: Nanos) -> impl Iterator<Item = (&Told, f64)> {
        let lag = self.lag.max(1) as f64;
        let link = self.link(from, to).into_iter().flat_map(|link| &link.under_way);
        link.map(move |told| (told, (now.saturating_sub(told.sent) as f64 / lag).min(1.0)))
    }

    /// Keys that one site has still to tell another of, because the way is cut.
    pub fn waiting(&self, from: u8, to: u8) -> u32 {
        self.link(from, to).map_or(0, |link| link.waiting)
    }

    /// Whether `site` can be reached by the others, as far as was told.
    pub(crate) fn is_joined(&self, site: u8) -> bool {
        self.joined[usize::from(site)]
    }

    /// Whether writes go from one site to another.
    pub fn is_open(&self, from: u8, to: u8) -> bool {
        self.link(from, to).is_some_and(|link| link.open)
    }

    /// Whether what was written at site `from` at moment `at` has come to site `to` by `now`.
    pub fn carried(&self, from: u8, to: u8, at: Nanos, now: Nanos) -> bool {
        let Some(link) = self.link(from, to).filter(|_| self.replicating) else { return from == to };
        let before_cut = at.saturating_add(self.lag) <= link.shut_at.min(now);
        before_cut || (link.open && at.max(link.opened_at).saturating_add(self.lag) <= now)
    }

    /// When the next message arrives; [`NEVER`] if none is under way.
    pub(crate) fn next_arrival(&self) -> Nanos {
        self.links.iter().map(|link| link.next(self.lag)).min().unwrap_or(NEVER)
    }

    /// Whether `site` can reach the others and be reached by them, its database included.
    pub(crate) fn join(&mut self, site: u8, joined: bool, now: Nanos) {
        let known = &mut self.joined[usize::from(site)];
        if core::mem::replace(known, joined) == joined {
            return;
        }
        self.fit_links(now);
    }

    /// Ways are open between sites that are joined. What had been on a way that is not is told when it is open again.
    pub(crate) fn fit_links(&mut self, now: Nanos) {
        for from in 0..self.sites as u8 {
            for to in (0..self.sites as u8).filter(|to| *to != from) {
                let open = self.replicating && self.joined[usize::from(from)] && self.joined[usize::from(to)];
                let Some(link) = self.links.get_mut(index(self.sites, from, to)) else { continue };
                if link.open == open {
                    continue;
                }
                if open {
                    (link.open, link.opened_at) = (true, now);
                    self.tell_waiting(from, to, now);
                } else {
                    self.messages.set_aside += link.shut(now);
                }
            }
        }
    }

    /// What was received just now could not be taken: it is told anew.
    pub(crate) fn turn_away(&mut self, received: &Received) {
        self.messages.arrived -= 1;
        self.messages.set_aside += 1;
        self.lose(received);
    }

    /// What was received is lost before it was in the site's data: it is told anew.
    pub(crate) fn lose(&mut self, received: &Received) {
        if let Some(link) = self.links.get_mut(index(self.sites, received.from, received.site)) {
            link.wait(received.told.key);
        }
    }

    /// On all ways that are open what waits sets out.
    pub(crate) fn tell_all_waiting(&mut self, now: Nanos) {
        let sites = self.sites as u8;
        for (from, to) in (0..sites).flat_map(|from| (0..sites).map(move |to| (from, to))) {
            if self.is_open(from, to) && self.waiting(from, to) > 0 {
                self.tell_waiting(from, to, now);
            }
        }
    }

    fn tell_waiting(&mut self, from: u8, to: u8, now: Nanos) {
        let index = index(self.sites, from, to);
        for key in self.links[index].take_waiting() {
            self.tell_one(from, to, key, now);
        }
    }

    pub(crate) fn tell(&mut self, from: u8, key: u32, now: Nanos) {
        let receivers = if self.replicating { self.sites as u8 } else { 0 };
        for to in (0..receivers).filter(|to| *to != from) {
            self.tell_one(from, to, key, now);
        }
    }

    pub(crate) fn tell_one(&mut self, from: u8, to: u8, key: u32, now: Nanos) {
        let mut seen = Seen::default();
        seen.iter_mut().zip(self.row(from, key)).for_each(|(seen, known)| *seen = *known);
        let Some(link) = self.links.get_mut(index(self.sites, from, to)) else { return };
        if link.open {
            link.under_way.push_back(Told { sent: now, key, seen });
            self.messages.told += 1;
        } else {
            link.wait(key);
        }
    }

    fn link(&self, from: u8, to: u8) -> Option<&Link> {
        let there = from != to && usize::from(from.max(to)) < self.sites;
        self.links.get(index(self.sites, from, to)).filter(|_| there)
    }
}

fn index(sites: usize, from: u8, to: u8) -> usize {
    usize::from(from) * sites + usize::from(to)
}
