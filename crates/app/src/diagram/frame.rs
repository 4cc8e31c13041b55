//! The frames of the picture: each steps the model and draws, as long as something moves and the page is in sight.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use scalewalk_course::picture::Form;
use wasm_bindgen::JsCast;

use super::draw::palette::Palette;
use super::draw::renderer::{Layer, Renderer};
use super::look::{self, Changed, matches};
use super::scene::transition::Motion;
use crate::browser::animation_frame::{FrameLoop, now_ms};
use crate::browser::resize::width_of;
use crate::browser::sight::page_in_sight;
use crate::state::shared::Shared;

/// What share of the time from frame to frame may be spent on simulating, and the least and the most in milliseconds.
/// Where frames are far apart, as in a slow browser, there is more time in each; but not for one that only came late.
const SHARE: f64 = 0.25;
const LEAST_MS: f64 = 7.0;
const MOST_MS: f64 = 60.0;
/// Milliseconds between two looks at the figures.
const READ_MS: f64 = 100.0;
/// From this width of the box on, in whole CSS pixels, the picture is wide; as in `plate.css`.
const WIDE_FROM: f64 = 540.0;
pub(super) const CALM: &str = "(prefers-reduced-motion: reduce)";

/// The elements of the figure that a frame draws on and measures.
#[derive(Clone, Copy)]
pub struct Elements {
    /// The box around all of it.
    pub frame: NodeRef<html::Div>,
    /// The canvas that is drawn when something changes.
    pub back: NodeRef<html::Canvas>,
    /// The canvas that is drawn in each frame.
    pub front: NodeRef<html::Canvas>,
}

fn form_of(width: f64) -> Form {
    if width >= WIDE_FROM { Form::Wide } else { Form::Tall }
}

/// The form of the picture before its box has a width.
pub fn form_at_first() -> Form {
    form_of(if matches("(min-width: 1024px)") { WIDE_FROM } else { 0.0 })
}

/// How machines move when the picture changes.
pub fn motion() -> Motion {
    if matches(CALM) {
        Motion { glide_ms: 0.0, draw_ms: 0.0 }
    } else {
        // As --t-move and --t-draw.
        Motion { glide_ms: 700.0, draw_ms: 450.0 }
    }
}

/// Steps the model and draws, once a frame, for as long as something moves. What else changes the picture wakes the
/// frames; that of which they know nothing themselves has to.
pub fn run(
    s: Shared,
    renderer: StoredValue<Renderer, LocalStorage>,
    form: RwSignal<Form>,
    elements: Elements,
) -> (FrameLoop, Rc<Changed>) {
    let changed = Rc::new(Changed::default());
    let seen = page_in_sight();
    let mut frames = Frames {
        s,
        renderer,
        elements,
        changed: Rc::clone(&changed),
        layers: None,
        last_ms: 0.0,
        last_read: f64::NEG_INFINITY,
        ready: false,
        ran: false,
    };
    let frames = FrameLoop::new(move |now, since_ms| {
        // That it is in sight again wakes it.
        seen.try_get_untracked() == Some(true) && frames.next(now, since_ms)
    });
    look::watch(&changed, frames);
    // Before the box is painted.
    let width = width_of(elements.frame);
    let resized = Rc::clone(&changed);
    Effect::new(move |_| {
        let width = width.get();
        if width > 0.0 && form.get_untracked() != form_of(width) {
            form.set(form_of(width));
        }
        resized.size.set(true);
        frames.wake();
    });
    Effect::new(move |_| {
        if seen.get() {
            frames.wake();
        }
    });
    (frames, changed)
}

/// What a frame knows of those before.
struct Frames {
    s: Shared,
    renderer: StoredValue<Renderer, LocalStorage>,
    elements: Elements,
    changed: Rc<Changed>,
    layers: Option<[Layer; 2]>,
    /// Milliseconds from the last frame but one to the last.
    last_ms: f64,
    /// The moment of the last look at the figures, in milliseconds.
    last_read: f64,
    /// Whether something has been drawn.
    ready: bool,
    /// Whether time went on in the last frame.
    ran: bool,
}

impl Frames {
    /// One frame. Whether there is more to move.
    fn next(&mut self, now: f64, since_ms: f64) -> bool {
        let runs = self.simulate(now, since_ms);
        if self.layers.is_none() {
            let pair = self.elements.back.get_untracked().and_then(layer);
            self.layers = pair.zip(self.elements.front.get_untracked().and_then(layer)).map(|(a, b)| [a, b]);
        }
        if self.changed.colours.take() {
            self.renderer.update_value(|renderer| renderer.repaint(Palette::read()));
        }
        if self.changed.size.take() {
            self.fit();
        }
        let stale = self.draw(now, runs);
        self.ran = runs;
        if !self.ready
            && let Some(root) = document().document_element()
        {
            self.ready = true;
            let _ = root.set_attribute("data-running", "");
        }
        runs || stale
    }

    /// Lets time go on; whether it does.
    fn simulate(&mut self, now: f64, since_ms: f64) -> bool {
        let start = now_ms();
        let budget_ms = (SHARE * since_ms.min(self.last_ms)).clamp(LEAST_MS, MOST_MS);
        self.last_ms = since_ms;
        let mut runs = false;
        self.s.player.update_value(|player| {
            player.advance(since_ms / 1e3, || now_ms() - start < budget_ms);
            runs = player.is_running();
        });
        // Once more after the last move, so that the figures end where the picture does.
        if !self.ready || (self.ran && !runs) || (runs && now - self.last_read >= READ_MS) {
            self.last_read = now;
            self.s.read();
        }
        runs
    }

    fn fit(&self) {
        let (Some(layers), Some(frame)) = (&self.layers, self.elements.frame.get_untracked()) else {
            return self.changed.size.set(true);
        };
        let width = f64::from(frame.client_width());
        self.renderer.update_value(|renderer| {
            renderer.reduced = matches(CALM);
            renderer.fit(width, window().device_pixel_ratio().clamp(1.0, 2.0), layers.each_ref());
        });
    }

    /// Draws if something has changed; whether it will be old by the next frame though nothing runs.
    fn draw(&self, now: f64, runs: bool) -> bool {
        let mut stale = true;
        self.renderer.update_value(|renderer| {
            if let Some([back, front]) = &self.layers
                && (runs || self.ran || renderer.is_stale())
            {
                self.s.player.with_value(|player| {
                    self.s.readout.with_untracked(|readout| renderer.draw(now, player, readout, back, front));
                });
            }
            stale = renderer.is_stale();
        });
        stale
    }
}

/// A canvas with its context.
pub fn layer(element: web_sys::HtmlCanvasElement) -> Option<Layer> {
    let context = element.get_context("2d").ok().flatten()?.dyn_into().ok()?;
    Some(Layer { element, context })
}
