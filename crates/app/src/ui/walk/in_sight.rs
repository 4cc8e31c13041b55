//! Where the parts of the page stand below each other, the picture stays at the top of the screen during a walk, as a band of
//! it (`plate.css`). The band shows the machine that is meant.

use leptos::prelude::*;
use scalewalk_course::Lane;
use scalewalk_model::NodeId;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::state::shared::shared;
use crate::state::walk_run::WalkRun;

/// A window is low up to this height, in pixels.
const LOW_PX: f64 = 500.0;

/// Where a step begins.
const STEP: &str = ".walk .step";

/// Between which machines the hop that is shown goes.
fn ends(walk: &WalkRun) -> Option<(Lane, NodeId, NodeId)> {
    let (_, hop) = walk.steps.get(walk.hop)?;
    Some((walk.lane, hop.from, hop.to))
}

/// Follows the walk, as long as the panel of it is there.
pub fn follow() {
    let s = shared();
    let shown = Memo::new(move |_| {
        s.walk_at.track();
        s.walk_index.track();
        s.player.with_value(|player| player.walk().and_then(ends))
    });
    // To the picture and the panel together, from wherever the walk was begun. A low window has no room for more than the step.
    request_animation_frame(|| {
        let low = window().inner_height().ok().and_then(|high| high.as_f64()).is_some_and(|high| high < LOW_PX);
        below_the_picture(if low { STEP } else { ".plate + *" }, |_| true);
    });
    Effect::new(move |_| {
        let shown = shown.get();
        request_animation_frame(move || {
            if let Some((lane, from, to)) = shown {
                show(lane, from, to);
                below_the_picture(STEP, |beyond| beyond < 0.0);
            }
        });
    });
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Scrolls the page so that an element is right below the pinned picture, if it is so far from there that it is to be.
fn below_the_picture(selector: &str, moves: impl Fn(f64) -> bool) {
    let Some((plate, element)) = find(".plate").zip(find(selector)) else { return };
    let beyond = element.get_bounding_client_rect().top() - plate.get_bounding_client_rect().height();
    if is_pinned(&plate) && moves(beyond) {
        window().scroll_by_with_x_and_y(0.0, beyond);
    }
}

fn is_pinned(plate: &Element) -> bool {
    window()
        .get_computed_style(plate)
        .ok()
        .flatten()
        .and_then(|style| style.get_property_value("position").ok())
        .is_some_and(|position| position == "sticky")
}

/// Scrolls the band to both ends of a hop, or to where it leads.
fn show(lane: Lane, from: NodeId, to: NodeId) {
    let Some(room) = find(".plate-room") else { return };
    let (high, all) = (f64::from(room.client_height()), f64::from(room.scroll_height()));
    if all <= high {
        return;
    }
    let top = room.get_bounding_client_rect().top() - f64::from(room.scroll_top());
    let place = |node: NodeId| {
        let machine = find(&format!(".node-hit[data-node='{node}'][data-lane='{lane}'],[data-client='{node}']"));
        machine.map_or((0.0, 0.0), |machine| {
            let rect = machine.get_bounding_client_rect();
            (rect.top() - top, rect.bottom() - top)
        })
    };
    let ((a, b), (c, d)) = (place(from), place(to));
    let (least, most) = if b.max(d) - a.min(c) <= high { (a.min(c), b.max(d)) } else { (c, d) };
    room.set_scroll_top(((least + most - high) / 2.0) as i32);
}
