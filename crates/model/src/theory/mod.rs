//! Closed forms that the simulation must meet. Rates are in requests a second, times in seconds, shares from 0 to 1.

mod cache_ttl;
mod caches;
mod queues;

pub use cache_ttl::{lru_ttl_hit_ratio, ttl_hit_ratio, ttl_hit_ratio_of_all};
pub use caches::{fifo_characteristic_time, fifo_hit_ratio, lfu_hit_ratio, lru_characteristic_time, lru_hit_ratio};
pub use queues::{
    Mmck, detection_s, erlang_b, erlang_c, little, mg1_wait, mgc_wait, mmc_wait, mmc_wait_beyond, mmc_wait_percentile,
    mmck,
};
