use super::*;
use crate::config::ShardKey;
use crate::engine::luck::mix;
use crate::placement::{Placement, Rule, count_moves};
use crate::theory::{modulo_moved, ring_moved};
use crate::topology::world::WORLD;

const ROWS: u32 = 20_000;

fn layout(key: ShardKey, count: u8) -> Layout {
    Layout { key, count, vnodes: 64, apart: 0 }
}

/// Counts again from the rows themselves.
fn audit(shards: &Shards) {
    let mut held = [0; MAX_SHARDS];
    let mut leaving = [0; MAX_SHARDS];
    for row in 0..shards.rows() {
        let shard = shards.shard_of(row);
        held[usize::from(shard)] += 1;
        leaving[usize::from(shard)] += u32::from(shards.goal(row) != shard);
    }
    assert_eq!(held, shards.held);
    assert_eq!(held.iter().sum::<u32>(), shards.rows());
    assert!((0..MAX_SHARDS as u8).all(|shard| shards.leaving_from(shard) == leaving[usize::from(shard)]));
}

/// Moves until nothing is left to move. How many rows moved.
fn settle(shards: &mut Shards) -> u64 {
    let before = shards.moved();
    while shards.leaving() > 0 {
        for shard in 0..MAX_SHARDS as u8 {
            if let Some((to, rows)) = shards.begin_batch(shard) {
                assert!(to != shard && rows > 0 && rows as usize <= BATCH);
            }
            shards.batch_arrived(shard);
        }
    }
    audit(shards);
    assert!((0..shards.rows()).all(|row| shards.shard_of(row) == shards.goal(row)));
    shards.moved() - before
}

#[test]
fn modulo_takes_turns_and_moves_what_theory_says() {
    let mut shards = Shards::new(layout(ShardKey::Modulo, 4), ROWS, 1);
    assert!((0..4).all(|shard| shards.held(shard) == ROWS / 4));
    assert!((0..100).all(|row| u32::from(shards.shard_of(row)) == row % 4));
    let leaving = shards.set_layout(layout(ShardKey::Modulo, 5));
    assert_eq!(f64::from(leaving), modulo_moved(4, 5) * f64::from(ROWS));
    assert_eq!(settle(&mut shards), u64::from(leaving));
    assert!((0..5).all(|shard| shards.held(shard) == ROWS / 5));
}

#[test]
fn a_ring_moves_to_the_new_shard_alone_as_many_as_placement_counts() {
    for seed in 0..10 {
        let mut shards = Shards::new(layout(ShardKey::Ring, 4), ROWS, seed);
        let before: Vec<u8> = (0..ROWS).map(|row| shards.shard_of(row)).collect();
        let leaving = shards.set_layout(layout(ShardKey::Ring, 5));
        settle(&mut shards);
        assert!((0..ROWS).all(|row| [before[row as usize], 4].contains(&shards.shard_of(row))));
        let ring = |n| Placement::new(Rule::Ring { vnodes: 64 }, seed, &(0..n).collect::<Vec<_>>());
        assert_eq!(u64::from(leaving), count_moves(&ring(4), &ring(5), 0..u64::from(ROWS)).moved);
        // The share of a shard with 64 points has a spread of 1/8: four of those.
        let moved = f64::from(leaving) / f64::from(ROWS);
        assert!((moved / ring_moved(4, 5) - 1.0).abs() < 0.5, "{moved}");
    }
}

#[test]
fn regions_have_their_shares_and_no_more_shards_than_there_are_of_them() {
    let shards = Shards::new(layout(ShardKey::Region, 16), ROWS, 1);
    for (shard, region) in (0..).zip(&WORLD) {
        let held = 100.0 * f64::from(shards.held(shard)) / f64::from(ROWS);
        assert!((held - f64::from(region.percent)).abs() < 0.1, "{held} {region:?}");
    }
    assert_eq!((6..16).map(|shard| shards.held(shard)).sum::<u32>(), 0);
}

#[test]
fn by_date_all_new_users_come_to_the_last_shard_and_a_new_shard_moves_nothing() {
    let mut shards = Shards::new(layout(ShardKey::SignUp, 4), ROWS, 1);
    assert!((0..4).all(|shard| shards.held(shard) == ROWS / 4));
    let new = |shards: &mut Shards| {
        let (user, shard) = shards.welcome();
        let row = shards.sign_up(user, shard, u32::MAX).unwrap();
        assert_eq!((shards.user_of(row), shards.goal(row)), (user, shard));
        shard
    };
    assert!((0..50).all(|_| new(&mut shards) == 3));
    assert_eq!(shards.set_layout(layout(ShardKey::SignUp, 5)), 0);
    assert!((0..50).all(|_| new(&mut shards) == 4));
    // One that goes leaves its dates to the one before.
    assert_eq!(shards.set_layout(layout(ShardKey::SignUp, 3)), ROWS / 4 + 100);
    settle(&mut shards);
    assert_eq!([0, 1, 2, 3, 4].map(|shard| shards.held(shard)), [5_000, 5_000, 10_100, 0, 0]);
}

#[test]
fn a_full_shard_takes_nobody_and_the_others_do() {
    let mut shards = Shards::new(layout(ShardKey::Modulo, 4), 400, 1);
    let mut refused = 0;
    for _ in 0..40 {
        let (user, shard) = shards.welcome();
        // Shard 2 is full as it is.
        refused += u32::from(shards.sign_up(user, shard, if shard == 2 { 100 } else { 1_000 }).is_none());
    }
    assert_eq!((refused, shards.rows(), shards.held(2)), (10, 430, 100));
    audit(&shards);
    assert_eq!((shards.user_of(400), shards.user_of(402)), (400, 403));
}

#[test]
fn the_celebrity_goes_apart_and_comes_back() {
    let mut shards = Shards::new(layout(ShardKey::Modulo, 4), ROWS, 1);
    assert_eq!((shards.parts(), shards.shard_of_part(0), shards.shard_of_part(3)), (1, 2, 2));
    assert_eq!(shards.set_layout(Layout { apart: 3, ..layout(ShardKey::Modulo, 4) }), 1);
    assert_eq!(shards.shard_of_part(0), 2);
    assert_eq!(settle(&mut shards), 1);
    assert_eq!((shards.parts(), [0, 1, 2, 3].map(|part| shards.shard_of_part(part))), (3, [16, 17, 18, 16]));
    assert_eq!((shards.held(16), shards.holding()), (1, 0x1_000f));
    shards.set_layout(layout(ShardKey::Modulo, 4));
    settle(&mut shards);
    assert_eq!((shards.shard_of(CELEBRITY), shards.parts(), shards.holding()), (2, 1, 0xf));
    assert_eq!(Shards::new(layout(ShardKey::Celebrity, 4), ROWS, 1).shard_of(CELEBRITY), EXTRA);
}

#[test]
fn every_row_is_on_one_shard_whatever_is_done() {
    let mut shards = Shards::new(layout(ShardKey::Modulo, 4), 2_000, 7);
    for step in 0..3_000u64 {
        let dice = mix(step);
        let shard = (dice >> 8) as u8 % MAX_SHARDS as u8;
        match dice % 100 {
            0 => {
                let key = ShardKey::ALL[(dice >> 16) as usize % 5];
                let (count, apart) = (1 + (dice >> 24) as u8 % 16, (dice >> 32) as u8 % 5);
                shards.set_layout(Layout { key, count, vnodes: 1 + (dice >> 40) as u32 % 50, apart });
            }
            1..20 => {
                let (user, shard) = shards.welcome();
                shards.sign_up(user, shard, 500);
            }
            20..60 => {
                shards.begin_batch(shard);
            }
            60..70 => shards.batch_lost(shard),
            _ => {
                shards.batch_arrived(shard);
            }
        }
        if step % 10 == 0 {
            audit(&shards);
        }
    }
    settle(&mut shards);
    assert!(shards.moved() > 0 && shards.rows() > 2_000);
}

#[test]
fn no_rows_and_one_shard_are_legal() {
    let mut shards = Shards::default();
    assert_eq!((shards.rows(), shards.shard_of(5), shards.holding(), shards.begin_batch(0)), (0, 0, 0, None));
    let (user, shard) = shards.welcome();
    assert_eq!((shards.sign_up(user, shard, 1), shards.sign_up(1, 0, 1), shards.rows()), (Some(0), None, 1));
    shards.set_layout(layout(ShardKey::Ring, 200));
    assert_eq!(shards.map().layout().count, EXTRA);
    settle(&mut shards);
}
