//! What a configuration can do and costs: work, capacity, price.

use super::{Config, Database, QueueConfig};
use crate::topology::machine::machine;
use crate::topology::node::NodeId;

impl Config {
    /// Keys that people ask for now.
    pub fn keys(&self) -> u32 {
        libm::round(f64::from(self.catalogue.keys) * (1.0 + self.catalogue.growth)) as u32
    }

    /// Entries that the nodes of the cache keep together. Their memory was bought for the catalogue as it was at first.
    pub fn cache_places(&self) -> u32 {
        let cache = &self.cache;
        libm::round(f64::from(self.catalogue.keys) * cache.capacity * (1.0 + cache.headroom)) as u32
    }

    /// Share of requests that ask for a page or JSON and not for a file.
    pub fn page_share(&self) -> f64 {
        if self.topology.regions { 1.0 - self.cdn.static_share } else { 1.0 }
    }

    /// Mean work of one request on the web server's cores, in seconds: over pages, JSON, and files, with the
    /// queries where the database is inside. Where there are edge locations, as if they had every file.
    pub fn web_work_s(&self) -> f64 {
        if self.topology.regions {
            let files = if self.edges() > 0 { 0.0 } else { self.cdn.static_share * self.cdn.file_ms * 1e-3 };
            return self.page_share() * self.page_work_s() + files;
        }
        self.page_work_s()
    }

    /// Mean work of a page or JSON on the web server's cores, in seconds.
    fn page_work_s(&self) -> f64 {
        let render = self.page_ms + (self.json_ms - self.page_ms) * self.mobile_share;
        let inside = if self.topology.database == Database::Inside { self.page_db_work_s() * 1e3 } else { 0.0 };
        (render + inside) * 1e-3
    }

    /// Squared coefficient of variation of the work of one request on the web server's cores: the mixture of
    /// pages and JSON, reads and writes, each spread by [`WorkSpread`]; files are left out.
    pub fn web_work_scv(&self) -> f64 {
        let inside = self.topology.database == Database::Inside && self.queries > 0;
        let extra = |write: bool| match (inside, write) {
            (false, _) => 0.0,
            (true, false) => f64::from(self.queries) * self.read_ms,
            (true, true) => f64::from(self.queries - 1) * self.read_ms + self.write_ms,
        };
        let (mut mean, mut square) = (0.0, 0.0);
        for (client, render) in [(1.0 - self.mobile_share, self.page_ms), (self.mobile_share, self.json_ms)] {
            for (access, write) in [(self.read_share, false), (1.0 - self.read_share, true)] {
                let work = render + extra(write);
                mean += client * access * work;
                square += client * access * work * work;
            }
        }
        (1.0 + self.work.scv()) * square / (mean * mean) - 1.0
    }

    /// Mean work of all queries of one request, in seconds. A writing request writes once and
    /// reads otherwise.
    pub fn db_work_s(&self) -> f64 {
        if self.topology.regions { self.page_share() * self.page_db_work_s() } else { self.page_db_work_s() }
    }

    /// Mean work of all queries of a page or JSON, in seconds.
    fn page_db_work_s(&self) -> f64 {
        if self.topology.database == Database::Absent || self.queries == 0 {
            return 0.0;
        }
        let written = 1.0 - self.read_share;
        (f64::from(self.queries) * self.read_ms + written * (self.write_ms - self.read_ms)) * 1e-3
    }

    /// Squared coefficient of variation of the work of one query: the mixture of reading and writing ones.
    pub fn query_scv(&self) -> f64 {
        if self.queries == 0 {
            return 0.0;
        }
        let writing = (1.0 - self.read_share) / f64::from(self.queries);
        let mean = self.read_ms + writing * (self.write_ms - self.read_ms);
        let square = self.read_ms * self.read_ms * (1.0 - writing) + self.write_ms * self.write_ms * writing;
        (1.0 + self.work.scv()) * square / (mean * mean) - 1.0
    }

    /// Requests a second that the web tier can serve with all servers up.
    pub fn web_capacity(&self) -> f64 {
        f64::from(self.servers) * f64::from(self.web_cores) / self.web_work_s()
    }

    /// Requests a second that the database can serve; infinite where it is not a machine of its own.
    pub fn db_capacity(&self) -> f64 {
        match self.topology.database {
            Database::Own => f64::from(self.db_cores) / self.db_work_s(),
            _ => f64::INFINITY,
        }
    }

    /// What the machines cost, in dollars a month, standbys as much as what they stand by for. A balancer counts as two
    /// cores; a worker as one; metrics, logs and the pipeline as two each. The first name server comes with the name, a
    /// second counts as two cores. The stations of a row have no price.
    pub fn usd_month(&self) -> f64 {
        if self.tandem.is_some() {
            return 0.0;
        }
        let web = f64::from(self.servers) * machine(self.web_cores).usd_month;
        let database = match self.topology.database {
            Database::Own => {
                let machines = if self.topology.shards { self.shards.machines() } else { 1 + self.replicas() };
                f64::from(machines) * machine(self.db_cores).usd_month
            }
            _ => 0.0,
        };
        let balancer = self.with_standby(NodeId::BALANCER, 2);
        let caches = f64::from(self.caches()) * machine(self.cache.cores).usd_month;
        let sessions = self.with_standby(NodeId::SESSIONS, self.sessions.cores);
        let each_site = web + database + balancer + caches + sessions;
        f64::from(self.sites()) * each_site + self.shared_usd_month()
    }

    /// What a machine of so many cores at `node` costs, and its standby.
    fn with_standby(&self, node: NodeId, cores: u32) -> f64 {
        match (self.has(node), self.has_standby(node)) {
            (false, _) => 0.0,
            (true, false) => machine(cores).usd_month,
            (true, true) => 2.0 * machine(cores).usd_month,
        }
    }

    /// What the machines cost that all data centers share: a second name server, queue, workers, and those that watch.
    fn shared_usd_month(&self) -> f64 {
        let price = |node, cores| if self.has(node) { machine(cores).usd_month } else { 0.0 };
        let names = if self.has_standby(NodeId::DNS) { machine(2).usd_month } else { 0.0 };
        let watch: f64 = [NodeId::METRICS, NodeId::LOGS, NodeId::PIPELINE].into_iter().map(|node| price(node, 2)).sum();
        let queue = self.with_standby(NodeId::QUEUE, QueueConfig::CORES);
        queue + f64::from(self.queue.workers) * price(NodeId::WORKERS, 1) + watch + names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Topology;

    #[test]
    fn whatever_stands_has_its_price() {
        let bare = Config::new(Topology::BARE);
        let price = |topology, workers| {
            let mut config = Config::new(topology);
            config.queue.workers = workers;
            config.usd_month() - bare.usd_month()
        };
        let core = machine(1).usd_month;
        let queue = Topology { queue: true, ..Topology::BARE };
        assert_eq!(price(Topology::BARE, 10), 0.0, "there is nothing to work on");
        assert!((price(queue, 10) - (f64::from(QueueConfig::CORES) + 10.0) * core).abs() < 1e-9);
        assert!((price(Topology { telemetry: true, ..Topology::BARE }, 0) - 3.0 * machine(2).usd_month).abs() < 1e-9);
    }

    #[test]
    fn a_standby_costs_what_its_machine_does_and_nothing_where_there_is_none() {
        let all = Topology { balancer: true, sessions: true, queue: true, ..Topology::BARE };
        let set = |topology, ids: &[&str]| {
            let mut config = Config::new(topology);
            for id in ids {
                crate::params::find(id).expect("a parameter").store(&mut config, 1.0);
            }
            config.usd_month()
        };
        let more = |topology, id| set(topology, &[id]) - set(topology, &[]);
        for (id, cores) in [("lb.standby", 2), ("session.standby", 4), ("queue.standby", 4), ("dns.second", 2)] {
            assert!((more(all, id) - machine(cores).usd_month).abs() < 1e-9, "{id}");
            let elsewhere = if id == "dns.second" { machine(2).usd_month } else { 0.0 };
            assert!((more(Topology::BARE, id) - elsewhere).abs() < 1e-9, "{id} where there is no such machine");
        }
    }
}
