//! Machines that break and are repaired, and what else a reader does to them.

use crate::input::{Act, Fault};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::parts::balancer;
use crate::parts::release::pipeline::Quality;
use crate::request::station::Health;
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::{MAX_EDGES, NodeId, NodeKind};

impl Core {
    pub(crate) fn repair(&mut self, station: u8, health: Health) {
        match health {
            Health::Slow => self.stations[usize::from(station)].set_health(Health::Up),
            Health::Down(_) => self.begin_boot(station, self.config.boot_s),
            Health::Up | Health::Booting(_) => {}
        }
    }
}

impl Sim {
    pub(crate) fn fault(&mut self, node: NodeId, kind: Fault) {
        if self.core.in_dead_site(node) {
            // Nothing in there can be reached, and nothing is left to break.
            return;
        }
        self.fault_there(node, kind);
        self.fit_joined();
        self.watch_sites();
    }

    fn fault_there(&mut self, node: NodeId, kind: Fault) {
        if kind == Fault::Cut {
            return self.cut_off(node);
        }
        if kind == Fault::Repair && self.core.is_cut(node) {
            self.reconnect(node);
        }
        match node.kind() {
            NodeKind::Dns => self.parts.dns.up = kind == Fault::Repair,
            NodeKind::Balancer => self.fault_balancer(node.home(), kind),
            NodeKind::Site => self.fault_site(node.home(), kind),
            NodeKind::Metrics | NodeKind::Logs | NodeKind::Pipeline => {
                self.core.out[node.index()] = kind != Fault::Repair;
            }
            NodeKind::Cdn | NodeKind::Edge => self.fault_edges(node, kind != Fault::Repair),
            _ => {
                if let Some(station) = node.station() {
                    self.fault_station(station, kind);
                }
            }
        }
    }

    /// An edge location, or all of them, dies with what is inside, or comes back empty.
    fn fault_edges(&mut self, node: NodeId, down: bool) {
        self.core.out[node.index()] = down;
        if !down {
            return;
        }
        for edge in (0..MAX_EDGES as u8).map(NodeId::edge).filter(|edge| node == NodeId::CDN || node == *edge) {
            self.parts.cdn.empty(usize::from(edge.edge_index().unwrap_or(0)));
            self.fail_all(|request| request.back == Some(edge), edge, Cause::Cut);
        }
    }

    fn fault_station(&mut self, station: u8, kind: Fault) {
        let health = self.core.stations[usize::from(station)].health();
        match kind {
            Fault::Down | Fault::Restart | Fault::Destroy => {
                if !matches!(health, Health::Down(_)) {
                    self.kill(station);
                    self.lost_touch(station, true);
                }
                let node = NodeId::of_station(station);
                if let (Fault::Destroy, Some(machine)) = (kind, node.database_index()) {
                    self.parts.databases[node.home()].replication.destroy(machine);
                }
                if kind == Fault::Restart {
                    self.core.stations[usize::from(station)].set_health(Health::Up);
                    self.back_in_touch(station);
                }
            }
            Fault::Slow => {
                if matches!(health, Health::Up) {
                    self.core.stations[usize::from(station)].set_health(Health::Slow);
                }
            }
            Fault::Repair => self.core.repair(station, health),
            Fault::Cut => {}
        }
    }

    fn cut_off(&mut self, node: NodeId) {
        if self.core.is_cut(node) {
            return;
        }
        if let Some(site) = node.site_index() {
            self.parts.geo_replication.left_behind(&mut self.core, site);
        }
        self.core.set_cut(node, true);
        if let Some(station) = node.station().filter(|station| self.core.stations[usize::from(*station)].accepts()) {
            self.lost_touch(station, false);
        }
    }

    fn reconnect(&mut self, node: NodeId) {
        self.core.set_cut(node, false);
        if let Some(station) = node.station() {
            self.back_in_touch(station);
        }
    }

    /// The balancer of data center `site` dies, and a standby takes over if there is one; or it is repaired.
    fn fault_balancer(&mut self, site: u8, kind: Fault) {
        let balancer = &mut self.parts.balancers[site];
        match kind {
            Fault::Down if balancer.is_up() => {
                balancer.set_up(false);
                self.cut_balancer(site);
                if self.core.config.standby {
                    balancer::flow::plan_takeover(&mut self.core, &self.parts.balancers, site);
                }
            }
            Fault::Repair if !balancer.is_up() => balancer.set_up(true),
            _ => {}
        }
    }

    /// Does something that [`Sim::check`] has found possible.
    pub(crate) fn act(&mut self, act: Act) {
        match act {
            Act::RecoverLog => self.recover_logs(),
            Act::Purge => self.parts.cdn.purge(&self.core),
            Act::Deploy => self.parts.cdn.version += 1,
            Act::DeployByHand | Act::DeployPipeline => self.parts.release.deploy_to_sites(&mut self.core, act),
            Act::DeployGood => self.parts.release.begin_build(&mut self.core, Quality::Good),
            Act::DeployBad => self.parts.release.begin_build(&mut self.core, Quality::Bad),
            Act::DeployBroken => self.parts.release.begin_build(&mut self.core, Quality::Broken),
            Act::Poison => self.parts.queue.poison(&mut self.core),
            Act::CrashWorker => self.parts.queue.crash_worker(&mut self.core),
            Act::Dedicate | Act::SplitCelebrity | Act::AddShard => {
                if let Ok(config) = self.with_shard(act) {
                    self.reconfigure(config);
                }
            }
            Act::Producers => {
                let works = |server: u8| self.core.stations[usize::from(server)].accepts();
                let kind = if self.core.config.all_servers().any(works) { Fault::Down } else { Fault::Repair };
                self.core.config.all_servers().for_each(|server| self.fault(NodeId::web(server), kind));
            }
        }
    }

    /// Puts a bad build on one web server, past the pipeline. No input, so that the run goes on from here as from another
    /// beginning.
    pub fn spoil(&mut self, server: u8) {
        self.parts.release.spoil(&self.core, server);
    }

    /// Brings lost writes back, in each data center where that can be done.
    fn recover_logs(&mut self) {
        let sites: Vec<u8> = self.recoverable().collect();
        for site in sites {
            let (now, between) = (self.core.now, &mut self.parts.geo_replication.between);
            let several = between.sites() > 0;
            let number = |key, version| if several { between.write(site, key, now) } else { version };
            let database = &mut self.parts.databases[site];
            let recovered = database.replication.recover_as(now, number);
            database.wake_replicas(&mut self.core, site);
            self.core.accounts.add(Count::Recovered, recovered);
        }
        self.parts.geo_replication.plan_delivery(&mut self.core);
    }
}
