//! What got slower: a run beside the best that the same machine has done before.

use super::number;
use crate::shell::{Outcome, read, root};
use serde_json::Value;

/// How many of the best earlier runs are looked at: one alone may have been luck.
const BEST: usize = 3;
/// A loss below this is no news.
const LOSS: f64 = 0.05;

/// Figures of the page, in milliseconds.
const PAGE: [(&str, &str); 6] = [
    ("a frame with 2,000 dots, p95", "/page/dots/work_ms/p95"),
    ("a frame at 100 million daily users, p95", "/page/hundred_million/work_ms/p95"),
    ("sketch of the response curve", "/page/curve/ms/p50"),
    ("scrub", "/page/seek/ms/p50"),
    ("running after the last byte", "/page/load/running_after_ms/p50"),
    ("running on a slow line and processor", "/page/slow_load/running_ms/p50"),
];

/// A line for each figure of `results` that is worse than before, or one that says that none is.
pub fn slower(results: &Value) -> Outcome<String> {
    let history = read(&root().join("benchmarks/history.jsonl"))?;
    let lines: Vec<Value> = history.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    Ok(compared(results, &lines))
}

fn compared(results: &Value, history: &[Value]) -> String {
    let machine = |run: &Value| {
        let of = |key: &str| run["page"]["machine"][key].clone();
        (of("cpu"), of("cores"))
    };
    let same: Vec<&Value> = history.iter().filter(|run| machine(run) == machine(results)).collect();
    if same.is_empty() {
        return "No earlier run of this machine is on file to compare with.\n".to_owned();
    }
    let mut lines = Vec::new();
    for (what, now) in figures(results) {
        let mut before: Vec<f64> = same
            .iter()
            .flat_map(|run| figures(run))
            .filter(|(name, _)| *name == what)
            .map(|(_, value)| value)
            .collect();
        before.sort_by(f64::total_cmp);
        before.truncate(BEST);
        // The worst of the best.
        let Some(best) = before.last() else { continue };
        if now > best * (1.0 + LOSS) {
            lines.push(format!("- {what}: {now:.1}, was {best:.1} (+{:.0} %)\n", 100.0 * (now / best - 1.0)));
        }
    }
    let runs = same.len().min(BEST);
    if lines.is_empty() {
        format!("Nothing is more than 5 % slower than in the best {runs} earlier runs of this machine.\n")
    } else {
        format!("Slower than in the best {runs} earlier runs of this machine:\n\n{}", lines.concat())
    }
}

/// All times of a run, by what they are.
fn figures(run: &Value) -> Vec<(String, f64)> {
    let mut all = Vec::new();
    for workload in run["engine"]["workloads"].as_array().into_iter().flatten() {
        let name = workload["name"].as_str().unwrap_or_default();
        for (clock, label) in [("native", "natively"), ("chromium", "in Chromium")] {
            if let Ok(ns) = number(workload, &format!("/{clock}/ns_per_event_least")) {
                all.push((format!("{name} {label}, ns an event"), ns));
            }
        }
    }
    let page = PAGE.iter().filter_map(|(what, place)| Some((format!("{what}, ms"), number(run, place).ok()?)));
    all.extend(page);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn run(cpu: &str, ns: f64) -> Value {
        json!({
            "engine": { "workloads": [{ "name": "five", "native": { "ns_per_event_least": ns } }] },
            "page": { "machine": { "cpu": cpu, "cores": 2 } },
        })
    }

    #[test]
    fn the_best_runs_of_the_same_machine_are_the_measure() {
        let history = [40.0, 90.0, 38.0, 39.0].map(|ns| run("this", ns));
        assert!(compared(&run("this", 41.0), &history).starts_with("Nothing"));
        let told = compared(&run("this", 44.0), &history);
        assert!(told.contains("- five natively, ns an event: 44.0, was 40.0 (+10 %)"), "{told}");
    }

    #[test]
    fn other_machines_are_not() {
        assert!(compared(&run("that", 99.0), &[run("this", 40.0)]).starts_with("No earlier run"));
    }
}
