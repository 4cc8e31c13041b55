//! The keys of an address that are no parameters. The content of this file is also part of `crates/xtask`, which tells the
//! start page what speaks to the simulation.

/// Those keys.
pub const WORDS: [&str; 8] = ["v", "stage", "level", "before", "seed", "speed", "theme", "embed"];
