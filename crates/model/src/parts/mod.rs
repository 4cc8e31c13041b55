//! The parts of the system, a folder each: its state, what it does with requests, its settings and how they are declared.

pub(crate) mod balancer;
pub(crate) mod cache;
pub(crate) mod cdn;
pub mod data_centers;
pub mod database;
pub(crate) mod dns;
pub(crate) mod pool;
pub mod queue;
pub(crate) mod release;
pub(crate) mod sessions;
pub mod shards;
pub mod telemetry;
pub(crate) mod traffic;
pub(crate) mod web;

use crate::params::Param;

/// What can be set of each part, in the order in which parameters are shown and named.
pub(crate) const PARAMS: &[&[Param]] = &[
    traffic::params::PARAMS,
    traffic::catalogue_params::PARAMS,
    web::params::PARAMS,
    database::params::PARAMS,
    database::replication::params::PARAMS,
    balancer::params::PARAMS,
    cache::params::PARAMS,
    cdn::params::PARAMS,
    sessions::params::PARAMS,
    pool::params::PARAMS,
    data_centers::params::PARAMS,
    queue::params::PARAMS,
    telemetry::params::PARAMS,
    release::params::PARAMS,
    shards::params::PARAMS,
];
