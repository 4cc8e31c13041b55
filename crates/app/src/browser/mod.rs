//! Whatever touches the browser besides views: address and history, files, worker, frames, sizes, sight.

pub mod address_bar;
pub mod animation_frame;
pub mod clipboard;
pub mod deferred;
pub mod files;
pub mod focus;
pub mod full_screen;
pub mod key_press;
pub mod resize;
pub mod route;
pub mod sight;
pub mod slices;
pub mod storage;
pub mod styles;
pub mod text;
pub mod unseen;
pub mod worker_job;
