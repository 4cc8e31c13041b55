//! The stages, in the order of the walk. To add one: its folder, its two lines here, its prose in `content/`.

pub mod cache;
pub mod cdn;
pub mod database;
pub mod load_balancer;
pub mod millions;
pub mod replication;
pub mod scaling;
pub mod single_server;
pub mod stateless;

use crate::Stage;
use crate::claim::Claim;

/// All stages.
pub const STAGES: &[Stage] = &[
    single_server::STAGE,
    database::STAGE,
    scaling::STAGE,
    load_balancer::STAGE,
    replication::STAGE,
    cache::STAGE,
    cdn::STAGE,
    stateless::STAGE,
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
];

/// The stage named `id`.
pub fn find(id: &str) -> Option<&'static Stage> {
    STAGES.iter().find(|s| s.id == id)
}

/// The claim named `id`.
pub fn claim(id: &str) -> Option<&'static Claim> {
    CLAIMS.iter().copied().flatten().find(|claim| claim.id == id)
}
