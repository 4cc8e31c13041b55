//! What the stages name exists, and can be done.

use std::collections::BTreeSet;

use scalewalk_course::stages::CLAIMS;
use scalewalk_course::stages::find;
use scalewalk_course::{STAGES, Stage};
use scalewalk_model::time::from_secs;
use scalewalk_model::{HopKind, Journey, params};

use crate::Test;

pub const TESTS: &[Test] = &[
    ("stages: ids are unique", ids),
    ("stages: every configuration is legal", configurations),
    ("stages: every control and curve has its parameter", controls),
    ("stages: every fault and walk can happen", faults),
    ("stages: the race of the cache ends with an old value in it", race),
];

fn each(test: impl Fn(&Stage) -> Result<(), String>) -> Result<(), String> {
    STAGES.iter().try_for_each(|stage| test(stage).map_err(|error| format!("{}: {error}", stage.id)))
}

fn ids() -> Result<(), String> {
    let claims: Vec<&str> = CLAIMS.iter().copied().flatten().map(|c| c.id).collect();
    let stages: Vec<&str> = STAGES.iter().map(|s| s.id).collect();
    let controls = STAGES.iter().map(|s| s.controls.iter().map(|c| format!("{c:?}")).collect::<Vec<_>>());
    let unique = |list: &[&str]| list.iter().collect::<BTreeSet<_>>().len() == list.len();
    if CLAIMS.len() != STAGES.len() {
        return Err("stages/mod.rs lists other stages than it lists claims of".to_owned());
    }
    if !unique(&claims) || !unique(&stages) {
        return Err(format!("not unique: {claims:?} {stages:?}"));
    }
    for controls in controls {
        if !unique(&controls.iter().map(String::as_str).collect::<Vec<_>>()) {
            return Err(format!("a control stands twice: {controls:?}"));
        }
    }
    Ok(())
}

fn configurations() -> Result<(), String> {
    each(|stage| {
        let before = stage.before.map_or_else(Vec::new, |before| before());
        let lanes = (stage.lanes)();
        if lanes.is_empty() || stage.speed <= 0.0 {
            return Err("it has no system, or stands still".to_owned());
        }
        lanes.iter().chain(&before).try_for_each(|config| config.check().map_err(|e| e.to_string()))
    })
}

fn controls() -> Result<(), String> {
    each(|stage| {
        let lanes = (stage.lanes)().len();
        let curve = stage.curve.map(|curve| (curve.param, Some(curve.lane)));
        let named = stage.controls.iter().map(|control| (control.param, control.lane)).chain(curve);
        for (param, lane) in named {
            params::find(param).map_err(|e| e.to_string())?;
            if lane.is_some_and(|lane| lane >= lanes) {
                return Err(format!("{param}: there is no system {lane:?}"));
            }
        }
        if stage.controls.iter().any(|control| control.param == "users") { Ok(()) } else { Err("no users".to_owned()) }
    })
}

fn faults() -> Result<(), String> {
    each(|stage| {
        let lanes = (stage.lanes)();
        let before = stage.before.map_or_else(Vec::new, |before| before());
        let here = stage.breaks.iter().map(|b| (lanes.get(b.lane), b.node, b.kind));
        let there = stage.before_faults.iter().map(|(lane, node, kind)| (before.get(*lane), *node, *kind));
        for (config, node, kind) in here.chain(there) {
            let config = config.ok_or_else(|| format!("{node}: there is no such system"))?;
            kind.check(node, config).map_err(|e| e.to_string())?;
        }
        for walk in stage.walks {
            let config = lanes.get(walk.lane).ok_or_else(|| format!("{}: there is no such system", walk.id))?;
            walk.send.check(config).map_err(|e| e.to_string())?;
        }
        Ok(())
    })
}

/// The reader who comes last hits what the slow fill stored after the deletion.
fn race() -> Result<(), String> {
    let stage = find("cache").ok_or("no stage")?;
    let walk = stage.walks.iter().find(|walk| walk.id == "race").ok_or("no walk")?;
    let config = (stage.lanes)().swap_remove(walk.lane);
    let mut sim = walk.start(&config, 1).map_err(|e| e.to_string())?;
    let first = sim.last_by_hand().ok_or("nothing was sent")?;
    sim.run_until(from_secs(10.0));
    let journeys: Vec<_> = (0..3).filter_map(|who| sim.journeys().find(first + who)).collect();
    let [reader, writer, late] = journeys[..] else { return Err("three were sent".to_owned()) };
    let last =
        |journey: &Journey, kind: HopKind| journey.hops.iter().rfind(|hop| hop.kind == kind).map(|hop| hop.leave);
    let (deleted, filled) = (last(writer, HopKind::Cached), last(reader, HopKind::Cached));
    let hit = late.hops.iter().find(|hop| hop.kind == HopKind::Hit).and_then(|hop| hop.value);
    match hit {
        Some(value) if (value.version, value.newest) == (1, 2) && deleted.is_some() && deleted < filled => Ok(()),
        _ => Err(format!("deleted at {deleted:?}, filled at {filled:?}, then {hit:?}")),
    }
}
