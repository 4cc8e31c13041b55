//! A row of stations in place of a web system: what queueing theory speaks of, run by the same engine. Requests
//! come in a Poisson stream, visit one station after another without any way between, and leave.

mod legal;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::config::{Config, Topology};
use crate::engine::luck::spread::Spread;
use crate::engine::luck::{Luck, Purpose};
use crate::observe::accounts::Cause;
use crate::observe::journey::HopKind;
use crate::params::ParamError;
use crate::request::{Phase, Request, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
use crate::topology::node::NodeId;

/// A row of stations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tandem {
    /// Arrivals a second, more than 0 and up to [`Tandem::MAX_RATE`].
    pub rate: f64,
    /// The stations in the order of visits, 1 to 64; the nodes `web-1`, `web-2` …
    pub stations: Vec<TandemStation>,
}

/// One station of a row.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TandemStation {
    /// Workers, 1 to [`TandemStation::MAX_WORKERS`].
    pub workers: u32,
    /// Requests that may wait, 0 to [`TandemStation::MAX_PLACES`].
    pub places: u32,
    /// Mean work of a request, in milliseconds: [`TandemStation::MIN_MEAN_MS`] to [`TandemStation::MAX_MEAN_MS`].
    pub mean_ms: f64,
    /// How the work of requests differs; the coefficient of variation is at most [`TandemStation::MAX_CV`].
    pub spread: Spread,
    /// Share of requests that pass by, 0 to 1.
    pub skipped: f64,
}

impl Config {
    /// A row of stations whose clients wait for ever; all else at the registry's defaults. Of these, a row has only
    /// the timeout, the time that a repaired machine takes to start, and the factor of a slowed one.
    ///
    /// # Errors
    /// The first value that is not legal, as [`Config::check`].
    pub fn tandem(tandem: Tandem) -> Result<Self, ParamError> {
        let mut config = Self::new(Topology::BARE);
        config.servers = tandem.stations.len() as u32;
        config.timeout_s = f64::INFINITY;
        config.tandem = Some(tandem);
        config.check()?;
        Ok(config)
    }
}

impl Tandem {
    /// The first station from `station` on that request `id` does not pass by, and the stretch of its work there; out
    /// to the client after the last.
    #[inline(always)]
    pub(crate) fn next(&self, luck: &Luck, id: u64, station: u8) -> (NodeId, f64) {
        for (i, next) in (station..).zip(self.stations.iter().skip(usize::from(station))) {
            let visit = u32::from(i);
            if next.skipped == 0.0 || luck.draw(Purpose::Route, id, visit).unit() >= next.skipped {
                return (NodeId::web(i), next.spread.draw(&mut luck.draw(Purpose::WebWork, id, visit)));
            }
        }
        (NodeId::BROWSER, 1.0)
    }

    /// The mean work at `station`, in milliseconds.
    #[inline(always)]
    pub(crate) fn mean_ms(&self, station: u8) -> f64 {
        self.stations.get(usize::from(station)).map_or(0.0, |station| station.mean_ms)
    }
}

/// A request arrives, and has its first station.
pub(crate) fn arrive(core: &mut Core, id: u64) -> Option<RequestKey> {
    let tandem = core.config.tandem.as_ref()?;
    let (address, stretch) = tandem.next(&core.luck, id, 0);
    let request = Request { address, stretch, ..Request::new(id, core.now, 0) };
    Some(core.admit(request, core.follows(id)))
}

/// To the station that is next.
#[inline(always)]
pub(crate) fn enter(core: &mut Core, key: RequestKey) -> Next {
    let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
    let node = request.address;
    let Some(station) = node.web_index() else { return Next::Answered };
    if !core.stations[usize::from(station)].accepts() {
        return Next::Fail { place: node, cause: Cause::Refused };
    }
    request.web = Some(station);
    request.at_web = true;
    request.phase = Phase::AtWeb;
    core.accounts.node_mut(node).arrived += 1;
    Next::Work { station, hop: HopKind::Work, node }
}
