//! The budgets of the project, with what was measured beside them.

use super::number;
use crate::shell::Outcome;
use crate::size;
use serde::Serialize;
use serde_json::Value;

/// Milliseconds that a frame may take at the 95th percentile.
const FRAME_MS: f64 = 8.0;
/// Bytes that the page may hold.
const MEMORY_MB: f64 = 150.0;

/// One budget.
#[derive(Clone, Debug, Serialize)]
pub struct Budget {
    /// What is measured.
    pub what: &'static str,
    /// What was measured.
    pub measured: f64,
    /// How much it may be, or has to be.
    pub budget: f64,
    /// Whether more is better.
    pub at_least: bool,
    /// The unit of both.
    pub unit: &'static str,
    /// Whether it is kept.
    pub kept: bool,
}

fn at_most(what: &'static str, measured: f64, budget: f64, unit: &'static str) -> Budget {
    Budget { what, measured, budget, at_least: false, unit, kept: measured <= budget }
}

fn at_least(what: &'static str, measured: f64, budget: f64, unit: &'static str) -> Budget {
    Budget { what, measured, budget, at_least: true, unit, kept: measured >= budget }
}

/// All budgets, by the measurements.
pub fn of(results: &Value) -> Outcome<Vec<Budget>> {
    let page = |place: &str| number(results, &format!("/page{place}"));
    let megabytes =
        |place: &str| Ok::<_, String>(1e-6 * (page(&format!("{place}/wasm"))? + page(&format!("{place}/javascript"))?));
    let (first, last) = (megabytes("/memory/hours/0")?, megabytes("/memory/hours/1")?);
    let workloads = results["engine"]["workloads"].as_array().map_or(&[][..], Vec::as_slice);
    let largest = workloads.iter().find(|workload| workload["name"] == "millions-100");
    let core = number(largest.unwrap_or(&Value::Null), "/core_at_real_time")?;
    Ok(vec![
        at_most(
            "first load of a stage, compressed",
            size::first_load_bytes()? as f64 * 1e-3,
            size::LIMIT as f64 * 1e-3,
            "kB",
        ),
        at_most(
            "static picture, before the last byte has come (10 Mbit/s)",
            page("/load/static_ms/p50")?,
            page("/load/last_byte_ms/p50")?,
            "ms",
        ),
        at_most("running after the last byte", page("/load/running_after_ms/p50")?, 1_000.0, "ms"),
        at_most(
            "running, at 9 Mbit/s, 100 ms and a processor four times as slow",
            page("/slow_load/running_ms/p50")?,
            2_000.0,
            "ms",
        ),
        at_most("a frame's own work with 2,000 dots, p95", page("/dots/work_ms/p95")?, FRAME_MS, "ms"),
        at_most(
            "a frame's own work at 100 million daily users, p95",
            page("/hundred_million/work_ms/p95")?,
            FRAME_MS,
            "ms",
        ),
        // The clock on the page is read to the tenth of a second.
        at_least("speed of time there, real time asked", page("/hundred_million/speed")?, 0.97, "×"),
        at_most("a core's share for 100 million daily users, the engine alone in Chromium", 100.0 * core, 25.0, "%"),
        at_most("response curve, from the slider's last move to the whole sketch", page("/curve/ms/p50")?, 300.0, "ms"),
        at_most("late frames meanwhile", 100.0 * page("/curve/late")?, 0.0, "%"),
        at_most("scrub to any moment of ten minutes, the slowest", page("/seek/ms/most")?, 100.0, "ms"),
        at_most(
            "a core's share for ten frames that nobody has started, from ten seconds after they have loaded",
            100.0 * page("/idle/core")?,
            2.0,
            "%",
        ),
        at_most("memory after four simulated hours at full speed", last, MEMORY_MB, "MB"),
        // Less than two pages of WebAssembly's memory, which are 64 KiB each.
        at_most("its growth in the fourth hour", last - first, 0.1, "MB"),
        at_most("memory at 100 million daily users", megabytes("/hundred_million/memory")?, MEMORY_MB, "MB"),
    ])
}
