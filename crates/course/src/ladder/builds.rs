//! As what each stage climbs the ladder: as large as its own means allow, of machines of at most 16 cores. Later stages
//! have the means of all earlier ones.

use scalewalk_model::{Config, Database, SessionMode, Topology};

use crate::Lane;
use crate::stage::with;
use crate::stages::{
    cache, cdn, data_centers, database, load_balancer, replication, scaling, single_server, stateless,
};

type Settings = &'static [(&'static str, f64)];

/// The system with which a stage climbs.
#[derive(Clone, Copy, Debug)]
pub struct Build {
    /// The stage's id.
    pub stage: &'static str,
    /// What it is made of …
    system: fn() -> Config,
    /// … and how large.
    settings: &'static [Settings],
}

const WEB: Settings = &[("web.cores", 16.0)];
const DATA: Settings = &[("db.cores", 16.0)];
const POOL: Settings = &[("web.servers", 64.0)];
const COPIES: Settings = &[("db.replicas", 8.0), ("db.read_from", 0.0)];
const CACHES: Settings = &[("cache.nodes", 6.0), ("cache.cores", 16.0)];
const STORE: Settings = &[("session.cores", 16.0)];
/// Four, each with a fourth of the servers and of the users. How late the writes of the others come changes nothing in
/// what there is to do; a run is shorter if it is not long.
const PLACES: Settings = &[("dc.count", 4.0), ("dc.routing", 1.0), ("web.servers", 16.0), ("dc.lag", 0.1)];
const SHARDS: Settings = &[("shard.count", 16.0), ("shard.key", 1.0)];
const SITES: &[Settings] = &[WEB, DATA, COPIES, CACHES, STORE, PLACES];
const SHARDED: &[Settings] = &[WEB, DATA, CACHES, STORE, PLACES, SHARDS];

/// What each stage climbs with.
pub const BUILDS: &[Build] = &[
    Build { stage: "single-server", system: single_server::config, settings: &[WEB] },
    Build { stage: "database", system: database::config, settings: &[WEB, DATA] },
    Build { stage: "scaling", system: by_dns, settings: &[WEB, DATA, POOL] },
    Build { stage: "load-balancer", system: load_balancer::config, settings: &[WEB, DATA, POOL] },
    Build { stage: "replication", system: replication::config, settings: &[WEB, DATA, POOL, COPIES] },
    Build { stage: "cache", system: cache::config, settings: &[WEB, DATA, POOL, COPIES, CACHES] },
    Build { stage: "cdn", system: cdn::config, settings: &[WEB, DATA, POOL, COPIES, CACHES] },
    Build { stage: "stateless", system: stored, settings: &[WEB, DATA, POOL, COPIES, CACHES, STORE] },
    Build { stage: "data-centers", system: everywhere, settings: SITES },
    Build { stage: "message-queue", system: queued, settings: SITES },
    Build { stage: "observability", system: watched, settings: SITES },
    Build { stage: "sharding", system: sharded, settings: SHARDED },
    Build { stage: "millions", system: sharded, settings: SHARDED },
];

/// The pool that DNS alone spreads visitors over, in front of the last stage's database: the stage itself is about the
/// web tier and has no data.
fn by_dns() -> Config {
    let topology = Topology { database: Database::Own, ..scaling::out().topology };
    Config { topology, ..database::config() }
}

/// Sessions in the store, traffic as steady as in the other stages.
fn stored() -> Config {
    stateless::steady(SessionMode::Store)
}

/// The system of four data centers. The pages of the next three stages show one of these places; here the others are
/// kept.
fn everywhere() -> Config {
    data_centers::config()
}

fn queued() -> Config {
    let before = everywhere();
    Config { topology: Topology { queue: true, ..before.topology }, ..before }
}

fn watched() -> Config {
    let before = queued();
    Config { topology: Topology { telemetry: true, ..before.topology }, ..before }
}

fn sharded() -> Config {
    let before = watched();
    Config { topology: Topology { replicas: false, shards: true, ..before.topology }, ..before }
}

impl Build {
    /// What the stage named `id` climbs with.
    pub fn of(id: &str) -> Option<&'static Self> {
        BUILDS.iter().find(|build| build.stage == id)
    }

    /// Its system with so many daily users, which may be more than a slider has.
    pub fn config(&self, users: f64) -> Config {
        let config = self.settings.iter().fold((self.system)(), |config, settings| with(config, settings));
        Config { users, ..config }
    }

    /// Its settings, for an address of the page.
    pub fn settings(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.settings.iter().copied().flatten().copied()
    }

    /// In which of the stage's systems they are set, where two stand side by side.
    pub fn lane(&self) -> Option<Lane> {
        (self.stage == "scaling").then_some(scaling::OUT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::rung;

    #[test]
    fn every_build_is_legal_but_for_the_number_of_its_users() {
        for build in BUILDS {
            build.config(1e8).check().unwrap_or_else(|error| panic!("{}: {error}", build.stage));
            let users = rung(build.stage).map_or(1e8, |rung| rung.users);
            let rate = build.config(1.2 * users).arrival_rate();
            assert!(rate < scalewalk_model::params::MAX_RATE, "{} {rate}", build.stage);
        }
    }

    #[test]
    fn no_machine_has_more_than_sixteen_cores() {
        for build in BUILDS {
            let c = build.config(1e6);
            assert!([c.web_cores, c.db_cores, c.cache.cores, c.sessions.cores].iter().all(|n| *n <= 16));
            assert!(c.servers <= 64 && c.scaling.wave == 0.0 && !c.scaling.auto, "{}", build.stage);
        }
    }
}
