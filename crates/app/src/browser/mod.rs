//! Whatever touches the browser besides views: address and history, files, worker, frames, sizes.

pub mod address_bar;
pub mod animation_frame;
pub mod deferred;
pub mod files;
pub mod full_screen;
pub mod key_press;
pub mod resize;
pub mod route;
pub mod storage;
pub mod text;
pub mod worker_job;
