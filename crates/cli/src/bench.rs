//! `scalewalk bench`: how fast this machine runs the model. Its output differs from run to run.

use std::time::Instant;

use clap::Args;
use scalewalk_bench::{ENGINE, Engine, TASKS, Task, run};
use scalewalk_model::Sim;
use scalewalk_model::time::{Nanos, to_secs};
use serde_json::{Map, Value, json};

use crate::Printed;
use crate::show::{self, number};

/// What to measure.
#[derive(Args)]
#[command(after_help = workloads())]
pub struct Options {
    /// Only the workload of this name. Again for more.
    #[arg(long, value_name = "NAME", value_parser = known)]
    only: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Runs of a workload of the engine before the clock starts …
const WARM_UPS: usize = 5;
/// … and under the clock, in each round, fewer of longer ones. Between the rounds all others have their turn: what disturbs the machine for
/// some seconds does not disturb one workload alone.
const RUNS: usize = 25;
const ROUNDS: usize = 4;

const FIELDS: &str = "\
Of the engine: ns_per_event is the median of the timed runs and ns_per_event_least the quickest of them. The rest is
reckoned from the quickest, for what else the machine does can only add to it: events_per_s; simulated_s_per_s, how much
faster than real time the system runs on one core; core_at_real_time, the share of a core at real time.
Of tasks: ms is the median, ms_p95 the 95th percentile, ms_most the longest.";

fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    ENGINE.iter().map(|e| (e.name, e.about)).chain(TASKS.iter().map(|t| (t.name, t.about)))
}

fn workloads() -> String {
    let lines: Vec<_> = names().map(|(name, about)| format!("  {name:<14}{about}")).collect();
    format!("Workloads, in all some 40 seconds:\n{}\n\n{FIELDS}", lines.join("\n"))
}

fn known(text: &str) -> Result<String, String> {
    if names().any(|(name, _)| name == text) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "workload `{text}` is not known; allowed are {}",
        names().map(|(name, _)| name).collect::<Vec<_>>().join(", ")
    ))
}

/// Measures.
pub fn bench(options: &Options) -> Result<Printed, String> {
    let wanted = |name: &str| options.only.is_empty() || options.only.iter().any(|only| only == name);
    let mut clocks: Vec<Clocked> = ENGINE.iter().filter(|e| wanted(e.name)).map(Clocked::new).collect();
    for _ in 0..ROUNDS {
        clocks.iter_mut().for_each(Clocked::round);
    }
    let engine = clocks.into_iter().map(|clocked| (clocked.engine.name, clocked.result()));
    let tasks = TASKS.iter().filter(|t| wanted(t.name)).map(|t| (t.name, task(t)));
    let results: Vec<(&str, Value)> = engine.chain(tasks).collect();
    let text = if options.json {
        show::json(&results.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())?
    } else {
        show::table(&results.iter().map(|(name, value)| row(name, value)).collect::<Vec<_>>())
    };
    Ok(Printed::new(text))
}

fn clocked<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed().as_secs_f64(), result)
}

/// The value below which a share of `values` lies, 0 to 1.
fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((share * last as f64).round() as usize).copied().unwrap_or(f64::NAN)
}

/// A workload of the engine under the clock.
struct Clocked {
    engine: &'static Engine,
    sim: Sim,
    events: u64,
    simulated: Nanos,
    ns: Vec<f64>,
}

impl Clocked {
    fn new(engine: &'static Engine) -> Self {
        Self { engine, sim: (engine.start)(), events: 0, simulated: 0, ns: Vec::new() }
    }

    fn round(&mut self) {
        for _ in 0..self.engine.fewer(WARM_UPS) {
            run(&mut self.sim, self.engine.events);
        }
        for _ in 0..self.engine.fewer(RUNS) {
            let (seconds, (handled, passed)) = clocked(|| run(&mut self.sim, self.engine.events));
            self.events += handled;
            self.simulated += passed;
            self.ns.push(seconds * 1e9 / handled as f64);
        }
    }

    fn result(mut self) -> Value {
        let median = quantile(&mut self.ns, 0.5);
        let least = quantile(&mut self.ns, 0.0);
        let events_per_simulated_s = self.events as f64 / to_secs(self.simulated);
        json!({
            "events": self.events,
            "ns_per_event": median,
            "ns_per_event_least": least,
            "events_per_s": 1e9 / least,
            "simulated_s_per_s": 1e9 / least / events_per_simulated_s,
            "core_at_real_time": least * 1e-9 * events_per_simulated_s,
            "in_flight": self.sim.in_flight(),
            "digest": format!("{:016x}", self.sim.digest()),
        })
    }
}

fn task(task: &Task) -> Value {
    let mut work = (task.start)();
    work();
    let mut ms: Vec<f64> = (0..task.times).map(|_| 1e3 * clocked(&mut work).0).collect();
    json!({
        "times": task.times,
        "ms": quantile(&mut ms, 0.5),
        "ms_p95": quantile(&mut ms, 0.95),
        "ms_most": quantile(&mut ms, 1.0),
    })
}

fn row(name: &str, value: &Value) -> Vec<String> {
    let of = |key: &str| value[key].as_f64().unwrap_or(f64::NAN);
    let cells = if value["ms"].is_number() {
        [format!("{} ms", number(of("ms"))), format!("most {} ms", number(of("ms_most"))), String::new()]
    } else {
        [
            format!("{} ns/event (median {})", number(of("ns_per_event_least")), number(of("ns_per_event"))),
            format!("{} M events/s", number(of("events_per_s") * 1e-6)),
            format!(
                "{} simulated s/s, {} % of a core at real time",
                number(of("simulated_s_per_s")),
                number(100.0 * of("core_at_real_time"))
            ),
        ]
    };
    std::iter::once(name.to_owned()).chain(cells).collect()
}
