//! What of a run is told to those who watch it: scrapes, error lines, visits.

use crate::engine::event::Event;
use crate::engine::time::{Nanos, from_secs};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::parts::balancer::Balancer;
use crate::parts::cache::Tier;
use crate::parts::database::DatabaseTier;
use crate::parts::telemetry::{COLLECT_S, Line, Reading, Rule, SiteReading, Telemetry};
use crate::request::Request;
use crate::sim::core::Core;
use crate::topology::node::{NodeId, NodeKind};
use crate::topology::site::PerSite;

impl Core {
    /// Whether there is somebody who watches, and builds come through a pipeline.
    pub(crate) fn is_watched(&self) -> bool {
        self.config.topology.telemetry && self.config.tandem.is_none()
    }

    /// Whether the machine at `node`, which has no workers, does its work.
    pub(crate) fn serves(&self, node: NodeId) -> bool {
        self.has(node) && !self.out[node.index()] && !self.cut[node.index()]
    }
}

impl Telemetry {
    /// Scrapes begin, go on or end as the settings say.
    pub(crate) fn fit(&mut self, core: &mut Core) {
        if !core.is_watched() {
            if self.due.is_some() {
                *self = self.begun_anew();
            }
            return;
        }
        self.visits.begin(&mut core.visitors);
        let soon = core.now + from_secs(core.config.telemetry.scrape_s);
        match self.due {
            None => {
                self.epoch += 1;
                // Lines are fetched between two scrapes.
                core.events.push(core.now + from_secs(COLLECT_S / 2.0), Event::Collect { epoch: self.epoch });
                self.plan_scrape(core, core.now);
            }
            // The one that was planned finds that it is not due.
            Some(due) if due > soon => self.plan_scrape(core, soon),
            Some(_) => {}
        }
    }

    fn plan_scrape(&mut self, core: &mut Core, at: Nanos) {
        self.due = Some(at);
        core.events.push(at, Event::Scrape { epoch: self.epoch });
    }

    /// Whether this is the scrape that is due now.
    pub(crate) fn is_due(&self, core: &Core, epoch: u32) -> bool {
        self.epoch == epoch && self.due == Some(core.now)
    }

    /// The next scrape is due as long after this one as the settings say.
    pub(crate) fn plan_next_scrape(&mut self, core: &mut Core) {
        self.plan_scrape(core, core.now + from_secs(core.config.telemetry.scrape_s).max(1));
    }

    /// Reads every machine's counters and gauges, and looks whether there is something to alert about. Whether an alert
    /// was raised.
    pub(crate) fn look(
        &mut self,
        core: &Core,
        balancers: &PerSite<Balancer>,
        caches: &PerSite<Tier>,
        databases: &PerSite<DatabaseTier>,
    ) -> bool {
        let settings = &core.config.telemetry;
        let lines = core.serves(NodeId::LOGS).then(|| self.logs.received());
        let site = SiteReading { lines, visits: self.visits.counts };
        let watched =
            |node: &NodeId| (node.kind().is_station() || node.kind() == NodeKind::Balancer) && core.has(*node);
        // Taken out, so that the machines can be read meanwhile.
        let mut readings = core::mem::take(&mut self.readings);
        let read = |node: NodeId| answers(core, balancers, node).then(|| self.reading(core, node, caches, databases));
        readings.extend(NodeId::all().filter(watched).map(|node| (node, read(node))));
        self.scrape(core.now, settings.window_s, site, readings.drain(..));
        self.readings = readings;
        let rule = Rule { threshold: settings.threshold, least: u64::from(settings.least) };
        self.judge(core.now, settings.window_s, &rule, settings.aggregate)
    }

    /// An alert was raised. If it is the first since a bad build met requests: when that was.
    pub(crate) fn alarmed(&mut self, core: &mut Core, exposed: Option<Nanos>) {
        core.accounts.tally(Count::Alarm);
        if self.is_well(core.config.telemetry.window_s) {
            core.accounts.tally(Count::FalseAlarm);
        }
        if let Some(since) = exposed {
            self.totals.noticed += 1;
            self.totals.notice_ns += core.now - since;
        }
    }

    /// What the machine at `node` tells.
    fn reading(&self, core: &Core, node: NodeId, caches: &PerSite<Tier>, databases: &PerSite<DatabaseTier>) -> Reading {
        let raw = self.counters(core, node, caches, databases);
        self.born.iter().find(|(born, _)| *born == node).map_or(raw, |(_, before)| raw.since(before))
    }

    /// The same, counted from the start of the run.
    fn counters(
        &self,
        core: &Core,
        node: NodeId,
        caches: &PerSite<Tier>,
        databases: &PerSite<DatabaseTier>,
    ) -> Reading {
        let errors = self.logs.written(node);
        let Some(station) = node.station().filter(|_| core.has(node)) else {
            // What a web server fails is counted there; the balancer counts what reached none.
            return Reading { requests: errors, errors, ..Reading::default() };
        };
        let station = &core.stations[usize::from(station)];
        let load = station.load(core.now);
        let memory = match node.kind() {
            NodeKind::Sessions => None,
            NodeKind::Cache => node.cache_index().and_then(|index| {
                let cache = caches[node.home()].node(index)?;
                Some((cache.len(), cache.capacity()))
            }),
            _ => Some((station.busy() + station.waiting(), station.workers().saturating_add(station.places()))),
        };
        let disk = node.database_index().filter(|_| core.keyed).map(|machine| {
            let replication = &databases[node.home()].replication;
            replication.log().end().saturating_sub(replication.behind(machine, core.now).0)
        });
        Reading {
            requests: core.accounts.node(node).arrived,
            errors,
            busy_ns: load.busy_ns as u64,
            capacity_ns: load.capacity_ns as u64,
            disk,
            queue: station.waiting(),
            memory,
        }
    }

    /// The machine at `node` dies, and with it what it has counted.
    pub(crate) fn forget_counters(
        &mut self,
        core: &Core,
        node: NodeId,
        caches: &PerSite<Tier>,
        databases: &PerSite<DatabaseTier>,
    ) {
        if !core.is_watched() {
            return;
        }
        let raw = self.counters(core, node, caches, databases);
        match self.born.iter_mut().find(|(born, _)| *born == node) {
            Some((_, before)) => *before = raw,
            None => self.born.push((node, raw)),
        }
    }

    /// The log collector fetches what is new.
    pub(crate) fn fetch_lines(&mut self, core: &mut Core, epoch: u32, balancers: &PerSite<Balancer>) {
        if self.epoch != epoch {
            return;
        }
        if core.serves(NodeId::LOGS) {
            self.collect(core.now, |node| answers(core, balancers, node));
        } else if !core.config.telemetry.aggregate {
            self.logs.skip();
        }
        core.events.push(core.now + from_secs(COLLECT_S), Event::Collect { epoch });
    }

    /// A request failed: whoever had it writes a line. What failed on the internet nobody writes down.
    /// `by_chance` tells that it failed as some always do; the first line takes it.
    #[cold]
    pub(crate) fn write_line(
        &mut self,
        core: &mut Core,
        by_chance: &mut bool,
        request: &Request,
        place: NodeId,
        cause: Cause,
    ) {
        self.visits.failed(&mut core.visitors, request.visitor);
        let writer = match request.web {
            Some(web) if request.at_web => NodeId::web(web),
            _ if request.at_balancer => NodeId::balancer_at(core.site_of(request)),
            _ => return,
        };
        let by_chance = core::mem::take(by_chance);
        self.real += u64::from(!by_chance);
        self.logs.write(Line { at: core.now, writer, place, cause });
    }
}

/// Whether the machine at `node` answers a scrape.
fn answers(core: &Core, balancers: &PerSite<Balancer>, node: NodeId) -> bool {
    match node.station() {
        Some(station) => core.in_touch(station),
        None => balancers[node.home()].is_up() && !core.cut[node.index()],
    }
}
