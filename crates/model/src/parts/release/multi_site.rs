//! New builds in several data centers: by hand, one after the other, or through a pipeline that tests at each of them
//! first.

use crate::engine::event::Event;
use crate::engine::luck::Purpose;
use crate::engine::time::{Nanos, from_secs};
use crate::input::Act;
use crate::parts::release::pipeline::{Build, Quality};
use crate::parts::release::{Release, TESTS_S};
use crate::sim::core::Core;

/// Time that a build by hand takes at one data center, in seconds; shortened, so that it can be watched.
pub const BY_HAND_S: f64 = 8.0;
/// In place of a data center's number: the pipeline.
const PIPELINE: u8 = u8::MAX;

/// How a deploy in several data centers stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeployState {
    /// There is none.
    #[default]
    Idle,
    /// Somebody goes from one to the next.
    ByHand,
    /// The pipeline tests, until the given moment.
    Testing(Nanos),
    /// The tests failed at this data center: the build goes nowhere.
    Stopped(u8),
    /// All have the build.
    Done,
}

/// Deploys in several data centers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Deploys {
    /// The last build.
    last: Build,
    epoch: u32,
    /// The mistake in the next build is known, and mended.
    mended: bool,
    /// Where somebody forgets something.
    forgetful: u8,
    /// What servers run came to them from here, and not from the pipeline of those who watch.
    pub hold: bool,
    state: DeployState,
}

impl Deploys {
    /// Somebody forgets something at this one of the data centers.
    fn forgetful_site(&self, core: &Core) -> u8 {
        core.luck.draw(Purpose::Deploy, u64::from(self.last.number), 0).below(core.config.sites()) as u8
    }

    /// What was deployed by hand or through a pipeline is forgotten.
    pub fn begun_anew(&self) -> Self {
        Self { epoch: self.epoch.wrapping_add(1), ..Self::default() }
    }
}

impl Release {
    /// How the last deploy in several data centers stands.
    pub fn deploy_state(&self) -> DeployState {
        self.deploys.state
    }

    /// The build that data center `site` runs: that of its first web server.
    pub fn build_at(&self, core: &Core, site: u8) -> u16 {
        core.config.servers_of(site).next().map_or(0, |server| self.build_of(server))
    }

    /// A new build is on its way to the data centers, by hand or through a pipeline.
    pub fn deploy_to_sites(&mut self, core: &mut Core, act: Act) {
        self.deploys.epoch = self.deploys.epoch.wrapping_add(1);
        let epoch = self.deploys.epoch;
        if act == Act::DeployByHand {
            self.deploys.state = DeployState::ByHand;
            self.deploys.forgetful = self.deploys.forgetful_site(core);
            core.events.push(core.now, Event::Deploy { site: 0, epoch });
            self.deploys.mended = true;
        } else {
            let until = core.now + from_secs(TESTS_S);
            self.deploys.state = DeployState::Testing(until);
            core.events.push(until, Event::Deploy { site: PIPELINE, epoch });
        }
    }

    /// A step of a deploy.
    pub fn deploy_step(&mut self, core: &mut Core, site: u8, epoch: u32) {
        if self.deploys.epoch != epoch || !core.config.topology.sites {
            return;
        }
        if site == PIPELINE {
            return self.tests_are_done(core);
        }
        if u32::from(site) >= core.config.sites() {
            // It was closed on the way there.
            self.deploys.state = DeployState::Done;
            return;
        }
        // Each site builds for itself, so that no two run the same.
        let quality = if site == self.deploys.forgetful { Quality::Bad } else { Quality::Good };
        self.number(quality);
        self.put_last_build(core, site);
        if u32::from(site) + 1 < core.config.sites() {
            core.events.push(core.now + from_secs(BY_HAND_S), Event::Deploy { site: site + 1, epoch });
        } else {
            self.deploys.state = DeployState::Done;
        }
    }

    /// The next build is of `quality`, and has a number that none has had.
    fn number(&mut self, quality: Quality) {
        let (piped, last) = (self.pipeline.build(), self.deploys.last);
        let newest = if piped.number > last.number { piped } else { last };
        self.deploys.last = newest.next(quality);
        self.deploys.hold = true;
    }

    fn tests_are_done(&mut self, core: &Core) {
        if !self.deploys.mended {
            self.deploys.mended = true;
            self.deploys.state = DeployState::Stopped(self.deploys.forgetful_site(core));
            return;
        }
        self.deploys.mended = false;
        self.number(Quality::Good);
        self.deploys.state = DeployState::Done;
        (0..core.config.sites() as u8).for_each(|site| self.put_last_build(core, site));
    }

    fn put_last_build(&mut self, core: &Core, site: u8) {
        for server in core.config.servers_of(site) {
            self.put_build(core, server, self.deploys.last);
        }
    }
}
