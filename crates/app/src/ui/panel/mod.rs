//! Panels that tell of one part of the system.

pub mod panels;
pub mod shard_panel;
pub mod shard_ring;
pub mod state_text;
