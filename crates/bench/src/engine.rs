//! Workloads of the engine: a system in full swing, run for a number of events.

use scalewalk_course::stages::load_balancer;
use scalewalk_model::time::{Nanos, from_secs};
use scalewalk_model::{Config, Input, Sim, Spread, Tandem, TandemStation, params};

use crate::whole;

/// A system to run. The same on every target, to the last bit.
#[derive(Clone, Copy, Debug)]
pub struct Engine {
    /// Its name on the command line and in the history of measurements.
    pub name: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    /// Events of one timed run: many times what a clock of a browser can tell apart, and of systems in which things happen
    /// once a second, a second's.
    pub events: u64,
    /// The system in its steady state, ready to be clocked.
    pub start: fn() -> Sim,
}

/// All of them. One more is one more line.
pub const ENGINE: &[Engine] = &[
    Engine {
        name: "mm4",
        about: "one station of four workers, 80 % busy (M/M/4): 2 events a request",
        events: EVENTS,
        start: || row(&[0.0]),
    },
    Engine {
        name: "five",
        about: "five such stations in a row, the third skipped by 80 % of the requests: 5.2 events a request",
        events: EVENTS,
        start: || row(&[0.0, 0.0, 0.8, 0.0, 0.0]),
    },
    Engine {
        name: "millions-1",
        about: "the balanced system with its own database at 1 million daily users, 5 servers of 2 cores",
        events: EVENTS,
        start: || daily_users(1e6, 5, 2),
    },
    Engine {
        name: "millions-10",
        about: "the same at 10 million daily users, 12 servers of 8 cores",
        events: EVENTS,
        start: || daily_users(1e7, 12, 8),
    },
    Engine {
        name: "millions-100",
        about: "the same at 100 million daily users (104,000 requests a second), 60 servers of 16 cores",
        events: EVENTS,
        start: || daily_users(1e8, 60, 16),
    },
    Engine {
        name: "pending-1e3",
        about: "1,000 requests on exponential round trips: an event among 10^3 pending ones",
        events: EVENTS,
        start: || pending(1e3),
    },
    Engine {
        name: "pending-1e5",
        about: "the same with 100,000 requests under way",
        events: EVENTS,
        start: || pending(1e5),
    },
    Engine {
        name: "pending-1e6",
        about: "the same with 1,000,000 requests under way",
        events: EVENTS,
        start: || pending(1e6),
    },
    Engine {
        name: "whole-10",
        about: "the last stage's system at 10 million daily users: 11 events a request",
        events: 300_000,
        start: || in_full_swing(whole::ten_million()),
    },
    Engine {
        name: "whole-100",
        about: "the same, larger, at 100 million (260,000 requests a second)",
        events: 3_000_000,
        start: || in_full_swing(whole::hundred_million()),
    },
];

impl Engine {
    /// The workload named `name`.
    pub fn find(name: &str) -> Option<&'static Self> {
        ENGINE.iter().find(|engine| engine.name == name)
    }

    /// As many runs as take about as long as `runs` of the shortest workload.
    pub fn fewer(&self, runs: usize) -> usize {
        (runs as u64 * EVENTS / self.events).max(1) as usize
    }
}

/// Some 10 ms.
const EVENTS: u64 = 100_000;

/// Runs `sim` for `events` events: how many it handled, and the simulated time that took.
pub fn run(sim: &mut Sim, events: u64) -> (u64, Nanos) {
    let (last, from) = (sim.events_handled() + events, sim.now());
    // A step may be less than an event.
    while sim.events_handled() < last {
        sim.run_some(Nanos::MAX, last - sim.events_handled());
    }
    (sim.events_handled() + events - last, sim.now() - from)
}

/// Share of the requests that is followed: the page draws at most some 1,600.
const FOLLOWED: f64 = 0.01;
const SEED: u64 = 1;

/// A row of stations, each skipped by some, with everything on that the product has: timeouts, accounts, figures,
/// journeys.
fn row(skipped: &[f64]) -> Sim {
    // As ten million daily users: the figures, closed by simulated time, weigh as much as they do there.
    const RATE: f64 = 10_000.0;
    const WORKERS: u32 = 4;
    const BUSY: f64 = 0.8;
    let station = |skipped: &f64| TandemStation {
        workers: WORKERS,
        places: 4_096,
        mean_ms: 1e3 * BUSY * f64::from(WORKERS) / (RATE * (1.0 - skipped)),
        spread: Spread::Exponential,
        skipped: *skipped,
    };
    // The numbers above are constants: were they not legal, no test of the workloads would pass.
    let config = Config::tandem(Tandem { rate: RATE, stations: skipped.iter().map(station).collect() })
        .expect("a legal row of stations");
    in_full_swing(Config { timeout_s: load_balancer::config().timeout_s, ..config })
}

/// The system of the load-balancer stage, with machines for `users` a day at some 70 % utilisation.
fn system(users: f64, servers: u32, cores: u32) -> Config {
    // The fields, because the registry knows no machine as large as the largest of these databases.
    Config { users, servers, web_cores: cores, db_cores: servers * cores, ..load_balancer::config() }
}

fn daily_users(users: f64, servers: u32, cores: u32) -> Sim {
    in_full_swing(system(users, servers, cores))
}

/// Clients give up after a while: from then on, timers end as often as they begin.
fn in_full_swing(config: Config) -> Sim {
    let warm_up_s = 1.2 * config.timeout_s;
    let mut sim = Sim::new(config, SEED);
    sim.follow(FOLLOWED);
    sim.run_until(from_secs(warm_up_s));
    sim
}

/// A million daily users, whose round trips are so long that by Little's law `n` requests are under way. They are
/// patient: with so many, all who came while the system filled up would else time out in one burst.
fn pending(n: f64) -> Sim {
    // Twice the machines: while the system fills up, requests come faster.
    let mut config = system(1e6, 10, 2);
    let mean_s = n / config.arrival_rate();
    config = Config { rtt_ms: 1e3 * mean_s, rtt_spread: 1.0, timeout_s: f64::INFINITY, ..config };
    let users = config.users;
    let mut sim = Sim::new(Config { users: 1e8, ..config }, SEED);
    sim.follow(FOLLOWED);
    while (sim.in_flight() as f64) < n {
        sim.run_some(Nanos::MAX, 1_000);
    }
    if let Ok(param) = params::find("users") {
        // The value is legal.
        let _ = sim.apply(&Input::Set { param, value: users });
    }
    sim
}
