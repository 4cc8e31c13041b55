//! The stages, in the order of the walk. To add one: its folder, its two lines here, its prose in `content/`.

pub mod cache;
pub mod cdn;
pub mod data_centers;
pub mod database;
pub mod load_balancer;
pub mod message_queue;
pub mod millions;
pub mod observability;
pub mod replication;
pub mod scaling;
pub mod sharding;
pub mod single_server;
pub mod stateless;

use crate::Stage;
use crate::claim::Claim;

/// All stages.
pub static STAGES: &[Stage] = &[
    single_server::STAGE,
    database::STAGE,
    scaling::STAGE,
    load_balancer::STAGE,
    replication::STAGE,
    cache::STAGE,
    cdn::STAGE,
    stateless::STAGE,
    data_centers::STAGE,
    message_queue::STAGE,
    observability::STAGE,
    sharding::STAGE,
    millions::STAGE,
];

/// The claims of each stage, in the same order. They are no part of [`Stage`], so that what only looks at stages, as the
/// page does, is linked without them.
pub const CLAIMS: &[&[Claim]] = &[
    single_server::claims::ALL,
    database::claims::ALL,
    scaling::claims::ALL,
    load_balancer::claims::ALL,
    replication::claims::ALL,
    cache::claims::ALL,
    cdn::claims::ALL,
    stateless::claims::ALL,
    data_centers::claims::ALL,
    message_queue::claims::ALL,
    observability::claims::ALL,
    sharding::claims::ALL,
    millions::claims::ALL,
];

impl Stage {
    /// The stage's place in the walk, from 1.
    pub fn number(&self) -> usize {
        STAGES.iter().position(|s| s.id == self.id).map_or(0, |i| i + 1)
    }

    /// What its prose claims.
    pub fn claims(&self) -> &'static [Claim] {
        CLAIMS.get(self.number().wrapping_sub(1)).copied().unwrap_or_default()
    }
}

/// The stage named `id`.
pub fn find(id: &str) -> Option<&'static Stage> {
    STAGES.iter().find(|s| s.id == id)
}

/// The claim named `id`.
pub fn claim(id: &str) -> Option<&'static Claim> {
    CLAIMS.iter().copied().flatten().find(|claim| claim.id == id)
}
