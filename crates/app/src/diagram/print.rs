//! The picture on paper: in the colours of the light theme, and as wide as a sheet bears.

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use scalewalk_course::picture::Form;
use web_sys::Event;

use super::draw::palette::Palette;
use super::draw::renderer::Renderer;
use super::frame::{Elements, layer};
use crate::browser::animation_frame::now_ms;
use crate::state::shared::Shared;

/// Width on paper in CSS pixels, of which a sheet has some seven hundred.
const WIDE_PX: f64 = 660.0;
const TALL_PX: f64 = 400.0;
/// Dots for each of them.
const DOTS: f64 = 2.0;

/// Paints it anew before the page is printed, and afterwards as it was.
pub fn listen(s: Shared, renderer: StoredValue<Renderer, LocalStorage>, form: RwSignal<Form>, elements: Elements) {
    let _ = use_event_listener(window(), ev::Custom::<Event>::new("beforeprint"), move |_| {
        let Some(frame) = elements.frame.get_untracked() else { return };
        let layers = [elements.back, elements.front].map(|canvas| canvas.get_untracked().and_then(layer));
        let [Some(back), Some(front)] = &layers else { return };
        let width = if form.get_untracked() == Form::Wide { WIDE_PX } else { TALL_PX };
        let _ = frame.style(("width", format!("{width}px")));
        renderer.update_value(|renderer| {
            renderer.repaint(Palette::on_paper());
            renderer.fit(width, DOTS, [back, front]);
            let _ = frame.style(("--k", format!("{:.4}", renderer.css_scale)));
            s.player.with_value(|player| {
                s.readout.with_untracked(|readout| renderer.draw(now_ms(), player, readout, back, front));
            });
        });
    });
    let _ = use_event_listener(window(), ev::Custom::<Event>::new("afterprint"), move |_| {
        if let Some(frame) = elements.frame.get_untracked() {
            // The next frame fits it to the screen again.
            let _ = frame.style(("width", ""));
        }
        renderer.update_value(|renderer| renderer.repaint(Palette::read()));
    });
}
