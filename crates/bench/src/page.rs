//! The workloads for a browser: `benchmarks/engine.mjs` runs and clocks them there.

use scalewalk_bench::{ENGINE, Engine, run};
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
    engine: &'static Engine,
    sim: Sim,
}

#[wasm_bindgen]
impl Running {
    /// The workload named `name`, if there is one.
    pub fn start(name: &str) -> Option<Self> {
        Engine::find(name).map(|engine| Self { engine, sim: (engine.start)() })
    }

    /// Runs it for the events of one timed run: how many it handled.
    pub fn run(&mut self) -> f64 {
        run(&mut self.sim, self.engine.events).0 as f64
    }

    /// As many runs as take about as long as `runs` of the shortest workload.
    pub fn fewer(&self, runs: usize) -> usize {
        self.engine.fewer(runs)
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
