//! Levels of the challenge, and the ladder.

pub mod brief;
pub mod ladder;
pub mod score;
pub mod section;
pub mod tries;
