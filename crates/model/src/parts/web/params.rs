//! The web servers, and all machines alike.

use crate::engine::luck::spread::WorkSpread;
use crate::params::declare::{choice, linear, log, log_or_zero, one_of, param, real, whole};
use crate::params::{Choice, Param, Scale, Unit};
use crate::topology::machine::CORES;
use crate::topology::node::MAX_SERVERS;

const SPREADS: [Choice; 3] =
    [choice("equal", "equal"), choice("exponential", "uneven"), choice("heavy", "very uneven")];

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
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
        one_of!(work, WorkSpread),
        "How much the work of equal requests differs: not at all, exponentially, or with a heavy tail.", "exponential is the queueing textbook's default"),
    param("slow.factor", "A slow machine is slower by", Unit::Times, linear(1.0, 20.0, 0.5), 4.0, real!(slow_factor),
        "How many times longer a slowed machine takes.", "an assumption: a failing disk or a noisy neighbour"),
];
