//! Servers that break and are repaired at random inside the simulation, and requests that wait for many.

use scalewalk_model::theory::{availability, fan_out, in_series, k_of_n, redundancy};
use scalewalk_model::time::{SECOND, from_secs, to_secs};
use scalewalk_model::{Cause, Config, Database, Draw, Fault, HopKind, Input, Luck, NodeId, Purpose, Sim, Topology};
use scalewalk_tests::{meets, plain, users};

/// Mean time from the end of a start to the next failure, in seconds.
const UP_S: f64 = 9.0;
/// Mean time from a failure to the beginning of the repair, in seconds.
const DOWN_S: f64 = 5.9;
/// How long a machine takes to start, in seconds: the least there is.
const BOOT_S: f64 = 0.1;

/// Availability of one machine.
fn machine() -> f64 {
    availability(UP_S, DOWN_S + BOOT_S)
}

/// Plans failures and repairs of `node` until `until_s`, with exponential times up and down.
fn break_at_random(sim: &mut Sim, node: NodeId, until_s: f64) {
    // Luck of its own: no request has such a number.
    let luck = Luck::new(sim.digest());
    let mut draw: Draw = luck.draw(Purpose::Sampling, u64::MAX - node.index() as u64, 0);
    let mut at_s = UP_S * draw.exponential();
    while at_s < until_s {
        sim.plan(from_secs(at_s), Input::Fault { node, kind: Fault::Down });
        at_s += DOWN_S * draw.exponential();
        sim.plan(from_secs(at_s), Input::Fault { node, kind: Fault::Repair });
        at_s += BOOT_S + UP_S * draw.exponential();
    }
}

fn is_up(sim: &Sim, node: NodeId) -> bool {
    sim.station(node).expect("a machine").accepts()
}

/// Share of the seconds from 200 to `until_s` at which `well` holds, in each of 24 runs of machines that break at
/// random. The state has forgotten the start after some 4 s.
fn shares_of_time(config: &Config, machines: &[NodeId], until_s: f64, well: impl Fn(&Sim) -> bool) -> Vec<f64> {
    let run = |seed| {
        let mut sim = Sim::new(config.clone(), seed);
        machines.iter().for_each(|node| break_at_random(&mut sim, *node, until_s));
        sim.run_until(from_secs(200.0));
        let (mut seen, mut held) = (0, 0);
        while to_secs(sim.now()) < until_s {
            sim.run_until(sim.now() + SECOND);
            seen += 1;
            held += u32::from(well(&sim));
        }
        assert!(sim.refused().is_empty());
        f64::from(held) / f64::from(seen)
    };
    (1..=24).map(run).collect()
}

fn web_servers(n: u8) -> (Config, Vec<NodeId>) {
    let config = plain(&[("users", 1.0), ("web.servers", f64::from(n)), ("web.boot", BOOT_S)]);
    (config, (0..n).map(NodeId::web).collect())
}

#[test]
fn one_of_n_servers_is_enough() {
    for n in 1..=4 {
        let (config, servers) = web_servers(n);
        let none = shares_of_time(&config, &servers, 14_000.0, |sim| !servers.iter().any(|node| is_up(sim, *node)));
        // What is left over is the sharper test: a share of time near 1 hides its distance from 1.
        meets(&format!("{n} servers: all down"), &none, 1.0 - redundancy(machine(), n.into()), 0.12);
    }
}

#[test]
fn k_of_n_servers_are_enough() {
    for k in [2, 3, 5] {
        let (config, servers) = web_servers(5);
        let enough = |sim: &Sim| servers.iter().filter(|node| is_up(sim, **node)).count() >= k;
        let shares = shares_of_time(&config, &servers, 8_000.0, enough);
        meets(&format!("{k} of 5 servers up"), &shares, k_of_n(machine(), k as u32, 5), 0.1);
    }
}

#[test]
fn web_server_and_database_in_series() {
    let topology = Topology { database: Database::Own, ..Topology::BARE };
    let (base, _) = web_servers(1);
    let parts = [NodeId::web(0), NodeId::DATABASE];
    let shares =
        shares_of_time(&Config { topology, ..base }, &parts, 8_000.0, |sim| parts.iter().all(|node| is_up(sim, *node)));
    meets("web server and database up", &shares, in_series(&[machine(), machine()]), 0.06);
}

#[test]
fn arrivals_see_the_share_of_time() {
    // Poisson arrivals see time averages (Wolff 1982): the share of requests that a dead server refuses.
    let (base, servers) = web_servers(1);
    let config = scalewalk_course::stage::with(base, &[users(20.0), ("web.page_time", 1.0)]);
    let refused: Vec<f64> = (1..=24)
        .map(|seed| {
            let mut sim = Sim::new(config.clone(), seed);
            break_at_random(&mut sim, servers[0], 3_000.0);
            sim.run_until(from_secs(200.0));
            let before = sim.accounts().total;
            sim.run_until(from_secs(3_000.0));
            let since = sim.accounts().total.since(&before);
            since.failed[Cause::Refused as usize] as f64 / since.arrived as f64
        })
        .collect();
    meets("one server: refused requests", &refused, 1.0 - machine(), 0.06);
}

/// The work of each request that a server of one core finishes in `measured_s` seconds after the first 10, in order.
fn works(config: &Config, seed: u64, measured_s: f64) -> Vec<u64> {
    let mut sim = Sim::new(config.clone(), seed);
    sim.run_until(from_secs(10.0));
    sim.follow(1.0);
    let (mut works, mut seen) = (Vec::new(), 0);
    // In slices so short that no finished journey is dropped before it is read.
    while to_secs(sim.now()) < 10.0 + measured_s {
        sim.run_until(sim.now() + SECOND / 2);
        let last = seen;
        let new = sim.journeys().done().rev().take_while(|j| j.end.is_some_and(|(at, _)| at > last));
        let first = works.len();
        for journey in new {
            seen = seen.max(journey.end.map_or(0, |(at, _)| at));
            works.extend(journey.hops.iter().find(|hop| hop.kind == HopKind::Work).map(|hop| hop.leave - hop.start));
        }
        works[first..].reverse();
    }
    works
}

#[test]
fn a_request_to_many_servers_waits_for_the_slowest() {
    let config = plain(&[users(500.0), ("web.cores", 1.0), ("web.page_time", 1.0)]);
    let runs: Vec<Vec<u64>> = (1..=40).map(|seed| works(&config, seed, 160.0)).collect();
    for n in [1, 10, 100] {
        let shares: Vec<f64> = runs
            .iter()
            .map(|works| {
                // The first half says what is slow; in the second half each n works in a row are those of one request
                // that asks n servers: works are independent.
                let (known, asked) = works.split_at(works.len() / 2);
                let mut known = known.to_vec();
                known.sort_unstable();
                let slow = known[known.len() * 99 / 100];
                let slowest = asked.chunks_exact(n).map(|works| works.iter().max().copied().unwrap_or(0));
                let (all, late) = slowest
                    .fold((0.0, 0.0), |(all, late), worst| (all + 1.0, late + if worst > slow { 1.0 } else { 0.0 }));
                late / all
            })
            .collect();
        meets(&format!("1 % slow and {n} servers: slow requests"), &shares, fan_out(0.01, n as u32), 0.06);
    }
}
