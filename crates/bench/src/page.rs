//! The workloads for a browser: `benchmarks/engine.mjs` runs and clocks them there.

use scalewalk_bench::{ENGINE, EVENTS, Engine, run};
use scalewalk_model::Sim;
use scalewalk_model::time::to_secs;
use wasm_bindgen::prelude::*;

fn main() {}

/// The names of the engine's workloads.
#[wasm_bindgen]
pub fn names() -> Vec<String> {
    ENGINE.iter().map(|engine| engine.name.to_owned()).collect()
}

/// A workload in full swing.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Running {
    sim: Sim,
}

#[wasm_bindgen]
impl Running {
    /// The workload named `name`, if there is one.
    pub fn start(name: &str) -> Option<Self> {
        Engine::find(name).map(|engine| Self { sim: (engine.start)() })
    }

    /// Runs it for the events of one timed run: how many it handled.
    pub fn run(&mut self) -> f64 {
        run(&mut self.sim, EVENTS).0 as f64
    }

    /// The simulated time, in seconds.
    pub fn now_s(&self) -> f64 {
        to_secs(self.sim.now())
    }

    /// The fingerprint of the run so far.
    pub fn digest(&self) -> String {
        format!("{:016x}", self.sim.digest())
    }
}
