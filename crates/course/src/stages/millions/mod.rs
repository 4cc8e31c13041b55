//! 13 · And beyond.

pub mod claims;
