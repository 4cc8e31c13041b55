//! Settings of how new builds come to the web servers.

use serde::Serialize;

/// In what order the web servers get a new build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// All at the same moment.
    #[default]
    AllAtOnce,
    /// One after the other.
    Rolling,
    /// A few first; the others when these have proved well.
    Canary,
}

impl Strategy {
    /// All of them, in the order of the registry's choice.
    pub const ALL: [Self; 3] = [Self::AllAtOnce, Self::Rolling, Self::Canary];
}

/// How new builds come to the web servers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ReleaseConfig {
    /// In what order.
    pub strategy: Strategy,
    /// Share of the servers that get it first as canaries, 0 to 1.
    pub canary: f64,
    /// Time from one server to the next, or from the canaries to the others, in seconds.
    pub step_s: f64,
    /// Whether the last build is brought back when an alert rings.
    pub rollback: bool,
    /// Whether a build whose tests fail is stopped.
    pub tests: bool,
    /// Share of requests that a bad build fails, 0 to 1.
    pub bug: f64,
}
