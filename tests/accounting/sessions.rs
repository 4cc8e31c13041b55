//! What becomes of sessions, whatever is done to the web servers.

use proptest::prelude::*;
use scalewalk_course::stage::{set, with};
use scalewalk_course::stages::stateless;
use scalewalk_model::time::from_secs;
use scalewalk_model::{Cause, Config, Count, Fault, Input, NodeId, SessionMode, Sim};

/// Few visitors who click often, on a pool that grows and shrinks.
fn brisk(config: Config) -> Config {
    with(config, &[("users", 50_000.0), ("visit.think", 2.0), ("web.servers", 5.0)])
}

fn lost(sim: &Sim) -> (u64, u64) {
    let total = &sim.accounts().total;
    (total.of(Count::SignedOut), total.failed[Cause::NoSession as usize])
}

fn held(sim: &Sim) -> u32 {
    (0..64).map(|i| sim.sessions_at(NodeId::web(i))).sum()
}

proptest! {
    #![proptest_config(crate::cases(48))]

    #[test]
    fn a_stateless_tier_signs_nobody_out(
        seed: u64,
        done in prop::collection::vec((1..4_000u64, 0..6u8, 0..5u8, 1..9u32), 1..20),
    ) {
        let mut sim = Sim::new(brisk(stateless::config()), seed);
        // Somebody has signed in.
        sim.run_until(from_secs(1.0));
        for (ms, server, what, servers) in done {
            let node = NodeId::web(server);
            let input = match what {
                0 => Input::Fault { node, kind: Fault::Down },
                1 => Input::Fault { node, kind: Fault::Restart },
                2 => Input::Fault { node, kind: Fault::Cut },
                3 => Input::Fault { node, kind: Fault::Repair },
                _ => set("web.servers", f64::from(servers)),
            };
            // A server that the pool has not got cannot break.
            let _ = sim.apply(&input);
            crate::run_audited(&mut sim, ms, u64::MAX);
        }
        prop_assert_eq!(lost(&sim), (0, 0));
        prop_assert!(sim.sessions_at(NodeId::SESSIONS) > 0 && held(&sim) == 0);
    }

    #[test]
    fn sticky_sessions_are_lost_only_with_their_servers(seed: u64, fewer in 1..5u32, algorithm in 0..5u8) {
        let config = with(stateless::steady(SessionMode::Sticky), &[("lb.algorithm", f64::from(algorithm))]);
        let mut sim = Sim::new(brisk(config), seed);
        sim.run_until(from_secs(15.0));
        prop_assert_eq!(lost(&sim), (0, 0));
        let all = held(&sim);
        let leaving: u32 = (fewer as u8..5).map(|i| sim.sessions_at(NodeId::web(i))).sum();
        prop_assert!(sim.apply(&set("web.servers", f64::from(fewer))).is_ok());
        prop_assert_eq!(held(&sim), all - leaving);
        sim.run_until(from_secs(45.0));
        let (out, failed) = lost(&sim);
        prop_assert_eq!(out, failed, "each of them met one refusal");
        prop_assert!(out > 0 && out <= u64::from(leaving), "{} of {}", out, leaving);
    }

    #[test]
    fn sessions_move_with_their_mode(seed: u64, modes in prop::collection::vec(0..3u8, 1..6)) {
        let mut sim = Sim::new(brisk(stateless::steady(SessionMode::Sticky)), seed);
        for (i, mode) in modes.iter().enumerate() {
            sim.run_until(from_secs(10.0 * (i + 1) as f64));
            let signed_in = sim.accounts().total.of(Count::SignIn);
            let there = held(&sim) + sim.sessions_at(NodeId::SESSIONS);
            prop_assert!(sim.apply(&set("session.mode", f64::from(*mode))).is_ok());
            prop_assert_eq!(held(&sim) + sim.sessions_at(NodeId::SESSIONS), there);
            prop_assert!(signed_in >= u64::from(there));
        }
        sim.run_until(sim.now() + from_secs(10.0));
        prop_assert_eq!(lost(&sim).0, 0, "nobody is signed out by a switch");
    }
}
