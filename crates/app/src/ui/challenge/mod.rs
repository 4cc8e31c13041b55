//! Levels of the challenge, and the ladder.

pub mod brief;
pub mod challenge;
pub mod ladder;
pub mod score;
pub mod tries;
