//! `scalewalk run`.

use clap::Args;
use scalewalk_course::STAGES;
use scalewalk_model::time::{Nanos, from_secs};
use scalewalk_model::{Config, Fault, Input, Report, Sim, params};

use crate::Printed;
use crate::show::{self, maybe, number};

/// What to run.
#[derive(Args)]
pub struct Options {
    /// The stage: `scalewalk stages` lists them.
    #[arg(long)]
    stage: String,
    /// Which of the stage's systems, 0 or 1 where two stand side by side.
    #[arg(long, default_value_t = 0)]
    lane: usize,
    /// Sets a parameter: `users=200000`. Again for more.
    #[arg(long, value_name = "ID=VALUE")]
    set: Vec<String>,
    /// Breaks or repairs a machine: `at=30,node=web-1,kind=down`; kinds are down, slow, repair. Again for more.
    #[arg(long, value_name = "FAULT")]
    fault: Vec<String>,
    /// Measured time, in simulated seconds.
    #[arg(long = "for", value_name = "SECONDS", value_parser = seconds)]
    for_s: f64,
    /// Time before measuring begins, in simulated seconds.
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = seconds)]
    warmup: f64,
    /// The luck of the run: the same seed, the same run.
    #[arg(long)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A year, and an hour for good measure: longer runs are typing errors.
const LONGEST_S: f64 = 366.0 * 86_400.0;

fn seconds(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|s| (0.0..=LONGEST_S).contains(s));
    value.ok_or_else(|| format!("allowed is a number of seconds from 0 to {LONGEST_S}"))
}

/// Runs it.
pub fn run(options: &Options) -> Result<Printed, String> {
    let config = config(options)?;
    let until_s = options.warmup + options.for_s;
    let mut sim = Sim::new(config.clone(), options.seed);
    for text in &options.fault {
        let (at, input) = fault(text, &config, until_s)?;
        sim.plan(at, input);
    }
    sim.run_until(from_secs(options.warmup));
    sim.start_measuring();
    sim.run_until(from_secs(until_s));
    if let Some((_, error)) = sim.refused().first() {
        return Err(error.to_string());
    }
    let report = sim.report();
    Ok(Printed::new(if options.json { show::json(&report)? } else { text(&report) }))
}

fn config(options: &Options) -> Result<Config, String> {
    let stage = STAGES.iter().find(|s| s.id == options.stage).ok_or_else(|| {
        let ids: Vec<_> = STAGES.iter().map(|s| s.id).collect();
        format!("stage `{}` is not known; allowed are {}", options.stage, ids.join(", "))
    })?;
    let lanes = (stage.lanes)();
    let mut config = lanes.get(options.lane).cloned().ok_or_else(|| {
        format!("lane `{}` is not there; stage `{}` has 0 to {}", options.lane, stage.id, lanes.len() - 1)
    })?;
    for text in &options.set {
        let (id, value) = text
            .split_once('=')
            .ok_or_else(|| format!("`{text}` is not a setting; it takes ID=VALUE, such as users=200000"))?;
        let param =
            params::find(id).map_err(|error| format!("parameter `{id}` is not known; allowed is {}", error.allowed))?;
        let value = param.parse(value).map_err(|error| error.to_string())?;
        param.apply(&mut config, value).map_err(|error| error.to_string())?;
    }
    Ok(config)
}

fn fault(text: &str, config: &Config, until_s: f64) -> Result<(Nanos, Input), String> {
    let (at, input) = Fault::parse(text)?;
    if let Input::Fault { node, kind } = &input {
        kind.check(*node, config).map_err(|error| format!("fault `{text}`: {error}"))?;
    }
    if at > from_secs(until_s) {
        return Err(format!("fault `{text}`: at is after the end of the run; allowed is 0 to {until_s} seconds"));
    }
    Ok((at, input))
}

fn text(report: &Report) -> String {
    let requests = &report.requests;
    let failed: u64 = requests.failed.values().sum();
    let causes: Vec<String> = requests.failed.iter().map(|(cause, n)| format!("{n} {cause}")).collect();
    let latency = &report.latency_ms;
    let mut rows = vec![
        ["measured".to_owned(), format!("{} s", number(report.seconds))].to_vec(),
        [
            "arrived".to_owned(),
            format!("{} ({} /s)", requests.arrived, number(requests.arrived as f64 / report.seconds)),
        ]
        .to_vec(),
        ["answered".to_owned(), requests.answered.to_string()].to_vec(),
        ["failed".to_owned(), format!("{failed}  {}", causes.join(", "))].to_vec(),
        ["in flight".to_owned(), requests.in_flight.to_string()].to_vec(),
    ];
    for (name, value) in [
        ("mean", latency.mean),
        ("p50", latency.p50),
        ("p95", latency.p95),
        ("p99", latency.p99),
        ("p99.9", latency.p999),
    ] {
        rows.push(vec![format!("latency, {name}"), maybe(value, " ms")]);
    }
    for (name, station) in &report.stations {
        let busy = number(100.0 * station.utilisation);
        rows.push(vec![name.clone(), format!("{busy} % busy, mean wait {}", maybe(station.mean_wait_ms, " ms"))]);
    }
    rows.push(vec!["machines".to_owned(), format!("${} a month", number(report.usd_month))]);
    rows.push(vec!["digest".to_owned(), format!("{} ({} events)", report.digest, report.events)]);
    show::table(&rows)
}
