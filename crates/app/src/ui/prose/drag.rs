//! A number in the text that the reader can drag.

use leptos::html;
use leptos::prelude::*;
use scalewalk_course::Lane;
use scalewalk_model::params::{Param, Scale};
use web_sys::{KeyboardEvent, PointerEvent};

use crate::browser::key_press::is_taken;
use crate::state::shared::{Asked, param, shared};
use crate::ui::kit::format;
use crate::ui::kit::refused::Refused;

/// Over how many pixels the whole range of a parameter is spread, at least.
const RANGE_PX: f64 = 360.0;
/// So far a finger goes to the side, and further than up or down, before it may not be about to scroll any more.
const FINGER_PX: f64 = 10.0;
/// Pixels for one step of a parameter with few steps.
const STEP_PX: f64 = 20.0;

/// The slider position that a key asks for.
pub fn position_by_key(key: &str, position: u32, last: u32) -> Option<u32> {
    let page = (last / 10).max(1);
    Some(match key {
        "ArrowRight" | "ArrowUp" => (position + 1).min(last),
        "ArrowLeft" | "ArrowDown" => position.saturating_sub(1),
        "PageUp" => (position + page).min(last),
        "PageDown" => position.saturating_sub(page),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

/// One step on from `value` that can be seen: neighbouring positions of a slider may share a rounded value.
pub fn next_value(param: &Param, value: f64, to: u32) -> f64 {
    let from = param.position(value);
    let mut at = to;
    while param.value_at(at) == value && at != from && at > 0 && at < param.positions() {
        at = if to > from { at + 1 } else { at - 1 };
    }
    param.value_at(at)
}

/// A parameter's live value in the text.
#[component]
pub fn Drag(
    /// The parameter.
    id: &'static str,
    /// The system.
    lane: Option<Lane>,
    /// What to show if there is no such parameter.
    text: &'static str,
) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let Some(param) = param(id) else { return view! { <span>{text}</span> }.into_any() };
    let node: NodeRef<html::Span> = NodeRef::new();
    // Where the drag began: the pointer's place and the slider's position.
    let began: StoredValue<Option<(f64, f64, u32)>> = StoredValue::new(None);
    let last = param.positions();
    let pixels = (RANGE_PX / f64::from(last.max(1))).min(STEP_PX);
    let value = move || s.value(param, lane);
    let switch = matches!(param.scale, Scale::Switch);
    let steps = switch || matches!(param.scale, Scale::Choice(_));
    let role = if switch { "switch" } else { "slider" };
    let title = if steps { messages.controls_press } else { messages.controls_drag };
    let step = move || {
        let position = untrack(|| param.position(value()));
        s.set(param, lane, param.value_at((position + 1) % (last + 1)));
    };

    // Whether the pointer has left the place where it was pressed.
    let left = StoredValue::new(false);
    let down = move |ev: PointerEvent| {
        if ev.button() != 0 {
            return;
        }
        left.set_value(false);
        s.hold();
        began.set_value(Some((
            ev.client_x().into(),
            ev.client_y().into(),
            param.position(
                s.configs.with_untracked(|c| c.get(lane.unwrap_or(0)).map_or(param.default, |c| param.value(c))),
            ),
        )));
        if let Some(node) = node.get_untracked() {
            let _ = node.set_pointer_capture(ev.pointer_id());
            let _ = node.focus();
        }
        ev.prevent_default();
    };
    let moved = move |ev: PointerEvent| {
        if let Some((x, y, position)) = began.get_value() {
            let far = f64::from(ev.client_x()) - x;
            let meant = match ev.pointer_type().as_str() {
                "touch" => far.abs() >= FINGER_PX && far.abs() > (f64::from(ev.client_y()) - y).abs(),
                _ => far.abs() >= 3.0,
            };
            left.update_value(|left| *left |= meant);
            if !left.get_value() {
                return;
            }
            let by = (far / pixels).round();
            let at = (f64::from(position) + by).clamp(0.0, f64::from(last)) as u32;
            s.set(param, lane, param.value_at(at));
        }
    };
    let up = move |_| {
        // A press without a drag steps a choice on.
        if steps && began.get_value().is_some() && !left.get_value() {
            step();
        }
        s.release();
        began.set_value(None);
    };
    let key = move |ev: KeyboardEvent| {
        if is_taken(&ev) {
            return;
        }
        // So do the keys that press whatever else is pressed; one that is held does so once.
        if steps && matches!(ev.key().as_str(), " " | "Enter") {
            ev.prevent_default();
            if !ev.repeat() {
                step();
            }
            return;
        }
        let now = s.value(param, lane);
        if let Some(to) = position_by_key(&ev.key(), param.position(now), last) {
            ev.prevent_default();
            ev.stop_propagation();
            s.set(param, lane, next_value(param, now, to));
        }
    };
    view! {
        <span
            class="drag num"
            role=role
            tabindex="0"
            node_ref=node
            aria-label=param.label
            aria-checked=move || switch.then(|| (value() != 0.0).to_string())
            aria-valuemin=(!switch).then_some("0")
            aria-valuemax=(!switch).then_some(last)
            aria-valuenow=move || (!switch).then(|| param.position(value()))
            aria-valuetext=move || (!switch).then(|| param.speak(value()))
            title=title
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=move |_| {
                s.release();
                began.set_value(None);
            }
            on:keydown=key
        >
            {move || format::bind(&param.show(value()))}
        </span>
        <Refused asked=Asked::Setting(param.id) />
    }
    .into_any()
}
