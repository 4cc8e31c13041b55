use super::*;
use crate::engine::luck::mix;

fn sessions(visitors: usize) -> Sessions {
    let mut sessions = Sessions::default();
    sessions.resize(visitors);
    sessions
}

#[test]
fn a_server_that_loses_its_memory_loses_its_sessions_and_no_others() {
    let mut s = sessions(4);
    for (visitor, server) in [(0, 0), (1, 1), (2, 1), (BY_HAND, 1)] {
        s.put(visitor, Place::Server(server));
    }
    assert_eq!(s.held[..2], [1, 2], "the one by hand is not counted");
    s.wipe(1);
    assert_eq!((s.find(0), s.find(1), s.find(3)), (Place::Server(0), Place::Gone, Place::Nowhere));
    assert_eq!((s.find(BY_HAND), s.cookie(2)), (Place::Gone, Some(1)));
    assert_eq!((s.held[..2].to_vec(), s.lost[1]), (vec![1, 0], 2));
    // A new session there is good, and the old ones are not.
    s.put(3, Place::Server(1));
    assert_eq!((s.find(3), s.find(1), s.held[1]), (Place::Server(1), Place::Gone, 1));
    s.put(1, Place::Nowhere);
    assert_eq!((s.find(1), s.held[1]), (Place::Nowhere, 1));
}

#[test]
fn counts_follow_moves_into_the_store_and_visitors_who_go() {
    let mut s = sessions(5);
    for visitor in 0..4 {
        s.put(visitor, Place::Server(visitor as u8 % 2));
    }
    s.wipe(1);
    s.store_all(|_| 2, 3 * SECOND);
    assert_eq!((s.stored[2], s.held[0], s.find(1), s.find(2)), (2, 0, Place::Gone, Place::Store(2, 3 * SECOND)));
    s.close_stores(3);
    assert_eq!(s.stored, [0, 0, 2, 0]);
    s.close_stores(2);
    assert_eq!((s.stored, s.find(2)), ([2, 0, 0, 0], Place::Store(0, 3 * SECOND)));
    s.resize(1);
    assert_eq!((s.stored[0], s.of.len()), (1, 1));
    s.resize(0);
    assert_eq!((s.stored[0], s.find(0), s.find(BY_HAND)), (0, Place::Nowhere, Place::Nowhere));
}

#[test]
fn counts_are_those_of_a_head_count_whatever_happens() {
    let mut s = sessions(40);
    for n in 0..20_000u64 {
        let (visitor, server) = (mix(n) as u32 % 60, mix(n + 1) as u8 % 4);
        match mix(n + 2) % 40 {
            0 => s.wipe(server),
            1 => s.store_all(|server| server, n * SECOND),
            2 => s.forgive(),
            3 => s.resize(20 + visitor as usize),
            4..12 => s.put(visitor, Place::Store(server, n * SECOND)),
            12..16 => s.put(visitor, Place::Nowhere),
            _ => s.put(visitor, Place::Server(server)),
        }
        let places: Vec<Place> = (0..s.of.len() as u32).map(|visitor| s.find(visitor)).collect();
        let count = |place| places.iter().filter(|p| **p == place).count() as u32;
        let stored = |site| places.iter().filter(|p| matches!(p, Place::Store(at, _) if *at == site)).count() as u32;
        assert!((0..4).all(|site| s.stored[usize::from(site)] == stored(site)), "after {n}");
        assert!((0..4).all(|server| s.held[usize::from(server)] == count(Place::Server(server))), "after {n}");
    }
}

#[test]
fn an_epoch_that_comes_round_fits_its_place() {
    let mut s = sessions(1);
    s.epochs[63] = u32::MAX >> 8;
    s.put(0, Place::Server(63));
    assert_eq!(s.find(0), Place::Server(63));
    s.wipe(63);
    assert_eq!((s.find(0), s.epochs[63]), (Place::Gone, 0));
}
