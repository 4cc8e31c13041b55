use super::*;
use crate::engine::luck::mix;
use crate::engine::time::{MILLISECOND, NEVER, SECOND};

const LAG: Nanos = 100 * MILLISECOND;

fn between(sites: usize) -> Between {
    Between::new(sites, 10, true, LAG)
}

/// Takes all that has arrived by `now`: how many conflicts that were.
fn settle(b: &mut Between, now: Nanos) -> usize {
    core::iter::from_fn(|| b.arrive(now)).filter(|arrival| arrival.conflict).count()
}

#[test]
fn a_write_arrives_everywhere_one_lag_later() {
    let mut b = between(3);
    assert_eq!(b.write(0, 4, SECOND), 2);
    assert_eq!((b.next_arrival(), b.arrive(SECOND + LAG - 1)), (SECOND + LAG, None));
    assert_eq!((b.version(0, 4), b.version(1, 4), b.newest(4), b.diverged()), (2, 1, 2, 1));
    let shares: Vec<_> = b.under_way(0, 2, SECOND + LAG / 4).map(|(told, share)| (told.version(), share)).collect();
    assert_eq!(shares, [(2, 0.25)]);
    let arrived: Vec<_> = core::iter::from_fn(|| b.arrive(SECOND + LAG)).map(|a| (a.site, a.version, a.news)).collect();
    assert_eq!((arrived, b.diverged()), (vec![(1, 2, true), (2, 2, true)], 0));
    assert_eq!(b.next_arrival(), NEVER);
}

#[test]
fn without_replication_a_key_is_at_home_only() {
    let b = Between::new(2, 10, false, LAG);
    assert_eq!((b.version(0, 4), b.version(1, 4), b.version(0, 5), b.version(1, 5)), (1, 0, 0, 1));
    assert!(!b.carried(0, 1, 0, SECOND) && b.carried(1, 1, 0, 0));
}

#[test]
fn the_last_writer_wins_and_the_other_is_counted_once() {
    let mut b = between(2);
    b.join(1, false, 0);
    assert_eq!((b.write(0, 3, 1), b.write(1, 3, 2), b.write(1, 3, 3)), (2, 3, 4));
    assert_eq!((b.waiting(0, 1), b.waiting(1, 0), b.next_arrival()), (1, 1, NEVER));
    b.join(1, true, SECOND);
    assert_eq!(settle(&mut b, SECOND + LAG), 1);
    assert_eq!((b.version(0, 3), b.version(1, 3)), (4, 4));
    let told: Vec<_> = b.conflicts().map(|c| (c.site, c.key, c.lost, c.kept)).collect();
    assert_eq!(told, [(0, 3, 2, 4)]);
}

#[test]
fn a_write_that_has_seen_the_other_is_no_conflict_whichever_comes_first() {
    let mut b = between(3);
    // Site 0 writes; site 1 sees it and writes; site 2 cannot be told by site 0 in time.
    b.write(0, 3, 0);
    assert_eq!(settle(&mut b, LAG), 0);
    b.write(1, 3, LAG);
    assert_eq!(settle(&mut b, SECOND), 0);
    assert_eq!((b.version(0, 3), b.version(2, 3), b.diverged()), (3, 3, 0));
}

#[test]
fn a_value_that_one_has_overwritten_knowingly_is_lost_to_nobody() {
    let mut b = between(3);
    // Site 0's write is seen at site 1, whose later write beats that of site 2, which had seen neither.
    b.join(2, false, 0);
    b.write(0, 3, 0);
    settle(&mut b, LAG);
    assert_eq!((b.write(2, 3, 2 * LAG), b.write(1, 3, 3 * LAG)), (3, 4));
    b.join(2, true, SECOND);
    assert_eq!(settle(&mut b, 2 * SECOND), 1);
    assert_eq!(b.conflicts().map(|c| (c.site, c.lost, c.kept)).collect::<Vec<_>>(), [(2, 3, 4)]);
}

#[test]
fn what_a_site_has_forgotten_the_others_tell_it() {
    let mut b = between(2);
    b.write(0, 3, 0);
    settle(&mut b, LAG);
    b.forget(0, 3, 1, SECOND);
    assert_eq!((b.version(0, 3), b.version(1, 3)), (1, 2));
    assert_eq!(settle(&mut b, SECOND + LAG), 0);
    assert_eq!((b.version(0, 3), b.diverged()), (2, 0));
    // What nobody else had is gone, and its number is given again.
    b.join(0, false, SECOND);
    b.write(0, 5, SECOND);
    b.forget(0, 5, 1, SECOND);
    b.join(0, true, SECOND);
    settle(&mut b, 2 * SECOND);
    assert_eq!((b.version(0, 5), b.version(1, 5), b.write(1, 5, 2 * SECOND)), (1, 1, 2));
}

#[test]
fn a_write_that_comes_back_to_who_had_lost_it_is_told_to_those_who_had_not_heard() {
    let mut b = between(3);
    b.join(0, false, 0);
    b.write(1, 3, 0);
    settle(&mut b, LAG);
    assert_eq!((b.version(0, 3), b.version(2, 3)), (1, 2));
    // Site 1 loses it before site 0 is back.
    b.join(1, false, SECOND);
    b.join(0, true, SECOND);
    b.forget(1, 3, 0, 2 * SECOND);
    b.join(1, true, 2 * SECOND);
    settle(&mut b, 3 * SECOND);
    settle(&mut b, 4 * SECOND);
    assert_eq!(([0, 1, 2].map(|site| b.version(site, 3)), b.diverged()), ([2; 3], 0));
}

#[test]
fn what_was_carried_before_a_cut_is_there_and_the_rest_after_it() {
    let mut b = between(2);
    assert!(b.carried(0, 1, SECOND, SECOND + LAG) && !b.carried(0, 1, SECOND, SECOND + LAG - 1));
    b.join(0, false, 2 * SECOND);
    assert!(b.carried(0, 1, SECOND, 3 * SECOND));
    assert!(!b.carried(0, 1, 2 * SECOND - LAG + 1, 9 * SECOND));
    b.join(0, true, 9 * SECOND);
    assert!(!b.carried(0, 1, 2 * SECOND, 9 * SECOND) && b.carried(0, 1, 2 * SECOND, 9 * SECOND + LAG));
}

#[test]
fn another_number_of_sites_begins_with_all_that_there_was() {
    let mut b = between(2);
    b.join(1, false, 0);
    b.write(1, 3, 0);
    assert!(b.resize(4, 12) && !b.resize(4, 12));
    assert!((0..4).all(|site| b.version(site, 3) == 2 && b.version(site, 11) == 1));
    assert!(b.set(false, LAG));
    assert_eq!((b.home(3), b.version(3, 3), b.version(0, 3)), (3, 2, 0));
    assert!(b.set(true, LAG) && b.diverged() == 0);
    b.resize(1, 12);
    assert_eq!((b.version(0, 3), b.write(0, 3, SECOND), b.next_arrival()), (2, 3, NEVER));
    b.resize(0, 12);
    assert_eq!((b.version(0, 3), b.newest(3), b.home(3)), (0, 0, 0));
}

/// A slow double: each site keeps the set of all writes that its value descends from.
#[derive(Clone, Default)]
struct Slow {
    past: Vec<Vec<u32>>,
    current: Vec<u32>,
}

/// Whatever is written, cut and joined: in the end all sites agree on the last write, messages are conserved at every
/// instant, and the conflicts of two sites are those that full histories tell.
#[test]
fn all_agree_in_the_end_and_nothing_is_counted_twice() {
    for seed in 0..200u64 {
        let sites = 2 + (seed % 3) as usize;
        let mut b = Between::new(sites, 4, true, LAG);
        let mut last = [1u32; 4];
        let mut now = 0;
        let mut conflicts = 0;
        for n in 0..300u64 {
            let dice = |i: u64| mix(seed << 32 | n << 8 | i);
            now += dice(0) % (LAG / 2);
            conflicts += settle(&mut b, now);
            let site = (dice(1) % sites as u64) as u8;
            match dice(2) % 12 {
                0 => b.join(site, false, now),
                1..3 => b.join(site, true, now),
                _ => {
                    let key = (dice(3) % 4) as u32;
                    last[key as usize] = b.write(site, key, now);
                }
            }
            let m = b.messages();
            assert_eq!(m.told, m.arrived + m.set_aside + b.under_way_in_all(), "seed {seed}, step {n}");
        }
        (0..sites as u8).for_each(|site| b.join(site, true, now));
        conflicts += settle(&mut b, now + LAG);
        for (key, version) in (0..).zip(last) {
            assert!((0..sites as u8).all(|site| b.version(site, key) == version), "seed {seed}, key {key}");
        }
        assert_eq!((b.diverged(), b.next_arrival(), conflicts > 0), (0, NEVER, true));
    }
}

/// Two sites, one key, one cut: full histories say which values were overwritten unseen.
#[test]
fn conflicts_are_those_of_full_histories() {
    for seed in 0..300u64 {
        let mut b = Between::new(2, 1, true, LAG);
        let mut slow = Slow { past: vec![vec![], vec![0]], current: vec![1, 1] };
        let (mut counted, mut expected) = (0, 0);
        for round in 0..20u64 {
            let now = round * SECOND;
            b.join(1, false, now);
            for n in 0..mix(seed << 16 | round) % 4 {
                let site = (mix(seed << 20 | round << 4 | n) % 2) as usize;
                let version = b.write(site as u8, 0, now + n + 1);
                let mut past = slow.past[slow.current[site] as usize].clone();
                past.push(slow.current[site]);
                slow.past.push(past);
                assert_eq!(version as usize, slow.past.len() - 1);
                slow.current[site] = version;
            }
            b.join(1, true, now + SECOND / 2);
            counted += settle(&mut b, now + SECOND / 2 + LAG);
            let (low, high) = (slow.current[0].min(slow.current[1]), slow.current[0].max(slow.current[1]));
            let unseen = low < high && !slow.past[high as usize].contains(&low);
            expected += usize::from(unseen);
            slow.current = vec![high; 2];
        }
        assert_eq!(counted, expected, "seed {seed}");
    }
}

#[test]
fn what_is_left_after_a_loss_is_not_taken_for_the_losers_own() {
    let mut b = Between::new(2, 2, true, LAG);
    // The second site writes, and the first hears of it, writes, and loses that before anyone hears.
    assert_eq!(b.write(1, 0, 0), 2);
    settle(&mut b, LAG);
    assert_eq!(b.write(0, 0, LAG), 3);
    b.join(0, false, LAG + 1);
    b.forget(0, 0, 2, LAG + 1);
    b.join(0, true, LAG + 2);
    assert_eq!(b.version(0, 0), 2);
    // The second writes once more: it overwrites nothing but its own.
    b.write(1, 0, 2 * LAG);
    assert_eq!(settle(&mut b, 4 * LAG), 0);
    assert_eq!((b.version(0, 0), b.diverged()), (3, 0));
}
