//! What the reader can break.

use leptos::prelude::*;
use scalewalk_course::Break;
use scalewalk_model::replication::Role;
use scalewalk_model::{Act, Fault, Health};

use crate::state::shared::{Asked, Shared, shared};
use crate::ui::kit::icons::Sign;
use crate::ui::kit::refused::Refused;
use crate::ui::kit::{format, icons, names};

/// How the broken thing fares.
#[derive(Clone, Debug, PartialEq)]
enum State {
    /// This picture does not have it.
    Absent,
    /// Whole: the button breaks it.
    Whole,
    /// Broken in this button's way: the button repairs it.
    Broken,
    /// Broken in another way.
    Elsewhere,
    /// It starts, and will be up in so many seconds.
    Starting(String),
}

fn state(s: Shared, item: Break) -> State {
    s.readout.with(|readout| {
        let node = readout.lanes.get(item.lane).and_then(|lane| lane.nodes.iter().find(|n| n.node == item.node));
        let Some(node) = node else { return State::Absent };
        match (node.health, item.kind) {
            (Health::Booting(_), Fault::Down) => State::Starting(format::seconds(node.for_s.ceil())),
            (Health::Down(_), Fault::Down) | (Health::Slow, Fault::Slow) => State::Broken,
            // The disk of a dead machine can be lost too.
            (Health::Down(_), Fault::Destroy) => State::Whole,
            _ if node.cut && item.kind == Fault::Cut => State::Broken,
            (Health::Down(_) | Health::Booting(_), _) => State::Elsewhere,
            _ => State::Whole,
        }
    })
}

/// Whether the machine is the primary of several.
fn is_primary(s: Shared, item: Break) -> bool {
    s.readout.with(|readout| {
        let node = readout.lanes.get(item.lane).and_then(|lane| lane.nodes.iter().find(|n| n.node == item.node));
        node.and_then(|n| n.data).is_some_and(|data| data.role == Role::Primary)
    })
}

/// The buttons that break and repair.
#[component]
pub fn Faults() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let list = move || s.stage.get().breaks.iter().map(|item| view! { <FaultButton item=*item /> }).collect_view();
    let acts = move || s.stage.get().acts.iter().map(|act| view! { <ActButton act=*act /> }).collect_view();
    // A design of the challenge is broken by its script alone.
    let nothing = move || s.stage.get().breaks.is_empty() && s.stage.get().acts.is_empty();
    view! {
        <div class="faults" role="group" aria-labelledby="faults-title" hidden=nothing>
            <h2 id="faults-title">{messages.fault_title}</h2>
            {list}
            {acts}
            <Refused asked=Asked::Button />
        </div>
    }
}

#[component]
fn FaultButton(item: Break) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let state = Memo::new(move |_| state(s, item));
    let config = move || s.configs.with(|c| c.get(item.lane).or(c.first()).cloned());
    let lanes = move || s.configs.with(Vec::len);
    let kind = move || match state.get() {
        State::Broken => Fault::Repair,
        _ => item.kind,
    };
    let label = move || {
        let Some(config) = config() else { return String::new() };
        match state.get() {
            State::Starting(time) => {
                let what = names::node(item.node, &config, messages);
                format!("{}: {}", names::capital(&what), messages.state_starting_for.replace("{time}", &time))
            }
            _ => {
                let label = names::fault(kind(), item.node, item.lane, lanes(), &config, messages);
                if is_primary(s, item) { messages.fault_primary.replace("{what}", &label) } else { label }
            }
        }
    };
    let sign = move || match (state.get(), item.kind) {
        (State::Broken | State::Starting(_), _) => Sign::Repair,
        (_, Fault::Slow) => Sign::Slow,
        _ => Sign::Kill,
    };
    let press = move |_| {
        let Some(config) = config() else { return };
        if matches!(state.get_untracked(), State::Starting(_) | State::Absent | State::Elsewhere) {
            return;
        }
        let kind = kind();
        let what = names::capital(&names::node(item.node, &config, messages));
        let said = match kind {
            Fault::Down | Fault::Destroy => messages.said_down,
            Fault::Slow => messages.said_slow,
            Fault::Cut => messages.said_cut,
            Fault::Restart => messages.said_restarted,
            Fault::Repair if item.kind == Fault::Down && item.node.web_index().is_some() => messages.said_starting,
            Fault::Repair => messages.said_repaired,
        };
        let said = said.replace("{what}", &what).replace("{n}", &format::number(config.slow_factor));
        s.fault(Asked::Button, item.lane, item.node, kind, said);
    };
    view! {
        <button
            type="button"
            data-node=item.node.to_string()
            data-fault=item.kind.key()
            class:broken=move || state.get() == State::Broken
            disabled=move || state.get() == State::Absent
            aria-disabled=move || matches!(state.get(), State::Starting(_) | State::Elsewhere).then_some("true")
            on:click=press
        >
            {icons::live_sign(sign)}
            <span>{label}</span>
        </button>
    }
}

#[component]
fn ActButton(act: Act) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let text = move |what: &str| messages.get(&format!("{what}_{}", act.key().replace('-', "_"))).unwrap_or_default();
    // What is not possible now says why when it is pressed.
    view! {
        <button type="button" data-act=act.key() on:click=move |_| s.act(Asked::Button, act, text("did").to_owned())>
            {icons::sign(Sign::Repair)}
            <span>{text("act")}</span>
        </button>
    }
}
