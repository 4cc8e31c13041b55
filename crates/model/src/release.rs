//! Builds: which one each web server runs, and what a bad one breaks.

use crate::engine::request::RequestKey;
use crate::luck::Purpose;
use crate::measure::accounts::Cause;
use crate::node::{MAX_SERVERS, NodeId};
use crate::sim::Sim;

/// What each web server runs.
#[derive(Clone, Debug)]
pub(crate) struct Release {
    /// The number of the build, from 1.
    pub build: [u16; MAX_SERVERS],
    /// Share of its requests that the build fails there, 0 to 1.
    pub bug: [f32; MAX_SERVERS],
    /// Some server has a build that fails requests.
    pub faulty: bool,
}

impl Default for Release {
    fn default() -> Self {
        Self { build: [1; MAX_SERVERS], bug: [0.0; MAX_SERVERS], faulty: false }
    }
}

impl Release {
    /// `server` runs `build` from now on, which fails a share `bug` of its requests.
    #[allow(dead_code)] // Until the first deploy is written.
    pub fn put(&mut self, server: u8, build: u16, bug: f64) {
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

    /// A web server is done with a part of a request: whether its build fails it. It has then failed.
    #[cold]
    pub(crate) fn meets_bug(&mut self, key: RequestKey) -> bool {
        let Some(request) = self.requests.get(key).filter(|request| !request.is_file()) else { return false };
        let server = request.web.unwrap_or(0);
        let share = f64::from(self.release.bug[usize::from(server)]);
        let fails = share > 0.0 && self.luck.draw(Purpose::Bug, request.id, 0).unit() < share;
        if fails {
            self.fail(key, NodeId::web(server), Cause::Bug);
        }
        fails
    }
}
