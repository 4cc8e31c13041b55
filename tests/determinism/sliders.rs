//! Every slider is moved through its range and back, on systems in which it matters, while machines break.

use scalewalk_course::STAGES;
use scalewalk_course::stage::with;
use scalewalk_model::{Fault, Input, NodeId, params};

use crate::scenario::{Scenario, at_rate, last_bearable, stage};
use crate::troubles::{BRISK, troubles};

/// From one slider to the next, in seconds.
const WINDOW_S: f64 = 1.3;

/// The list of scenarios: one for a system that has a balancer and little else, and one for that of each stage from where
/// there is more.
pub fn all() -> Vec<Scenario> {
    let simple = Scenario::new("every slider moved", with(stage("load-balancer", 0), &[("users", 50_000.0)]), 0.0);
    let of_stages = STAGES.iter().filter(|stage| stage.number() > 4).map(|stage| {
        let lane = (stage.lanes)().pop().expect("a system");
        Scenario::new(format!("{}, every slider moved", stage.id), with(at_rate(&lane, 150.0), BRISK), 0.0)
    });
    core::iter::once(simple).chain(of_stages).map(sliders).collect()
}

/// Moves every slider through its range, and back. In each window something is broken, so that what is set for the worst
/// case matters too.
fn sliders(start: Scenario) -> Scenario {
    let config = start.config.clone();
    // What is on one disk only would be gone for all that follows.
    let troubles: Vec<_> = troubles(&config).into_iter().filter(|(.., kind)| *kind != Fault::Destroy).collect();
    params::all().iter().enumerate().fold(start, |scenario, (i, param)| {
        let at = 1.0 + WINDOW_S * i as f64;
        let (kind_of_node, _, kind) = troubles[i % troubles.len()];
        // The first is there however few there are.
        let node = NodeId::all().find(|node| node.kind() == kind_of_node).expect("there is one");
        let last = last_bearable(param, &config);
        let value = |step: u32| param.value_at(last * step / 3);
        // Where the machine goes with the first move, it breaks before.
        let mut then = config.clone();
        let stays = param.apply(&mut then, value(0)).is_ok() && kind.check(node, &then).is_ok();
        let broken = if stays { scenario } else { scenario.fault(at, node, kind) };
        let moved = (0..4).fold(broken, |scenario, step| {
            let at = at + 0.3 * f64::from(step);
            let scenario = scenario.at(at, Input::Set { param, value: value(step) });
            if stays && step == 0 { scenario.fault(at, node, kind) } else { scenario }
        });
        let back = moved.at(at + 1.1, Input::Set { param, value: param.value(&config) });
        back.fault(at + 1.15, node, Fault::Repair)
    })
}
