//! Things done at random, with fixed seeds: what nobody has thought of.

use scalewalk_course::STAGES;
use scalewalk_course::stage::with;
use scalewalk_model::world::REGIONS;
use scalewalk_model::{Act, Config, Fault, Input, NodeId, Send, params};

use crate::scenario::{BEARABLE, Scenario, at_rate};
use crate::troubles::BRISK;

/// How many scripts there are.
const SCRIPTS: u64 = 20;
/// What is done in each.
const ACTIONS: usize = 40;

/// The list of scenarios.
pub fn all() -> Vec<Scenario> {
    (0..SCRIPTS).map(script).collect()
}

/// Vigna's SplitMix64: not the luck of the model, so that the scripts stay as they are when that changes.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// From 0 to `n` - 1.
    fn below(&mut self, n: usize) -> usize {
        (self.roll() % n as u64) as usize
    }

    fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// A script that begins with the system of a stage, each in its turn.
fn script(number: u64) -> Scenario {
    let mut dice = Dice(number);
    // What the system would be if nothing changed but by this script. It may differ: some of what is done is refused.
    let mut config = some_system(number as usize % STAGES.len(), &mut dice);
    let mut scenario = Scenario { careless: true, ..Scenario::new(format!("script {number}"), config.clone(), 0.0) };
    while scenario.inputs.len() < ACTIONS {
        let Some(input) = action(&mut config, &mut dice) else { continue };
        // Some meet, some have settled before the next.
        let pause_ms = dice.one_of(&[0, 20, 300, 700, 1_500]);
        let at = scenario.last() + 1e-3 * f64::from(pause_ms);
        scenario = scenario.at(at, input);
    }
    scenario
}

/// A system of a stage, with few users.
fn some_system(stage: usize, dice: &mut Dice) -> Config {
    let lanes = (STAGES[stage].lanes)();
    let config = at_rate(&lanes[dice.below(lanes.len())], 200.0);
    if dice.below(2) == 0 { with(config, BRISK) } else { config }
}

/// Something to do to a system of `config`, which is then what it will be; none where it would bring too many requests.
fn action(config: &mut Config, dice: &mut Dice) -> Option<Input> {
    Some(match dice.below(16) {
        0..6 => {
            let param = &params::all()[dice.below(params::all().len())];
            let value = param.value_at(dice.below(param.positions() as usize + 1) as u32);
            let mut then = config.clone();
            let fits = param.apply(&mut then, value).is_ok() && then.arrival_rate() <= BEARABLE;
            *config = fits.then_some(then)?;
            Input::Set { param, value }
        }
        6..11 => Input::Fault { node: machine(config, dice), kind: dice.one_of(&Fault::ALL) },
        11..13 => {
            let possible: Vec<Act> = Act::ALL.into_iter().filter(|act| act.check(config).is_ok()).collect();
            Input::Act(dice.one_of(if possible.is_empty() { &Act::ALL } else { &possible }))
        }
        13..15 => Input::Send(Send {
            mobile: dice.below(2) == 0,
            write: dice.below(2) == 0,
            new_visitor: dice.below(2) == 0,
            upload: dice.below(4) == 0,
            target: (dice.below(4) == 0).then(|| machine(config, dice)),
            region: dice.below(REGIONS) as u8,
            ..Send::PAGE
        }),
        _ => {
            *config = some_system(dice.below(STAGES.len()), dice);
            Input::Reconfigure(Box::new(config.clone()))
        }
    })
}

/// One of the machines that a system of `config` has.
fn machine(config: &Config, dice: &mut Dice) -> NodeId {
    dice.one_of(&NodeId::all().filter(|node| config.has(*node)).collect::<Vec<_>>())
}
