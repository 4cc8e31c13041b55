//! Figures that are made of what was scraped, and of nothing else: of each host, of each tier, of the business.

use super::scrape::{Increase, Scrapes};
use crate::config::Config;
use crate::engine::time::to_secs;
use crate::topology::node::{NodeId, NodeKind};

/// One machine, over the last interval between two scrapes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostFigures {
    /// Which.
    pub node: NodeId,
    /// Whether it answered the last scrape.
    pub answers: bool,
    /// Share of its cores' time used, 0 to 1.
    pub cpu: Option<f64>,
    /// Places of its memory that are taken, and places, as far as the model knows.
    pub memory: Option<(u32, u32)>,
    /// Writes a second to its disk.
    pub disk: Option<f64>,
    /// Requests a second.
    pub rate: Option<f64>,
    /// Error lines a second.
    pub errors: Option<f64>,
    /// Requests that waited at the last scrape.
    pub queue: u32,
}

/// Machines that do the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierKind {
    /// Web servers.
    Web,
    /// The cache.
    Cache,
    /// Database machines, shards among them.
    Database,
    /// The session store.
    Sessions,
}

impl TierKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Web, Self::Cache, Self::Database, Self::Sessions];

    /// Whether `node` is one of them.
    pub fn has(self, node: NodeId) -> bool {
        match node.kind() {
            NodeKind::Web => self == Self::Web,
            NodeKind::Cache => self == Self::Cache,
            NodeKind::Database | NodeKind::Replica | NodeKind::Shard => self == Self::Database,
            NodeKind::Sessions => self == Self::Sessions,
            _ => false,
        }
    }
}

/// One tier, over the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TierFigures {
    /// Which.
    pub tier: TierKind,
    /// Its machines, and how many of them answered the last scrape.
    pub machines: (u32, u32),
    /// Share of its cores' time used, 0 to 1.
    pub cpu: Option<f64>,
    /// Requests a second.
    pub rate: f64,
    /// Error lines over requests, 0 to 1: only web servers write any.
    pub failed: Option<f64>,
    /// Writes a second to its disks.
    pub disk: Option<f64>,
}

/// What it means to the business, over the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BusinessFigures {
    /// Visits in which somebody got an answer, scaled to a day: users.
    pub active_users: f64,
    /// Share of the visits that ended whose visitor comes back, 0 to 1; none if no visit ended.
    pub retention: Option<f64>,
    /// Dollars an hour that the pages earn that were delivered.
    pub usd_hour: f64,
}

impl Scrapes {
    /// Of each machine.
    pub fn hosts(&self) -> Vec<HostFigures> {
        let seconds = self.seconds(1, 0);
        let host = |node: NodeId| {
            let (told, now) = (self.increase(node, 1), self.reading(node, 0));
            let rate = |count: fn(&Increase) -> u64| told.as_ref().map(|told| count(told) as f64 / seconds);
            HostFigures {
                node,
                answers: now.is_some(),
                cpu: told.as_ref().and_then(Increase::utilisation),
                memory: now.and_then(|now| now.memory),
                disk: told.and_then(|told| told.disk).map(|disk| disk as f64 / seconds),
                rate: rate(|told| told.requests),
                errors: rate(|told| told.errors),
                queue: now.map_or(0, |now| now.queue),
            }
        };
        self.targets().map(host).collect()
    }

    /// Of each tier that has a machine, over the last `scrapes` intervals.
    pub fn tiers(&self, scrapes: usize) -> Vec<TierFigures> {
        let seconds = self.seconds(scrapes, 0);
        let tier = |tier: TierKind| {
            let nodes = || self.targets().filter(|node| tier.has(*node));
            let all = nodes().filter_map(|node| self.increase(node, scrapes)).fold(Increase::default(), Increase::plus);
            let answer = nodes().filter(|node| self.reading(*node, 0).is_some()).count();
            // An error may end a request from before the window.
            let requests = all.requests.max(all.errors);
            TierFigures {
                tier,
                machines: (nodes().count() as u32, answer as u32),
                cpu: all.utilisation(),
                rate: all.requests as f64 / seconds,
                failed: (requests > 0).then(|| all.errors as f64 / requests as f64),
                disk: all.disk.map(|disk| disk as f64 / seconds),
            }
        };
        TierKind::ALL.into_iter().map(tier).filter(|tier| tier.machines.0 > 0).collect()
    }

    /// Of the business, over `scrapes` intervals up to `age` scrapes before the last; none before the second scrape.
    pub fn business(&self, config: &Config, scrapes: usize, age: usize) -> Option<BusinessFigures> {
        let (before, after) = self.site(scrapes, age)?;
        let seconds = self.seconds(scrapes, age);
        let told = after.visits.since(&before.visits);
        // How the rate of requests follows from the users of a day, the other way round.
        let users_a_visit = config.visit_requests * 86_400.0 / (config.requests_per_day * config.peak);
        (seconds.is_finite()).then(|| BusinessFigures {
            active_users: told.active as f64 / seconds * users_a_visit,
            retention: told.retention(config.telemetry.churn),
            usd_hour: told.answers as f64 / seconds * 3_600.0 * config.telemetry.usd_page,
        })
    }

    /// Infinite where there is no interval, so that every rate is 0.
    fn seconds(&self, scrapes: usize, age: usize) -> f64 {
        let span = self.span(scrapes, age).map_or(0, |(from, to)| to - from);
        if span == 0 { f64::INFINITY } else { to_secs(span) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SECOND;
    use crate::parts::telemetry::scrape::{Reading, SiteReading};

    #[test]
    fn no_more_fail_than_there_are() {
        let mut scrapes = Scrapes::default();
        // Five requests of before fail in a window in which two come.
        for (i, (requests, errors)) in [(10, 0), (12, 5)].into_iter().enumerate() {
            let reading = Reading { requests, errors, ..Reading::default() };
            let told = [(NodeId::web(0), Some(reading))].into_iter();
            scrapes.scrape(i as u64 * SECOND, SECOND, SiteReading::default(), told);
        }
        assert_eq!(scrapes.tiers(1)[0].failed, Some(1.0));
    }
}
