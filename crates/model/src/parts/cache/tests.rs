use super::*;
use crate::config::{Database, Topology};
use crate::engine::time::NEVER;

fn config(nodes: u32) -> Config {
    let mut config = Config::new(Topology { database: Database::Own, cache: true, ..Topology::BARE });
    (config.cache.nodes, config.cache.capacity, config.catalogue.keys) = (nodes, 0.1, 1_005);
    config
}

fn tier(nodes: u32) -> Tier {
    let mut tier = Tier::new(7);
    tier.fit(&config(nodes));
    tier.fit_ring(|_| true);
    tier
}

#[test]
fn the_nodes_share_the_memory_to_the_last_place() {
    for nodes in 1..=6 {
        let capacities: Vec<u32> = tier(nodes).nodes().iter().map(Cache::capacity).collect();
        assert_eq!(capacities.iter().sum::<u32>(), 101);
        assert!(capacities.iter().max() <= capacities.iter().min().map(|least| least + 1).as_ref());
    }
    let mut grown = config(1);
    (grown.cache.headroom, grown.catalogue.growth) = (1.0, 0.5);
    let mut tier = tier(1);
    tier.fit(&grown);
    // The memory follows the headroom, and not what the catalogue has become.
    assert_eq!((tier.nodes()[0].capacity(), tier.nodes()[0].keys()), (201, 1_508));
}

#[test]
fn a_node_that_is_known_to_be_gone_is_not_asked_and_no_other_key_moves() {
    let mut tier = tier(4);
    let before: Vec<_> = (0..1_005).map(|key| tier.owner(key).unwrap()).collect();
    assert!((0..4).all(|node| before.contains(&node)));
    tier.fit_ring(|node| node != 2);
    let after: Vec<_> = (0..1_005).map(|key| tier.owner(key).unwrap()).collect();
    assert!(before.iter().zip(&after).all(|(old, new)| if *old == 2 { *new != 2 } else { old == new }));
    tier.fit_ring(|_| false);
    assert_eq!(tier.owner(3), None);
    assert!(tier.shares().is_empty());
}

#[test]
fn what_a_node_does_not_know_of_is_absent() {
    let mut tier = tier(1);
    assert_eq!(tier.store(0, 5_000, 1, 0, NEVER), None);
    assert_eq!(tier.look_up(0, 5_000, 1), LookUp::Absent);
    assert_eq!(tier.look_up(3, 5, 1), LookUp::Absent);
    assert_eq!(tier.remove(3, 5), None);
}

#[test]
fn turned_off_it_forgets() {
    let mut tier = tier(1);
    tier.store(0, 5, 1, 0, NEVER);
    let mut off = config(1);
    off.cache.ttl_s = 0.0;
    tier.fit(&off);
    assert!(tier.nodes()[0].is_empty());
}
