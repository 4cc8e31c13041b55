//! Where measuring began: what there had been until then.

use crate::engine::time::Nanos;
use crate::observe::accounts::Accounts;
use crate::parts::database::replication::MACHINES;
use crate::parts::pool::PoolTotals;
use crate::parts::queue::flow::JobTotals;
use crate::parts::telemetry::WatchTotals;
use crate::request::station::StationTotals;
use crate::topology::node::MAX_SITES;

/// Where measuring began.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub at: Nanos,
    pub accounts: Accounts,
    pub stations: Vec<StationTotals>,
    pub pool: PoolTotals,
    /// Server-nanoseconds paid for until then.
    pub server_ns: u128,
    pub jobs: JobTotals,
    /// Messages that waited then.
    pub backlog: usize,
    /// By data center and machine: writes that a replica had received and not applied.
    pub replicas: [[u64; MACHINES]; MAX_SITES],
    pub watch: WatchTotals,
}
