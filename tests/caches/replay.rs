//! Each policy against its slow double.

use proptest::prelude::*;
use scalewalk_model::time::NEVER;
use scalewalk_model::{Key, Luck, Policy, Purpose};

use crate::operation::{Operation, Pair, operation};
use crate::traces::traces;

const KEYS: u32 = 60;
const CAPACITIES: [u32; 8] = [0, 1, 2, 7, 20, KEYS - 1, KEYS, KEYS + 5];

/// Replays a trace; `between` is done before each request.
fn replay(policy: Policy, capacity: u32, trace: &[Key], ttl: u64, between: impl Fn(usize) -> Option<Operation>) -> u32 {
    let mut pair = Pair::new(policy, capacity, KEYS);
    let mut hits = 0;
    for (i, key) in trace.iter().enumerate() {
        between(i).into_iter().for_each(|operation| pair.perform(operation));
        pair.perform(Operation::Wait { nanos: 1 });
        let before = pair.cache.peek(*key).map(|entry| entry.version);
        pair.perform(Operation::Ask { key: *key, ttl });
        hits += u32::from(before.is_some() && before == pair.cache.peek(*key).map(|entry| entry.version));
        if i.is_multiple_of(17) {
            pair.audit();
        }
    }
    pair.audit();
    hits
}

fn all_traces(policy: Policy) {
    for capacity in CAPACITIES {
        for (name, trace) in traces(KEYS, capacity, 4_000) {
            let hits = replay(policy, capacity, &trace, NEVER, |_| None);
            assert!(capacity > 0 || hits == 0, "{name}");
            replay(policy, capacity, &trace, 40, |_| None);
            replay(policy, capacity, &trace, 90, |i| {
                let mut draw = Luck::new(9).draw(Purpose::Key, i as u64, 1);
                let key = draw.below(KEYS);
                match draw.below(300) {
                    0 => Some(Operation::Capacity { entries: draw.below(KEYS + 9) }),
                    1 => Some(Operation::Clear),
                    2..20 => Some(Operation::Remove { key }),
                    20..30 => Some(Operation::Store { key, ttl: 70 }),
                    _ => None,
                }
            });
        }
    }
}

#[test]
fn lru_equals_its_double() {
    all_traces(Policy::Lru);
}

#[test]
fn lfu_equals_its_double() {
    all_traces(Policy::Lfu);
}

#[test]
fn fifo_equals_its_double() {
    all_traces(Policy::Fifo);
}

#[test]
fn sieve_equals_its_double() {
    all_traces(Policy::Sieve);
}

#[test]
fn a_loop_one_too_long_never_hits_and_one_that_fits_always_does() {
    for policy in Policy::ALL {
        let turns = |keys: u32| (0..2_100).map(|i| i % keys).collect::<Vec<Key>>();
        // LRU and FIFO evict each key just before it is asked for; SIEVE is FIFO as long as nothing is hit, and LFU is
        // LRU as long as all have as many requests.
        assert_eq!(replay(policy, 20, &turns(21), NEVER, |_| None), 0, "{policy:?}");
        assert_eq!(replay(policy, 21, &turns(21), NEVER, |_| None), 2_100 - 21, "{policy:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 600 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_done_both_do_the_same(
        policy in prop::sample::select(&Policy::ALL[..]),
        capacity in 0..14u32,
        operations in prop::collection::vec(operation(12), 1..400),
    ) {
        let mut pair = Pair::new(policy, capacity, 12);
        for operation in operations {
            pair.perform(operation);
            pair.audit();
        }
    }
}
