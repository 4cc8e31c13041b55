//! What changes a run: inputs, other settings, and the balancer's checks.

use crate::config::Config;
use crate::config::SessionConfig;
use crate::engine::departures::Departures;
use crate::input::{Input, InputError};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::parts::balancer;
use crate::request::Request;
use crate::request::station::Health;
use crate::request::visitors::Visitors;
use crate::sim::core::Core;
use crate::sim::{Sim, in_use};
use crate::topology::node::{NODES, NodeId, NodeKind, QUEUE, STATIONS, WORKERS};

impl Core {
    /// Another number of stations or workers takes part.
    pub(crate) fn lay_out_departures(&mut self) {
        self.departures = Departures::of(&self.stations, |i| in_use(&self.config, i));
    }

    pub(crate) fn mend(&mut self, index: usize) {
        let station = &mut self.stations[index];
        match station.health() {
            Health::Up => {}
            Health::Slow => station.set_health(Health::Up),
            Health::Down(_) | Health::Booting(_) => {
                station.clear(self.now, Health::Up);
                self.departures.clear(index as u8);
            }
        }
    }
}

impl Sim {
    /// Does `input` now.
    ///
    /// # Errors
    /// If it is refused, see [`Sim::check`]; the run is then untouched.
    pub fn apply(&mut self, input: &Input) -> Result<(), InputError> {
        self.check(input)?;
        match input {
            Input::Set { param, value } => {
                let mut config = self.core.config.clone();
                param.store(&mut config, *value);
                self.reconfigure(config);
            }
            Input::Fault { node, kind } => self.fault(*node, *kind),
            Input::Act(act) => self.act(*act),
            Input::Send(send) => self.send_by_hand(*send),
            Input::Reconfigure(config) => {
                self.reconfigure((**config).clone());
                self.switch_over();
                self.mend_all();
            }
        }
        Ok(())
    }

    pub(crate) fn reconfigure(&mut self, config: Config) {
        for site in config.sites()..self.core.config.sites() {
            self.empty_site(site as u8);
        }
        if config.topology.sites && !self.core.config.topology.sites {
            self.cut_far_servers();
        }
        let old = self.core.take_config(config);
        self.parts.shards.hold(&mut self.core);
        self.parts.traffic.fit_rate(&self.core);
        let visitors = Visitors::wanted(&self.core.config);
        let more = Visitors::more_is_kept(&self.core.config);
        if more {
            self.core.visitors.keep_more(true);
        }
        self.parts.sessions.leave_from(&mut self.core.visitors, visitors);
        self.core.visitors.resize(visitors);
        if self.core.config.topology.queue && !old.topology.queue {
            // What those under way have in their places is left over from another queue.
            self.core.requests.forget_photos();
        }
        self.fit_sessions(&old.sessions);
        self.count_servers(&old);
        self.parts.release.equip_servers(&self.core, &old);
        for i in 0..self.core.stations.len() {
            let (workers, places) = self.core.config.station(i as u8);
            if self.core.stations[i].workers() != workers || self.core.stations[i].places() != places {
                self.core.stations[i].resize(self.core.now, workers, places);
                self.start_waiting(i as u8);
            }
        }
        self.core.lay_out_departures();
        balancer::flow::fit_rotation(&mut self.core, &mut self.parts.balancers, Some(&old));
        balancer::flow::fit_checks(&mut self.core, &mut self.parts.balancers, old.probe_s);
        for site in 0..self.core.config.sites() as u8 {
            if self.core.config.standby && !old.standby && !self.parts.balancers[site].is_up() {
                balancer::flow::plan_takeover(&mut self.core, &self.parts.balancers, site);
            }
        }
        // A machine that is bought anew is well.
        for i in 0..STATIONS as u8 {
            if in_use(&self.core.config, i) && !in_use(&old, i) {
                self.core.mend(usize::from(i));
                self.core.watch.welcome(i);
            }
        }
        self.fit_keys();
        self.fit_standbys(&old);
        self.parts.pool.fit(&mut self.core);
        self.fit_telemetry();
        self.fit_edges(&old);
        self.fit_sites(old.sites());
        self.fit_jobs();
        // What nobody keeps any more has been taken leave of by now.
        self.core.visitors.keep_more(more);
    }

    /// Of the one site, some web servers are to stand in other data centers: the balancer's connections to them are cut.
    fn cut_far_servers(&mut self) {
        let far = |request: &Request| request.at_balancer && request.web.is_some_and(|web| NodeId::web(web).home() > 0);
        self.fail_all(far, NodeId::BALANCER, Cause::Cut);
    }

    /// Edge locations agree with the configuration; one that is rented anew is well.
    fn fit_edges(&mut self, old: &Config) {
        for node in NodeId::all().filter(|node| matches!(node.kind(), NodeKind::Cdn | NodeKind::Edge)) {
            if self.core.config.has(node) && !old.has(node) {
                self.core.out[node.index()] = false;
                self.core.set_cut(node, false);
            }
        }
        self.parts.cdn.fit(&self.core.config);
        self.parts.cdn.stretch(old, &self.core.config, self.core.now);
    }

    /// Messages and workers agree with the configuration.
    pub(crate) fn fit_jobs(&mut self) {
        if self.parts.queue.is_left_over(&self.core) {
            for station in [QUEUE, WORKERS] {
                self.kill(station);
                self.core.stations[usize::from(station)].clear(self.core.now, Health::Up);
            }
            self.parts.queue.taken_away(&mut self.core);
        }
        self.parts.queue.fit(&mut self.core);
    }

    /// The servers were those of `old` until now. One that goes takes its memory with it.
    fn count_servers(&mut self, old: &Config) {
        let (before, now) = (old.all_servers().count() as u32, self.core.config.all_servers().count() as u32);
        for server in old.all_servers().filter(|server| !self.core.config.has_server(*server)) {
            self.parts.sessions.wipe(server);
        }
        if now == before {
            return;
        }
        self.parts.pool.totals.change(self.core.now, before);
        if self.core.config.topology.sessions {
            // Figures over time tell the number of servers from these.
            let counts = &mut self.core.accounts.total.counts;
            counts[Count::ScaledOut as usize] += u64::from(now.saturating_sub(before));
            counts[Count::ScaledIn as usize] += u64::from(before.saturating_sub(now));
        }
    }

    /// The next stage begins with every machine well.
    fn mend_all(&mut self) {
        self.parts.dns.up = true;
        self.parts.balancers.iter_mut().for_each(|balancer| balancer.set_up(true));
        self.core.cut = [false; NODES];
        self.core.any_cut = false;
        self.core.out = [false; NODES];
        for i in 0..self.core.stations.len() {
            self.core.mend(i);
        }
        self.mend_behind();
        self.parts.queue.mend_workers(&mut self.core);
        self.parts.queue.hand_out(&mut self.core);
        self.parts.sessions.forgive(&mut self.core.visitors);
        self.watch_sites();
        self.parts.release.mend(&mut self.core);
    }

    /// Sessions agree with the configuration, whose sessions were as in `old`.
    pub(crate) fn fit_sessions(&mut self, old: &SessionConfig) {
        self.parts.sessions.fit(&mut self.core, old);
    }

    /// Keys, and all that holds data about them, agree with the configuration.
    pub(crate) fn fit_keys(&mut self) {
        let (core, parts) = (&mut self.core, &mut self.parts);
        parts.traffic.fit_keys(core);
        parts.databases.fit(core, parts.geo_replication.between.keys());
        parts.shards.fit(core);
        parts.caches.fit(core);
        parts.geo_replication.fit(core, &mut parts.databases);
    }

    /// Which data centers can be reached by the others: after anything that may have changed it.
    pub(crate) fn fit_joined(&mut self) {
        self.parts.geo_replication.fit_joined(&mut self.core, &self.parts.databases);
    }
}
