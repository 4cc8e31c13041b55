//! The picture on paper: in the colours of the light theme, and as wide as a sheet bears.

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use scalewalk_course::picture::Form;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement};

use super::draw::palette::Palette;
use super::draw::renderer::{Layer, Renderer};
use super::frame::{Elements, layer};
use crate::browser::animation_frame::now_ms;
use crate::browser::unseen;
use crate::state::shared::Shared;

/// Width on paper in CSS pixels, of which a sheet has some seven hundred.
const WIDE_PX: f64 = 660.0;
const TALL_PX: f64 = 400.0;
/// Dots for each of them.
const DOTS: f64 = 2.0;
/// What is drawn for the width that it has on the screen.
const CHARTS: &str = ".curves, .charts, .place";

/// Paints it anew before the page is printed; `restore` has it painted afterwards as it was.
pub fn listen(
    s: Shared,
    renderer: StoredValue<Renderer, LocalStorage>,
    form: RwSignal<Form>,
    elements: Elements,
    restore: UnsyncCallback<()>,
) {
    let _ = use_event_listener(window(), ev::Custom::<Event>::new("beforeprint"), move |_| {
        charts(|chart| Some(chart.client_width()));
        let width = if form.get_untracked() == Form::Wide { WIDE_PX } else { TALL_PX };
        let _ = paint(s, renderer, elements, width);
    });
    let _ = use_event_listener(window(), ev::Custom::<Event>::new("afterprint"), move |_| {
        charts(|_| None);
        if let Some(frame) = elements.frame.get_untracked() {
            let _ = frame.style(("width", ""));
        }
        restore.run(());
    });
}

/// Paints it `width` pixels wide. It is drawn elsewhere and copied: of what is drawn on a canvas at that moment Chromium
/// prints the last strokes alone, where there are many.
fn paint(s: Shared, renderer: StoredValue<Renderer, LocalStorage>, elements: Elements, width: f64) -> Option<()> {
    let frame = elements.frame.get_untracked()?;
    let [back, front] = [layer(unseen::canvas()?)?, layer(unseen::canvas()?)?];
    let _ = frame.style(("width", format!("{width}px")));
    renderer.update_value(|renderer| {
        renderer.repaint(Palette::on_paper());
        renderer.fit(width, DOTS, [&back, &front]);
        s.player.with_value(|player| {
            s.readout.with_untracked(|readout| renderer.draw(now_ms(), player, readout, &back, &front));
        });
    });
    for (node, drawn) in [(elements.back, back), (elements.front, front)] {
        let Layer { element, context } = layer(node.get_untracked()?)?;
        element.set_width(drawn.element.width());
        element.set_height(drawn.element.height());
        let _ = context.draw_image_with_html_canvas_element(&drawn.element, 0.0, 0.0);
    }
    Some(())
}

/// Gives all charts a width, or lets them have that of their place again.
fn charts(width: impl Fn(&HtmlElement) -> Option<i32>) {
    let Ok(found) = document().query_selector_all(CHARTS) else { return };
    for chart in (0..found.length()).filter_map(|i| found.item(i)?.dyn_into::<HtmlElement>().ok()) {
        let width = width(&chart).map_or_else(String::new, |width| format!("{width}px"));
        let _ = chart.style().set_property("width", &width);
    }
}
