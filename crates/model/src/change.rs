//! What changes a run: inputs, other settings, and the balancer's checks.

use crate::config::Config;
use crate::engine::departures::Departures;
use crate::engine::event::Event;
use crate::engine::request::Request;
use crate::input::{Input, InputError};
use crate::measure::accounts::Cause;
use crate::measure::count::Count;
use crate::node::{MAX_SERVERS, NODES, NodeId, NodeKind, STATIONS};
use crate::sim::{Sim, in_use};
use crate::station::Health;
use crate::time::{Nanos, from_secs};

impl Sim {
    /// Does `input` now.
    ///
    /// # Errors
    /// If it is refused, see [`Sim::check`]; the run is then untouched.
    pub fn apply(&mut self, input: &Input) -> Result<(), InputError> {
        self.check(input)?;
        match input {
            Input::Set { param, value } => {
                let mut config = self.config.clone();
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

    /// Takes over another configuration; gives the old one. All changes of it come through here, so that
    /// [`Sim::config_version`] tells of them.
    pub(crate) fn take_config(&mut self, config: Config) -> Config {
        self.config_version += 1;
        core::mem::replace(&mut self.config, config)
    }

    pub(crate) fn reconfigure(&mut self, config: Config) {
        for site in config.sites()..self.config.sites() {
            self.empty_site(site as u8);
        }
        if config.topology.sites && !self.config.topology.sites {
            self.cut_far_servers();
        }
        let old = self.take_config(config);
        self.hold_shards();
        self.fit_rate();
        self.visitors.resize(&self.config);
        if self.config.topology.queue && !old.topology.queue {
            // What those under way have in their places is left over from another queue.
            self.requests.forget_photos();
        }
        self.fit_sessions(&old);
        self.count_servers(&old);
        self.equip_servers(&old);
        for i in 0..self.stations.len() {
            let (workers, places) = self.config.station(i as u8);
            if self.stations[i].workers() != workers || self.stations[i].places() != places {
                self.stations[i].resize(self.now, workers, places);
                self.start_waiting(i as u8);
            }
        }
        self.lay_out_departures();
        self.fit_rotation(Some(&old));
        self.fit_checks(old.probe_s);
        for site in 0..self.config.sites() as u8 {
            if self.config.standby && !old.standby && !self.site(site).balancer.is_up() {
                self.plan_takeover(site);
            }
        }
        // A machine that is bought anew is well.
        for i in 0..STATIONS as u8 {
            if in_use(&self.config, i) && !in_use(&old, i) {
                self.mend(usize::from(i));
                self.watch.welcome(i);
            }
        }
        self.fit_keys();
        self.fit_standbys(&old);
        self.fit_pool();
        self.fit_telemetry();
        self.fit_edges(&old);
        self.fit_sites(old.sites());
        self.fit_jobs();
    }

    /// Of the one site, some web servers are to stand in other data centers: the balancer's connections to them are cut.
    fn cut_far_servers(&mut self) {
        let far = |request: &Request| request.at_balancer && request.web.is_some_and(|web| NodeId::web(web).home() > 0);
        self.fail_all(far, NodeId::BALANCER, Cause::Cut);
    }

    /// Edge locations agree with the configuration; one that is rented anew is well.
    fn fit_edges(&mut self, old: &Config) {
        for node in NodeId::all().filter(|node| matches!(node.kind(), NodeKind::Cdn | NodeKind::Edge)) {
            if self.config.has(node) && !old.has(node) {
                self.out[node.index()] = false;
                self.set_cut(node, false);
            }
        }
        self.files.fit(&self.config);
        self.files.stretch(old, &self.config, self.now);
    }

    /// The servers were those of `old` until now. One that goes takes its memory with it.
    fn count_servers(&mut self, old: &Config) {
        let (before, now) = (old.all_servers().count() as u32, self.config.all_servers().count() as u32);
        for server in old.all_servers().filter(|server| !self.config.has_server(*server)) {
            self.sessions.wipe(server);
        }
        if now == before {
            return;
        }
        self.pool.totals.change(self.now, before);
        if self.config.topology.sessions {
            // Figures over time tell the number of servers from these.
            let counts = &mut self.accounts.total.counts;
            counts[Count::ScaledOut as usize] += u64::from(now.saturating_sub(before));
            counts[Count::ScaledIn as usize] += u64::from(before.saturating_sub(now));
        }
    }

    /// Another number of stations or workers takes part.
    pub(crate) fn lay_out_departures(&mut self) {
        self.departures = Departures::of(&self.stations, |i| in_use(&self.config, i));
    }

    /// The next stage begins with every machine well.
    fn mend_all(&mut self) {
        self.dns_up = true;
        self.sites.iter_mut().for_each(|site| site.balancer.set_up(true));
        self.cut = [false; NODES];
        self.any_cut = false;
        self.out = [false; NODES];
        for i in 0..self.stations.len() {
            self.mend(i);
        }
        self.mend_behind();
        self.mend_workers();
        self.hand_out();
        self.sessions.forgive();
        self.forget_deploys();
        self.watch_sites();
        self.mend_builds();
    }

    fn mend(&mut self, index: usize) {
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

    /// Makes the balancers' lists of servers agree with the configuration, which was `old`.
    pub(crate) fn fit_rotation(&mut self, old: Option<&Config>) {
        let listed = |config: &Config, server: u8| config.topology.balancer && config.has_server(server);
        let was = |server: u8| old.is_some_and(|old| listed(old, server));
        // In another data center it is on another list.
        let moved = old.is_some_and(|old| old.topology.sites != self.config.topology.sites);
        for server in 0..MAX_SERVERS as u8 {
            let is = listed(&self.config, server);
            if was(server) && (!is || moved) {
                let site = old.map_or(0, |old| old.site_of(NodeId::web(server)));
                let backend = self.site_mut(site).balancer.backend_mut(server);
                backend.in_rotation = false;
                backend.probe_epoch += 1;
            }
            if is && (!was(server) || moved) {
                let backend = self.backend_mut(server);
                backend.in_rotation = true;
                backend.streak = 0;
                // Spread over the interval, so that not all are asked at once.
                let servers = self.config.servers_of(self.config.site_of(NodeId::web(server)));
                let phase = f64::from(server - servers.start + 1) / (servers.len() + 1) as f64;
                self.plan_probe(server, self.now + from_secs(self.config.probe_s * phase));
            }
        }
    }

    /// A shorter interval holds from now on, not only from the next check of the longer one.
    fn fit_checks(&mut self, before_s: f64) {
        if !self.config.topology.balancer || self.config.probe_s >= before_s {
            return;
        }
        let soon = self.now + from_secs(self.config.probe_s);
        for server in self.config.all_servers() {
            if self.backend(server).next_probe > soon {
                self.plan_probe(server, soon);
            }
        }
    }

    fn plan_probe(&mut self, server: u8, at: Nanos) {
        let backend = self.backend_mut(server);
        backend.probe_epoch += 1;
        backend.next_probe = at;
        let epoch = backend.probe_epoch;
        self.events.push(at, Event::Probe { server, epoch });
    }

    pub(crate) fn probe(&mut self, server: u8, epoch: u32) {
        if self.backend(server).probe_epoch != epoch {
            return;
        }
        let site = self.config.site_of(NodeId::web(server));
        if self.site(site).balancer.is_up() {
            let (well, threshold) = (self.in_touch(server), self.config.probe_threshold);
            self.site_mut(site).balancer.checked(server, well, threshold);
            self.watch_sites();
        }
        self.plan_probe(server, self.now + from_secs(self.config.probe_s));
    }
}
