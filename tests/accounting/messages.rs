//! What becomes of messages, whatever is done to the queue and its workers.

use proptest::prelude::*;
use scalewalk_course::stage::{set, with};
use scalewalk_course::stages::message_queue;
use scalewalk_model::{Act, Count, Fault, Input, NodeId, Sim};

/// Something done to them.
fn input(what: u8, n: u32) -> Input {
    let node = if n.is_multiple_of(2) { NodeId::QUEUE } else { NodeId::WORKERS };
    match what {
        0 => Input::Fault { node, kind: Fault::Down },
        1 => Input::Fault { node, kind: Fault::Restart },
        2 => Input::Fault { node, kind: Fault::Cut },
        3 => Input::Fault { node, kind: Fault::Slow },
        4 | 5 => Input::Fault { node, kind: Fault::Repair },
        6 | 7 => Input::Act(Act::CrashWorker),
        8 => Input::Act(Act::Poison),
        9 => set("queue.auto", f64::from(n % 2)),
        10 => set("queue.visibility", 1.0 + f64::from(n % 3)),
        11 => set("queue.mode", f64::from(n % 2)),
        _ => set("queue.workers", f64::from(n % 9)),
    }
}

proptest! {
    #![proptest_config(crate::cases(32))]

    #[test]
    fn every_message_ends_in_one_way(
        seed: u64, durable: bool, idempotent: bool,
        done in prop::collection::vec((1..2_500u64, 0..13u8, 0..60u32), 1..24),
    ) {
        let switch = |on: bool| f64::from(u8::from(on));
        let settings = [
            ("users", 20_000.0),
            ("upload.share", 0.4),
            ("queue.visibility", 2.0),
            ("queue.durable", switch(durable)),
            ("queue.idempotent", switch(idempotent)),
        ];
        let mut sim = Sim::new(with(message_queue::config(), &settings), seed);
        sim.follow(0.5);
        let mut kept = durable;
        for (ms, what, n) in done {
            // With no workers and no queue there is nothing to break.
            let _ = sim.apply(&input(what, n));
            kept &= sim.config().has(NodeId::QUEUE);
            crate::run_audited(&mut sim, ms, u64::MAX);
        }
        let calm = [("upload.share", 0.0), ("queue.mode", 1.0), ("queue.workers", 16.0), ("queue.auto", 0.0)];
        for (id, value) in calm {
            prop_assert!(sim.apply(&set(id, value)).is_ok());
        }
        for node in [NodeId::QUEUE, NodeId::WORKERS] {
            let repair = Input::Fault { node, kind: Fault::Repair };
            prop_assert!(sim.apply(&repair).is_ok());
        }
        crate::run_audited(&mut sim, 60_000, u64::MAX);
        let queue = sim.queue();
        prop_assert_eq!((queue.waiting(), queue.in_work()), (0, 0));
        prop_assert_eq!(queue.published(), queue.done() + queue.dead() + queue.lost());
        prop_assert!(!kept || queue.lost() == 0, "{} lost from disk", queue.lost());
        // All there were may have been lost.
        prop_assert!(queue.done() > 0 || queue.published() - queue.lost() < 20);
        let duplicates = sim.accounts().total.of(Count::Duplicate);
        prop_assert!(!idempotent || duplicates == 0, "{} duplicates", duplicates);
    }
}
