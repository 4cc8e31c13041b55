//! What is written on the name board of a data center.

use leptos::prelude::*;
use scalewalk_model::{DeployState, Health};

use crate::diagram::overlay::label::Spot;
use crate::state::shared::{Mode, Shared};
use crate::ui::kit::node_names::{grouped, percent};
use crate::view_model::node::NodeReadout;

/// A board that is at least so wide has room for words beside its numbers.
const ROOMY: f64 = 400.0;

/// Its state in a few words: the share of the traffic that it gets.
pub fn state(s: Shared, spot: Option<Spot>, state: &NodeReadout) -> String {
    let (messages, Some(site)) = (s.messages(), state.site) else { return String::new() };
    let share = percent(site.share);
    match spot.is_some_and(|spot| spot.room > ROOMY) {
        _ if state.cut => messages.state_cut_off.to_owned(),
        _ if !site.named => messages.state_not_named.to_owned(),
        // In a walk there is one request, and no share of anything.
        _ if s.mode.get() == Mode::Walk => String::new(),
        true => messages.state_share.replace("{n}", &share),
        false => share,
    }
}

/// The build that it runs, what was overwritten unseen, and what it has still to tell.
pub fn board(s: Shared, spot: Spot, state: &NodeReadout) -> Option<impl IntoView + use<>> {
    let site = state.site.as_ref().filter(|_| !matches!(state.health, Health::Down(_)))?;
    let messages = s.messages();
    let roomy = spot.room > ROOMY;
    // Where there is little room, a build is named only while others run another.
    let alike = s.readout.with(|r| {
        let all = r
            .lanes
            .get(spot.placed.lane)
            .into_iter()
            .flat_map(|lane| &lane.nodes)
            .filter_map(|node| node.site.as_ref());
        all.clone().all(|other| other.build == site.build)
    });
    let silent = !roomy && alike && matches!(site.deploy, DeployState::Idle | DeployState::Done);
    let build = if silent { String::new() } else { messages.state_build.replace("{n}", &site.build.to_string()) };
    let deploy = match site.deploy {
        DeployState::Testing(_) => messages.state_testing,
        DeployState::Stopped(_) => messages.state_tests_failed,
        _ => "",
    };
    let lost = (site.overwritten > 0).then(|| {
        let n = grouped(site.overwritten as f64);
        let text = match (roomy && site.untold == 0, silent) {
            (true, _) => messages.state_overwritten.replace("{n}", &n),
            (_, true) => messages.state_overwritten_short.replace("{n}", &n),
            _ => n,
        };
        view! { <span class="board-lost" data-rank="2"><svg viewBox="-6 -6 12 12" aria-hidden="true"><path d="M-4-4L4 4M4-4L-4 4" /></svg>{text}</span> }
    });
    let untold = (site.untold > 0 && roomy).then(|| {
        let text = messages.state_untold.replace("{n}", &grouped(f64::from(site.untold)));
        view! { <span data-rank="4">{text}</span> }
    });
    Some(view! {
        <span class="board num">
            {lost}
            <span data-rank="3" class:board-stopped=matches!(site.deploy, DeployState::Stopped(_))>
                {build} " " {deploy}
            </span>
            {untold}
        </span>
    })
}
