//! `scalewalk station`.

use clap::{Args, ValueEnum};
use scalewalk_model::theory::relaxation_s;
use scalewalk_model::time::NEVER;
use scalewalk_model::{Config, NodeId, Sim, Spread, Tandem, TandemStation};
use serde::Serialize;

use crate::Printed;
use crate::arguments::{LONGEST_S, count};
use crate::show::{self, maybe, number};
use crate::station_theory::Theory;

/// What to run.
#[derive(Args)]
#[command(after_help = NOTES, allow_negative_numbers = true)]
pub struct Options {
    /// Requests a second (Poisson), more than 0 and up to 10000000.
    #[arg(long, value_name = "PER_S", value_parser = rate)]
    pub rate: f64,
    /// How the work of requests differs.
    #[arg(long, value_enum)]
    pub service: Service,
    /// Mean work of a request in milliseconds, 0.001 to 1000000.
    #[arg(long, value_name = "M", value_parser = mean_ms)]
    pub mean_ms: f64,
    /// Coefficient of variation of log-normal work, 0.01 to 20.
    #[arg(long, value_name = "C", value_parser = cv)]
    pub cv: Option<f64>,
    /// Workers, 1 to 65535.
    #[arg(long, value_name = "C", value_parser = count::<{ TandemStation::MAX_WORKERS }>)]
    pub workers: u32,
    /// Requests that may wait, 0 to 10000000; without it nobody is turned away.
    #[arg(long, value_name = "K", value_parser = places)]
    pub queue: Option<u32>,
    /// Requests to measure: the run ends when so many have come after the warm-up. 1 to 1000000000.
    #[arg(long, value_name = "N", value_parser = count::<1_000_000_000>)]
    requests: u32,
    /// The luck of the run: the same seed, the same run.
    #[arg(long)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// How work is spread, as it is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Service {
    /// Exponential.
    Exp,
    /// Always the mean.
    Det,
    /// Log-normal, with --cv.
    Lognormal,
}

const NOTES: &str = "\
One station with first come, first served, run by the engine of all stages; clients wait for ever. Measured:
  mean_wait_ms, p_wait  of those whose work began: their mean wait, and the share of them that waited at all
  p_loss                share of all that came which found all places taken
  mean_ms, p50 … p999   time in the system, wait and work, of the answered; a percentile is null when fewer than ten
                        requests lie beyond it, and is good to 0.4 %
  utilisation           share of worker time used
arrived + in_flight_before = answered + lost + in_flight, exactly.

The warm-up lasts until a tenth of --requests has come, and no less than ten relaxation times (Abate and Whitt 1987; for
work that varies more than exponential, (1 + cv²) / 2 times as long) but no more than the greater of --requests and
1000000 requests. `warm_up` says how long it was; with less than some five relaxation times the start is still felt.

Without --queue there is no bound but one for this computer's memory: 10000000 may wait. `lost` tells if that was reached.

Closed forms, by --service, --queue (none, K, 0) and --workers:
  exp, none             M/M/c: all figures, percentiles of the time in the system, and of the wait in `wait_ms`
  det/lognormal, none   M/G/1 (Pollaczek-Khinchine) for one worker; for more Allen-Cunneen, \"approximate\": true
  exp, K                M/M/c/K, without percentiles
  any, 0                M/G/c/c (Erlang B), without percentiles
  det/lognormal, K      none: all null
The engine runs with a mean work of 1 ms (--rate fits), and all times are scaled back; so no time is too long or short.

Without --queue and with an offered load of --workers or more there is no steady state: all null; the run is made still.";

fn within(text: &str, least: f64, most: f64) -> Option<f64> {
    text.parse().ok().filter(|value| (least..=most).contains(value))
}

fn rate(text: &str) -> Result<f64, String> {
    let value = within(text, f64::MIN_POSITIVE, Tandem::MAX_RATE);
    value.ok_or_else(|| format!("allowed is a number of requests a second, more than 0 and up to {}", Tandem::MAX_RATE))
}

fn mean_ms(text: &str) -> Result<f64, String> {
    let (least, most) = (TandemStation::MIN_MEAN_MS, TandemStation::MAX_MEAN_MS);
    within(text, least, most).ok_or_else(|| format!("allowed is a number of milliseconds from {least} to {most}"))
}

/// Below this it would be hard to tell from `det`.
const MIN_CV: f64 = 0.01;

fn cv(text: &str) -> Result<f64, String> {
    let most = TandemStation::MAX_CV;
    within(text, MIN_CV, most).ok_or_else(|| format!("allowed is a number from {MIN_CV} to {most}"))
}

fn places(text: &str) -> Result<u32, String> {
    let most = TandemStation::MAX_PLACES;
    let value = within(text, 0.0, most.into()).filter(|places| places.fract() == 0.0);
    value.map(|places| places as u32).ok_or_else(|| format!("allowed is a whole number from 0 to {most}"))
}

/// What came of it.
#[derive(Serialize)]
struct Outcome {
    mean_wait_ms: Option<f64>,
    p_wait: Option<f64>,
    p_loss: f64,
    mean_ms: Option<f64>,
    p50: Option<f64>,
    p95: Option<f64>,
    p99: Option<f64>,
    p999: Option<f64>,
    utilisation: f64,
    mean_queue: f64,
    in_flight_before: u64,
    arrived: u64,
    answered: u64,
    lost: u64,
    in_flight: u64,
    /// Measured time.
    seconds: f64,
    warm_up: WarmUp,
    /// Since the start.
    events: u64,
    seed: u64,
    digest: String,
    theory: Theory,
}

/// How long the run was not measured.
#[derive(Serialize)]
struct WarmUp {
    requests: u64,
    /// None where the station never settles.
    relaxation_times: Option<f64>,
}

/// Runs it.
pub fn run(options: &Options) -> Result<Printed, String> {
    let spread = match (options.service, options.cv) {
        (Service::Exp, None) => Spread::Exponential,
        (Service::Det, None) => Spread::Equal,
        (Service::Lognormal, Some(cv)) => Spread::LogNormal { cv },
        (Service::Lognormal, None) => {
            let most = TandemStation::MAX_CV;
            return Err(format!("--cv is missing; --service lognormal takes one from {MIN_CV} to {most}"));
        }
        (Service::Exp | Service::Det, Some(cv)) => {
            let service = if options.service == Service::Exp { "exp" } else { "det" };
            return Err(format!(
                "--cv `{cv}` is refused with --service {service}; allowed is {MIN_CV} to {} with --service lognormal",
                TandemStation::MAX_CV
            ));
        }
    };
    let scale = scale(options);
    let station = TandemStation {
        workers: options.workers,
        places: options.queue.unwrap_or(TandemStation::MAX_PLACES),
        mean_ms: options.mean_ms / scale,
        spread,
        skipped: 0.0,
    };
    let row = Tandem { rate: options.rate * scale, stations: vec![station] };
    let warm_up = warm_up(options, spread.scv());
    let longest = ((LONGEST_S * row.rate) as u64).saturating_sub(warm_up.requests);
    if u64::from(options.requests) > longest {
        return Err(format!(
            "--requests `{}` after a warm-up of {} take too long where --rate `{}` and --mean-ms `{}` leave the station so \
             idle; allowed is up to {longest} there",
            options.requests, warm_up.requests, options.rate, options.mean_ms
        ));
    }
    let config = Config::tandem(row).map_err(|error| error.to_string())?;
    let mut sim = Sim::new(config, options.seed);
    until_arrived(&mut sim, warm_up.requests);
    sim.start_measuring();
    until_arrived(&mut sim, warm_up.requests + u64::from(options.requests));
    let outcome = outcome(&sim, scale, options.seed, warm_up, Theory::of(options, spread.scv()))?;
    Ok(Printed::new(if options.json { show::json(&outcome)? } else { text(&outcome) }))
}

/// Mean work in the engine, in milliseconds.
const ENGINE_MS: f64 = 1.0;

/// How many times longer everything takes than in the engine. A station knows no unit of time but its mean work: run
/// with a mean of one millisecond, the longest and the shortest works are measured equally well, and the figures over
/// time, which the engine closes ten times a second, do not hold up a slow station.
fn scale(options: &Options) -> f64 {
    let scale = options.mean_ms / ENGINE_MS;
    if options.rate * scale <= Tandem::MAX_RATE { scale } else { Tandem::MAX_RATE / options.rate }
}

/// Relaxation times that the start is given to be forgotten: its bias is then a part in 20,000.
const RELAXATIONS: f64 = 10.0;
/// So many requests take no time that anybody would notice.
const CHEAP: f64 = 1e6;

fn warm_up(options: &Options, scv: f64) -> WarmUp {
    let requests = f64::from(options.requests);
    let relaxation_s = relaxation_s(options.workers, options.queue, options.rate, options.mean_ms * 1e-3);
    let settles = options.queue.is_some() || options.rate * options.mean_ms * 1e-3 < f64::from(options.workers);
    let relaxation = relaxation_s * ((1.0 + scv) / 2.0).max(1.0) * options.rate;
    // Past capacity a bounded queue has to fill first.
    let surplus = 1.0 - f64::from(options.workers) / (options.rate * options.mean_ms * 1e-3);
    let filling = options.queue.map_or(0.0, |places| if surplus > 0.0 { f64::from(places) / surplus } else { 0.0 });
    let wanted = if settles { RELAXATIONS * relaxation + filling } else { 0.0 };
    let warm_up = wanted.max(requests / 10.0).min(requests.max(CHEAP)).ceil();
    let relaxation_times = settles.then(|| ((warm_up - filling) / relaxation).max(0.0)).filter(|n| n.is_finite());
    WarmUp { requests: warm_up as u64, relaxation_times }
}

/// Runs until `requests` have come since the start, and not a step further.
fn until_arrived(sim: &mut Sim, requests: u64) {
    // No step brings more than one.
    while sim.accounts().total.arrived < requests {
        let missing = requests - sim.accounts().total.arrived;
        sim.run_some(NEVER, missing);
    }
}

/// Beyond this the engine's histogram does not tell times apart.
const LONGEST_MS: f64 = 19.0 * 3_600_000.0;

fn outcome(sim: &Sim, scale: f64, seed: u64, warm_up: WarmUp, theory: Theory) -> Result<Outcome, String> {
    let report = sim.report();
    let station = sim.station_report(NodeId::web(0)).ok_or("the row has no station")?;
    let told = |ms: Option<f64>| ms.filter(|ms| *ms < LONGEST_MS).map(|ms| ms * scale);
    let (requests, latency) = (&report.requests, &report.latency_ms);
    let lost = requests.failed.values().sum();
    Ok(Outcome {
        mean_wait_ms: station.mean_wait_ms.map(|ms| ms * scale),
        p_wait: station.p_wait,
        p_loss: lost as f64 / requests.arrived as f64,
        mean_ms: latency.mean.map(|ms| ms * scale),
        p50: told(latency.p50),
        p95: told(latency.p95),
        p99: told(latency.p99),
        p999: told(latency.p999),
        utilisation: station.utilisation,
        mean_queue: station.mean_queue,
        in_flight_before: requests.in_flight_before,
        arrived: requests.arrived,
        answered: requests.answered,
        lost,
        in_flight: requests.in_flight,
        seconds: report.seconds * scale,
        warm_up,
        events: report.events,
        seed,
        digest: report.digest,
        theory,
    })
}

fn text(outcome: &Outcome) -> String {
    let theory = &outcome.theory;
    let percent = |share: f64| 100.0 * share;
    let figures = [
        ("mean wait", outcome.mean_wait_ms, theory.mean_wait_ms, " ms"),
        ("share that waits", outcome.p_wait.map(percent), theory.p_wait.map(percent), " %"),
        ("share lost", Some(percent(outcome.p_loss)), theory.p_loss.map(percent), " %"),
        ("utilisation", Some(percent(outcome.utilisation)), theory.utilisation.map(percent), " %"),
        ("time in the system, mean", outcome.mean_ms, theory.mean_ms, " ms"),
        ("p50", outcome.p50, theory.p50, " ms"),
        ("p95", outcome.p95, theory.p95, " ms"),
        ("p99", outcome.p99, theory.p99, " ms"),
        ("p99.9", outcome.p999, theory.p999, " ms"),
    ];
    let head = if theory.approximate { "theory, approximate" } else { "theory" };
    let mut rows = vec![["", "measured", head].map(str::to_owned).to_vec()];
    for (name, measured, expected, unit) in figures {
        let expected = expected.map_or_else(|| "none".to_owned(), |value| format!("{}{unit}", number(value)));
        rows.push(vec![name.to_owned(), maybe(measured, unit), expected]);
    }
    let requests = format!("{} arrived, {} answered, {} lost", outcome.arrived, outcome.answered, outcome.lost);
    let after =
        format!("after {} more; {} events, digest {}", outcome.warm_up.requests, outcome.events, outcome.digest);
    format!("{}\n{requests}, {after}", show::table(&rows))
}
