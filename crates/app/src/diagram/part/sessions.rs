//! The sessions that a machine holds, or has lost with its memory.

use leptos::prelude::*;
use scalewalk_course::page::Term;
use scalewalk_course::picture::Detail;
use scalewalk_model::Health;

use crate::diagram::overlay::label::Spot;
use crate::state::shared::Shared;
use crate::ui::kit::icons;
use crate::ui::kit::node_names::grouped;
use crate::view_model::node::NodeReadout;

/// A key and a number; crossed out while the machine is gone that lost them.
pub fn held(s: Shared, spot: Spot, state: &NodeReadout) -> Option<impl IntoView + use<>> {
    let sessions = state.sessions.filter(|_| spot.placed.detail != Detail::Tiny)?;
    let gone = matches!(state.health, Health::Down(_) | Health::Booting(_)) && state.node.web_index().is_some();
    let n = if gone { sessions.lost } else { sessions.held };
    let text = grouped(f64::from(n));
    let text = if gone { s.messages().state_sessions_lost.replace("{n}", &text) } else { text };
    // Beside the cores, or below them where there is no room.
    let place = if spot.room < NARROW { " low" } else { "" };
    let class = format!("node-sessions num{place}{}", if gone { " lost" } else { "" });
    (n > 0 || !gone)
        .then(|| view! { <span class=class data-rank="3" aria-hidden="true">{icons::term(Term::Session)}{text}</span> })
}

/// Narrower machines have no room beside their cores.
const NARROW: f64 = 150.0;

/// The same in words, for the name of the machine's button.
pub fn spoken(s: Shared, state: &NodeReadout) -> String {
    let Some(sessions) = state.sessions else { return String::new() };
    let gone = matches!(state.health, Health::Down(_)) && state.node.web_index().is_some();
    let (text, n) = if gone {
        (s.messages().told_sessions_lost, sessions.lost)
    } else {
        (s.messages().told_sessions, sessions.held)
    };
    format!(", {}", text.replace("{n}", &grouped(f64::from(n))))
}
