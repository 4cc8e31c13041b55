//! Builds: which one each web server runs, what a bad one breaks, and how a new one comes to the servers.

use crate::engine::event::Event;
use crate::engine::request::RequestKey;
use crate::luck::Purpose;
use crate::measure::accounts::Cause;
use crate::measure::count::Count;
use crate::node::{MAX_SERVERS, NodeId};
use crate::rollout::{Build, Orders, Pipeline, Quality};
use crate::sim::Sim;
use crate::time::{Nanos, from_secs};

/// How long the tests of a build take, in seconds. Minutes in practice; shortened, so that it can be watched.
pub const TESTS_S: f64 = 5.0;
/// How long a build that runs everywhere is watched before it counts as proven, in seconds.
pub const WATCH_S: f64 = 900.0;

/// What each web server runs.
#[derive(Clone, Debug)]
pub(crate) struct Release {
    /// The number of the build, from 1.
    pub build: [u16; MAX_SERVERS],
    /// Share of its requests that the build fails there, 0 to 1.
    pub bug: [f32; MAX_SERVERS],
    /// Some server has a build that fails requests.
    pub faulty: bool,
    pub pipeline: Pipeline,
    /// The request that fails just now does not fail by a bug, but as some always do.
    pub by_chance: bool,
    /// When the next build is ready; 0 if none is to come by itself.
    due: Nanos,
    epoch: u32,
}

impl Default for Release {
    fn default() -> Self {
        Self {
            build: [1; MAX_SERVERS],
            bug: [0.0; MAX_SERVERS],
            faulty: false,
            pipeline: Pipeline::default(),
            by_chance: false,
            due: 0,
            epoch: 0,
        }
    }
}

impl Release {
    /// `server` runs `build` from now on, which fails a share `bug` of its requests.
    fn put(&mut self, server: u8, build: u16, bug: f64) {
        self.build[usize::from(server)] = build;
        self.bug[usize::from(server)] = bug as f32;
        self.faulty = self.bug.iter().any(|bug| *bug > 0.0);
    }
}

impl Sim {
    /// Which build the web server with number `server` runs, from 1.
    pub fn build_of(&self, server: u8) -> u16 {
        self.release.build[usize::from(server)]
    }

    /// Share of the requests that the build on the web server with number `server` fails, 0 to 1.
    pub fn bug_of(&self, server: u8) -> f64 {
        f64::from(self.release.bug[usize::from(server)])
    }

    /// Puts a bad build on one web server, past the pipeline. No input, so that the run goes on from here as from another
    /// beginning.
    pub fn spoil(&mut self, server: u8) {
        let (build, bug) = (self.build_of(server), self.config.release.bug);
        self.release.put(server, build, bug);
    }

    /// How far the last build has come.
    pub fn pipeline(&self) -> &Pipeline {
        &self.release.pipeline
    }

    /// When the next build is ready that comes by itself, if one does.
    pub fn next_build(&self) -> Option<Nanos> {
        (self.release.due > 0).then_some(self.release.due)
    }

    /// A web server is done with a part of a request: whether its build fails it. It has then failed.
    #[cold]
    pub(crate) fn meets_bug(&mut self, key: RequestKey) -> bool {
        let Some(request) = self.requests.get(key).filter(|request| !request.is_file()) else { return false };
        let server = request.web.unwrap_or(0);
        let share = f64::from(self.release.bug[usize::from(server)]);
        let base = if self.config.topology.telemetry { self.config.release.base } else { 0.0 };
        let u = self.luck.draw(Purpose::Bug, request.id, 0).unit();
        let fails = u < base + (1.0 - base) * share;
        if fails {
            self.release.by_chance = u < base;
            self.fail(key, NodeId::web(server), Cause::Bug);
            self.release.by_chance = false;
        }
        fails
    }

    /// The next stage begins with a build in which nothing is wrong; what was planned is given up.
    pub(crate) fn mend_builds(&mut self) {
        let old = core::mem::take(&mut self.release);
        self.release.epoch = old.epoch + 1;
        self.release.pipeline.epoch = old.pipeline.epoch + 1;
        self.fit_builds();
    }

    /// Builds that come by themselves begin, go on or end as the settings say; a bad one is as bad as they say.
    pub(crate) fn fit_builds(&mut self) {
        let there = self.config.topology.telemetry && self.config.tandem.is_none();
        if there {
            self.spread_build();
        }
        let base = there && self.config.release.base > 0.0;
        self.release.faulty = base || self.release.bug.iter().any(|bug| *bug > 0.0);
        let every = if there { from_secs(self.config.release.every_s) } else { 0 };
        if every == 0 {
            if self.release.due > 0 {
                (self.release.due, self.release.epoch) = (0, self.release.epoch + 1);
            }
        } else if self.release.due == 0 || self.release.due > self.now + every {
            self.plan_build(self.now + every);
        }
    }

    fn plan_build(&mut self, at: Nanos) {
        self.release.epoch += 1;
        self.release.due = at;
        self.events.push(at, Event::NewBuild { epoch: self.release.epoch });
    }

    /// A new build is ready by itself. It waits while an alert goes on that would take it back for another's errors.
    pub(crate) fn new_build(&mut self, epoch: u32) {
        if self.release.epoch != epoch {
            return;
        }
        let settings = self.config.release;
        debug_assert!(settings.every_s > 0.0, "what was planned is given up when no more are to come");
        let held = settings.rollback && self.telemetry.alerts().is_firing();
        if !held && self.serves(NodeId::PIPELINE) {
            let number = u64::from(self.release.pipeline.builds());
            let bad = self.luck.draw(Purpose::Deploy, number, 0).unit() < settings.bad_share;
            self.begin_build(if bad { Quality::Bad } else { Quality::Good });
            self.plan_build(self.now + from_secs(settings.every_s.max(1.0)));
        } else {
            self.plan_build(self.now + from_secs(1.0));
        }
    }

    fn orders(&self) -> Orders {
        let settings = &self.config.release;
        Orders {
            strategy: settings.strategy,
            canary: settings.canary,
            step: from_secs(settings.step_s),
            tests: settings.tests.then(|| from_secs(TESTS_S)),
            watch: from_secs(WATCH_S),
            servers: self.config.all_servers().count() as u32,
        }
    }

    /// A build is handed to the pipeline.
    pub(crate) fn begin_build(&mut self, quality: Quality) {
        let orders = self.orders();
        let next = self.release.pipeline.begin(quality, self.now, &orders);
        self.go_to(next);
    }

    /// The pipeline goes on with its build, once it works.
    pub(crate) fn roll(&mut self, epoch: u32) {
        if self.release.pipeline.epoch != epoch || !self.config.topology.telemetry {
            return;
        }
        if !self.serves(NodeId::PIPELINE) {
            self.events.push(self.now + from_secs(1.0), Event::Roll { epoch });
            return;
        }
        let orders = self.orders();
        let next = self.release.pipeline.go_on(self.now, &orders);
        self.go_to(next);
    }

    fn go_to(&mut self, next: Option<Nanos>) {
        self.spread_build();
        if let Some(at) = next {
            self.events.push(at, Event::Roll { epoch: self.release.pipeline.epoch });
        }
    }

    /// An alert that began with the last build, or has outlasted a whole window of it, takes it back.
    pub(crate) fn take_back(&mut self) {
        let settings = &self.config.release;
        let Some(exposed) = self.release.pipeline.exposed() else { return };
        let window = from_secs(self.config.telemetry.window_s.max(self.config.telemetry.scrape_s));
        let blamed = |fired: Nanos| fired >= exposed || self.now >= exposed + window;
        let ring = settings.rollback && self.telemetry.alerts().firing().any(|alert| blamed(alert.fired));
        if ring && self.serves(NodeId::PIPELINE) && self.release.pipeline.take_back(self.now) {
            self.accounts.tally(Count::Rollback);
            self.spread_build();
        }
    }

    /// The servers up to where the pipeline has come run the new build, the others what they ran before; all of them what
    /// has proved itself, when the new one was taken back.
    fn spread_build(&mut self) {
        let pipeline = self.release.pipeline;
        if pipeline.builds() == 0 {
            return;
        }
        for (place, server) in self.config.all_servers().enumerate() {
            self.put_build(server, pipeline.build_at(place as u32));
        }
        self.release.faulty |= self.config.release.base > 0.0;
    }

    /// `server` runs `build` from now on. Servers count from 1: the one that they begin with is the first.
    pub(crate) fn put_build(&mut self, server: u8, build: Build) {
        let bug = self.bug_in(build);
        self.release.put(server, build.number.min(u32::from(u16::MAX) - 1) as u16 + 1, bug);
    }

    fn bug_in(&self, build: Build) -> f64 {
        match build.quality {
            Quality::Good => 0.0,
            Quality::Bad => self.config.release.bug,
            Quality::Broken => 1.0,
        }
    }
}
