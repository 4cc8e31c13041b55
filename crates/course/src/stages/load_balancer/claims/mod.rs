//! The claims of this stage, one file each.

use crate::claim::Claim;

mod add_server;
mod balancer_spof;
mod detection;
mod even;
mod failover;
mod least_connections;
mod private;
mod slow_server;

/// All of them.
pub const ALL: &[Claim] = &[
    private::CLAIM,
    even::CLAIM,
    add_server::CLAIM,
    failover::CLAIM,
    detection::CLAIM,
    least_connections::CLAIM,
    slow_server::CLAIM,
    balancer_spof::CLAIM,
];
