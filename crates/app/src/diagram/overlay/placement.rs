//! Measures the labels over the canvas and keeps them apart: only when a text, the type or the picture has another size.

use leptos::html;
use leptos::prelude::*;
use leptos_use_resize_observer::use_resize_observer;
use scalewalk_course::picture::labels::{Label, keep_apart};
use scalewalk_course::picture::{Picture, Rect};
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, HtmlElement};

use crate::browser::deferred;
use crate::diagram::frame;
use crate::state::shared::Shared;

/// The size of a name, in pixels, for which the places of the picture are made.
const TYPE_PX: f64 = 14.0;
/// Marks what is left out. Classes are written anew with each figure.
const NO_ROOM: &str = "data-no-room";
/// The blank at the upper and at the lower edge of a line, as a share of its height.
const BLANK: f64 = 0.08;
/// How near a label comes to the edge of its machine, in pixels.
const EDGE: f64 = 1.0;

/// The elements that are measured.
#[derive(Clone, Copy)]
pub struct Measured {
    /// Around all labels, as large as the picture.
    pub labels: NodeRef<html::Div>,
    /// A text in the type of the names.
    pub ruler: NodeRef<html::Span>,
}

/// Keeps the labels of `picture` apart for as long as it is shown. Gives how many units of the plate are as wide as a
/// pixel of type of 14 pixels: where it is 2, a machine has room for half as much text as where it is 1.
pub fn keep_labels_apart(s: Shared, picture: Memo<Picture>, measured: Measured) -> RwSignal<f64> {
    let Measured { labels, ruler } = measured;
    let scale = RwSignal::new(1.0);
    let written = StoredValue::new(String::new());
    let place = move |anyway: bool| {
        let Some(Some(labels)) = labels.try_get_untracked() else { return };
        // Digits are equally wide.
        let text = labels.text_content().unwrap_or_default().replace(|c: char| c.is_ascii_digit(), "0");
        let same = written.try_update_value(|old| core::mem::replace(old, text.clone()) == text);
        if (anyway || same == Some(false))
            && let Some(deferred) = s.deferred.try_get_untracked().and_then(deferred::State::here)
        {
            (deferred.place_labels)(&labels);
        }
    };
    // What has just changed is written by then.
    let place_soon = move |anyway: bool| queue_microtask(move || place(anyway));
    let measure = move || {
        let (Some(Some(labels)), Some(Some(ruler))) = (labels.try_get_untracked(), ruler.try_get_untracked()) else {
            return;
        };
        let (width, type_px) = (f64::from(labels.client_width()), ruler.get_bounding_client_rect().height());
        let Some(units) = picture.try_with_untracked(|picture| picture.width) else { return };
        if width > 0.0 && type_px > 0.0 {
            let now = units / width * type_px / TYPE_PX;
            if scale.try_get_untracked().is_some_and(|old| old != now) {
                scale.set(now);
            }
            place_soon(true);
        }
    };
    use_resize_observer(labels, move |_, _| measure());
    use_resize_observer(ruler, move |_, _| measure());
    Effect::new(move |_| {
        s.readout.track();
        s.mode.track();
        place_soon(false);
    });
    Effect::new(move |_| {
        if s.deferred.get().here().is_some() {
            place_soon(true);
        }
    });
    Effect::new(move |_| {
        picture.track();
        measure();
        // Once more where the machines are after their glide.
        set_timeout(move || place(true), core::time::Duration::from_millis(frame::motion().glide_ms as u64 + 50));
    });
    scale
}

/// An element with a label, and what is known of it.
struct Found {
    element: HtmlElement,
    /// The part of the picture whose labels move together.
    group: Option<Element>,
    label: Label,
}

/// Moves the labels below `root` apart, and marks those for which there is no room.
pub fn place_all(root: &HtmlElement) {
    let mut found = Vec::new();
    let mut machines = Vec::new();
    let all = elements(root, "[data-rank]");
    for element in &all {
        let _ = element.style().remove_property("translate");
        let _ = element.remove_attribute(NO_ROOM);
    }
    let children = root.children();
    for child in (0..children.length()).filter_map(|i| children.item(i)) {
        let own = child.class_list().contains("node").then(|| {
            machines.push(rect(&child.get_bounding_client_rect()));
            machines.len() - 1
        });
        let inside = child.class_list().contains("inside");
        for element in elements(&child, "[data-rank]") {
            let group = element.closest("[data-group]").ok().flatten();
            let home = own.filter(|_| inside && group.is_none()).map(|own| machines[own]);
            found.extend(look(element, own, home, group));
        }
    }
    for i in 0..found.len() {
        let lead = found[..i].iter().position(|lead| lead.group.is_some() && lead.group == found[i].group);
        found[i].label.follows = lead;
    }
    let labels: Vec<Label> = found.iter().map(|found| found.label).collect();
    let moves = keep_apart(&labels, &machines, rect(&root.get_bounding_client_rect()));
    for (Found { element, .. }, by) in found.iter().zip(moves) {
        let _ = match by {
            None => element.set_attribute(NO_ROOM, ""),
            Some((0.0, 0.0)) => Ok(()),
            Some((x, y)) => element.style().set_property("translate", &format!("{x:.2}px {y:.2}px")),
        };
    }
}

/// A label as it stands; none where nothing is written.
fn look(element: HtmlElement, machine: Option<usize>, home: Option<Rect>, group: Option<Element>) -> Option<Found> {
    let r = rect(&element.get_bounding_client_rect());
    let rank = element.get_attribute("data-rank")?.parse().ok()?;
    let rect = Rect::new(r.x, r.y + BLANK * r.h, r.w, r.h * (1.0 - 2.0 * BLANK));
    // A line may be higher than a flat machine.
    let home = home.map(|m| {
        let above = (rect.h - m.h).max(0.0) / 2.0;
        Rect::new(m.x + EDGE, m.y - above, m.w - 2.0 * EDGE, m.h + 2.0 * above)
    });
    (r.w > 0.0).then_some(Found { element, group, label: Label { rect, rank, machine, home, follows: None } })
}

fn elements(of: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = of.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect()
}

fn rect(of: &DomRect) -> Rect {
    Rect::new(of.x(), of.y(), of.width(), of.height())
}
