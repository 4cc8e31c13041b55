//! `scalewalk run`.

use std::time::Instant;

use clap::Args;
use scalewalk_model::time::{Nanos, from_secs};
use scalewalk_model::{Act, Config, Fault, Input, Report, Sim};
use serde::Serialize;

use crate::Printed;
use crate::arguments::{System, seconds};
use crate::show::{self, maybe, number};

/// What to run.
#[derive(Args)]
#[command(after_help = ACCOUNTS)]
pub struct Options {
    #[command(flatten)]
    system: System,
    /// Breaks or repairs a machine: `at=30,node=web-1,kind=down`; kinds are down, slow, cut, restart, destroy, repair.
    /// Again for more.
    #[arg(long, value_name = "FAULT")]
    fault: Vec<String>,
    /// Does something else to the system: `at=30,do=recover-log`; others are purge and deploy. Again for more.
    #[arg(long, value_name = "ACT")]
    act: Vec<String>,
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

const ACCOUNTS: &str = "\
Requests since measuring began: arrived + in_flight_before = answered + failed + in_flight, exactly.
All of the JSON but wall_s, the seconds that the run took here, is the same whenever it is run again.";

/// What came of it.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    report: &'a Report,
    /// How long the run took on this machine, warm-up and all, in seconds.
    wall_s: f64,
}

/// Runs it.
pub fn run(options: &Options) -> Result<Printed, String> {
    let config = options.system.config()?;
    let until_s = options.warmup + options.for_s;
    let mut sim = Sim::new(config.clone(), options.seed);
    for text in &options.fault {
        let (at, input) = fault(text, &config, until_s)?;
        sim.plan(at, input);
    }
    for text in &options.act {
        let (at, input) = act(text, &config, until_s)?;
        sim.plan(at, input);
    }
    let start = Instant::now();
    sim.run_until(from_secs(options.warmup));
    sim.start_measuring();
    sim.run_until(from_secs(until_s));
    let wall_s = start.elapsed().as_secs_f64();
    if let Some((_, error)) = sim.refused().first() {
        return Err(error.to_string());
    }
    let report = sim.report();
    Ok(Printed::new(if options.json { show::json(&Whole { report: &report, wall_s })? } else { text(&report) }))
}

fn fault(text: &str, config: &Config, until_s: f64) -> Result<(Nanos, Input), String> {
    let (at, input) = Fault::parse(text)?;
    if let Input::Fault { node, kind } = &input {
        kind.check(*node, config).map_err(|error| format!("fault `{text}`: {error}"))?;
    }
    within(at, &format!("fault `{text}`"), until_s)?;
    Ok((at, input))
}

fn act(text: &str, config: &Config, until_s: f64) -> Result<(Nanos, Input), String> {
    let (at, input) = Act::parse(text)?;
    if let Input::Act(act) = &input {
        act.check(config).map_err(|error| format!("act `{text}`: {error}"))?;
    }
    within(at, &format!("act `{text}`"), until_s)?;
    Ok((at, input))
}

fn within(at: Nanos, what: &str, until_s: f64) -> Result<(), String> {
    if at <= from_secs(until_s) {
        return Ok(());
    }
    Err(format!("{what}: at is after the end of the run; allowed is 0 to {until_s} seconds"))
}

fn text(report: &Report) -> String {
    let requests = &report.requests;
    let failed: u64 = requests.failed.values().sum();
    let causes: Vec<String> = requests.failed.iter().map(|(cause, n)| format!("{n} {cause}")).collect();
    let latency = &report.latency_ms;
    // In no time nothing has a rate or a share.
    let in_time = |value: f64, unit: &str| {
        if report.seconds > 0.0 { format!("{}{unit}", number(value)) } else { "–".to_owned() }
    };
    let mut rows = vec![
        ["measured".to_owned(), format!("{} s", number(report.seconds))].to_vec(),
        [
            "arrived".to_owned(),
            format!("{} ({})", requests.arrived, in_time(requests.arrived as f64 / report.seconds, " /s")),
        ]
        .to_vec(),
        ["answered".to_owned(), requests.answered.to_string()].to_vec(),
        ["failed".to_owned(), format!("{failed}  {}", causes.join(", "))].to_vec(),
        ["in flight".to_owned(), format!("{}, {} when measuring began", requests.in_flight, requests.in_flight_before)]
            .to_vec(),
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
        let busy = in_time(100.0 * station.utilisation, " %");
        rows.push(vec![name.clone(), format!("{busy} busy, mean wait {}", maybe(station.mean_wait_ms, " ms"))]);
    }
    if let Some(pool) = &report.pool {
        let mean = in_time(pool.mean_servers, "");
        rows.push(vec!["web servers".to_owned(), format!("{} at the end, {mean} in the mean", pool.servers)]);
    }
    rows.push(vec!["machines".to_owned(), format!("${} a month", number(report.usd_month - report.usd_traffic))]);
    if report.usd_traffic > 0.0 {
        rows.push(vec!["files sent".to_owned(), format!("${} a month", number(report.usd_traffic))]);
    }
    rows.push(vec!["digest".to_owned(), format!("{} ({} events)", report.digest, report.events)]);
    show::table(&rows)
}
