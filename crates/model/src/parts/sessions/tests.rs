use super::*;
use crate::config::{Config, Topology};
use crate::engine::luck::mix;

/// Sessions with their visitors.
struct Site {
    s: Sessions,
    visitors: Visitors,
}

fn sessions(visitors: usize) -> Site {
    let mut site = Site { s: Sessions::default(), visitors: Visitors::new(&Config::new(Topology::BARE)) };
    site.visitors.keep_more(true);
    site.s.want(&mut site.visitors, true);
    site.resize(visitors);
    site
}

impl Site {
    fn resize(&mut self, visitors: usize) {
        self.s.leave_from(&mut self.visitors, visitors);
        self.visitors.resize(visitors);
    }

    fn put(&mut self, visitor: u32, place: Place) {
        self.s.put(&mut self.visitors, visitor, place);
    }

    fn find(&mut self, visitor: u32) -> Place {
        self.s.find(&mut self.visitors, visitor)
    }

    fn store_all(&mut self, site_of: impl Fn(u8) -> u8, now: Nanos) {
        self.s.store_all(&mut self.visitors, site_of, now);
    }

    fn close_stores(&mut self, sites: u8) {
        self.s.close_stores(&mut self.visitors, sites);
    }
}

#[test]
fn a_server_that_loses_its_memory_loses_its_sessions_and_no_others() {
    let mut s = sessions(4);
    for (visitor, server) in [(0, 0), (1, 1), (2, 1), (BY_HAND, 1)] {
        s.put(visitor, Place::Server(server));
    }
    assert_eq!(s.s.held[..2], [1, 2], "the one by hand is not counted");
    s.s.wipe(1);
    assert_eq!((s.find(0), s.find(1), s.find(3)), (Place::Server(0), Place::Gone, Place::Nowhere));
    assert_eq!((s.find(BY_HAND), Packed(s.visitors.session(2)).server()), (Place::Gone, Some(1)));
    assert_eq!((s.s.held[..2].to_vec(), s.s.lost[1]), (vec![1, 0], 2));
    // A new session there is good, and the old ones are not.
    s.put(3, Place::Server(1));
    assert_eq!((s.find(3), s.find(1), s.s.held[1]), (Place::Server(1), Place::Gone, 1));
    s.put(1, Place::Nowhere);
    assert_eq!((s.find(1), s.s.held[1]), (Place::Nowhere, 1));
}

#[test]
fn counts_follow_moves_into_the_store_and_visitors_who_go() {
    let mut s = sessions(5);
    for visitor in 0..4 {
        s.put(visitor, Place::Server(visitor as u8 % 2));
    }
    s.s.wipe(1);
    s.store_all(|_| 2, 3 * SECOND);
    assert_eq!((s.s.stored[2], s.s.held[0], s.find(1), s.find(2)), (2, 0, Place::Gone, Place::Store(2, 3 * SECOND)));
    s.close_stores(3);
    assert_eq!(s.s.stored, [0, 0, 2, 0]);
    s.close_stores(2);
    assert_eq!((s.s.stored, s.find(2)), ([2, 0, 0, 0], Place::Store(0, 3 * SECOND)));
    s.resize(1);
    assert_eq!((s.s.stored[0], s.visitors.places()), (1, 1));
    s.s.want(&mut s.visitors, false);
    assert_eq!((s.s.stored[0], s.find(0), s.find(BY_HAND)), (0, Place::Nowhere, Place::Nowhere));
}

#[test]
fn counts_are_those_of_a_head_count_whatever_happens() {
    let mut s = sessions(40);
    for n in 0..20_000u64 {
        let (visitor, server) = (mix(n) as u32 % 60, mix(n + 1) as u8 % 4);
        match mix(n + 2) % 40 {
            0 => s.s.wipe(server),
            1 => s.store_all(|server| server, n * SECOND),
            2 => s.s.forgive(&mut s.visitors),
            3 => s.resize(20 + visitor as usize),
            4..12 => s.put(visitor, Place::Store(server, n * SECOND)),
            12..16 => s.put(visitor, Place::Nowhere),
            _ => s.put(visitor, Place::Server(server)),
        }
        let places: Vec<Place> = (0..s.visitors.places() as u32).map(|visitor| s.find(visitor)).collect();
        let count = |place| places.iter().filter(|p| **p == place).count() as u32;
        let stored = |site| places.iter().filter(|p| matches!(p, Place::Store(at, _) if *at == site)).count() as u32;
        assert!((0..4).all(|site| s.s.stored[usize::from(site)] == stored(site)), "after {n}");
        assert!((0..4).all(|server| s.s.held[usize::from(server)] == count(Place::Server(server))), "after {n}");
    }
}

#[test]
fn an_epoch_that_comes_round_fits_its_place() {
    let mut s = sessions(1);
    s.s.epochs[63] = u32::MAX >> 8;
    s.put(0, Place::Server(63));
    assert_eq!(s.find(0), Place::Server(63));
    s.s.wipe(63);
    assert_eq!((s.find(0), s.s.epochs[63]), (Place::Gone, 0));
}
