//! The pipeline: a new build is tested and put on the web servers, all at once or step by step, and taken back when an
//! alert is raised. Pure: knows servers by their number only.

use crate::config::Strategy;
use crate::engine::time::Nanos;

/// What is wrong with a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quality {
    /// Nothing.
    #[default]
    Good,
    /// Its tests pass, but it fails a share of the requests.
    Bad,
    /// Its tests fail, and so does every request.
    Broken,
}

/// A build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Build {
    /// Its number: each is one more than the last.
    pub number: u32,
    /// What is wrong with it.
    pub quality: Quality,
}

impl Build {
    /// The one after it.
    pub(crate) fn next(self, quality: Quality) -> Self {
        Self { number: self.number + 1, quality }
    }
}

/// How far the last build has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// There was none since the start.
    #[default]
    Idle,
    /// It is tested.
    Testing,
    /// Its tests failed: it went no further.
    Stopped,
    /// It runs on some servers.
    RollingOut,
    /// It runs on all, and is watched for some time.
    Watching,
    /// It has proved itself.
    Done,
    /// An alert was raised: it was taken back.
    RolledBack,
}

/// What the pipeline goes by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Orders {
    pub strategy: Strategy,
    /// Share of the servers that a canary takes, 0 to 1.
    pub canary: f64,
    /// From one step to the next.
    pub step: Nanos,
    /// How long tests take; none if there are no tests.
    pub tests: Option<Nanos>,
    /// How long a build that runs everywhere is watched.
    pub watch: Nanos,
    pub servers: u32,
}

/// The pipeline.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pipeline {
    stage: Stage,
    /// The last build.
    new: Build,
    /// The last that has proved itself.
    proven: Build,
    steps: u32,
    /// When the last build was begun, and when its stage.
    begun: Nanos,
    since: Nanos,
    /// When it first met requests.
    exposed: Option<Nanos>,
    /// An alert has been raised since.
    noticed: bool,
    /// So many servers, from the first, run it.
    reached: u32,
    pub(crate) epoch: u32,
    /// Builds begun, stopped by their tests, and taken back.
    counts: [u32; 3],
}

impl Pipeline {
    /// How far the last build has come.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// The last build.
    pub fn build(&self) -> Build {
        self.new
    }

    /// The build that servers go back to.
    pub fn proven(&self) -> Build {
        self.proven
    }

    /// Since when the last build is at its stage.
    pub fn since(&self) -> Nanos {
        self.since
    }

    /// When the last build was begun.
    pub fn begun(&self) -> Nanos {
        self.begun
    }

    /// When the last build first met requests, if it did.
    pub fn exposed(&self) -> Option<Nanos> {
        self.exposed
    }

    /// Builds begun since the start.
    pub fn builds(&self) -> u32 {
        self.counts[0]
    }

    /// Builds that their tests stopped.
    pub fn stopped(&self) -> u32 {
        self.counts[1]
    }

    /// Builds that were taken back.
    pub fn rolled_back(&self) -> u32 {
        self.counts[2]
    }

    /// Whether there is something to do or to watch.
    pub fn is_under_way(&self) -> bool {
        matches!(self.stage, Stage::Testing | Stage::RollingOut | Stage::Watching)
    }

    /// What the server in this place of the list runs.
    pub fn build_at(&self, place: u32) -> Build {
        let everywhere = matches!(self.stage, Stage::Watching | Stage::Done);
        let here = self.stage == Stage::RollingOut && place < self.reached;
        if everywhere || here { self.new } else { self.proven }
    }

    /// An alert was raised. When the build first met requests, if it is a bad one and this is the first since.
    pub(crate) fn notice(&mut self) -> Option<Nanos> {
        let runs = matches!(self.stage, Stage::RollingOut | Stage::Watching);
        if !runs || self.noticed || self.new.quality == Quality::Good {
            return None;
        }
        self.noticed = true;
        self.exposed
    }

    fn enter(&mut self, stage: Stage, now: Nanos) {
        (self.stage, self.since) = (stage, now);
    }

    /// A new build of `quality` is begun. One that runs everywhere by then has proved itself; one that is on its way is
    /// taken back. When the pipeline is to be asked again, if at all.
    pub(crate) fn begin(&mut self, quality: Quality, now: Nanos, orders: &Orders) -> Option<Nanos> {
        if self.stage == Stage::Watching {
            self.proven = self.new;
        }
        self.epoch += 1;
        self.counts[0] += 1;
        self.new = self.new.next(quality);
        (self.begun, self.steps, self.exposed, self.noticed) = (now, 0, None, false);
        self.enter(Stage::Testing, now);
        match orders.tests {
            Some(tests) => Some(now + tests),
            None => Some(self.roll_out(now, orders)),
        }
    }

    /// Its time has come to go on. When it is to be asked again, if at all.
    pub(crate) fn go_on(&mut self, now: Nanos, orders: &Orders) -> Option<Nanos> {
        match self.stage {
            Stage::Testing if orders.tests.is_some() && self.new.quality == Quality::Broken => {
                self.counts[1] += 1;
                self.enter(Stage::Stopped, now);
                None
            }
            Stage::Testing | Stage::RollingOut => Some(self.roll_out(now, orders)),
            Stage::Watching => {
                self.proven = self.new;
                self.enter(Stage::Done, now);
                None
            }
            _ => None,
        }
    }

    fn roll_out(&mut self, now: Nanos, orders: &Orders) -> Nanos {
        self.reached = orders.strategy.reached(self.steps, orders.servers, orders.canary);
        self.steps += 1;
        self.exposed = self.exposed.or(Some(now));
        let (stage, wait) = if self.reached < orders.servers {
            (Stage::RollingOut, orders.step)
        } else {
            (Stage::Watching, orders.watch)
        };
        self.enter(stage, now);
        now + wait.max(1)
    }

    /// An alert was raised. Whether servers are to go back to the proven build.
    pub(crate) fn take_back(&mut self, now: Nanos) -> bool {
        let on_servers = matches!(self.stage, Stage::RollingOut | Stage::Watching);
        if on_servers {
            self.epoch += 1;
            self.counts[2] += 1;
            self.enter(Stage::RolledBack, now);
        }
        on_servers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orders(strategy: Strategy) -> Orders {
        Orders { strategy, canary: 0.3, step: 10, tests: Some(5), watch: 100, servers: 6 }
    }

    /// Where a build gets to, until it is left alone.
    fn life(pipeline: &mut Pipeline, quality: Quality, orders: &Orders) -> Vec<(Nanos, u32)> {
        let number = pipeline.builds() + 1;
        let on = |pipeline: &Pipeline| {
            (0..orders.servers).filter(|place| pipeline.build_at(*place).number == number).count() as u32
        };
        let mut next = pipeline.begin(quality, 0, orders);
        let mut seen = vec![(0, on(pipeline))];
        while let Some(at) = next {
            next = pipeline.go_on(at, orders);
            seen.push((at, on(pipeline)));
        }
        seen
    }

    #[test]
    fn each_strategy_has_its_steps() {
        let mut pipeline = Pipeline::default();
        let mut of = |strategy| life(&mut pipeline, Quality::Bad, &orders(strategy));
        assert_eq!(of(Strategy::AllAtOnce), [(0, 0), (5, 6), (105, 6)]);
        assert_eq!(of(Strategy::Canary), [(0, 0), (5, 2), (15, 6), (115, 6)]);
        assert_eq!(of(Strategy::Rolling), [(0, 0), (5, 1), (15, 2), (25, 3), (35, 4), (45, 5), (55, 6), (155, 6)]);
        assert_eq!((pipeline.stage(), pipeline.proven().number, pipeline.builds()), (Stage::Done, 3, 3));
        for servers in 1..=64 {
            for share in [0.01, 0.125, 0.5, 1.0] {
                assert!((1..=servers).contains(&Strategy::Canary.reached(0, servers, share)));
            }
        }
    }

    #[test]
    fn tests_stop_what_they_can_see() {
        let mut pipeline = Pipeline::default();
        assert_eq!(life(&mut pipeline, Quality::Broken, &orders(Strategy::AllAtOnce)), [(0, 0), (5, 0)]);
        assert_eq!((pipeline.stage(), pipeline.exposed(), pipeline.stopped()), (Stage::Stopped, None, 1));
        let none = Orders { tests: None, ..orders(Strategy::AllAtOnce) };
        assert_eq!(life(&mut pipeline, Quality::Broken, &none), [(0, 6), (100, 6)]);
        assert_eq!((pipeline.exposed(), pipeline.build().number), (Some(0), 2));
    }

    #[test]
    fn what_is_taken_back_goes_no_further() {
        let (orders, mut pipeline) = (orders(Strategy::Canary), Pipeline::default());
        assert!(!pipeline.take_back(0), "there is nothing to go back from");
        let next = pipeline.begin(Quality::Bad, 0, &orders);
        assert!(!pipeline.take_back(1), "it has not met anybody");
        let epoch = pipeline.epoch;
        pipeline.go_on(next.unwrap(), &orders);
        assert!(pipeline.take_back(9) && pipeline.epoch > epoch && !pipeline.take_back(10));
        assert_eq!(
            (pipeline.stage(), pipeline.rolled_back(), pipeline.proven()),
            (Stage::RolledBack, 1, Build::default())
        );
        assert_eq!((pipeline.go_on(20, &orders), pipeline.build_at(0)), (None, Build::default()));
    }
}
