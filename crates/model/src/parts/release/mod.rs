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
use crate::parts::release::multi_site::Deploys;
use crate::parts::release::pipeline::{Build, Orders, Pipeline, Quality};
use crate::parts::telemetry::Alerts;
use crate::request::RequestKey;
use crate::sim::core::Core;
use crate::sim::next::Next;
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
    /// Builds that come to several data centers past the pipeline.
    deploys: Deploys,
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
            deploys: Deploys::default(),
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

impl Release {
    /// Which build the web server with number `server` runs, from 1.
    pub fn build_of(&self, server: u8) -> u16 {
        // They count from 0: the one that servers begin with.
        self.builds[usize::from(server)].number.min(u32::from(u16::MAX) - 1) as u16 + 1
    }

    /// Share of the requests that the build on the web server with number `server` fails, 0 to 1.
    pub fn bug_of(&self, core: &Core, server: u8) -> f64 {
        match self.builds[usize::from(server)].quality {
            Quality::Good => 0.0,
            Quality::Bad => core.config.release.bug,
            Quality::Broken => 1.0,
        }
    }

    /// Puts a bad build on one web server, past the pipeline.
    pub fn spoil(&mut self, core: &Core, server: u8) {
        let build = self.builds[usize::from(server)];
        self.put_build(core, server, Build { quality: Quality::Bad, ..build });
    }

    /// When the next build is ready that comes by itself, if one does.
    pub fn next_build(&self) -> Option<Nanos> {
        (self.due > 0).then_some(self.due)
    }

    /// A web server is done with a part of a request: whether its build fails it.
    #[cold]
    pub fn try_build(&mut self, core: &Core, key: RequestKey) -> Next {
        let Some(request) = core.requests.get(key).filter(|request| !request.is_file()) else { return Next::GoOn };
        let server = request.web.unwrap_or(0);
        let (share, base) = (self.bug_of(core, server), core.base_errors());
        let u = core.luck.draw(Purpose::Bug, request.id, 0).unit();
        if u < base + (1.0 - base) * share {
            self.by_chance = u < base;
            return Next::Fail { place: NodeId::web(server), cause: Cause::Bug };
        }
        Next::GoOn
    }

    /// The next stage begins with a build in which nothing is wrong; what was planned is given up.
    pub fn mend(&mut self, core: &mut Core) {
        let (epoch, pipeline_epoch) = (self.epoch + 1, self.pipeline.epoch + 1);
        *self = Self { epoch, deploys: self.deploys.begun_anew(), ..Self::default() };
        self.pipeline.epoch = pipeline_epoch;
        self.fit(core);
    }

    /// Builds that come by themselves begin, go on or end as the settings say; a bad one is as bad as they say.
    pub fn fit(&mut self, core: &mut Core) {
        let there = core.is_watched();
        if there && !self.deploys.hold {
            self.spread_build(core);
        }
        self.fit_faulty(core);
        let every = if there { from_secs(core.config.release.every_s) } else { 0 };
        if every == 0 {
            if self.due > 0 {
                (self.due, self.epoch) = (0, self.epoch + 1);
            }
        } else if self.due == 0 || self.due > core.now + every {
            self.plan_build(core, core.now + every);
        }
    }

    fn plan_build(&mut self, core: &mut Core, at: Nanos) {
        self.epoch += 1;
        self.due = at;
        core.events.push(at, Event::NewBuild { epoch: self.epoch });
    }

    /// A new build is ready by itself. It waits while an alert goes on that would take it back for another's errors.
    pub fn new_build(&mut self, core: &mut Core, epoch: u32, alerts: &Alerts) {
        if self.epoch != epoch {
            return;
        }
        let settings = core.config.release;
        debug_assert!(settings.every_s > 0.0, "what was planned is given up when no more are to come");
        let held = settings.rollback && alerts.is_firing();
        if !held && core.serves(NodeId::PIPELINE) {
            let number = u64::from(self.pipeline.builds());
            let bad = core.luck.draw(Purpose::Deploy, number, 0).unit() < settings.bad_share;
            self.begin_build(core, if bad { Quality::Bad } else { Quality::Good });
            self.plan_build(core, core.now + from_secs(settings.every_s.max(1.0)));
        } else {
            self.plan_build(core, core.now + from_secs(1.0));
        }
    }

    /// The pipeline has a new build.
    pub fn begin_build(&mut self, core: &mut Core, quality: Quality) {
        let next = self.pipeline.begin(quality, core.now, &core.orders());
        self.go_to(core, next);
    }

    /// The pipeline goes on with its build, once it works.
    pub fn roll(&mut self, core: &mut Core, epoch: u32) {
        if self.pipeline.epoch != epoch || !core.config.topology.telemetry {
            return;
        }
        if !core.serves(NodeId::PIPELINE) {
            core.events.push(core.now + from_secs(1.0), Event::Roll { epoch });
            return;
        }
        let next = self.pipeline.go_on(core.now, &core.orders());
        self.go_to(core, next);
    }

    fn go_to(&mut self, core: &mut Core, next: Option<Nanos>) {
        self.spread_build(core);
        if let Some(at) = next {
            core.events.push(at, Event::Roll { epoch: self.pipeline.epoch });
        }
    }

    /// An alert that began with the last build, or has outlasted a whole window of it, takes it back.
    pub fn take_back(&mut self, core: &mut Core, alerts: &Alerts) {
        let Some(exposed) = self.pipeline.exposed() else { return };
        let window = from_secs(core.config.telemetry.window_s.max(core.config.telemetry.scrape_s));
        let blamed = |fired: Nanos| fired >= exposed || core.now >= exposed + window;
        let ring = core.config.release.rollback && alerts.firing().any(|alert| blamed(alert.fired));
        if ring && core.serves(NodeId::PIPELINE) && self.pipeline.take_back(core.now) {
            core.accounts.tally(Count::Rollback);
            self.spread_build(core);
        }
    }

    /// The servers up to where the pipeline has come run the new build, the others what they ran before; all of them what
    /// has proved itself, when the new one was taken back.
    fn spread_build(&mut self, core: &Core) {
        if self.pipeline.builds() == 0 {
            return;
        }
        self.deploys.hold = false;
        for (place, server) in core.config.all_servers().enumerate() {
            self.put_build(core, server, self.pipeline.build_at(place as u32));
        }
    }

    /// `server` runs `build` from now on.
    fn put_build(&mut self, core: &Core, server: u8, build: Build) {
        self.builds[usize::from(server)] = build;
        self.fit_faulty(core);
    }

    /// Servers that were not among those of `old` run what the first of their data center does, and in a data center that
    /// is opened what the first of all does.
    pub fn equip_servers(&mut self, core: &Core, old: &Config) {
        for server in core.config.all_servers().filter(|server| !old.has_server(*server)) {
            let site = core.config.site_of(NodeId::web(server));
            let model = if u32::from(site) < old.sites() { core.config.servers_of(site).start } else { 0 };
            self.put_build(core, server, self.builds[usize::from(model)]);
        }
    }

    fn fit_faulty(&mut self, core: &Core) {
        let bad = |build: &Build| build.quality != Quality::Good;
        self.faulty = core.base_errors() > 0.0 || self.builds.iter().any(bad);
    }
}
