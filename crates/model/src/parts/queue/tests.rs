use super::*;

const IDEMPOTENT: bool = true;
const PLAIN: bool = false;

fn places(queue: &Queue) -> [u64; 6] {
    [queue.published(), queue.waiting() as u64, queue.in_work() as u64, queue.done(), queue.dead(), queue.lost()]
}

fn with_messages(n: u64) -> Queue {
    let mut queue = Queue::default();
    for i in 1..=n {
        assert_eq!(queue.publish(i, 100 + i, false), i);
    }
    queue
}

#[test]
fn a_message_waits_is_taken_and_done() {
    let mut queue = with_messages(2);
    assert_eq!((places(&queue), queue.oldest(), queue.next_return()), ([2, 2, 0, 0, 0, 0], Some(1), NEVER));
    let taken = queue.take(50, PLAIN).unwrap();
    assert_eq!((taken.message.about, taken.message.attempts, taken.part()), (101, 1, 1.0));
    assert_eq!((places(&queue), queue.oldest(), queue.next_return()), ([2, 1, 1, 0, 0, 0], Some(2), 50));
    let ended = queue.finish(taken.receipt, true, PLAIN).unwrap();
    assert_eq!((ended.pictures, ended.duplicates, ended.over), (PICTURES, 0, true));
    assert_eq!(places(&queue), [2, 1, 0, 1, 0, 0]);
    assert!(queue.finish(taken.receipt, true, PLAIN).is_none() && queue.taken().is_empty());
}

#[test]
fn a_crashed_attempt_comes_back_in_its_old_place_and_its_pictures_are_made_again() {
    for (idempotent, part, duplicates) in [(PLAIN, 1.0, 2), (IDEMPOTENT, 1.0 / 3.0, 0)] {
        let mut queue = with_messages(3);
        let first = queue.take(50, idempotent).unwrap();
        let died = queue.crash(first.receipt, 0.7, idempotent).unwrap();
        assert_eq!((died.pictures, died.duplicates, died.over), (2, 0, false));
        let mut told = Vec::new();
        queue.bring_back(49, 99, |message, dead| told.push((message.id, dead)));
        assert_eq!((told.len(), queue.in_work()), (0, 1), "still hidden");
        queue.bring_back(50, 99, |message, dead| told.push((message.id, dead)));
        assert_eq!(told, [(1, false)]);
        assert_eq!((places(&queue), queue.taken().len()), ([3, 3, 0, 0, 0, 0], 0));
        let again = queue.take(90, idempotent).unwrap();
        assert_eq!((again.message.id, again.message.attempts, again.message.made), (1, 2, 2));
        assert!((again.part() - part).abs() < 1e-12);
        let ended = queue.finish(again.receipt, true, idempotent).unwrap();
        assert_eq!((ended.pictures, ended.duplicates), (if idempotent { 1 } else { 3 }, duplicates));
    }
}

#[test]
fn a_worker_that_is_late_does_it_twice() {
    for (idempotent, duplicates) in [(PLAIN, PICTURES), (IDEMPOTENT, 0)] {
        let mut queue = with_messages(1);
        let slow = queue.take(50, idempotent).unwrap();
        queue.bring_back(50, 9, |_, _| {});
        assert_eq!(places(&queue), [1, 1, 0, 0, 0, 0], "one message, though two may have it");
        let other = queue.take(90, idempotent).unwrap();
        let late = queue.finish(slow.receipt, true, idempotent).unwrap();
        assert_eq!((late.duplicates, late.over), (0, false));
        assert_eq!(queue.attempt(other.receipt).unwrap().message.made, PICTURES);
        let ended = queue.finish(other.receipt, true, idempotent).unwrap();
        assert_eq!((ended.duplicates, ended.over), (duplicates, true));
        assert_eq!(places(&queue), [1, 0, 0, 1, 0, 0]);
    }
}

#[test]
fn after_its_tries_a_message_is_put_aside() {
    let mut queue = with_messages(1);
    for attempt in 1..=3 {
        let taken = queue.take(10 * attempt, PLAIN).unwrap();
        queue.crash(taken.receipt, 0.0, PLAIN);
        let mut put_aside = Vec::new();
        queue.bring_back(10 * attempt, 3, |_, dead| put_aside.push(dead));
        assert_eq!(put_aside, [attempt == 3]);
    }
    assert_eq!(places(&queue), [1, 0, 0, 0, 1, 0]);
    assert!(queue.take(99, PLAIN).is_none());
    let letters: Vec<_> = queue.letters().map(|letter| (letter.message.attempts, letter.at)).collect();
    assert_eq!(letters, [(3, 30)], "it can be looked at");
    queue.forget(|_| {});
    assert_eq!((places(&queue), queue.letters().count()), ([1, 0, 0, 0, 0, 1], 0));
}

#[test]
fn who_is_not_heard_has_done_it_for_nothing() {
    let mut queue = with_messages(1);
    let taken = queue.take(50, PLAIN).unwrap();
    let ended = queue.finish(taken.receipt, false, PLAIN).unwrap();
    assert_eq!((ended.pictures, ended.over), (PICTURES, false));
    assert_eq!((places(&queue), queue.next_return()), ([1, 0, 1, 0, 0, 0], 50));
    queue.bring_back(50, 9, |_, _| {});
    let again = queue.take(90, IDEMPOTENT).unwrap();
    assert_eq!(again.part(), 0.0, "an idempotent worker sees that there is nothing left to do");
    assert!(queue.finish(again.receipt, true, IDEMPOTENT).unwrap().over);
}

#[test]
fn without_its_memory_the_queue_knows_only_what_workers_have() {
    let mut queue = with_messages(5);
    let [working, dying, dead] = [0; 3].map(|_| queue.take(50, PLAIN).unwrap().receipt);
    queue.crash(dead, 0.0, PLAIN);
    let mut lost = Vec::new();
    queue.forget(|message| lost.push(message.id));
    assert_eq!(lost, [4, 5, 3]);
    assert_eq!((places(&queue), queue.next_return()), ([5, 0, 2, 0, 0, 3], NEVER));
    assert!(queue.crash(dying, 0.5, PLAIN).unwrap().over && queue.finish(working, true, PLAIN).unwrap().over);
    assert_eq!(places(&queue), [5, 0, 0, 1, 0, 4]);
}

#[test]
fn every_message_is_in_one_place_whatever_happens() {
    // A short random walk through everything that can happen, with a generator of its own.
    let mut state = 0x1234_5678_u64;
    let mut dice = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let (mut queue, mut receipts) = (Queue::default(), Vec::new());
    let (mut saved, mut twice, mut dead) = (0_u64, 0_u64, 0_u64);
    for now in 0..20_000 {
        let any = |receipts: &mut Vec<u64>, place: u64| {
            let at = place as usize % receipts.len().max(1);
            (!receipts.is_empty()).then(|| receipts.swap_remove(at))
        };
        let ended = match dice(9) {
            0..3 => {
                queue.publish(now, 0, false);
                None
            }
            3..6 => {
                receipts.extend(queue.take(now + dice(60), dice(2) == 0).map(|taken| taken.receipt));
                None
            }
            6 => any(&mut receipts, dice(99)).and_then(|receipt| queue.crash(receipt, dice(100) as f64 / 100.0, PLAIN)),
            _ => any(&mut receipts, dice(99)).and_then(|receipt| queue.finish(receipt, dice(8) > 0, PLAIN)),
        };
        if let Some(ended) = ended {
            saved += u64::from(ended.pictures);
            twice += u64::from(ended.duplicates);
        }
        queue.bring_back(now, 4, |_, put_aside| dead += u64::from(put_aside));
        if dice(500) == 0 {
            queue.forget(|_| {});
        }
        let [published, rest @ ..] = places(&queue);
        assert_eq!(published, rest.iter().sum::<u64>(), "{queue:?}");
        assert!(queue.messages().is_sorted_by_key(|message| message.id));
        assert!(queue.taken().iter().filter(|taken| taken.at_work).count() == receipts.len());
        // Each message has at most three different pictures.
        assert!(saved - twice <= u64::from(PICTURES) * published);
    }
    assert!(queue.done() > 100 && dead > 100 && queue.lost() > 100 && twice > 100, "{dead} {twice}");
}
