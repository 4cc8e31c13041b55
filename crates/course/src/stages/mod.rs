//! The stages, in the order of the walk. To add one: its folder, its line here, its prose in `content/`.

pub mod cache;
pub mod database;
pub mod load_balancer;
pub mod replication;
pub mod scaling;
pub mod single_server;

use crate::Stage;

/// All stages.
pub const STAGES: &[Stage] =
    &[single_server::STAGE, database::STAGE, scaling::STAGE, load_balancer::STAGE, replication::STAGE, cache::STAGE];

/// The stage named `id`.
pub fn find(id: &str) -> Option<&'static Stage> {
    STAGES.iter().find(|s| s.id == id)
}
