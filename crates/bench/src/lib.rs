//! Workloads that measure Scalewalk's speed. Nothing here reads a clock: the command line, criterion and a page in
//! Chromium run the same workloads, each with the clock it has.

mod engine;
mod task;

pub use engine::{ENGINE, EVENTS, Engine, run};
pub use task::{TASKS, Task};
