//! One request by hand: behind a balancer, with its session in the store, past a cache that does not have its key.
//! `cargo xtask moves` follows it through the parts of the model.

use scalewalk_model::{Config, Database, Input, Send, Sim, Topology, params, time};

/// Here the request sets out.
#[inline(never)]
fn begins(sim: &mut Sim) {
    let send = Send { key: Some(7), ..Send::PAGE };
    sim.apply(&Input::Send(send)).expect("it can be sent");
}

/// Here it is answered.
#[inline(never)]
fn ends(sim: &Sim) -> u64 {
    sim.accounts().total.answered
}

fn main() {
    let topology = Topology { balancer: true, database: Database::Own, cache: true, sessions: true, ..Topology::BARE };
    let mut config = Config::new(topology);
    for (id, value) in [("db.queries", 1.0), ("session.mode", 2.0)] {
        params::find(id).and_then(|param| param.apply(&mut config, value)).expect("it is legal");
    }
    config.open = false;
    let mut sim = Sim::new(config, 1);
    begins(&mut sim);
    // A millisecond at a time: nothing else is to be followed for long.
    for ms in 1..2_000 {
        sim.run_until(time::from_millis(f64::from(ms)));
        if sim.accounts().total.answered > 0 {
            break;
        }
    }
    println!("answered: {}", ends(&sim));
}
