//! Writes that are applied where they were not made: what that costs replicas and other data centers, and how long a
//! replica's thread is behind.

use scalewalk_course::claim::Outcome;
use scalewalk_course::stage::with;
use scalewalk_course::stages::{data_centers, replication};
use scalewalk_model::theory::{little, mg1_wait};
use scalewalk_model::time::{SECOND, from_secs};
use scalewalk_model::{Config, Sim, Topology};
use scalewalk_tests::{meets, replicate, users};

use crate::each;

const WRITES: f64 = 200.0;

/// Only writers, each with one query.
fn writers(config: Config, more: &[(&str, f64)]) -> Config {
    let settings = [users(WRITES), ("reads", 0.0), ("db.queries", 1.0), ("db.read_from", 1.0), ("db.apply_time", 4.0)];
    with(with(config, &settings), more)
}

/// Two data centers; all users are sent to the first, and nobody but it tells the second anything.
fn elsewhere(config: Config) -> Config {
    writers(
        config,
        &[("dc.routing", 1.0), ("dc.split", 1.0), ("dc.lag", 0.1), ("web.servers", 4.0), ("web.cores", 8.0)],
    )
}

fn utilisation(outcome: &Outcome, name: &str) -> f64 {
    outcome.report.stations.get(name).unwrap_or_else(|| panic!("{name}")).utilisation
}

/// Writes a second: files are asked for besides.
fn rate(config: &Config) -> f64 {
    config.arrival_rate() * config.page_share()
}

/// 12,000 writes a run, give or take 110: over twelve runs 0.4 %.
#[test]
fn what_is_written_elsewhere_takes_its_share_of_the_machines() {
    let config = elsewhere(data_centers::config());
    let share = |work_ms: f64, cores: u32| little(rate(&config), work_ms * 1e-3) / f64::from(cores);
    let (apply_ms, cores) = (config.replication.apply_ms, config.db_cores);
    let runs = replicate(&config, 12, 5.0, 60.0);
    for name in ["database", "dc-2/database"] {
        let work_ms = if name == "database" { config.write_ms } else { apply_ms };
        meets(name, &each(&runs, |o| utilisation(o, name)), share(work_ms, cores), 0.03);
    }
    for name in ["replica-1", "dc-2/replica-1"] {
        meets(name, &each(&runs, |o| utilisation(o, name)), share(apply_ms, cores), 0.02);
    }
    // What a write deletes, at home and there.
    for name in ["cache-1", "dc-2/cache-1"] {
        let theory = share(config.cache.op_ms, config.cache.cores);
        meets(name, &each(&runs, |o| utilisation(o, name)), theory, 0.03);
    }
}

#[test]
fn shards_elsewhere_apply_the_rows_that_they_have() {
    let config = elsewhere(data_centers::config());
    let topology = Topology { replicas: false, shards: true, ..config.topology };
    let config = with(Config { topology, ..config }, &[("shard.count", 4.0), ("shard.signups", 0.0)]);
    let cores = f64::from(4 * config.db_cores);
    let theory = little(rate(&config), config.replication.apply_ms * 1e-3) / cores;
    let runs = replicate(&config, 12, 5.0, 60.0);
    let all = |o: &Outcome| (1..=4).map(|i| utilisation(o, &format!("dc-2/shard-{i}"))).sum::<f64>() / 4.0;
    meets("shards of the second data center", &each(&runs, all), theory, 0.02);
}

/// Commits come by chance as the requests do, since neither tier is full; the thread takes the same time for each: M/D/1.
/// A run looks 1,200 times, of which some hundred see another state: over 24 runs 1.6 %.
#[test]
fn a_replica_is_behind_as_in_md1() {
    let config = writers(replication::config(), &[("db.replicas", 1.0)]);
    let (rate, apply_s) = (config.arrival_rate(), config.replication.apply_ms * 1e-3);
    let mean_backlog = |seed: u64| {
        let mut sim = Sim::new(config.clone(), seed);
        let looks = 1_200;
        let backlogs = (0..looks).map(|look| {
            sim.run_until(from_secs(10.0) + look * SECOND / 10);
            sim.replication().backlog(1, sim.now()) as f64
        });
        backlogs.sum::<f64>() / looks as f64
    };
    let backlogs: Vec<f64> = (1..=24).map(mean_backlog).collect();
    let theory = little(rate, apply_s + mg1_wait(rate, apply_s, 0.0));
    meets("writes received and not applied", &backlogs, theory, 0.1);
}
