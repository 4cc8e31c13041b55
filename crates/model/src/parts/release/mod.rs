//! Builds: which one each web server runs, what a bad one breaks, and how a new one comes to the servers.

pub(crate) mod config;
pub(crate) mod multi_site;
pub(crate) mod params;
pub(crate) mod pipeline;

use crate::config::Config;
use crate::engine::event::Event;
use crate::engine::luck::Purpose;
use crate::engine::time::{Nanos, from_secs};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::parts::release::pipeline::{Build, Orders, Pipeline, Quality};
use crate::request::RequestKey;
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::{MAX_SERVERS, NodeId};

/// How long the tests of a build take, in seconds. Minutes in practice; shortened, so that it can be watched.
pub const TESTS_S: f64 = 5.0;
/// How long a build that runs everywhere is watched before it counts as proven, in seconds.
pub const WATCH_S: f64 = 900.0;

/// What each web server runs.
#[derive(Clone, Debug)]
pub(crate) struct Release {
    /// The build, by server.
    builds: [Build; MAX_SERVERS],
    /// Requests may fail by a bug: some server has a build that fails them, or every build does.
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
            builds: [Build::default(); MAX_SERVERS],
            faulty: false,
            pipeline: Pipeline::default(),
            by_chance: false,
            due: 0,
            epoch: 0,
        }
    }
}

impl Core {
    pub(crate) fn orders(&self) -> Orders {
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

    /// Share of requests that every build fails, 0 to 1.
    pub(crate) fn base_errors(&self) -> f64 {
        if self.is_watched() { self.config.release.base } else { 0.0 }
    }
}

impl Sim {
    /// Which build the web server with number `server` runs, from 1.
    pub fn build_of(&self, server: u8) -> u16 {
        // They count from 0: the one that servers begin with.
        self.parts.release.builds[usize::from(server)].number.min(u32::from(u16::MAX) - 1) as u16 + 1
    }

    /// Share of the requests that the build on the web server with number `server` fails, 0 to 1.
    pub fn bug_of(&self, server: u8) -> f64 {
        match self.parts.release.builds[usize::from(server)].quality {
            Quality::Good => 0.0,
            Quality::Bad => self.core.config.release.bug,
            Quality::Broken => 1.0,
        }
    }

    /// Puts a bad build on one web server, past the pipeline. No input, so that the run goes on from here as from another
    /// beginning.
    pub fn spoil(&mut self, server: u8) {
        let build = self.parts.release.builds[usize::from(server)];
        self.put_build(server, Build { quality: Quality::Bad, ..build });
    }

    /// How far the last build has come.
    pub fn pipeline(&self) -> &Pipeline {
        &self.parts.release.pipeline
    }

    /// When the next build is ready that comes by itself, if one does.
    pub fn next_build(&self) -> Option<Nanos> {
        (self.parts.release.due > 0).then_some(self.parts.release.due)
    }

    /// A web server is done with a part of a request: whether its build fails it. It has then failed.
    #[cold]
    pub(crate) fn meets_bug(&mut self, key: RequestKey) -> bool {
        let Some(request) = self.core.requests.get(key).filter(|request| !request.is_file()) else { return false };
        let server = request.web.unwrap_or(0);
        let (share, base) = (self.bug_of(server), self.core.base_errors());
        let u = self.core.luck.draw(Purpose::Bug, request.id, 0).unit();
        let fails = u < base + (1.0 - base) * share;
        if fails {
            self.parts.release.by_chance = u < base;
            self.fail(key, NodeId::web(server), Cause::Bug);
            self.parts.release.by_chance = false;
        }
        fails
    }

    /// The next stage begins with a build in which nothing is wrong; what was planned is given up.
    pub(crate) fn mend_builds(&mut self) {
        let old = core::mem::take(&mut self.parts.release);
        self.parts.release.epoch = old.epoch + 1;
        self.parts.release.pipeline.epoch = old.pipeline.epoch + 1;
        self.fit_builds();
    }

    /// Builds that come by themselves begin, go on or end as the settings say; a bad one is as bad as they say.
    pub(crate) fn fit_builds(&mut self) {
        let there = self.core.is_watched();
        if there && !self.parts.deploys.hold {
            self.spread_build();
        }
        self.fit_faulty();
        let every = if there { from_secs(self.core.config.release.every_s) } else { 0 };
        if every == 0 {
            if self.parts.release.due > 0 {
                (self.parts.release.due, self.parts.release.epoch) = (0, self.parts.release.epoch + 1);
            }
        } else if self.parts.release.due == 0 || self.parts.release.due > self.core.now + every {
            self.plan_build(self.core.now + every);
        }
    }

    fn plan_build(&mut self, at: Nanos) {
        self.parts.release.epoch += 1;
        self.parts.release.due = at;
        self.core.events.push(at, Event::NewBuild { epoch: self.parts.release.epoch });
    }

    /// A new build is ready by itself. It waits while an alert goes on that would take it back for another's errors.
    pub(crate) fn new_build(&mut self, epoch: u32) {
        if self.parts.release.epoch != epoch {
            return;
        }
        let settings = self.core.config.release;
        debug_assert!(settings.every_s > 0.0, "what was planned is given up when no more are to come");
        let held = settings.rollback && self.parts.telemetry.alerts().is_firing();
        if !held && self.core.serves(NodeId::PIPELINE) {
            let number = u64::from(self.parts.release.pipeline.builds());
            let bad = self.core.luck.draw(Purpose::Deploy, number, 0).unit() < settings.bad_share;
            self.begin_build(if bad { Quality::Bad } else { Quality::Good });
            self.plan_build(self.core.now + from_secs(settings.every_s.max(1.0)));
        } else {
            self.plan_build(self.core.now + from_secs(1.0));
        }
    }

    /// The pipeline has a new build.
    pub(crate) fn begin_build(&mut self, quality: Quality) {
        let orders = self.core.orders();
        let next = self.parts.release.pipeline.begin(quality, self.core.now, &orders);
        self.go_to(next);
    }

    /// The pipeline goes on with its build, once it works.
    pub(crate) fn roll(&mut self, epoch: u32) {
        if self.parts.release.pipeline.epoch != epoch || !self.core.config.topology.telemetry {
            return;
        }
        if !self.core.serves(NodeId::PIPELINE) {
            self.core.events.push(self.core.now + from_secs(1.0), Event::Roll { epoch });
            return;
        }
        let orders = self.core.orders();
        let next = self.parts.release.pipeline.go_on(self.core.now, &orders);
        self.go_to(next);
    }

    fn go_to(&mut self, next: Option<Nanos>) {
        self.spread_build();
        if let Some(at) = next {
            self.core.events.push(at, Event::Roll { epoch: self.parts.release.pipeline.epoch });
        }
    }

    /// An alert that began with the last build, or has outlasted a whole window of it, takes it back.
    pub(crate) fn take_back(&mut self) {
        let settings = &self.core.config.release;
        let Some(exposed) = self.parts.release.pipeline.exposed() else { return };
        let window = from_secs(self.core.config.telemetry.window_s.max(self.core.config.telemetry.scrape_s));
        let blamed = |fired: Nanos| fired >= exposed || self.core.now >= exposed + window;
        let ring = settings.rollback && self.parts.telemetry.alerts().firing().any(|alert| blamed(alert.fired));
        if ring && self.core.serves(NodeId::PIPELINE) && self.parts.release.pipeline.take_back(self.core.now) {
            self.core.accounts.tally(Count::Rollback);
            self.spread_build();
        }
    }

    /// The servers up to where the pipeline has come run the new build, the others what they ran before; all of them what
    /// has proved itself, when the new one was taken back.
    fn spread_build(&mut self) {
        let pipeline = self.parts.release.pipeline;
        if pipeline.builds() == 0 {
            return;
        }
        self.parts.deploys.hold = false;
        for (place, server) in self.core.config.all_servers().enumerate() {
            self.put_build(server, pipeline.build_at(place as u32));
        }
    }

    /// `server` runs `build` from now on.
    pub(crate) fn put_build(&mut self, server: u8, build: Build) {
        self.parts.release.builds[usize::from(server)] = build;
        self.fit_faulty();
    }

    /// Servers that were not among those of `old` run what the first of their data center does, and in a data center that
    /// is opened what the first of all does.
    pub(crate) fn equip_servers(&mut self, old: &Config) {
        for server in self.core.config.all_servers().filter(|server| !old.has_server(*server)) {
            let site = self.core.config.site_of(NodeId::web(server));
            let model = if u32::from(site) < old.sites() { self.core.config.servers_of(site).start } else { 0 };
            self.put_build(server, self.parts.release.builds[usize::from(model)]);
        }
    }

    fn fit_faulty(&mut self) {
        let bad = |build: &Build| build.quality != Quality::Good;
        self.parts.release.faulty = self.core.base_errors() > 0.0 || self.parts.release.builds.iter().any(bad);
    }
}
