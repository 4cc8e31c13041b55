//! Coarse figures of regions and edge locations.

use scalewalk_model::world::REGIONS;
use scalewalk_model::{Config, Count, EdgeCounts, MAX_SITES, RegionCounts, Sim};

/// What the page shows of one region.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RegionReadout {
    /// Answers a second lately: pages, then files.
    pub rates: [f64; 2],
    /// How long they took lately, in milliseconds.
    pub ms: [Option<f64>; 2],
    /// Files a second lately that its edge location had, and that it fetched.
    pub edge: [f64; 2],
    /// Requests a second lately to each data center.
    pub to_sites: [f64; MAX_SITES],
}

/// What an edge location keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgeReadout {
    /// Of all files, 0 to 1.
    pub kept: f64,
    /// Of all files, those that it keeps in an old version.
    pub old: f64,
    /// Share of its requests lately that it answered by itself.
    pub hits: Option<f64>,
}

/// What an edge location keeps now.
pub fn edge_readout(sim: &Sim, edge: usize, lately: Option<&RegionReadout>) -> EdgeReadout {
    let ((kept, old), files) = (sim.files_at_edge(edge), f64::from(sim.config().cdn.files));
    let hits = lately.map(|r| r.edge).filter(|[hits, misses]| hits + misses > 1e-6).map(|[h, m]| h / (h + m));
    EdgeReadout { kept: f64::from(kept) / files, old: f64::from(old) / files, hits }
}

#[derive(Clone, Copy, Debug, Default)]
struct Counters {
    regions: [([RegionCounts; 2], EdgeCounts, [u64; MAX_SITES]); REGIONS],
    /// Sent out by edge locations, and by the site.
    bytes: [u64; 2],
}

/// Remembers counts, to make rates of them.
#[derive(Debug, Default)]
pub struct WorldMeter {
    last: Option<Counters>,
    /// By region: answers, milliseconds, hits, misses and requests to each data center a second.
    rates: [[f64; 6 + MAX_SITES]; REGIONS],
    bytes: [f64; 2],
}

impl WorldMeter {
    /// Forgets what was seen.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Looks after `seconds` of simulated time; of the rates so far `keep` is kept, 0 to 1.
    pub fn look(&mut self, sim: &Sim, seconds: f64, keep: f64) {
        let accounts = sim.accounts();
        let region =
            |i| ([accounts.region(i, false), accounts.region(i, true)], sim.asked_at_edge(i), accounts.sent_from(i));
        let bytes = [Count::EdgeByte, Count::SiteByte].map(|count| accounts.total.of(count));
        let seen = Counters { regions: core::array::from_fn(region), bytes };
        let before = self.last.unwrap_or_default();
        let keep = if self.last.is_some() { keep } else { 0.0 };
        for (rates, ((now, edge, to), (then, edge_then, to_then))) in
            self.rates.iter_mut().zip(seen.regions.iter().zip(&before.regions))
        {
            let ms = |i: usize| now[i].latency_ns.saturating_sub(then[i].latency_ns) as f64 * 1e-6;
            let n = |i: usize| now[i].answered.saturating_sub(then[i].answered) as f64;
            let hits = edge.hits.saturating_sub(edge_then.hits) as f64;
            let misses = edge.misses.saturating_sub(edge_then.misses) as f64;
            let sent = to.iter().zip(to_then).map(|(now, then)| now.saturating_sub(*then) as f64);
            for (rate, new) in rates.iter_mut().zip([n(0), n(1), ms(0), ms(1), hits, misses].into_iter().chain(sent)) {
                *rate = *rate * keep + new / seconds * (1.0 - keep);
            }
        }
        for ((rate, now), then) in self.bytes.iter_mut().zip(seen.bytes).zip(before.bytes) {
            *rate = *rate * keep + now.saturating_sub(then) as f64 / seconds * (1.0 - keep);
        }
        self.last = Some(seen);
    }

    /// The bill for files of late, in dollars a month.
    pub fn usd_month(&self, config: &Config) -> f64 {
        let [edge, site] = self.bytes;
        config.traffic_usd_month(edge, site)
    }

    /// What to show now.
    pub fn readouts(&self) -> Vec<RegionReadout> {
        let mean = |n: f64, ms: f64| (n > 1e-3).then(|| ms / n);
        let readout = |r: &[f64; 6 + MAX_SITES]| RegionReadout {
            rates: [r[0], r[1]],
            ms: [mean(r[0], r[2]), mean(r[1], r[3])],
            edge: [r[4], r[5]],
            to_sites: core::array::from_fn(|site| r[6 + site]),
        };
        self.rates.iter().map(readout).collect()
    }
}
