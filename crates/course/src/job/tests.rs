use proptest::prelude::*;
use scalewalk_model::estimate::Estimate;
use scalewalk_model::{Cause, NodeId};

use super::*;
use crate::challenge::score::{First, Score};
use crate::claim::{Check, Relation};

/// What is told while the job that `message` asks for is done, slice by slice.
fn told(message: Vec<u8>) -> Vec<Vec<News>> {
    let (mut work, mut slices) = (Work::new(message), Vec::new());
    loop {
        let mut slice = Vec::new();
        let over = work.advance(&mut |news| slice.push(News::read(&news.write()).unwrap()));
        slices.push(slice);
        if over {
            return slices;
        }
    }
}

fn news(job: &Job<'_>) -> Vec<News> {
    told(job.write()).concat()
}

#[test]
fn every_job_is_done_in_slices_and_tells_at_once() {
    for job in [Job::Claim("single.spof"), Job::Rung("single-server"), Job::Score(1, Vec::new()), Job::Stores("cart")] {
        let slices = told(job.write());
        assert!(slices.len() > 20, "{job:?}: {} slices", slices.len());
        // The reader sees that it has begun, and each of its runs when it begins.
        assert_eq!(slices[0].len(), 1, "{job:?}");
        assert!(slices.iter().all(|slice| slice.len() <= 2), "{job:?}");
        assert!(!slices.last().unwrap().is_empty(), "{job:?}");
    }
}

#[test]
fn a_claim_is_run_and_told_as_the_tests_run_it() {
    let all = news(&Job::Claim("single.spof"));
    let Some((News::Verdict(verdict), before)) = all.split_last() else { panic!("{all:?}") };
    let progress = (0..before.len()).map(|done| News::Progress(done, before.len())).collect::<Vec<_>>();
    assert_eq!(before, progress);
    let (checks, _) = crate::claim::run(stages::claim("single.spof").unwrap());
    assert_eq!(verdict, &Verdict::of(&checks).unwrap());
    assert!(verdict.holds && verdict.measured.n > 1);
}

#[test]
fn a_verdict_shows_the_check_that_does_not_hold() {
    let check = |expected| Check::new("runs", &[3.0, 3.0], " ms", Relation::AtMost, expected);
    let verdict = Verdict::of(&[check(4.0), check(2.0)]).unwrap();
    assert!(!verdict.holds && verdict.expected == 2.0);
    assert_eq!(Verdict::of(&[]), None);
}

#[test]
fn stores_come_one_by_one() {
    let all = news(&Job::Stores("cart"));
    let counts: Vec<usize> = all.iter().map(|n| if let News::Times(ms) = n { ms.len() } else { 99 }).collect();
    assert_eq!(counts, [0, 1, 2, 3, 4, 5]);
}

#[test]
fn a_rung_is_found_where_it_is_filed() {
    let all = news(&Job::Rung("single-server"));
    let filed = rung("single-server").unwrap().users;
    assert!(matches!(all.last(), Some(News::Rung(users, p99_ms)) if *users == filed && *p99_ms > 0.0), "{all:?}");
    let told = all.iter().filter(|news| matches!(news, News::Progress(done, 6) if *done < 6)).count();
    assert_eq!(told, all.len() - 1, "{all:?}");
}

#[test]
fn a_design_is_scored_or_refused() {
    let all = news(&Job::Score(1, Vec::new()));
    assert!(matches!(all.last(), Some(News::Score(score)) if score.answered_percent < 97.5), "{all:?}");
    assert!(all.len() > 100 && all[1] == News::Progress(1, 900), "{all:?}");
    for settings in [("web.servers", 13.0), ("web.servers", f64::NAN), ("web.cores", 3.0), ("users", 1e6), ("web", 1.0)]
    {
        let all = news(&Job::Score(1, vec![settings]));
        assert!(matches!(&all[..], [News::Failed(why)] if why.contains("design")), "{settings:?}: {all:?}");
    }
    assert!(matches!(&news(&Job::Score(0, Vec::new()))[..], [News::Failed(_)]));
}

#[test]
fn what_is_not_known_fails() {
    for job in [Job::Claim("nowhere.nothing"), Job::Rung("moon"), Job::Stores("none")] {
        let (Job::Claim(id) | Job::Rung(id) | Job::Stores(id)) = job else { unreachable!() };
        assert!(matches!(&news(&job)[..], [News::Failed(why)] if why.contains(id)), "{job:?}");
    }
}

#[test]
fn what_another_build_wrote_is_told_apart() {
    let mut bytes = Job::Claim("single.spof").write();
    bytes[0] ^= 1;
    assert_eq!(Job::read(&bytes), Err(MessageError::OtherBuild));
    assert_eq!(News::read(&bytes), Err(MessageError::OtherBuild));
    let all = told(bytes).concat();
    assert!(matches!(&all[..], [News::Failed(why)] if why.contains("different versions")), "{all:?}");
}

#[test]
fn neither_less_nor_more_is_a_message() {
    let bytes = News::Progress(3, 300).write();
    for end in 0..bytes.len() {
        assert_eq!(News::read(&bytes[..end]), Err(MessageError::Malformed), "{end} bytes");
    }
    assert_eq!(News::read(&[&bytes[..], &[0]].concat()), Err(MessageError::Malformed));
}

/// All floats but those that are no number, of which none equals itself.
fn float() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), Just(f64::INFINITY), Just(-0.0)]
}

fn node() -> impl Strategy<Value = NodeId> {
    let names = ["browser", "web-64", "dc-2/shard-1", "dc-4", "edge-6", "pipeline"];
    prop::sample::select(names.map(|name| NodeId::parse(name).unwrap()).to_vec())
}

fn score_of_any() -> impl Strategy<Value = Score> {
    let first = (float(), node(), prop::sample::select(Cause::ALL.to_vec())).prop_map(|(at_s, node, cause)| First {
        at_s,
        node,
        cause,
    });
    let busiest = prop::option::of((node(), float()));
    (float(), float(), float(), any::<u64>(), prop::option::of(first), busiest).prop_map(
        |(usd_month, answered_percent, p99_ms, seed, first, busiest)| Score {
            usd_month,
            answered_percent,
            p99_ms,
            seed,
            first,
            busiest,
        },
    )
}

fn verdict() -> impl Strategy<Value = Verdict> {
    let measured =
        (float(), float(), any::<usize>()).prop_map(|(mean, half_width, n)| Estimate { mean, half_width, n });
    let relation = prop::sample::select(vec![Relation::Exactly, Relation::Equal, Relation::AtLeast, Relation::AtMost]);
    (any::<bool>(), any::<String>(), any::<String>(), measured, relation, float(), float()).prop_map(
        |(holds, what, unit, measured, relation, expected, margin)| Verdict {
            holds,
            what,
            unit,
            measured,
            relation,
            expected,
            margin,
        },
    )
}

fn any_news() -> impl Strategy<Value = News> {
    prop_oneof![
        any::<(usize, usize)>().prop_map(|(done, total)| News::Progress(done, total)),
        verdict().prop_map(News::Verdict),
        (float(), float()).prop_map(|(users, p99_ms)| News::Rung(users, p99_ms)),
        score_of_any().prop_map(News::Score),
        prop::collection::vec(float(), 0..9).prop_map(News::Times),
        any::<String>().prop_map(News::Failed),
    ]
}

proptest! {
    #[test]
    fn a_job_is_read_as_it_was_written(id in any::<String>(), kind in 0..4, level: usize, value in float()) {
        let job = match kind {
            0 => Job::Claim(&id),
            1 => Job::Rung(&id),
            2 => Job::Score(level, vec![(&id, value), ("", 0.0)]),
            _ => Job::Stores(&id),
        };
        let bytes = job.write();
        prop_assert_eq!(Job::read(&bytes), Ok(job));
    }

    #[test]
    fn news_are_read_as_they_were_written(news in any_news()) {
        prop_assert_eq!(News::read(&news.write()), Ok(news));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = (Job::read(&bytes), News::read(&bytes));
        // With the right head, so that what stands behind it is looked at.
        let bytes = [&Job::Claim("").write()[..4], &bytes].concat();
        let _ = (Job::read(&bytes), News::read(&bytes));
    }

    #[test]
    fn a_message_with_a_wrong_byte_is_read_or_refused(news in any_news(), at in any::<prop::sample::Index>(), byte: u8) {
        let mut bytes = news.write();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = News::read(&bytes);
    }
}
