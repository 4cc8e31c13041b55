//! What the page has done beside it, in a Web Worker: the asking, the work, and the telling, each as a line or a few.
//!
//! The page asks and reads; the worker reads, works and tells. Neither links what only the other needs, so the page
//! loads no claim.

use core::fmt::{self, Display, Write as _};

use scalewalk_model::estimate::Estimate;

use crate::challenge::{self, Design, Score};
use crate::claim::{Check, Experiment, Relation};
use crate::ladder::climb::{SEEDS, climb};
use crate::ladder::{Build, rung, step};
use crate::stages;
use crate::stages::database::stores::{self, Family};

/// The luck of the stores' runs: the same for all, so that they differ in the store alone.
const SEED: u64 = 1;

/// Something to do. It is written as a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job<'a> {
    /// The runs of the claim with this id, for its [`Verdict`].
    Claim(&'a str),
    /// The search for the users that the stage with this id serves.
    Rung(&'a str),
    /// The score of this design, see [`challenge::design::write`].
    Score(&'a str),
    /// The workload with this id on every kind of store, for the time that its data takes on each.
    Stores(&'a str),
}

impl Display for Job<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Claim(id) => write!(f, "claim {id}"),
            Self::Rung(id) => write!(f, "rung {id}"),
            Self::Score(design) => write!(f, "score {design}"),
            Self::Stores(id) => write!(f, "stores {id}"),
        }
    }
}

impl<'a> Job<'a> {
    /// Reads what was written.
    pub fn read(line: &'a str) -> Option<Self> {
        match line.split_once(' ')? {
            ("claim", id) => Some(Self::Claim(id)),
            ("rung", id) => Some(Self::Rung(id)),
            ("score", design) => Some(Self::Score(design)),
            ("stores", id) => Some(Self::Stores(id)),
            _ => None,
        }
    }
}

/// What is told while a job is done, in this order: how far it is, again and again, then what came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Runs done, and runs in all.
    Progress(usize, usize),
    /// What became of a claim.
    Verdict(Verdict),
    /// The users that a stage serves, and the p99 of their requests in milliseconds.
    Rung(f64, f64),
    /// What a design is worth.
    Score(Score),
    /// Mean time of the data in milliseconds, by [`Family`], as far as simulated.
    Times(Vec<f64>),
    /// It cannot be done; why, in English.
    Failed(String),
}

/// What the runs of a claim gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether all checks hold.
    pub holds: bool,
    /// What was measured by the check that is shown: the first that does not hold, or the first.
    pub what: String,
    /// Its unit with the space before it.
    pub unit: String,
    /// The measured value with its 99.9 % interval.
    pub measured: Estimate,
    /// How it must stand …
    pub relation: Relation,
    /// … to this.
    pub expected: f64,
}

impl Verdict {
    /// Of the checks of a claim; none if there are none.
    fn of(checks: &[Check]) -> Option<Self> {
        let shown = checks.iter().find(|check| !check.holds()).or(checks.first())?;
        Some(Self {
            holds: checks.iter().all(Check::holds),
            what: shown.what.to_owned(),
            unit: shown.unit.to_owned(),
            measured: shown.measured,
            relation: shown.relation,
            expected: shown.expected,
        })
    }
}

/// The relations, by the numbers that stand for them in [`News`].
const RELATIONS: [Relation; 3] = [Relation::Equal, Relation::AtLeast, Relation::AtMost];

impl News {
    /// As text: a word, then a value a line. Floats are written as their bits, which needs no decimals to be read.
    pub fn write(&self) -> String {
        let mut out = String::new();
        let _ = match self {
            Self::Progress(done, total) => write!(out, "progress\n{done}\n{total}"),
            Self::Verdict(v) => {
                let relation = RELATIONS.iter().position(|r| *r == v.relation).unwrap_or_default();
                let (mean, half, expected) = (bits(v.measured.mean), bits(v.measured.half_width), bits(v.expected));
                let holds = u8::from(v.holds);
                write!(
                    out,
                    "verdict\n{holds}\n{}\n{}\n{mean}\n{half}\n{}\n{relation}\n{expected}",
                    v.what, v.unit, v.measured.n
                )
            }
            Self::Rung(users, p99_ms) => write!(out, "rung\n{}\n{}", bits(*users), bits(*p99_ms)),
            Self::Score(score) => write!(out, "score\n{}", score.write()),
            Self::Times(ms) => {
                out.push_str("times");
                ms.iter().try_for_each(|ms| write!(out, "\n{}", bits(*ms)))
            }
            Self::Failed(why) => write!(out, "failed\n{why}"),
        };
        out
    }

    /// Reads what was written; none of anything else.
    pub fn read(text: &str) -> Option<Self> {
        let (word, rest) = text.split_once('\n').unwrap_or((text, ""));
        let mut lines = rest.lines();
        let mut line = || lines.next();
        Some(match word {
            "progress" => Self::Progress(whole(line()?)? as usize, whole(line()?)? as usize),
            "verdict" => Self::Verdict(Verdict {
                holds: line()? == "1",
                what: line()?.to_owned(),
                unit: line()?.to_owned(),
                measured: Estimate { mean: float(line()?)?, half_width: float(line()?)?, n: whole(line()?)? as usize },
                relation: *RELATIONS.get(whole(line()?)? as usize)?,
                expected: float(line()?)?,
            }),
            "rung" => Self::Rung(float(line()?)?, float(line()?)?),
            "score" => Self::Score(Score::read(lines)?),
            "times" => Self::Times(lines.map(float).collect::<Option<_>>()?),
            "failed" => Self::Failed(rest.to_owned()),
            _ => return None,
        })
    }
}

fn bits(value: f64) -> u64 {
    value.to_bits()
}

fn whole(text: &str) -> Option<u64> {
    text.parse().ok()
}

fn float(text: &str) -> Option<f64> {
    whole(text).map(f64::from_bits)
}

/// Does the job that `line` asks for, to its end, and tells of it.
pub fn run(line: &str, tell: &mut dyn FnMut(&News)) {
    let done = match Job::read(line) {
        Some(Job::Claim(id)) => claim(id, tell),
        Some(Job::Rung(id)) => search(id, tell),
        Some(Job::Score(design)) => Some(score(design, tell)),
        Some(Job::Stores(id)) => workload(id, tell),
        None => None,
    };
    tell(&done.unwrap_or_else(|| News::Failed(format!("`{line}` is not known"))));
}

fn claim(id: &str, tell: &mut dyn FnMut(&News)) -> Option<News> {
    let claim = stages::claim(id)?;
    let mut experiment = Experiment::new(claim);
    advance(&mut experiment, &mut |e| tell(&News::Progress(e.progress().0, e.progress().1)));
    Verdict::of(&experiment.checks()?).map(News::Verdict)
}

/// Begins where the search ended that is on file: two numbers of users tell whether it is so.
fn search(id: &str, tell: &mut dyn FnMut(&News)) -> Option<News> {
    let first = step(rung(id)?.users);
    let least = 2 * SEEDS as usize;
    let found = climb(Build::of(id)?, first, &mut |runs| tell(&News::Progress(runs, least.max(runs + 1))));
    Some(News::Rung(found.users, found.p99_ms))
}

fn score(design: &str, tell: &mut dyn FnMut(&News)) -> News {
    match Design::of_line(design) {
        Ok(design) => {
            News::Score(challenge::run::score(&design, &mut |done, total| tell(&News::Progress(done, total))))
        }
        Err(error) => News::Failed(error.to_string()),
    }
}

fn workload(id: &str, tell: &mut dyn FnMut(&News)) -> Option<News> {
    let workload = stores::workload(id)?;
    let mut experiment = Experiment::of(Family::ALL.map(|family| workload.trial(family, SEED)).to_vec());
    let times = |e: &Experiment| News::Times(e.outcomes().iter().map(stores::data_ms).collect());
    advance(&mut experiment, &mut |e| tell(&times(e)));
    Some(times(&experiment))
}

/// Runs all, and calls `after` at the start and after each run.
fn advance(experiment: &mut Experiment, after: &mut dyn FnMut(&Experiment)) {
    let mut told = None;
    loop {
        let (done, total) = experiment.progress();
        if told != Some(done) && done < total {
            told = Some(done);
            after(experiment);
        }
        if experiment.advance(u64::MAX) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(line: &str) -> Vec<News> {
        let mut all = Vec::new();
        run(line, &mut |news| all.push(News::read(&news.write()).unwrap()));
        all
    }

    #[test]
    fn a_claim_is_run_and_told_as_the_tests_run_it() {
        let all = news(&Job::Claim("single.spof").to_string());
        let Some((News::Verdict(verdict), before)) = all.split_last() else { panic!("{all:?}") };
        let progress = (0..before.len()).map(|done| News::Progress(done, before.len())).collect::<Vec<_>>();
        assert_eq!(before, progress);
        let checks = crate::claim::run(stages::claim("single.spof").unwrap());
        assert_eq!(verdict, &Verdict::of(&checks).unwrap());
        assert!(verdict.holds && verdict.measured.n > 1);
    }

    #[test]
    fn a_verdict_shows_the_check_that_does_not_hold() {
        let check = |expected| Check::new("runs", &[3.0, 3.0], " ms", Relation::AtMost, expected);
        let verdict = Verdict::of(&[check(4.0), check(2.0)]).unwrap();
        assert!(!verdict.holds && verdict.expected == 2.0);
        assert_eq!(Verdict::of(&[]), None);
        let told =
            News::Verdict(Verdict { measured: Estimate { half_width: f64::INFINITY, ..verdict.measured }, ..verdict });
        assert_eq!(News::read(&told.write()), Some(told));
    }

    #[test]
    fn stores_come_one_by_one() {
        let all = news(&Job::Stores("cart").to_string());
        let counts: Vec<usize> = all.iter().map(|n| if let News::Times(ms) = n { ms.len() } else { 99 }).collect();
        assert_eq!(counts, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_rung_is_found_where_it_is_filed() {
        let all = news(&Job::Rung("single-server").to_string());
        let filed = rung("single-server").unwrap().users;
        assert!(matches!(all.last(), Some(News::Rung(users, p99_ms)) if *users == filed && *p99_ms > 0.0), "{all:?}");
        let told = all.iter().filter(|news| matches!(news, News::Progress(done, 6) if *done < 6)).count();
        assert_eq!(told, all.len() - 1, "{all:?}");
    }

    #[test]
    fn a_design_is_scored_or_refused_in_words() {
        let all = news(&Job::Score("1").to_string());
        assert!(matches!(all.last(), Some(News::Score(score)) if score.answered_percent < 97.5), "{all:?}");
        assert!(all.len() > 100 && all[1] == News::Progress(1, 900), "{all:?}");
        assert!(matches!(&news("score 1 web.servers=x")[..], [News::Failed(why)] if why.contains("from 1 to 12")));
    }

    #[test]
    fn what_is_not_known_fails() {
        for line in ["claim nowhere.nothing", "rung moon", "stores none", "dance", ""] {
            assert_eq!(news(line), [News::Failed(format!("`{line}` is not known"))]);
        }
        for text in ["", "verdict\n1\nruns", "progress\n1\nmany", "rung\n1", "score\n1\n2", "song\n1"] {
            assert_eq!(News::read(text), None);
        }
    }
}
