//! The table of parameters. To add one: its field in `Config`, its entry here.

use super::{Choice, Param, Scale, Unit};
use crate::config::Algorithm;
use crate::luck::spread::WorkSpread;
use crate::machine::CORES;
use crate::node::MAX_SERVERS;

macro_rules! real {
    ($field:ident) => {
        (|c| c.$field, |c, v| c.$field = v)
    };
}
macro_rules! whole {
    ($field:ident) => {
        (|c| f64::from(c.$field), |c, v| c.$field = v as u32)
    };
}

type Access = (fn(&crate::Config) -> f64, fn(&mut crate::Config, f64));

#[allow(clippy::too_many_arguments)] // One line a parameter keeps the table a table.
const fn param(
    id: &'static str,
    label: &'static str,
    unit: Unit,
    scale: Scale,
    default: f64,
    access: Access,
    help: &'static str,
    source: &'static str,
) -> Param {
    Param { id, label, unit, scale, default, help, source, get: access.0, set: access.1 }
}

const fn linear(min: f64, max: f64, step: f64) -> Scale {
    Scale::Linear { min, max, step }
}
const fn log(min: f64, max: f64) -> Scale {
    Scale::Log { min, max, zero: false }
}
const fn log_or_zero(min: f64, max: f64) -> Scale {
    Scale::Log { min, max, zero: true }
}
const fn choice(key: &'static str, label: &'static str) -> Choice {
    Choice { key, label }
}

const SPREADS: [Choice; 3] =
    [choice("equal", "equal"), choice("exponential", "uneven"), choice("heavy", "very uneven")];

const ALGORITHMS: [Choice; 5] = [
    choice("round-robin", "round robin"),
    choice("random", "random"),
    choice("least-connections", "least connections"),
    choice("two-choices", "two choices"),
    choice("source-hash", "source hash"),
];

#[rustfmt::skip]
pub(super) static TABLE: &[Param] = &[
    param("users", "Users a day", Unit::Users, log(1.0, 1e8), 100_000.0, real!(users),
        "How many people use the site on one day.", "each stage sets its own"),
    param("requests", "Requests a user a day", Unit::Count, log(1.0, 1000.0), 30.0, real!(requests_per_day),
        "How many requests one user sends a day.", "three visits of ten pages; an assumption"),
    param("peak", "Peak over mean", Unit::Times, linear(1.0, 10.0, 0.5), 3.0, real!(peak),
        "How much busier the peak hour is than the day's mean.", "a common planning factor of two to four"),
    param("mobile", "From the app", Unit::Percent, linear(0.0, 1.0, 0.05), 0.4, real!(mobile_share),
        "Share of requests that come from the mobile app and get JSON.", "an assumption; about half of web traffic is mobile"),
    param("reads", "Reads", Unit::Percent, linear(0.0, 1.0, 0.05), 0.9, real!(read_share),
        "Share of requests that only read.", "an assumption; reads far outnumber writes in most applications"),
    param("visit.requests", "Requests a visit", Unit::Count, linear(1.0, 50.0, 1.0), 10.0, real!(visit_requests),
        "Mean number of requests in one visit.", "an assumption"),
    param("visit.think", "Time between clicks", Unit::Seconds, log(1.0, 600.0), 30.0, real!(think_s),
        "Mean time between two requests of one visitor.", "an assumption of the order used in web benchmarks (TPC-W: 7 s)"),
    param("timeout", "Client gives up after", Unit::Seconds, log(0.1, 30.0), 3.0, real!(timeout_s),
        "How long a client waits for an answer.", "a common mobile client setting"),

    param("dns.ttl", "DNS time to live", Unit::Seconds, log_or_zero(1.0, 86_400.0), 300.0, real!(dns_ttl_s),
        "How long a client keeps the address that DNS gave it.", "five minutes, a common record setting"),
    param("dns.time", "DNS round trip", Unit::Milliseconds, log(1.0, 500.0), 30.0, real!(dns_ms),
        "Time from the question to the address.", "tens of milliseconds for a resolver that must ask further"),
    param("net.rtt", "Internet round trip", Unit::Milliseconds, log(1.0, 300.0), 60.0, real!(rtt_ms),
        "Mean round trip between client and site.", "across a continent, about 60 ms"),
    param("net.spread", "Spread of the round trip", Unit::Percent, linear(0.0, 1.0, 0.05), 0.15, real!(rtt_spread),
        "Share of the round trip that varies from request to request.", "an assumption: a fixed path and exponential queueing"),
    param("net.site", "Round trip inside the site", Unit::Milliseconds, log(0.05, 5.0), 0.5, real!(site_rtt_ms),
        "Round trip between two machines of one site.", "Dean's latency numbers: 0.5 ms inside a data center"),
    param("net.bandwidth", "Client bandwidth", Unit::Megabits, log(1.0, 1000.0), 20.0, real!(bandwidth_mbit),
        "How fast a client receives.", "a modest mobile connection"),
    param("page.bytes", "Size of a page", Unit::Kilobytes, log(1.0, 5000.0), 60.0, real!(page_kb),
        "Bytes of an HTML answer.", "median compressed HTML with inline parts, HTTP Archive order of magnitude"),
    param("json.bytes", "Size of a JSON answer", Unit::Kilobytes, log(0.1, 1000.0), 2.0, real!(json_kb),
        "Bytes of a JSON answer.", "a small object; an assumption"),

    param("web.servers", "Web servers", Unit::Count, linear(1.0, MAX_SERVERS as f64, 1.0), 1.0, whole!(servers),
        "How many web servers there are.", "each stage sets its own"),
    param("web.cores", "Web server size", Unit::Cores, Scale::Steps(&CORES), 4.0, whole!(web_cores),
        "Cores of each web server; one core serves one request at a time.", "general purpose and high-memory sizes of a large cloud"),
    param("web.page_time", "Work of a page", Unit::Milliseconds, log(1.0, 100.0), 8.0, real!(page_ms),
        "Mean time one core needs for a page.", "a templated page in an interpreted language"),
    param("web.json_time", "Work of a JSON answer", Unit::Milliseconds, log(1.0, 100.0), 4.0, real!(json_ms),
        "Mean time one core needs for a JSON answer.", "half a page: nothing to lay out"),
    param("web.queue", "Places in the queue", Unit::Count, log_or_zero(1.0, 10_000.0), 4096.0, whole!(web_queue),
        "Requests that may wait at one web server; more are turned away.", "Linux's default listen backlog (net.core.somaxconn)"),
    param("web.boot", "Time to start", Unit::Seconds, log(0.1, 600.0), 2.0, real!(boot_s),
        "How long a repaired machine takes to start.", "a process restart; a new machine takes a minute or more"),
    param("work.spread", "Work of requests", Unit::None, Scale::Choice(&SPREADS), 1.0,
        (|c| WorkSpread::ALL.iter().position(|w| *w == c.work).unwrap_or(0) as f64, |c, v| c.work = WorkSpread::ALL[v as usize]),
        "How much the work of equal requests differs: not at all, exponentially, or with a heavy tail.", "exponential is the queueing textbook's default"),
    param("slow.factor", "A slow machine is slower by", Unit::Times, linear(1.0, 20.0, 0.5), 4.0, real!(slow_factor),
        "How many times longer a slowed machine takes.", "an assumption: a failing disk or a noisy neighbour"),

    param("db.cores", "Database size", Unit::Cores, Scale::Steps(&CORES), 8.0, whole!(db_cores),
        "Cores of the database server; one core serves one query at a time.", "general purpose and high-memory sizes of a large cloud"),
    param("db.queries", "Queries a page", Unit::Count, linear(0.0, 20.0, 1.0), 3.0, whole!(queries),
        "Queries each request asks, one after another.", "an assumption: user, item, list"),
    param("db.read_time", "Work of a read", Unit::Milliseconds, log(0.2, 50.0), 2.0, real!(read_ms),
        "Mean time one core needs for a reading query.", "an indexed lookup with some rows"),
    param("db.write_time", "Work of a write", Unit::Milliseconds, log(0.2, 50.0), 6.0, real!(write_ms),
        "Mean time one core needs for a writing query.", "an indexed insert with a flushed log"),
    param("db.queue", "Places in the database's queue", Unit::Count, log_or_zero(1.0, 10_000.0), 4096.0, whole!(db_queue),
        "Queries that may wait at the database; more are turned away.", "as for the web servers"),

    param("lb.algorithm", "The balancer picks by", Unit::None, Scale::Choice(&ALGORITHMS), 0.0,
        (|c| Algorithm::ALL.iter().position(|a| *a == c.algorithm).unwrap_or(0) as f64, |c, v| c.algorithm = Algorithm::ALL[v as usize]),
        "Which server gets the next request.", "round robin is the usual default"),
    param("lb.interval", "Health check every", Unit::Seconds, log(0.1, 60.0), 2.0, real!(probe_s),
        "Time from one health check of a server to the next.", "HAProxy's default"),
    param("lb.threshold", "Out after failed checks", Unit::Count, linear(1.0, 10.0, 1.0), 3.0, whole!(probe_threshold),
        "Failed checks in a row that take a server out.", "HAProxy's default"),
    param("lb.standby", "Standby balancer", Unit::None, Scale::Switch, 0.0,
        (|c| if c.standby { 1.0 } else { 0.0 }, |c, v| c.standby = v != 0.0),
        "A second balancer that takes the address over when the first one dies.", "off, to show what is missing"),
    param("lb.takeover", "Standby takes over in", Unit::Seconds, log(0.1, 60.0), 3.0, real!(takeover_s),
        "Time until the standby balancer answers.", "VRRP: three missed advertisements, one a second"),
];
