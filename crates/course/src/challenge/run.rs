//! Scores a design: the system is run under the level's script, once for each seed.

use scalewalk_model::machine::machine;
use scalewalk_model::time::from_secs;
use scalewalk_model::{Accounts, Cause, Config, NodeId, Report, Sim};

use super::score::{First, SEEDS};
use super::{Design, Level, Score};
use crate::slices::run_until;

/// How often one looks for failures, in seconds.
const LOOK_S: f64 = 1.0;

/// Scores `design`, in slices; `tell` is told again and again how much is done, and how much there is to do.
pub async fn score(design: &Design, tell: &mut dyn FnMut(usize, usize)) -> Score {
    let looks = (design.level.measured_s / LOOK_S).ceil() as usize;
    let config = design.config();
    let mut worst: Option<Score> = None;
    for (number, seed) in SEEDS.into_iter().enumerate() {
        // Before it warms up, which takes a while, too.
        tell(number * looks, SEEDS.len() * looks);
        let mut sim = design.level.start(&config, seed);
        run_until(&mut sim, from_secs(design.level.warmup_s)).await;
        sim.start_measuring();
        let mut first = None;
        for look in 0..looks {
            if look > 0 {
                tell(number * looks + look, SEEDS.len() * looks);
            }
            let before = if first.is_none() { Some(sim.accounts().clone()) } else { None };
            let at_s = (LOOK_S * (look + 1) as f64).min(design.level.measured_s);
            run_until(&mut sim, from_secs(design.level.warmup_s + at_s)).await;
            first = first.or_else(|| failures(design.level, before.as_ref()?, sim.accounts(), at_s));
        }
        let one = outcome(&config, &sim, seed, first);
        worst = Some(worst.map_or(one, |worst| worst.and(one)));
    }
    worst.unwrap_or_else(|| unreachable!("there are seeds"))
}

/// The worst place of failures since `before`, if there were more than are allowed.
fn failures(level: &Level, before: &Accounts, now: &Accounts, at_s: f64) -> Option<First> {
    let since = now.total.since(&before.total);
    let ended = since.answered + since.failed_in_all();
    if since.failed_in_all() as f64 <= 0.01 * (100.0 - level.answered_percent) * ended as f64 {
        return None;
    }
    let at = |node: NodeId| {
        let (now, before) = (now.node(node), before.node(node));
        let causes =
            Cause::ALL.map(|cause| (now.failed_here[cause as usize] - before.failed_here[cause as usize], cause));
        let most = causes.into_iter().max_by_key(|(failed, _)| *failed)?;
        Some((most.0, node, most.1))
    };
    let (_, node, cause) = NodeId::all().filter_map(at).max_by_key(|(failed, ..)| *failed)?;
    Some(First { at_s, node, cause })
}

fn outcome(config: &Config, sim: &Sim, seed: u64, first: Option<First>) -> Score {
    let report = sim.report();
    let (answered, failed) = (report.requests.answered, report.requests.failed.values().sum::<u64>());
    Score {
        usd_month: usd_month(config, &report),
        answered_percent: 100.0 * answered as f64 / (answered + failed).max(1) as f64,
        p99_ms: report.latency_ms.p99.unwrap_or(f64::INFINITY),
        seed,
        first,
        busiest: busiest(&report),
    }
}

/// What it costs a month. Of a pool that follows its load, as many servers are paid for as there were in the mean.
fn usd_month(config: &Config, report: &Report) -> f64 {
    let pool = report.pool.as_ref().filter(|_| config.scaling.auto);
    let more = pool.map_or(0.0, |pool| pool.mean_servers - f64::from(pool.servers));
    report.usd_month + more * machine(config.web_cores).usd_month
}

fn busiest(report: &Report) -> Option<(NodeId, f64)> {
    let stations = report.stations.iter();
    let (name, station) = stations.max_by(|a, b| a.1.utilisation.total_cmp(&b.1.utilisation))?;
    Some((NodeId::parse(name).ok()?, station.utilisation))
}
