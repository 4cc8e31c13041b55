//! Workloads that measure Scalewalk's speed. Nothing here reads a clock: the command line, criterion and a page in
//! Chromium run the same workloads, each with the clock it has.

mod engine;
mod task;
mod whole;

pub use engine::{ENGINE, Engine, run};
pub use task::{TASKS, Task};
