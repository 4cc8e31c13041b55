//! What can be done to a machine that was pressed.

use leptos::html;
use leptos::prelude::*;
use scalewalk_course::Lane;
use scalewalk_course::picture::Picture;
use scalewalk_model::{Fault, Health, NodeId};

use crate::browser::focus;
use crate::browser::key_press::is_taken;
use crate::diagram::overlay::keyboard::{Machine, focus_on, lead_in_menu};
use crate::diagram::overlay::label::{Open, state_of};
use crate::diagram::overlay::label_text::in_words;
use crate::state::shared::{Asked, Shared, shared};
use crate::ui::kit::names;
use crate::ui::kit::node_names::{ip_address, is_private, node_name_in_full, number};

/// The menu of the pressed machine: kill, slow down, repair, knock.
#[component]
pub fn NodeMenu(picture: Memo<Picture>, menu: Open) -> impl IntoView {
    let s = shared();
    let list = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if menu.get().is_some()
            && let Some(list) = list.get()
            && let Ok(Some(first)) = list.query_selector("button")
        {
            use wasm_bindgen::JsCast;
            if let Some(first) = first.dyn_ref::<web_sys::HtmlElement>() {
                let _ = first.focus();
            }
        }
    });
    let press = move |event: web_sys::KeyboardEvent| {
        if is_taken(&event) {
            return;
        }
        if event.key() == "Escape" {
            event.stop_propagation();
            back_to_node(menu.get_untracked());
            menu.set(None);
        } else if let Some(list) = list.get_untracked() {
            lead_in_menu(&list, &event);
        }
    };
    // It would stay open over what is done elsewhere. A machine that is pressed opens and closes it itself.
    let leave = move |event: web_sys::FocusEvent| {
        let to = list.get_untracked().and_then(|list| focus::leaves(&list, &event));
        if to.is_some_and(|to| !to.class_list().contains("node-hit")) {
            menu.set(None);
        }
    };
    move || {
        let (lane, node) = menu.get()?;
        let (left, top, below) = picture.with(|p| {
            let placed = p.nodes.iter().find(|n| n.lane == lane && n.node == node)?;
            let (cx, cy) = placed.rect.centre();
            // Above or below the machine, where there is more room: never under the finger that has just pressed it.
            let below = cy < p.height / 2.0;
            let edge = if below { placed.rect.y + placed.rect.h } else { placed.rect.y };
            let (left, top) = (cx / p.width * 100.0, edge / p.height * 100.0);
            let half = if node == NodeId::QUEUE { 9.1 } else { 7.6 };
            Some((format!("clamp({half}rem,{left:.2}%,100% - {half}rem)"), format!("{top:.2}%"), below))
        })?;
        let config = s.configs.with_untracked(|c| c.get(lane).cloned())?;
        let name = node_name_in_full(s.messages(), Some(&config), node);
        let address = ip_address(&config, node);
        let messages = s.messages();
        let kind = if is_private(&config, node) { messages.node_private_address } else { messages.node_public_address };
        let address_words = kind.replace("{address}", &address);
        let actions = actions(s, lane, node);
        let knock = is_private(&config, node)
            .then(|| s.stage.get_untracked().walks.iter().position(|w| w.send.target.is_some()));
        Some(view! {
            <div
                class="node-menu"
                role="menu"
                aria-label=name.clone()
                class:below=below
                style:left=left
                style:top=top
                node_ref=list
                on:keydown=press
                on:focusout=leave
            >
                <p class="node-menu-name">
                    {name.clone()} <span class="num">{address_words}</span>
                    <span>{move || state_of(s, lane, node).map(|state| in_words(s, lane, &state))}</span>
                </p>
                {(node == NodeId::QUEUE).then(|| s.deferred.get().here().map(|deferred| (deferred.dead_letters)(s, lane)))}
                {actions
                    .into_iter()
                    .map(|(fault, label)| {
                        let said = said(s, fault, &name, config.slow_factor);
                        view! {
                            <button
                                type="button"
                                role="menuitem"
                                on:click=move |_| {
                                    s.fault(Asked::Machine, lane, node, fault, said.clone());
                                    back_to_node(menu.get_untracked());
                                    menu.set(None);
                                }
                            >
                                {label}
                            </button>
                        }
                    })
                    .collect_view()}
                {knock
                    .flatten()
                    .map(|walk| {
                        view! {
                            <button
                                type="button"
                                role="menuitem"
                                on:click=move |_| {
                                    menu.set(None);
                                    s.start_walk(walk);
                                }
                            >
                                {messages.node_knock.replace("{address}", &address)}
                            </button>
                        }
                    })}
            </div>
        })
    }
}

fn back_to_node(open: Option<Machine>) {
    open.into_iter().for_each(focus_on);
}

fn actions(s: Shared, lane: Lane, node: NodeId) -> Vec<(Fault, String)> {
    let messages = s.messages();
    let state = untrack(|| state_of(s, lane, node));
    let health = state.as_ref().map_or(Health::Up, |state| state.health);
    let Some((config, lanes)) = untrack(|| s.configs.with(|c| Some((c.get(lane).or(c.first())?.clone(), c.len()))))
    else {
        return Vec::new();
    };
    let possible = |kind: &Fault| kind.check(node, &config).is_ok();
    // In a data center that is down as a whole, nothing can be mended by itself.
    let place = NodeId::site(config.site_of(node));
    let dead = node.kind().is_in_a_site()
        && untrack(|| state_of(s, lane, place)).is_some_and(|site| matches!(site.health, Health::Down(_)));
    let kinds: &[Fault] = match health {
        _ if dead => &[],
        _ if state.is_some_and(|state| state.cut) => &[Fault::Repair],
        Health::Up if node.site_index().is_some() => &[Fault::Down, Fault::Cut],
        Health::Up => &[Fault::Down, Fault::Slow],
        Health::Slow => &[Fault::Repair, Fault::Down],
        _ => &[Fault::Repair],
    };
    let label = |kind: &Fault| (*kind, names::fault(*kind, node, lane, lanes, &config, messages));
    kinds.iter().filter(|kind| possible(kind)).map(label).collect()
}

fn said(s: Shared, fault: Fault, name: &str, slow_factor: f64) -> String {
    let messages = s.messages();
    match fault {
        Fault::Down | Fault::Destroy => messages.said_down.replace("{what}", name),
        Fault::Cut => messages.said_cut.replace("{what}", name),
        Fault::Restart => messages.said_restarted.replace("{what}", name),
        Fault::Repair => messages.said_repaired.replace("{what}", name),
        Fault::Slow => messages.said_slow.replace("{what}", name).replace("{n}", &number(slow_factor)),
    }
}
