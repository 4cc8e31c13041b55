//! What a screen reader hears, once, after it has happened.

use leptos::prelude::*;
use scalewalk_model::{BuildStage, Cause, Health, NodeId};

use crate::state::shared::shared;
use crate::ui::kit::names;
use crate::ui::kit::ui::ui;
use crate::view_model::readout::Readout;

/// What is worth saying when it changes.
#[derive(Clone, Debug, Default, PartialEq)]
struct Noticed {
    stage: &'static str,
    nodes: Vec<(usize, NodeId, Health, bool)>,
    failing: Option<Cause>,
    firing: bool,
    taken_back: Option<u32>,
}

fn notice(stage: &'static str, readout: &Readout) -> Noticed {
    let nodes = readout
        .lanes
        .iter()
        .enumerate()
        .flat_map(|(lane, l)| l.nodes.iter().map(move |n| (lane, n.node, n.health, n.in_rotation)));
    let most = |l: &crate::view_model::readout::LaneReadout| {
        l.failures.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(cause, _)| *cause)
    };
    let watch = readout.lanes.first().and_then(|lane| lane.watch.as_deref());
    Noticed {
        stage,
        nodes: nodes.collect(),
        failing: readout.lanes.iter().find_map(most),
        firing: watch.is_some_and(|watch| watch.firing_s.is_some()),
        taken_back: watch.filter(|watch| watch.stage == BuildStage::RolledBack).map(|watch| watch.build),
    }
}

/// The live region, and the events that go into it by themselves.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let noticed = {
        let calm = ui().calm;
        Memo::new(move |_| calm.with(|r| notice(s.stage.get_untracked().id, r)))
    };
    Effect::new(move |old: Option<Noticed>| {
        let new = noticed.get();
        let Some(old) = old.filter(|old| old.stage == new.stage) else { return new };
        let mut said = Vec::new();
        for (lane, node, health, inside) in &new.nodes {
            let Some((_, _, was, was_inside)) = old.nodes.iter().find(|n| (n.0, n.1) == (*lane, *node)) else {
                continue;
            };
            let what = s.configs.with_untracked(|c| c.get(*lane).map(|c| names::node(*node, c, messages)));
            let what = names::capital(&what.unwrap_or_default());
            // One that was to start and died meanwhile is not up.
            if matches!(was, Health::Booting(_)) && *health == Health::Up {
                said.push(messages.said_up.replace("{what}", &what));
            }
            if *was_inside && !inside {
                said.push(messages.said_out.replace("{what}", &what));
            } else if !was_inside && *inside {
                said.push(messages.said_back_in.replace("{what}", &what));
            }
        }
        match (old.failing, new.failing) {
            (None, Some(cause)) => said.push(messages.said_failing.replace("{cause}", names::cause(cause, messages))),
            (Some(_), None) => said.push(messages.said_recovered.to_owned()),
            _ => {}
        }
        match (old.firing, new.firing) {
            (false, true) => said.push(messages.said_alert.to_owned()),
            (true, false) => said.push(messages.said_alert_over.to_owned()),
            _ => {}
        }
        if let Some(build) = new.taken_back.filter(|_| old.taken_back != new.taken_back) {
            said.push(messages.said_taken_back.replace("{n}", &build.to_string()));
        }
        if !said.is_empty() {
            s.announcements.say(said.join(" "));
        }
        new
    });
    view! {
        <div class="vh" role="status" aria-atomic="false">
            <For each=move || s.announcements.last() key=|said| said.number let:said>
                <p>{said.text}</p>
            </For>
        </div>
    }
}
