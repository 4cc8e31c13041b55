//! `scalewalk sweep`.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use scalewalk_course::sweep::{Effort, Sample, Sweep};
use scalewalk_course::trial::failed_percent;
use scalewalk_model::Report;
use scalewalk_model::estimate::Estimate;
use scalewalk_model::params::Param;
use serde::Serialize;
use serde_json::Value;

use crate::Printed;
use crate::arguments::{System, count, param, seconds};
use crate::show::{self, number};

/// What to run.
#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    system: System,
    /// The parameter that takes several values: `scalewalk params` lists them.
    #[arg(long, value_name = "ID")]
    param: String,
    /// Its first value.
    #[arg(long, value_name = "VALUE")]
    from: String,
    /// Its last value.
    #[arg(long, value_name = "VALUE")]
    to: String,
    /// How many values, spread as the parameter's scale does; fewer where it has no more.
    #[arg(long, value_parser = count::<1000>)]
    points: u32,
    /// Runs at each value; all values have the same seeds, from 1.
    #[arg(long, value_parser = count::<1000>)]
    seeds: u32,
    /// Measured time of a run, in simulated seconds; if not given, 3,000 requests long in the mean.
    #[arg(long = "for", value_name = "SECONDS", value_parser = seconds)]
    for_s: Option<f64>,
    /// Time before measuring begins, in simulated seconds; if not given, as long as is measured.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    warmup: Option<f64>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Requests that a run measures where no time is given.
const REQUESTS: f64 = 3_000.0;

/// The sweep. Each value stands as it is typed.
#[derive(Serialize)]
struct Whole<'a> {
    stage: &'a str,
    lane: usize,
    param: &'a str,
    seeds: u32,
    points: &'a [Point],
}

/// One value. What could not be measured is null.
#[derive(Serialize)]
struct Point {
    #[serde(skip)]
    text: String,
    value: Value,
    throughput: Option<Estimate>,
    failed_percent: Option<Estimate>,
    latency_ms: Latency,
    stations: BTreeMap<String, Station>,
}

#[derive(Serialize)]
struct Latency {
    mean: Option<Estimate>,
    p50: Option<Estimate>,
    p95: Option<Estimate>,
    p99: Option<Estimate>,
}

#[derive(Serialize)]
struct Station {
    utilisation: Option<Estimate>,
    mean_wait_ms: Option<Estimate>,
}

/// Runs them all.
pub fn sweep(options: &Options) -> Result<Printed, String> {
    let base = options.system.config()?;
    let param = param(&options.param)?;
    let end = |text: &str| param.parse(text).map_err(|error| error.to_string());
    let (from, to) = (end(&options.from)?, end(&options.to)?);
    if from > to {
        let (from, to) = (&options.from, &options.to);
        return Err(format!("--to `{to}` comes before --from `{from}`; allowed is {from} or what comes after it"));
    }
    let xs = param.spread(from, to, options.points);
    for x in &xs {
        // Legal alone, but perhaps too much together with the other settings.
        param.apply(&mut base.clone(), *x).map_err(|error| error.to_string())?;
    }
    let effort = Effort {
        measured_s: options.for_s,
        warmup_s: options.warmup,
        ..Effort::requests(options.seeds.into(), REQUESTS)
    };
    let mut sweep = Sweep::new(param, base, xs, effort);
    while !sweep.advance(u64::MAX) {}
    let points: Vec<Point> = sweep.samples().iter().map(|sample| point(param, sample)).collect();
    let text = if options.json {
        let System { stage, lane, .. } = &options.system;
        show::json(&Whole { stage, lane: *lane, param: param.id, seeds: options.seeds, points: &points })?
    } else {
        table(param, &points)
    };
    Ok(Printed::new(text))
}

fn point(param: &Param, sample: &Sample) -> Point {
    let names: BTreeSet<&String> = sample.reports.iter().flat_map(|report| report.stations.keys()).collect();
    let station = |name: &String| Station {
        utilisation: sample.estimate(|r| Some(r.stations.get(name)?.utilisation).filter(|_| r.seconds > 0.0)),
        mean_wait_ms: sample.estimate(|r| r.stations.get(name)?.mean_wait_ms),
    };
    let latency = |get: fn(&Report) -> Option<f64>| sample.estimate(get);
    Point {
        text: param.write(sample.x),
        value: written(param, sample.x),
        throughput: sample.estimate(|r| (r.seconds > 0.0).then(|| r.requests.answered as f64 / r.seconds)),
        failed_percent: sample.estimate(|r| Some(failed_percent(r)).filter(|percent| percent.is_finite())),
        latency_ms: Latency {
            mean: latency(|r| r.latency_ms.mean),
            p50: latency(|r| r.latency_ms.p50),
            p95: latency(|r| r.latency_ms.p95),
            p99: latency(|r| r.latency_ms.p99),
        },
        stations: names.into_iter().map(|name| (name.clone(), station(name))).collect(),
    }
}

/// A value as it is typed: a number where it is one.
fn written(param: &Param, value: f64) -> Value {
    let text = param.write(value);
    // Whole numbers without a point.
    serde_json::from_str(&text).ok().filter(Value::is_number).unwrap_or_else(|| text.into())
}

fn table(param: &Param, points: &[Point]) -> String {
    let head = [param.id, "answers/s", "failed %", "mean ms", "p50 ms", "p95 ms", "p99 ms", "busiest %"];
    let row = |point: &Point| {
        let latency = &point.latency_ms;
        let figures = [point.throughput, point.failed_percent, latency.mean, latency.p50, latency.p95, latency.p99];
        let busiest = point.stations.values().filter_map(|s| s.utilisation).max_by(|a, b| a.mean.total_cmp(&b.mean));
        let busiest = busiest.map(|e| Estimate { mean: 100.0 * e.mean, half_width: 100.0 * e.half_width, ..e });
        [vec![point.text.clone()], figures.into_iter().chain([busiest]).map(estimate).collect()].concat()
    };
    show::table(&[vec![head.map(str::to_owned).to_vec()], points.iter().map(row).collect()].concat())
}

fn estimate(value: Option<Estimate>) -> String {
    match value {
        None => "too few".to_owned(),
        // One run has no interval.
        Some(e) if e.half_width.is_infinite() => number(e.mean),
        Some(e) => format!("{} ± {}", number(e.mean), number(e.half_width)),
    }
}
