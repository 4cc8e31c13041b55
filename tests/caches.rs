//! The caches decide as others do, request by request: hits, misses, expiries and evictions are equal, not alike. The
//! others are the slow and obvious caches of `caches/slow.rs`, and for LRU also the `lru` crate.
#![cfg(not(target_arch = "wasm32"))]

#[path = "caches/lru_crate.rs"]
mod lru_crate;
#[path = "caches/operation.rs"]
mod operation;
#[path = "caches/replay.rs"]
mod replay;
#[path = "caches/slow.rs"]
mod slow;
#[path = "caches/traces.rs"]
mod traces;
