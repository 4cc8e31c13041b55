//! Keys really placed, by modulo and on many rings: what a change moves and how evenly nodes are loaded.

use scalewalk_model::placement::{Moves, Placement, Rule, count_moves};
use scalewalk_model::theory::{load_scv, modulo_moved, ring_moved, ring_share_scv};
use scalewalk_tests::meets;

fn nodes(n: u16) -> Vec<u16> {
    (0..n).collect()
}

fn change(rule: Rule, seed: u64, from: u16, to: u16, keys: u64) -> Moves {
    count_moves(&Placement::new(rule, seed, &nodes(from)), &Placement::new(rule, seed, &nodes(to)), 0..keys)
}

fn square(x: f64) -> f64 {
    x * x
}

#[test]
fn modulo_moves_nearly_everything() {
    for (from, to) in [(4, 5), (5, 4), (9, 10), (4, 8), (12, 8), (1, 2), (6, 9)] {
        let moves: Vec<Moves> = (1..=20).map(|seed| change(Rule::Modulo, seed, from, to, 20_000)).collect();
        let moved: Vec<f64> = moves.iter().map(Moves::moved_fraction).collect();
        let theory = modulo_moved(u32::from(from), u32::from(to));
        meets(&format!("modulo, {from} to {to}: moved"), &moved, theory, 0.02);
    }
}

#[test]
fn modulo_loads_differ_by_chance_alone() {
    let squares: Vec<f64> =
        (1..=400).map(|seed| square(change(Rule::Modulo, seed, 32, 32, 5_000).spread_after())).collect();
    meets("modulo, 32 nodes, 5,000 keys: cv²", &squares, load_scv(32, 0.0, 5_000.0), 0.06);
}

#[test]
fn a_ring_moves_what_the_new_nodes_take() {
    for (from, to, vnodes) in [(4, 5, 64), (5, 4, 64), (9, 10, 128), (4, 8, 128), (12, 8, 32), (1, 2, 16)] {
        let rule = Rule::Ring { vnodes };
        let moves: Vec<f64> = (1..=300).map(|seed| change(rule, seed, from, to, 2_000).moved_fraction()).collect();
        meets(&format!("ring, {from} to {to}: moved"), &moves, ring_moved(from.into(), to.into()), 0.05);
    }
}

/// Square of the coefficient of variation of the shares of a ring, on each of `seeds` rings.
fn share_squares(n: u16, vnodes: u32, seeds: u64) -> Vec<f64> {
    let square = |seed| {
        let shares = Placement::new(Rule::Ring { vnodes }, seed, &nodes(n)).shares();
        let mean = 1.0 / f64::from(n);
        shares.iter().map(|share| square((share - mean) / mean)).sum::<f64>() / f64::from(n)
    };
    (1..=seeds).map(square).collect()
}

#[test]
fn shares_of_a_ring_spread_as_one_over_the_root_of_virtual_nodes() {
    for (n, vnodes, seeds) in [(32, 1, 2_000), (32, 4, 1_000), (32, 16, 600), (32, 64, 400), (32, 256, 400)] {
        let squares = share_squares(n, vnodes, seeds);
        let theory = ring_share_scv(n.into(), vnodes);
        meets(&format!("ring, {n} nodes of {vnodes} points: cv² of shares"), &squares, theory, 0.07);
        // The law that people quote: cv = 1/√V, but for the factor (1 − 1/n) and the one in nV + 1.
        assert!((theory * f64::from(vnodes) - 1.0).abs() < 2.0 / f64::from(n), "{theory}");
    }
    for (n, vnodes) in [(2, 8), (3, 100), (64, 8)] {
        let squares = share_squares(n, vnodes, 3_000);
        meets(
            &format!("ring, {n} nodes of {vnodes} points: cv² of shares"),
            &squares,
            ring_share_scv(n.into(), vnodes),
            0.1,
        );
    }
}

#[test]
fn loads_of_a_ring_have_its_spread_and_that_of_chance() {
    // With 1,000 keys the ring and chance each make about half of it; with 50,000 it is the ring.
    for (vnodes, keys) in [(32, 1_000), (32, 50_000)] {
        let rule = Rule::Ring { vnodes };
        let squares: Vec<f64> = (1..=400).map(|seed| square(change(rule, seed, 31, 32, keys).spread_after())).collect();
        let theory = load_scv(32, ring_share_scv(32, vnodes), keys as f64);
        meets(&format!("ring, {keys} keys: cv² of loads"), &squares, theory, 0.06);
    }
}

#[test]
fn a_node_that_leaves_gives_to_all_others_and_not_to_its_neighbour_alone() {
    // The share of what node 3 had that each of the seven others gets, over many rings.
    let rule = Rule::Ring { vnodes: 128 };
    let gained: Vec<f64> = (1..=400)
        .map(|seed| {
            let before = Placement::new(rule, seed, &nodes(8));
            let mut after = before.clone();
            after.remove(3);
            let place = after.nodes().iter().position(|node| *node == 5).expect("node 5 stays");
            (after.shares()[place] - before.shares()[5]) / before.shares()[3]
        })
        .collect();
    meets("ring: what a neighbour gets", &gained, 1.0 / 7.0, 0.06);
}
