//! The frames of the picture: each steps the model and draws, as long as the page is in sight.

use std::cell::Cell;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use leptos_use_intersection_observer::use_intersection_observer;
use scalewalk_course::picture::Form;
use wasm_bindgen::JsCast;

use super::draw::palette::Palette;
use super::draw::renderer::{Layer, Renderer};
use super::scene::transition::Motion;
use crate::browser::animation_frame::{every_frame, now_ms};
use crate::state::shared::Shared;

/// Milliseconds that a frame may spend on simulating.
const BUDGET_MS: f64 = 7.0;
/// Milliseconds between two looks at the figures.
const READ_MS: f64 = 100.0;
/// Milliseconds between two looks at size and theme.
const FIT_MS: f64 = 250.0;
/// From this width of the box on, in CSS pixels, the picture is wide.
const WIDE_FROM: f64 = 540.0;
const CALM: &str = "(prefers-reduced-motion: reduce)";
const FORCED: &str = "(forced-colors: active)";

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

fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
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

/// Steps the model and draws, once a frame, for as long as the figure is on the page.
pub fn run(s: Shared, renderer: StoredValue<Renderer, LocalStorage>, form: RwSignal<Form>, elements: Elements) {
    let mut frames = Frames {
        s,
        renderer,
        form,
        elements,
        layers: None,
        last: now_ms(),
        last_read: f64::NEG_INFINITY,
        last_fit: f64::NEG_INFINITY,
        ground: String::new(),
        ready: false,
        ran: false,
    };
    let seen = in_sight();
    every_frame(move |now| frames.next(now, seen.get()));
}

/// What a frame knows of those before.
struct Frames {
    s: Shared,
    renderer: StoredValue<Renderer, LocalStorage>,
    form: RwSignal<Form>,
    elements: Elements,
    layers: Option<[Layer; 2]>,
    /// Moments of the last frame, the last look at the figures, and the last at size and theme, in milliseconds.
    last: f64,
    last_read: f64,
    last_fit: f64,
    /// The colour of the page.
    ground: String,
    /// Whether something has been drawn.
    ready: bool,
    /// Whether time went on in the last frame.
    ran: bool,
}

impl Frames {
    fn next(&mut self, now: f64, seen: bool) {
        let elapsed_s = (now - self.last) / 1e3;
        self.last = now;
        if !seen {
            return;
        }
        let runs = self.simulate(now, elapsed_s);
        if self.layers.is_none() {
            let pair = self.elements.back.get_untracked().and_then(layer);
            self.layers = pair.zip(self.elements.front.get_untracked().and_then(layer)).map(|(a, b)| [a, b]);
        }
        let fit = now - self.last_fit >= FIT_MS;
        if fit {
            self.last_fit = now;
            self.follow_theme();
        }
        let Some(frame) = self.elements.frame.get_untracked() else { return };
        let width = f64::from(frame.client_width());
        if fit {
            self.follow_size(&frame, width);
        }
        self.draw(now, runs);
        self.ran = runs;
        if !self.ready
            && let Some(root) = document().document_element()
        {
            self.ready = true;
            let _ = root.set_attribute("data-running", "");
        }
    }

    /// Lets time go on; whether it does.
    fn simulate(&mut self, now: f64, elapsed_s: f64) -> bool {
        let start = now_ms();
        let mut runs = false;
        self.s.player.update_value(|player| {
            runs = player.is_running();
            player.advance(elapsed_s, || now_ms() - start < BUDGET_MS);
        });
        // Once more after the last move, so that the figures end where the picture does.
        if !self.ready || (self.ran && !runs) || (runs && now - self.last_read >= READ_MS) {
            self.last_read = now;
            self.s.read();
        }
        runs
    }

    fn follow_theme(&mut self) {
        // A reader's own colours may have the ground of a theme.
        let colour = format!("{} {}", ground_colour(), matches(FORCED));
        if colour != self.ground {
            self.ground = colour;
            self.renderer.update_value(|renderer| renderer.repaint(Palette::read()));
        }
    }

    fn follow_size(&self, frame: &web_sys::HtmlDivElement, width: f64) {
        if width > 0.0 && self.form.get_untracked() != form_of(width) {
            self.form.set(form_of(width));
        }
        let Some(layers) = &self.layers else { return };
        self.renderer.update_value(|renderer| {
            renderer.reduced = matches(CALM);
            renderer.fit(width, window().device_pixel_ratio().clamp(1.0, 2.0), layers.each_ref());
            let _ = frame.style(("--k", format!("{:.4}", renderer.css_scale)));
        });
    }

    fn draw(&self, now: f64, runs: bool) {
        let Some([back, front]) = &self.layers else { return };
        self.renderer.update_value(|renderer| {
            if !runs && !self.ran && !renderer.is_stale() {
                return;
            }
            self.s.player.with_value(|player| {
                self.s.readout.with_untracked(|readout| renderer.draw(now, player, readout, back, front));
            });
        });
    }
}

/// Whether any of the page is on the screen, also when it sits in a frame that was scrolled away.
fn in_sight() -> Rc<Cell<bool>> {
    let seen = Rc::new(Cell::new(true));
    let told = Rc::clone(&seen);
    if let Some(body) = document().body() {
        use_intersection_observer(web_sys::Element::from(body), move |entries, _| {
            if let Some(entry) = entries.last() {
                told.set(entry.is_intersecting());
            }
        });
    }
    seen
}

/// A canvas with its context.
pub fn layer(element: web_sys::HtmlCanvasElement) -> Option<Layer> {
    let context = element.get_context("2d").ok().flatten()?.dyn_into().ok()?;
    Some(Layer { element, context })
}

fn ground_colour() -> String {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    style.and_then(|s| s.get_property_value("background-color").ok()).unwrap_or_default()
}
