//! Closed forms that the simulation must meet. Rates are in requests a second, times in seconds, shares from 0 to 1.

mod backlog;
mod cache_stale;
mod cache_ttl;
mod caches;
mod gather;
mod placement;
mod queues;
mod reliability;
mod sessions;
mod sites;
mod sojourn;
mod staleness;
mod watching;
mod zipf_cache;

pub use backlog::{backlog_growth, drain_s, idle_workers, lost_writes, oldest_s, put_aside_s, repeated_steps};
pub use cache_stale::{ttl_stale_ratio, ttl_stale_ratio_of_all};
pub use cache_ttl::{lru_ttl_hit_ratio, ttl_hit_ratio, ttl_hit_ratio_of_all};
pub use caches::{fifo_characteristic_time, fifo_hit_ratio, lfu_hit_ratio, lru_characteristic_time, lru_hit_ratio};
pub use gather::{hottest_share, slowest_of_exponentials, slowest_quantile};
pub use placement::{load_scv, modulo_moved, ring_moved, ring_share_scv};
pub use queues::{
    Mmck, detection_s, erlang_b, erlang_c, little, mg1_wait, mgc_wait, mmc_wait, mmc_wait_beyond, mmc_wait_percentile,
    mmck, utilised_capacity,
};
pub use reliability::{availability, fan_out, in_series, k_of_n, redundancy};
pub use sessions::{new_server_share, signed_out, wrong_server};
pub use sites::{conflicts, old_answers, old_answers_between, survivor_utilisation};
pub use sojourn::{mmc_stay_beyond, mmc_stay_percentile, relaxation_s};
pub use staleness::stale_read_share;
pub use watching::{Watched, detect_in_steps_s, detect_s, false_alarm, first_of, hurt, scraped_window_s};
pub use zipf_cache::ZipfCache;
