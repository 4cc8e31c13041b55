//! Where measuring began: what there had been until then.

use crate::engine::time::Nanos;
use crate::observe::accounts::Accounts;
use crate::parts::pool::PoolTotals;
use crate::parts::queue::flow::JobTotals;
use crate::parts::telemetry::WatchTotals;
use crate::request::station::StationTotals;

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
    pub watch: WatchTotals,
}
