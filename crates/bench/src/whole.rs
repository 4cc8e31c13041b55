//! The last stage's system as a workload: four data centers with shards and caches, the queue, those who watch, and edge
//! locations around them. All its settings are kept in `whole.txt`, so that it stays what it is when the course moves on.

use scalewalk_model::params::{self, Param, ParamError};
use scalewalk_model::{Config, Database, Topology};

const TOPOLOGY: Topology = Topology {
    balancer: true,
    database: Database::Own,
    replicas: false,
    cache: true,
    regions: true,
    sessions: true,
    sites: true,
    queue: true,
    telemetry: true,
    shards: true,
};

const SETTINGS: &str = include_str!("whole.txt");

/// What serves ten times as many. As many photos are uploaded as before: there can be no more workers.
const HUNDRED_MILLION: &str = "
users = 100000000
web.servers = 16
web.cores = 32
cache.nodes = 6
cache.cores = 16
session.cores = 16
shard.count = 16
db.cores = 32
upload.share = 0.11
";

/// The system at ten million daily users.
///
/// # Panics
/// If a setting of the file is no more or not allowed: a test of the workloads would tell.
pub fn ten_million() -> Config {
    let mut config = Config::new(TOPOLOGY);
    set(&mut config, SETTINGS);
    config
}

/// The system at a hundred million.
///
/// # Panics
/// As [`ten_million`].
pub fn hundred_million() -> Config {
    let mut config = ten_million();
    set(&mut config, HUNDRED_MILLION);
    config
}

fn set(config: &mut Config, text: &str) {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let values: Vec<_> = lines.map(|line| setting(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect();
    let refused = params::apply_all(config, &values);
    assert!(refused.is_empty(), "{refused:?}");
}

fn setting(line: &str) -> Result<(&'static Param, f64), ParamError> {
    let (id, value) = line.split_once('=').unwrap_or((line, ""));
    let param = params::find(id.trim())?;
    Ok((param, param.parse(value.trim())?))
}
