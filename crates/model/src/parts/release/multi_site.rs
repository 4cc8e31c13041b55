//! New builds in several data centers: by hand, one after the other, or through a pipeline that tests at each of them
//! first.

use crate::engine::event::Event;
use crate::engine::luck::Purpose;
use crate::engine::time::{Nanos, from_secs};
use crate::input::Act;
use crate::parts::release::TESTS_S;
use crate::parts::release::pipeline::{Build, Quality};
use crate::sim::Sim;

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
    pub(crate) hold: bool,
    state: DeployState,
}

impl Sim {
    /// How the last deploy in several data centers stands.
    pub fn deploy_state(&self) -> DeployState {
        self.parts.deploys.state
    }

    /// The build that data center `site` runs: that of its first web server.
    pub fn build_at(&self, site: u8) -> u16 {
        self.core.config.servers_of(site).next().map_or(0, |server| self.build_of(server))
    }

    /// Somebody forgets something at this one of the data centers.
    fn forgetful_site(&self) -> u8 {
        self.core
            .luck
            .draw(Purpose::Deploy, u64::from(self.parts.deploys.last.number), 0)
            .below(self.core.config.sites()) as u8
    }

    pub(crate) fn deploy_to_sites(&mut self, act: Act) {
        self.parts.deploys.epoch = self.parts.deploys.epoch.wrapping_add(1);
        let epoch = self.parts.deploys.epoch;
        if act == Act::DeployByHand {
            self.parts.deploys.state = DeployState::ByHand;
            self.parts.deploys.forgetful = self.forgetful_site();
            self.core.events.push(self.core.now, Event::Deploy { site: 0, epoch });
            self.parts.deploys.mended = true;
        } else {
            let until = self.core.now + from_secs(TESTS_S);
            self.parts.deploys.state = DeployState::Testing(until);
            self.core.events.push(until, Event::Deploy { site: PIPELINE, epoch });
        }
    }

    /// A step of a deploy.
    pub(crate) fn deploy_step(&mut self, site: u8, epoch: u32) {
        if self.parts.deploys.epoch != epoch || !self.core.config.topology.sites {
            return;
        }
        if site == PIPELINE {
            return self.tests_are_done();
        }
        if u32::from(site) >= self.core.config.sites() {
            // It was closed on the way there.
            self.parts.deploys.state = DeployState::Done;
            return;
        }
        // Each site builds for itself, so that no two run the same.
        let quality = if site == self.parts.deploys.forgetful { Quality::Bad } else { Quality::Good };
        self.number(quality);
        self.put_last_build(site);
        if u32::from(site) + 1 < self.core.config.sites() {
            self.core.events.push(self.core.now + from_secs(BY_HAND_S), Event::Deploy { site: site + 1, epoch });
        } else {
            self.parts.deploys.state = DeployState::Done;
        }
    }

    /// The next build is of `quality`, and has a number that none has had.
    fn number(&mut self, quality: Quality) {
        let piped = self.parts.release.pipeline.build();
        let newest = if piped.number > self.parts.deploys.last.number { piped } else { self.parts.deploys.last };
        self.parts.deploys.last = newest.next(quality);
        self.parts.deploys.hold = true;
    }

    fn tests_are_done(&mut self) {
        if !self.parts.deploys.mended {
            self.parts.deploys.mended = true;
            self.parts.deploys.state = DeployState::Stopped(self.forgetful_site());
            return;
        }
        self.parts.deploys.mended = false;
        self.number(Quality::Good);
        self.parts.deploys.state = DeployState::Done;
        (0..self.core.config.sites() as u8).for_each(|site| self.put_last_build(site));
    }

    fn put_last_build(&mut self, site: u8) {
        for server in self.core.config.servers_of(site) {
            self.put_build(server, self.parts.deploys.last);
        }
    }

    /// What was deployed by hand or through a pipeline is forgotten; [`Sim::mend_builds`] puts a good build everywhere.
    pub(crate) fn forget_deploys(&mut self) {
        let epoch = self.parts.deploys.epoch.wrapping_add(1);
        self.parts.deploys = Deploys { epoch, ..Deploys::default() };
    }
}
