//! Common random numbers: a setting changes what it touches, and leaves all other luck as it was.

use scalewalk_course::stage::with;
use scalewalk_course::stages::{find, load_balancer};
use scalewalk_model::params;
use scalewalk_model::time::{MILLISECOND, from_secs};
use scalewalk_model::{Config, HopKind, Journey, NodeId, Sim};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test;

/// The journeys of all requests that a run finishes in three seconds, in order of arrival.
fn journeys(config: &Config) -> Vec<Journey> {
    let mut sim = Sim::new(config.clone(), 5);
    sim.follow(1.0);
    let mut all: Vec<Journey> = Vec::new();
    // In slices so short that no finished journey is dropped before it is read.
    for slice in 1..=60 {
        let from = sim.now();
        sim.run_until(50 * slice * MILLISECOND);
        let new = sim.journeys().done().filter(|j| j.end.is_some_and(|(at, _)| at > from || from == 0));
        all.extend(new.cloned());
    }
    assert!(sim.accounts().total.answered as usize + sim.accounts().total.failed_in_all() as usize == all.len());
    all.sort_by_key(|journey| journey.id);
    all
}

fn busy() -> Config {
    with(load_balancer::config(), &[("users", 600_000.0), ("lb.algorithm", 4.0)])
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn what_cannot_matter_changes_nothing() {
    let scaling = (find("scaling").expect("a stage").lanes)().remove(1);
    let scaling = with(scaling, &[("users", 300_000.0)]);
    let cases = [
        (busy(), ["lb.takeover", "lb.standby", "dns.second", "slow.factor", "web.boot", "lb.threshold"].as_slice()),
        (scaling, &["lb.algorithm", "lb.interval", "db.cores", "db.queries", "db.read_time", "db.queue", "net.site"]),
    ];
    for (config, ids) in cases {
        let base = journeys(&config);
        for id in ids {
            let param = params::find(id).expect("a parameter");
            for position in [0, param.positions()] {
                let changed = with(config.clone(), &[(id, param.value_at(position))]);
                assert!(journeys(&changed) == base, "{id} changes a run that it cannot touch");
            }
        }
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn larger_servers_meet_the_same_requests() {
    let server = |j: &Journey| j.hops.iter().find(|h| h.kind == HopKind::Forward).map(|h| h.to);
    let asked = |j: &Journey| j.hops.first().is_some_and(|h| h.kind == HopKind::AskDns);
    let work = |j: &Journey| j.hops.iter().find(|h| h.kind == HopKind::Work).map(|h| h.leave - h.start);
    let (small, large) = (with(busy(), &[("web.cores", 2.0)]), with(busy(), &[("web.cores", 16.0)]));
    let (small, large) = (journeys(&small), journeys(&large));
    let mut compared = 0;
    for a in &small {
        // Some have not ended when the other's have.
        let Ok(place) = large.binary_search_by_key(&a.id, |j| j.id) else { continue };
        let b = &large[place];
        compared += 1;
        // The same moment, kind, visitor (who decides the server), way, and work.
        assert_eq!((a.born, a.mobile, a.write), (b.born, b.mobile, b.write));
        assert_eq!((asked(a), server(a), work(a)), (asked(b), server(b), work(b)));
    }
    assert!(compared > 1_500, "{compared}");
    let end = |list: &[Journey]| list.iter().filter_map(|j| j.end).map(|(at, _)| at).sum::<u64>();
    assert_ne!(end(&small[..1_000]), end(&large[..1_000]), "the waits must differ");
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn more_users_stretch_the_same_luck() {
    let born = |users: f64| -> Vec<u64> {
        let mut sim = Sim::new(with(load_balancer::config(), &[("users", users)]), 9);
        sim.follow(1.0);
        sim.run_until(from_secs(0.4));
        let all = sim.journeys().live().chain(sim.journeys().done());
        let mut born: Vec<(u64, u64)> = all.map(|j| (j.id, j.born)).collect();
        born.sort_unstable();
        born.iter().map(|(_, born)| *born).collect()
    };
    let (few, many) = (born(480_000.0), born(960_000.0));
    assert!(few.len() > 100 && many.len() > few.len());
    for (a, b) in few.iter().zip(&many) {
        // Gaps are rounded to whole nanoseconds, one by one.
        assert!(a.abs_diff(2 * b) <= 2 * few.len() as u64, "{a} is not twice {b}");
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn requests_by_hand_leave_the_luck_of_all_others() {
    use scalewalk_model::{Input, Send};
    let run = |by_hand: bool| {
        let mut sim = Sim::new(with(load_balancer::config(), &[("users", 50_000.0)]), 3);
        if by_hand {
            let knock = Send { target: Some(NodeId::web(0)), ..Send::default() };
            sim.plan(from_secs(1.0), Input::Send(knock));
        }
        sim.run_until(from_secs(5.0));
        (sim.accounts().total.arrived, sim.accounts().total.answered, sim.latency().mean_ms())
    };
    let (without, with) = (run(false), run(true));
    // A knock at a private address never comes in.
    assert_eq!((without.0 + 1, without.1, without.2), with);
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn another_ttl_leaves_arrivals_and_keys() {
    use scalewalk_model::{Cache, Demand, LookUp, Policy, Popularity};
    let run = |ttl_s: f64| -> Vec<(u64, u32, bool)> {
        let mut cache = Cache::new(Policy::Lru, 2_000, 2_000);
        let requests = Demand::new(4, 500.0, Popularity::zipf(2_000, 0.9)).take(50_000);
        let served = requests.map(|(now, key)| {
            let hit = matches!(cache.look_up(key, now), LookUp::Hit(_));
            if !hit {
                cache.store(key, 0, now, from_secs(ttl_s));
            }
            (now, key, hit)
        });
        served.collect()
    };
    let (short, long) = (run(2.0), run(20.0));
    let hits = |run: &[(u64, u32, bool)]| run.iter().filter(|(.., hit)| *hit).count();
    assert!(short.iter().zip(&long).all(|(a, b)| (a.0, a.1) == (b.0, b.1)));
    assert!(hits(&short) + 1_000 < hits(&long), "{} {}", hits(&short), hits(&long));
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn a_cache_of_any_age_meets_the_same_requests_for_the_same_keys() {
    let keys = |j: &Journey| -> Vec<u32> {
        let values = j.hops.iter().filter(|h| matches!(h.kind, HopKind::Hit | HopKind::Rows)).filter_map(|h| h.value);
        values.map(|value| value.key).collect()
    };
    let strangers = [("users", 400_000.0), ("visit.requests", 1.0)];
    let quiet = with((find("cache").expect("a stage").lanes)().remove(0), &strangers);
    let [long, short, off] = [60.0, 0.1, 0.0].map(|ttl_s| journeys(&with(quiet.clone(), &[("cache.ttl", ttl_s)])));
    for others in [&short, &off] {
        let mut compared = 0;
        for a in &long {
            let Ok(place) = others.binary_search_by_key(&a.id, |j| j.id) else { continue };
            let b = &others[place];
            compared += 1;
            assert_eq!((a.born, a.mobile, a.write, keys(a)), (b.born, b.mobile, b.write, keys(b)));
        }
        assert!(compared > 1_000, "{compared}");
    }
}
