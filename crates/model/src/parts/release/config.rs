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

    /// How many of `servers` servers run the new build after so many steps, the first of which is number 0; `canary`
    /// is the share of the servers that comes first, rounded up to whole servers.
    pub fn reached(self, step: u32, servers: u32, canary: f64) -> u32 {
        match self {
            Self::AllAtOnce => servers,
            Self::Rolling => step.saturating_add(1).min(servers),
            // A share of one of six is not two for want of a digit.
            Self::Canary if step == 0 => {
                (libm::ceil(canary * f64::from(servers) - 1e-6) as u32).clamp(1, servers.max(1))
            }
            Self::Canary => servers,
        }
    }
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
    /// Time from one new build to the next, in seconds; 0 where they come by hand only.
    pub every_s: f64,
    /// Share of these that are bad, 0 to 1.
    pub bad_share: f64,
    /// Share of requests that every build fails, 0 to 1.
    pub base: f64,
}
