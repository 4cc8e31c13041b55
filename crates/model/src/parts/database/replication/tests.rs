use super::*;
use crate::engine::time::{MILLISECOND, SECOND};

const ASYNC: ReplicationMode = ReplicationMode::Asynchronous;
const SYNC: ReplicationMode = ReplicationMode::Synchronous;
const ALL: u16 = 0b1_1111_1111;

/// A database whose replicas have cores to spare: each applies a write in 1 ms, 100 ms after its commit.
struct Tested {
    db: Replication,
    /// By machine: when it applied the last write.
    at: [Nanos; MACHINES],
}

impl core::ops::Deref for Tested {
    type Target = Replication;

    fn deref(&self) -> &Replication {
        &self.db
    }
}

impl core::ops::DerefMut for Tested {
    fn deref_mut(&mut self) -> &mut Replication {
        &mut self.db
    }
}

impl Tested {
    /// Every replica applies what it can until `now`.
    fn settle(&mut self, now: Nanos) {
        for machine in 0..self.db.machines() {
            let at = &mut self.at[usize::from(machine)];
            loop {
                let done = self.db.next(machine).max(*at).saturating_add(MILLISECOND);
                if done > now {
                    break;
                }
                *at = done;
                self.db.apply(machine, done);
            }
        }
    }

    fn read(&mut self, machine: u8, key: u32, now: Nanos) -> u32 {
        self.settle(now);
        self.version(machine, key)
    }

    /// Nothing is applied in the past.
    fn back(&mut self, machine: u8, reachable: u16, now: Nanos) {
        self.at[usize::from(machine)] = now;
        self.back_in_touch(machine, reachable, now);
    }
}

fn database(machines: u32) -> Tested {
    Tested { db: Replication::new(machines, 10, 100 * MILLISECOND), at: [0; MACHINES] }
}

/// A write acknowledged at once.
fn write(database: &mut Replication, key: u32, ms: u64) -> u32 {
    let (place, version) = database.commit(key, ms * MILLISECOND);
    database.acknowledge(place, ASYNC);
    version
}

#[test]
fn a_replica_sees_a_write_one_lag_and_its_work_later() {
    let mut db = database(2);
    assert_eq!(write(&mut db, 3, 0), 2);
    assert_eq!((db.newest(3), db.read(1, 3, 100 * MILLISECOND)), (2, 1));
    db.settle(100 * MILLISECOND);
    assert_eq!(db.behind(1, 100 * MILLISECOND), (1, 100 * MILLISECOND));
    assert_eq!((db.backlog(1, 100 * MILLISECOND - 1), db.backlog(1, 100 * MILLISECOND)), (0, 1));
    assert_eq!(db.read(1, 3, 101 * MILLISECOND), 2);
    assert_eq!(db.behind(1, 101 * MILLISECOND), (0, 0));
}

#[test]
fn writes_are_applied_one_after_another() {
    let mut db = database(2);
    (0..5).for_each(|key| assert_eq!(write(&mut db, key, 0), 2));
    for key in 0..5u32 {
        let applied = (101 + u64::from(key)) * MILLISECOND;
        assert_eq!((db.read(1, key, applied - 1), db.read(1, key, applied)), (1, 2));
    }
}

#[test]
fn what_is_under_way_is_shown_with_the_share_of_its_way() {
    let mut db = database(2);
    write(&mut db, 1, 0);
    write(&mut db, 2, 50);
    let shares = |db: &Replication, ms: u64| -> Vec<_> {
        db.under_way(1, ms * MILLISECOND).map(|(write, share)| (write.key, share)).collect()
    };
    assert_eq!(shares(&db, 75), [(1, 0.75), (2, 0.25)]);
    assert_eq!(shares(&db, 120), [(2, 0.7)]);
    assert!(shares(&db, 150).is_empty() && db.under_way(0, 0).next().is_none());
}

#[test]
fn a_replica_that_was_cut_off_catches_up_in_order() {
    let mut db = database(3);
    db.lost_touch(1, false, 0);
    (0..3).for_each(|ms| assert_eq!(u64::from(write(&mut db, 0, ms)), 2 + ms));
    assert_eq!((db.read(1, 0, SECOND), db.read(2, 0, SECOND)), (1, 4));
    db.back(1, ALL, SECOND);
    // All three arrive at once and are applied one after another.
    for (ms, version) in [(1_000, 1), (1_001, 2), (1_002, 3), (1_003, 4)] {
        assert_eq!(db.read(1, 0, ms * MILLISECOND), version);
    }
}

#[test]
fn a_promotion_loses_what_nobody_received_and_the_log_brings_it_back() {
    let mut db = database(3);
    write(&mut db, 1, 0);
    write(&mut db, 2, 950);
    write(&mut db, 2, 960);
    write(&mut db, 4, 970);
    db.lost_touch(0, true, SECOND);
    db.settle(5 * SECOND);
    // Nothing arrives any more, however late it gets.
    assert_eq!(db.promote(0b110, 0b110, 5 * SECOND), Some(3));
    assert_eq!((db.primary(), db.newest(1), db.newest(2), db.newest(4)), (1, 2, 1, 1));
    assert_eq!((db.role(0), db.role(2)), (Some(Role::Parted), Some(Role::Replica)));
    // Key 4 is written anew: its lost write must not cover the new one.
    assert_eq!(write(&mut db, 4, 6_000), 2);
    assert_eq!(db.recover(7 * SECOND), 3);
    assert_eq!((db.newest(1), db.newest(2), db.newest(4)), (2, 3, 2));
    assert_eq!((db.recover(8 * SECOND), db.read(2, 2, 8 * SECOND)), (0, 3));
    // The old primary comes back as a replica, once it has copied everything.
    db.back(0, ALL, 9 * SECOND);
    assert!(db.must_copy(0));
    db.copied(0, 9 * SECOND);
    assert_eq!((db.role(0), db.read(0, 2, 9 * SECOND)), (Some(Role::Replica), 3));
}

#[test]
fn a_replica_applies_what_it_has_received_before_it_is_promoted() {
    let mut db = database(2);
    (0..5).for_each(|key| assert_eq!(write(&mut db, key, 0), 2));
    db.lost_touch(0, true, 100 * MILLISECOND);
    db.settle(103 * MILLISECOND);
    assert_eq!((db.heir(0b10, SECOND), db.backlog(1, SECOND)), (Some((1, 5)), 2));
    assert_eq!((db.promote(0b10, 0b10, 104 * MILLISECOND), db.primary()), (None, 0));
    db.settle(105 * MILLISECOND);
    assert_eq!((db.promote(0b10, 0b10, 105 * MILLISECOND), db.primary()), (Some(0), 1));
    assert!((0..5).all(|key| db.newest(key) == 2));
}

#[test]
fn the_replica_that_has_received_the_most_is_promoted() {
    let mut db = database(3);
    db.lost_touch(1, false, 0);
    write(&mut db, 1, 10);
    db.back(1, ALL, 480 * MILLISECOND);
    write(&mut db, 2, 450);
    db.lost_touch(0, true, 470 * MILLISECOND);
    db.settle(SECOND);
    assert_eq!(db.promote(0b110, 0b110, SECOND), Some(1));
    assert_eq!((db.primary(), db.newest(1)), (2, 2));
}

#[test]
fn who_lacks_a_synchronously_acknowledged_write_is_not_promoted() {
    let mut db = database(3);
    db.lost_touch(1, true, 0);
    let (place, _) = db.commit(5, MILLISECOND);
    db.settle(101 * MILLISECOND);
    assert!(!db.may_acknowledge(place, SYNC, 0b101, 101 * MILLISECOND));
    db.settle(102 * MILLISECOND);
    assert!(!db.may_acknowledge(place, SYNC, 0b111, 102 * MILLISECOND), "machine 1 is not known to be dead");
    assert!(db.may_acknowledge(place, SYNC, 0b101, 102 * MILLISECOND));
    db.acknowledge(place, SYNC);
    db.lost_touch(0, true, SECOND);
    assert_eq!(db.promote(0b010, 0b010, SECOND), None);
    assert_eq!(db.promote(0b110, 0b110, SECOND), Some(0));
    assert_eq!((db.primary(), db.newest(5)), (2, 2));
}

#[test]
fn semi_synchronous_waits_for_one_and_alone_for_nobody() {
    let mode = ReplicationMode::SemiSynchronous;
    let mut db = database(3);
    db.lost_touch(1, true, 0);
    let (place, _) = db.commit(5, 0);
    assert!(!db.may_acknowledge(place, mode, ALL, 100 * MILLISECOND - 1));
    assert!(db.may_acknowledge(place, mode, ALL, 100 * MILLISECOND));
    assert!(db.may_acknowledge(place, mode, 0b001, 0));
    assert!(db.may_acknowledge(place, SYNC, 0b001, 0));
}

#[test]
fn another_lag_holds_for_what_is_under_way() {
    let mut db = database(2);
    write(&mut db, 1, 0);
    db.settle(50 * MILLISECOND);
    db.set_lag(0);
    assert_eq!((db.next(1), db.read(1, 1, 51 * MILLISECOND)), (0, 2));
}

#[test]
fn fewer_machines_keep_the_data_and_more_begin_with_it() {
    let mut db = database(3);
    db.lost_touch(0, true, 0);
    assert_eq!(db.promote(0b110, 0b110, 0), Some(0));
    write(&mut db, 1, 10);
    db.resize(1, 20 * MILLISECOND);
    assert_eq!((db.primary(), db.newest(1)), (0, 2));
    db.resize(9, 30 * MILLISECOND);
    assert_eq!((db.read(8, 1, 30 * MILLISECOND), db.role(8), db.role(9)), (2, Some(Role::Replica), None));
}

#[test]
fn who_is_too_far_behind_must_copy_everything() {
    let mut db = database(2);
    db.lost_touch(1, true, 0);
    (0..300_000).for_each(|n| assert_eq!(u64::from(write(&mut db, 0, n / 1_000)), 2 + n));
    db.back(1, ALL, SECOND);
    assert_eq!(db.read(1, 0, SECOND), 1);
    assert!(db.must_copy(1));
}

#[test]
fn a_replica_with_more_than_the_promoted_one_has_parted_from_the_log() {
    let mut db = database(3);
    db.lost_touch(2, false, 0);
    write(&mut db, 1, 0);
    // Replica 1 has the write, and dies; replica 2 can be reached again, and then the primary dies before it has it.
    assert_eq!(db.read(1, 1, SECOND), 2);
    db.lost_touch(1, true, SECOND);
    db.lost_touch(0, true, SECOND);
    assert_eq!(db.promote(0b100, 0b100, 2 * SECOND), Some(1));
    assert_eq!((db.primary(), db.newest(1)), (2, 1));
    assert_eq!((db.role(0), db.role(1)), (Some(Role::Parted), Some(Role::Parted)));
    db.back(1, 0b110, 3 * SECOND);
    assert!(db.must_copy(1));
}
