//! A row of stations in place of a web system: what queueing theory speaks of, run by the same engine. Requests
//! come in a Poisson stream, visit one station after another without any way between, and leave.

use serde::Serialize;

use crate::accounts::Cause;
use crate::config::{Config, Database, Topology};
use crate::journey::HopKind;
use crate::luck::Purpose;
use crate::node::{MAX_SERVERS, NodeId};
use crate::request::{Phase, Request, RequestKey};
use crate::sim::Sim;
use crate::spread::Spread;

/// A row of stations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tandem {
    /// Arrivals a second.
    pub rate: f64,
    /// The stations in the order of visits, 1 to 64; the nodes `web-1`, `web-2` …
    pub stations: Vec<TandemStation>,
}

/// One station of a row.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TandemStation {
    /// Workers, 1 to 65,535.
    pub workers: u32,
    /// Requests that may wait.
    pub places: u32,
    /// Mean work of a request, in milliseconds.
    pub mean_ms: f64,
    /// How the work of requests differs.
    pub spread: Spread,
    /// Share of requests that pass by, 0 to 1.
    pub skipped: f64,
}

impl Config {
    /// A row of one to 64 stations (more are left out) whose clients wait for ever; all else at the registry's defaults.
    pub fn tandem(mut tandem: Tandem) -> Self {
        tandem.stations.truncate(MAX_SERVERS);
        let mut config = Self::new(Topology { balancer: false, database: Database::Absent });
        config.servers = tandem.stations.len() as u32;
        config.timeout_s = f64::INFINITY;
        config.tandem = Some(tandem);
        config
    }
}

impl Sim {
    pub(crate) fn arrive_at_tandem(&mut self, id: u64) {
        let key = self.admit(Request::new(id, self.now, 0), self.follows(id));
        self.enter_tandem(key, id, 0);
    }

    /// To the next station that the request does not pass by, from `station` on; out after the last.
    #[inline(always)]
    pub(crate) fn enter_tandem(&mut self, key: RequestKey, id: u64, mut station: u8) {
        let Some(tandem) = &self.config.tandem else { return };
        let passes = |i: u8, share: f64| share > 0.0 && self.luck.draw(Purpose::Route, id, u32::from(i)).unit() < share;
        while tandem.stations.get(usize::from(station)).is_some_and(|s| passes(station, s.skipped)) {
            station += 1;
        }
        if usize::from(station) >= tandem.stations.len() {
            self.answered(key);
        } else if !self.stations[usize::from(station)].accepts() {
            self.fail(key, NodeId::web(station), Cause::Refused);
        } else if let Some(request) = self.requests.get_mut(key) {
            request.web = Some(station);
            request.at_web = true;
            request.phase = Phase::AtWeb;
            let node = NodeId::web(station);
            self.accounts.node_mut(node).arrived += 1;
            self.offer(key, station, HopKind::Work, node);
        }
    }

    /// The work of request `id` at `station` of the row, in milliseconds.
    pub(crate) fn tandem_work_ms(&self, tandem: &Tandem, station: u8, id: u64) -> f64 {
        let Some(here) = tandem.stations.get(usize::from(station)) else { return 0.0 };
        let mut draw = self.luck.draw(Purpose::WebWork, id, u32::from(station));
        here.mean_ms * here.spread.draw(&mut draw)
    }
}
