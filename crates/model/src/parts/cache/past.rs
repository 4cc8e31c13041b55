//! A cache as a long past would have left it, for runs that are shorter than a time to live.
//!
//! Each key has a past of its own: when it was last asked for, since when it has been asked for without a gap so long
//! that it fell out, when within that its entry was stored, and whether it was written since. All of it is drawn, as a
//! simulation of the past would have drawn it; only how long an entry stays without being used is taken from theory
//! (Che's characteristic time). LFU's counts are not part of it, and new favourites have none.

use crate::engine::luck::{Draw, Purpose};
use crate::engine::popularity::Popularity;
use crate::engine::time::{NEVER, from_secs};
use crate::parts::cache::Tier;
use crate::parts::cache::store::{Key, Policy};
use crate::parts::database::DatabaseTier;
use crate::sim::core::Core;
use crate::theory::ZipfCache;
use crate::topology::site::PerSite;

/// Requests in a row whose gaps are drawn one by one; of more the sum is as good as its mean.
const SINGLE: f64 = 64.0;

/// What became of a key's entry, in seconds before now.
struct Past {
    used_s: f64,
    stored_s: f64,
}

/// How a key is asked for and written, a second, and how long its entry lives.
struct Life {
    reads: f64,
    writes: f64,
    stay_s: f64,
    ttl_s: f64,
    /// Entries stay from storing on, however often they are used.
    first_in: bool,
}

impl Life {
    /// The past of an entry that is there, if it is.
    fn past(&self, draw: &mut Draw) -> Option<Past> {
        let lives_s = if self.first_in { self.stay_s.min(self.ttl_s) } else { self.ttl_s };
        if self.first_in {
            // A storing, its life, and the wait for the next one.
            let cycle = lives_s * self.reads;
            let there = cycle == f64::INFINITY || draw.unit() * (1.0 + cycle) < cycle;
            let stored_s = if lives_s == f64::INFINITY { lives_s } else { lives_s * draw.unit() };
            return there.then_some(Past { used_s: stored_s, stored_s });
        }
        let used_s = draw.exponential() / self.reads;
        if used_s >= self.stay_s {
            return None;
        }
        let run_s = self.run_s(draw);
        let age_s = if run_s < lives_s {
            run_s
        } else if draw.unit() * (1.0 + self.reads * lives_s) < 1.0 {
            0.0
        } else {
            lives_s * draw.unit()
        };
        Some(Past { used_s, stored_s: used_s + age_s }).filter(|past| past.stored_s < lives_s)
    }

    /// How long before its last request the key began to be asked for without a gap as long as a stay.
    fn run_s(&self, draw: &mut Draw) -> f64 {
        let gap = libm::exp(-self.reads * self.stay_s);
        if gap == 0.0 {
            return f64::INFINITY;
        }
        let requests = libm::floor(libm::log(1.0 - draw.unit()) / libm::log1p(-gap));
        if requests > SINGLE {
            return requests * (1.0 / self.reads - self.stay_s * gap / (1.0 - gap));
        }
        // Gaps shorter than a stay.
        (0..requests as u32).map(|_| -libm::log1p(-draw.unit() * (1.0 - gap)) / self.reads).sum()
    }
}

impl PerSite<Tier> {
    /// Fills the cache tiers of a system that has not begun yet, as if they had always been there. O(keys).
    pub(crate) fn settle(&mut self, core: &Core, databases: &mut PerSite<DatabaseTier>, popularity: &Popularity) {
        let (config, cache) = (&core.config, &core.config.cache);
        if config.caches() == 0 || cache.ttl_s == 0.0 || core.now > 0 {
            return;
        }
        // Each data center has its part of the requests.
        let requests = config.arrival_rate() / f64::from(config.sites());
        let writes = requests * (1.0 - config.read_share) * f64::from(config.queries.min(1));
        let reads = requests * f64::from(config.queries) - writes;
        let theory = ZipfCache::new(config.keys(), config.catalogue.skew);
        let first_in = cache.policy == Policy::Fifo;
        let places = config.cache_places();
        let stay = if first_in { theory.stay_of_fifo(places) } else { theory.stay(places) };
        let (ttl_s, deletes) = (cache.ttl_s, cache.invalidate);
        if reads <= 0.0 || stay <= 0.0 {
            return;
        }
        let mut there: Vec<(f64, f64, Key, bool)> = Vec::new();
        for key in 0..popularity.keys() {
            let p = popularity.probability(key);
            let life = Life { reads: p * reads, writes: p * writes, stay_s: stay / reads, ttl_s, first_in };
            let draw = &mut core.luck.draw(Purpose::Past, u64::from(key), 0);
            let Some(past) = life.past(draw) else { continue };
            let written_s = draw.exponential() / life.writes;
            let old = written_s < past.stored_s;
            // A write deleted the entry, and whoever asked since has stored a new one.
            if old && deletes && written_s < past.used_s {
                continue;
            }
            let stored_s = if old && deletes { written_s } else { past.stored_s };
            there.push((past.used_s, stored_s, key, old && !deletes));
        }
        // Who was used first is stored first.
        there.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        for (_, stored_s, key, old) in there {
            let left = if ttl_s == f64::INFINITY { NEVER } else { from_secs(ttl_s - stored_s) };
            let sites = core.config.sites() as usize;
            for (tier, database) in self.iter_mut().zip(databases.iter_mut()).take(sites) {
                let Some(node) = tier.owner(key) else { continue };
                let version = database.replication.newest(key);
                tier.store(node, key, version, core.now, left);
                if old {
                    database.replication.write_in_the_past(key);
                }
            }
        }
    }
}
