//! The keyboard among the machines: Tab reaches one of them, and arrow keys lead from one to the next.

use leptos::prelude::*;
use scalewalk_course::Lane;
use scalewalk_course::picture::{Direction, Picture};
use scalewalk_model::NodeId;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::browser::key_press::is_taken;

/// A machine on the page.
pub type Machine = (Lane, NodeId);

/// The machine that Tab reaches: the last that had the focus, or the first.
pub fn tab_stop(picture: Memo<Picture>, last: RwSignal<Option<Machine>>) -> Memo<Option<Machine>> {
    Memo::new(move |_| {
        let last = last.get();
        picture.with(|p| {
            let all = || p.machines().map(|placed| (placed.lane, placed.node));
            all().find(|machine| Some(*machine) == last).or_else(|| all().next())
        })
    })
}

/// Leads from the machine with the focus to the one that lies where the key points.
pub fn lead(picture: Memo<Picture>, from: Option<Machine>, key: &KeyboardEvent) {
    let on_machine = key
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|target| target.class_list().contains("node-hit"));
    if !on_machine || is_taken(key) || key.shift_key() {
        return;
    }
    let direction = match key.key().as_str() {
        "ArrowLeft" => Direction::Left,
        "ArrowRight" => Direction::Right,
        "ArrowUp" => Direction::Up,
        "ArrowDown" => Direction::Down,
        "Home" => Direction::First,
        "End" => Direction::Last,
        _ => return,
    };
    // At the edge the key does nothing, rather than something else.
    key.prevent_default();
    if let Some(next) = from.and_then(|from| picture.with_untracked(|p| p.next(from, direction))) {
        focus_on(next);
    }
}

/// Gives a machine the focus.
pub fn focus_on((lane, node): Machine) {
    let selector = format!(".node-hit[data-node='{node}'][data-lane='{lane}']");
    if let Ok(Some(button)) = document().query_selector(&selector)
        && let Some(button) = button.dyn_ref::<HtmlElement>()
    {
        let _ = button.focus();
    }
}

/// Leads up and down in a menu, round and round.
pub fn lead_in_menu(list: &web_sys::Element, key: &KeyboardEvent) {
    let here = document().active_element();
    let is_item = |element: &web_sys::Element| element.tag_name() == "BUTTON";
    let first = || list.query_selector("button").ok().flatten();
    let last = || list.last_element_child();
    let next = match key.key().as_str() {
        "ArrowDown" => here.and_then(|here| here.next_element_sibling()).or_else(first),
        "ArrowUp" => here.and_then(|here| here.previous_element_sibling()).filter(is_item).or_else(last),
        "Home" => first(),
        "End" => last(),
        _ => return,
    };
    key.prevent_default();
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let _ = next.focus();
    }
}
