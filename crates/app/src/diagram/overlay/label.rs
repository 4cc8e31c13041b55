//! The name of a node, what it is doing, and the button that breaks it.

use leptos::prelude::*;
use scalewalk_course::Lane;
use scalewalk_course::picture::{Detail, Label, Picture, Placed};
use scalewalk_model::{Health, NodeId, NodeKind};

use crate::browser::focus;
use crate::diagram::draw::machine;
use crate::diagram::overlay::keyboard::Machine;
use crate::diagram::overlay::label_part::{algorithm, is_packed, lost, many_cores, messages, queue, role};
use crate::diagram::overlay::label_text;
use crate::diagram::overlay::site_label;
use crate::diagram::overlay::system_label::css_percent;
use crate::diagram::part::{sessions, telemetry};
use crate::state::shared::{Shared, shared};
use crate::ui::kit::icons;
use crate::ui::kit::node_names::{node_name, node_name_in_full};
use crate::view_model::node::NodeReadout;

/// Which node's menu is open.
pub type Open = RwSignal<Option<Machine>>;

/// The figures of one node, as of the last look.
pub fn state_of(s: Shared, lane: Lane, node: NodeId) -> Option<NodeReadout> {
    s.readout.with(|r| r.lanes.get(lane)?.nodes.iter().find(|n| n.node == node).cloned())
}

/// Where a label stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The machine in its place.
    pub placed: Placed,
    /// How wide that is, in pixels as they would be if the type were of its usual size.
    pub room: f64,
    /// Whether a line below it would run into the machines under it.
    pub packed: bool,
    /// Left, top, width and height, as shares of the picture.
    share: [f64; 4],
}

impl Spot {
    /// Where `node` is in `picture`, whose units are `scale` times as many as the pixels of usual type.
    fn of(picture: &Picture, lane: Lane, node: NodeId, scale: f64) -> Option<Self> {
        let placed = *picture.nodes.iter().find(|n| n.lane == lane && n.node == node)?;
        let (r, width, height) = (placed.rect, picture.width, picture.height);
        let share = [r.x / width, r.y / height, r.w / width, r.h / height];
        Some(Self { placed, room: r.w / scale, packed: is_packed(picture, &placed, scale), share })
    }

    /// Narrower machines have no room for a name.
    const NARROWEST: f64 = 36.0;

    /// Whether its labels stand among others, as in the machine itself.
    pub fn is_crowded(&self) -> bool {
        self.placed.label == Label::Inside || self.placed.detail == Detail::Small
    }

    /// Whether there is no room at all.
    pub fn is_slim(&self) -> bool {
        self.room < Self::NARROWEST
    }
}

/// The classes of a label: where it stands, how closely its machine is drawn, and how that fares.
fn class(spot: &Spot, state: Option<&NodeReadout>) -> String {
    let place = match spot.placed.label {
        Label::Inside => "inside",
        Label::Below => "below",
        Label::Above => "above",
        Label::Left => "left",
        Label::Right => "right",
    };
    let detail = match spot.placed.detail {
        Detail::Full => "full",
        Detail::Medium => "medium",
        Detail::Small => "small",
        Detail::Tiny => "tiny",
    };
    let kind = match spot.placed.node.kind() {
        NodeKind::Database | NodeKind::Replica | NodeKind::Shard => "database",
        NodeKind::Dns | NodeKind::Cdn => "dns",
        NodeKind::Edge => "edge",
        NodeKind::Balancer => "balancer",
        NodeKind::Site => "site",
        NodeKind::Metrics | NodeKind::Logs | NodeKind::Pipeline => "watch",
        _ => "",
    };
    let health = match state.map(|state| state.health) {
        Some(Health::Down(_)) => "is-down",
        Some(Health::Slow) => "is-slow",
        Some(Health::Booting(_)) => "is-booting",
        _ => "",
    };
    let strained = if state.is_some_and(|state| state.utilisation >= 0.9) { "is-strained" } else { "" };
    let narrow = if spot.room < 130.0 { "narrow" } else { "" };
    let packed = if spot.packed { "packed" } else { "" };
    // What is told when it is pointed at opens to the side on which there is room.
    let east = if spot.share[0] > 0.5 { "east" } else { "" };
    format!("node {place} {detail} {kind} {health} {narrow} {packed} {strained} {east}")
}

/// The name of a node over the canvas; where it can break, also its button. The units of the picture are `scale` times as
/// many as the pixels of usual type.
#[component]
pub fn NodeLabel(
    lane: Lane,
    node: NodeId,
    picture: Memo<Picture>,
    scale: RwSignal<f64>,
    menu: Open,
    tab_stop: Memo<Option<Machine>>,
    last: RwSignal<Option<Machine>>,
) -> impl IntoView {
    let s = shared();
    let spot = Memo::new(move |_| picture.with(|picture| Spot::of(picture, lane, node, scale.get())));
    let state = Memo::new(move |_| state_of(s, lane, node));
    // What was lost is told in the line of the name, or below the machine.
    let lost_in_head = Memo::new(move |_| spot.get().map(|spot| spot.room > 150.0 && spot.packed));
    let name = Memo::new(move |_| {
        let name = s.configs.with(|c| node_name(s.messages(), c.get(lane), node));
        spot.get().map_or_else(String::new, |spot| label_text::name(s, spot, name))
    });
    let sign = Memo::new(move |_| spot.get().and_then(label_text::sign));
    let value = Memo::new(move |_| label_text::value(s, spot.get()?, &state.get()?));
    let spoken = move || {
        let full_name = s.configs.with(|c| node_name_in_full(s.messages(), c.get(lane), node));
        state.get().map(|state| format!("{full_name}: {}", label_text::in_words(s, lane, &state)))
    };
    let share = move |i: usize| move || spot.get().map(|spot| css_percent(spot.share[i]));
    let lid = move || spot.get().map(|spot| css_percent(2.0 * machine::lid(spot.placed.rect) / spot.placed.rect.h));
    let outside = move || spot.get().is_some_and(|spot| spot.placed.label != Label::Inside);
    let breakable = !node.kind().is_client();
    view! {
        <div
            class=move || spot.get().map(|spot| state.with(|state| class(&spot, state.as_ref())))
            data-client=(!breakable).then(|| node.to_string())
            style:left=share(0)
            style:top=share(1)
            style:width=share(2)
            style:height=share(3)
            style:--lid=lid
        >
            {breakable
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="node-hit"
                            data-node=node.to_string()
                            data-lane=lane.to_string()
                            aria-label=spoken
                            aria-haspopup="menu"
                            tabindex=move || if tab_stop.get() == Some((lane, node)) { "0" } else { "-1" }
                            aria-expanded=move || (menu.get() == Some((lane, node))).to_string()
                            on:focus=move |event| {
                                last.set(Some((lane, node)));
                                focus::bring_into_sight(&event);
                            }
                            on:click=move |_| {
                                menu.update(|open| {
                                    *open = if *open == Some((lane, node)) { None } else { Some((lane, node)) };
                                });
                            }
                        ></button>
                    }
                })}
            <span class="node-head" data-group=move || outside().then_some("") aria-hidden=breakable.then_some("true")>
                <span class="node-name" data-rank="0">
                    {move || sign.get().map(icons::term)}
                    {name}
                </span>
                <span class="node-value num" data-rank="1">{value}</span>
                {move || if node == NodeId::BALANCER { algorithm(s, lane) } else { None }}
                {move || site_label::board(s, spot.get()?, &state.get()?)}
                {move || if lost_in_head.get() == Some(true) { lost(s, &state.get()?, true) } else { None }}
            </span>
            {move || role(s, spot.get()?, &state.get()?)}
            {move || sessions::held(s, spot.get()?, &state.get()?)}
            {move || telemetry::badge(s, lane, node)}
            {move || queue(s, spot.get()?, &state.get()?)}
            {move || messages(s, &state.get()?)}
            {move || many_cores(s, spot.get()?, &state.get()?)}
            {move || if lost_in_head.get() == Some(false) { lost(s, &state.get()?, false) } else { None }}
        </div>
    }
}
