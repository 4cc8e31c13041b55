//! Closed forms that the simulation must meet. Rates are in requests a second, times in seconds, shares from 0 to 1.

mod queues;

pub use queues::{
    Mmck, detection_s, erlang_b, erlang_c, little, mg1_wait, mgc_wait, mmc_wait, mmc_wait_beyond, mmc_wait_percentile,
    mmck,
};
