//! What of a run is told to those who watch it: scrapes, error lines, visits.

use crate::engine::event::Event;
use crate::engine::time::{Nanos, from_secs};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::parts::telemetry::{COLLECT_S, Line, Reading, Rule, SiteReading, Telemetry};
use crate::request::Request;
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::{NodeId, NodeKind};

impl Core {
    /// Whether there is somebody who watches, and builds come through a pipeline.
    pub(crate) fn is_watched(&self) -> bool {
        self.config.topology.telemetry && self.config.tandem.is_none()
    }

    /// Whether the machine at `node`, which has no workers, does its work.
    pub(crate) fn serves(&self, node: NodeId) -> bool {
        self.config.has(node) && !self.out[node.index()] && !self.cut[node.index()]
    }
}

impl Sim {
    /// What is seen of the run.
    pub fn telemetry(&self) -> &Telemetry {
        &self.parts.telemetry
    }

    /// Scrapes begin, go on or end as the settings say.
    pub(crate) fn fit_telemetry(&mut self) {
        self.parts.release.fit(&mut self.core);
        if !self.core.is_watched() {
            if self.parts.telemetry.due.is_some() {
                self.parts.telemetry = self.parts.telemetry.begun_anew();
            }
            return;
        }
        self.parts.telemetry.visits.resize(self.parts.traffic.visitors.places());
        let soon = self.core.now + from_secs(self.core.config.telemetry.scrape_s);
        match self.parts.telemetry.due {
            None => {
                self.parts.telemetry.epoch += 1;
                let epoch = self.parts.telemetry.epoch;
                // Lines are fetched between two scrapes.
                self.core.events.push(self.core.now + from_secs(COLLECT_S / 2.0), Event::Collect { epoch });
                self.plan_scrape(self.core.now);
            }
            // The one that was planned finds that it is not due.
            Some(due) if due > soon => self.plan_scrape(soon),
            Some(_) => {}
        }
    }

    fn plan_scrape(&mut self, at: Nanos) {
        self.parts.telemetry.due = Some(at);
        self.core.events.push(at, Event::Scrape { epoch: self.parts.telemetry.epoch });
    }

    /// Reads every machine's counters and gauges, and looks whether there is something to alert about.
    pub(crate) fn scrape(&mut self, epoch: u32) {
        if self.parts.telemetry.epoch != epoch || self.parts.telemetry.due != Some(self.core.now) {
            return;
        }
        let settings = self.core.config.telemetry;
        if self.core.serves(NodeId::METRICS) {
            // Taken out, so that the machines can be read meanwhile.
            let mut telemetry = core::mem::take(&mut self.parts.telemetry);
            let lines = self.core.serves(NodeId::LOGS).then(|| telemetry.logs().received());
            let site = SiteReading { lines, visits: telemetry.visits.counts };
            let watched = |node: &NodeId| {
                (node.kind().is_station() || node.kind() == NodeKind::Balancer) && self.core.config.has(*node)
            };
            let mut readings = core::mem::take(&mut telemetry.readings);
            let read = |node: NodeId| self.answers(node).then(|| self.reading(&telemetry, node));
            readings.extend(NodeId::all().filter(watched).map(|node| (node, read(node))));
            telemetry.scrape(self.core.now, settings.window_s, site, readings.drain(..));
            telemetry.readings = readings;
            let rule = Rule { threshold: settings.threshold, least: u64::from(settings.least) };
            let raised = telemetry.judge(self.core.now, settings.window_s, &rule, settings.aggregate);
            self.parts.telemetry = telemetry;
            if raised {
                self.alarmed();
            }
            self.parts.release.take_back(&mut self.core, self.parts.telemetry.alerts());
        }
        self.plan_scrape(self.core.now + from_secs(settings.scrape_s).max(1));
    }

    fn alarmed(&mut self) {
        self.core.accounts.tally(Count::Alarm);
        if self.parts.telemetry.is_well(self.core.config.telemetry.window_s) {
            self.core.accounts.tally(Count::FalseAlarm);
        }
        if let Some(since) = self.parts.release.pipeline.notice() {
            self.parts.telemetry.totals.noticed += 1;
            self.parts.telemetry.totals.notice_ns += self.core.now - since;
        }
    }

    /// Whether the machine at `node` answers a scrape.
    fn answers(&self, node: NodeId) -> bool {
        match node.station() {
            Some(station) => self.core.in_touch(station),
            None => self.balancer_at(node.home()).is_up() && !self.core.cut[node.index()],
        }
    }

    /// What the machine at `node` tells.
    fn reading(&self, telemetry: &Telemetry, node: NodeId) -> Reading {
        let raw = self.counters(telemetry, node);
        telemetry.born.iter().find(|(born, _)| *born == node).map_or(raw, |(_, before)| raw.since(before))
    }

    /// The same, counted from the start of the run.
    fn counters(&self, telemetry: &Telemetry, node: NodeId) -> Reading {
        let errors = telemetry.logs().written(node);
        let Some(station) = self.station(node) else {
            // What a web server fails is counted there; the balancer counts what reached none.
            return Reading { requests: errors, errors, ..Reading::default() };
        };
        let load = station.load(self.core.now);
        let memory = match node.kind() {
            NodeKind::Sessions => None,
            NodeKind::Cache => node.cache_index().and_then(|index| {
                let cache = self.cache_tier_at(node.home()).node(index)?;
                Some((cache.len(), cache.capacity()))
            }),
            _ => Some((station.busy() + station.waiting(), station.workers().saturating_add(station.places()))),
        };
        let disk = node.database_index().filter(|_| self.core.config.topology.keyed()).map(|machine| {
            let replication = self.replication_at(node.home());
            replication.log().end().saturating_sub(replication.behind(machine, self.core.now).0)
        });
        Reading {
            requests: self.core.accounts.node(node).arrived,
            errors,
            busy_ns: load.busy_ns as u64,
            capacity_ns: load.capacity_ns as u64,
            disk,
            queue: station.waiting(),
            memory,
        }
    }

    /// The machine at `node` dies, and with it what it has counted.
    pub(crate) fn forget_counters(&mut self, node: NodeId) {
        if !self.core.is_watched() {
            return;
        }
        let raw = self.counters(&self.parts.telemetry, node);
        match self.parts.telemetry.born.iter_mut().find(|(born, _)| *born == node) {
            Some((_, before)) => *before = raw,
            None => self.parts.telemetry.born.push((node, raw)),
        }
    }

    /// The log collector fetches what is new.
    pub(crate) fn collect(&mut self, epoch: u32) {
        if self.parts.telemetry.epoch != epoch {
            return;
        }
        if self.core.serves(NodeId::LOGS) {
            let mut telemetry = core::mem::take(&mut self.parts.telemetry);
            telemetry.collect(self.core.now, |node| self.answers(node));
            self.parts.telemetry = telemetry;
        } else if !self.core.config.telemetry.aggregate {
            self.parts.telemetry.logs_mut().skip();
        }
        self.core.events.push(self.core.now + from_secs(COLLECT_S), Event::Collect { epoch });
    }

    /// A request failed: whoever had it writes a line. What failed on the internet nobody writes down.
    #[cold]
    pub(crate) fn write_line(&mut self, request: &Request, place: NodeId, cause: Cause) {
        self.parts.telemetry.visits.failed(request.visitor);
        let writer = match request.web {
            Some(web) if request.at_web => NodeId::web(web),
            _ if request.at_balancer => NodeId::balancer_at(self.core.site_of(request)),
            _ => return,
        };
        let by_chance = core::mem::take(&mut self.parts.release.by_chance);
        self.parts.telemetry.real += u64::from(!by_chance);
        self.parts.telemetry.logs_mut().write(Line { at: self.core.now, writer, place, cause });
    }
}
