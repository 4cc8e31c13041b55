//! The picture: machines and flows on a canvas, under names and buttons in HTML.

mod brush;
mod cache;
mod dead_letters;
mod flows;
mod furniture;
mod label;
mod machine;
mod marks;
mod menu;
mod palette;
mod queue;
mod replication;
mod scene;
mod sessions;
mod site_label;
mod sites;
mod stagehand;
mod steer;
pub mod telemetry;
mod trunk;
mod way;
mod world;
mod world_label;

use std::cell::Cell;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use leptos_use_intersection_observer::use_intersection_observer;
use scalewalk_course::picture::{Form, Picture, layout};
use scalewalk_model::Sim;
use wasm_bindgen::JsCast;

use crate::context::{Mode, Shared, shared};
use crate::names;
use crate::ticker::{every_frame, now_ms};
pub use dead_letters::list as dead_letters;
use label::NodeLabel;
use menu::NodeMenu;
use palette::Palette;
use scene::Motion;
use stagehand::{Sheet, Stagehand};
use world_label::region_labels;

/// Milliseconds that a frame may spend on simulating.
const BUDGET_MS: f64 = 7.0;
/// Milliseconds between two looks at the figures.
const READ_MS: f64 = 100.0;
/// Milliseconds between two looks at size and theme.
const FIT_MS: f64 = 250.0;

fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// From this width of the box on, in CSS pixels, the plate is wide.
const WIDE_FROM: f64 = 540.0;

fn form_of(width: f64) -> Form {
    if width >= WIDE_FROM { Form::Wide } else { Form::Tall }
}

fn motion() -> Motion {
    if matches("(prefers-reduced-motion: reduce)") {
        Motion { glide_ms: 0.0, draw_ms: 0.0 }
    } else {
        // As --t-move and --t-draw.
        Motion { glide_ms: 700.0, draw_ms: 450.0 }
    }
}

/// The plate with its names, its buttons and its caption.
#[component]
pub fn Plate() -> impl IntoView {
    let s = shared();
    let (back, front) = (NodeRef::<html::Canvas>::new(), NodeRef::<html::Canvas>::new());
    let frame = NodeRef::<html::Div>::new();
    let form = RwSignal::new(form_of(if matches("(min-width: 1024px)") { WIDE_FROM } else { 0.0 }));
    let picture = Memo::new(move |_| {
        // A walk may lead through a system that is set otherwise.
        s.configs.track();
        s.walk_index.track();
        s.player.with_value(|p| layout(&p.shown().iter().map(Sim::config).collect::<Vec<_>>(), form.get()))
    });
    let hand = StoredValue::new_local(Stagehand::default());
    let menu = RwSignal::new(None);
    let last = RwSignal::new(None);
    let door = steer::door(picture, last);

    Effect::new(move |_| {
        let picture = picture.get();
        hand.update_value(|hand| hand.retarget(&picture, now_ms(), motion()));
        menu.set(None);
    });
    Effect::new(move |_| {
        s.readout.track();
        hand.update_value(Stagehand::soil);
    });
    drive(s, hand, form, frame, back, front);

    let press = move |event: web_sys::PointerEvent| {
        let Some(canvas) = front.get_untracked() else { return };
        let rect = canvas.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
        let found = hand.with_value(|hand| hand.pick(x / hand.css_scale, y / hand.css_scale));
        if let Some((lane, id)) = found {
            s.follow(lane, id);
        }
    };
    let nodes = move || picture.with(|p| p.nodes.iter().map(|n| (n.lane, n.node)).collect::<Vec<_>>());
    view! {
        <figure class="plate" aria-label=move || caption(s)>
            <div
                class="plate-box"
                class:wide=move || form.get() == Form::Wide
                node_ref=frame
                style:aspect-ratio=move || picture.with(|p| format!("{}/{}", p.width, p.height))
            >
                <canvas node_ref=back aria-hidden="true"></canvas>
                <canvas node_ref=front aria-hidden="true" on:pointerup=press></canvas>
                <div
                    class="labels"
                    role="group"
                    aria-label=s.words().node_group
                    on:keydown=move |key| steer::steer(picture, last.get_untracked(), &key)
                >
                    {move || zone_label(s, &picture.get())}
                    {move || lane_labels(s, &picture.get())}
                    {move || region_labels(s, &picture.get())}
                    <For each=nodes key=|machine| *machine let((lane, node))>
                        <NodeLabel lane node picture menu door last />
                    </For>
                    <NodeMenu picture menu />
                </div>
            </div>
            <figcaption>
                <span>{move || caption(s)}</span>
                <button
                    type="button"
                    class="follow"
                    hidden=move || s.mode.get() == Mode::Walk
                    on:click=move |_| {
                        if let Some((lane, id)) = hand.with_value(Stagehand::any) {
                            s.follow(lane, id);
                        }
                    }
                >
                    {s.words().follow}
                </button>
            </figcaption>
        </figure>
    }
}

/// Steps the model and draws, once a frame.
fn drive(
    s: Shared,
    hand: StoredValue<Stagehand, LocalStorage>,
    form: RwSignal<Form>,
    frame: NodeRef<html::Div>,
    back: NodeRef<html::Canvas>,
    front: NodeRef<html::Canvas>,
) {
    let sheets = StoredValue::new_local(None::<[Sheet; 2]>);
    let (mut last, mut last_read, mut last_fit) = (now_ms(), f64::NEG_INFINITY, f64::NEG_INFINITY);
    let mut ground = String::new();
    let (mut ready, mut ran) = (false, false);
    let seen = in_sight();
    every_frame(move |now| {
        let real_s = ((now - last) / 1e3).clamp(0.0, 0.1);
        last = now;
        if !seen.get() {
            return;
        }
        let start = now_ms();
        let mut runs = false;
        s.player.update_value(|player| {
            runs = player.is_running();
            player.advance(real_s, || now_ms() - start < BUDGET_MS);
        });
        // Once more after the last move, so that the figures end where the picture does.
        if !ready || (ran && !runs) || (runs && now - last_read >= READ_MS) {
            last_read = now;
            s.read();
        }
        if sheets.with_value(Option::is_none) {
            let pair = back.get_untracked().and_then(sheet).zip(front.get_untracked().and_then(sheet));
            sheets.set_value(pair.map(|(a, b)| [a, b]));
        }
        let fit = now - last_fit >= FIT_MS;
        if fit {
            last_fit = now;
            let colour = ground_colour();
            if colour != ground {
                ground = colour;
                hand.update_value(|hand| hand.repaint(Palette::read()));
            }
        }
        let Some(frame) = frame.get_untracked() else { return };
        let width = f64::from(frame.client_width());
        if fit && width > 0.0 && form.get_untracked() != form_of(width) {
            form.set(form_of(width));
        }
        sheets.with_value(|sheets| {
            let Some([back, front]) = sheets else { return };
            hand.update_value(|hand| {
                if fit {
                    hand.reduced = matches("(prefers-reduced-motion: reduce)");
                    hand.fit(width, window().device_pixel_ratio().clamp(1.0, 2.0), [back, front]);
                    let _ = frame.style(("--k", format!("{:.4}", hand.css_scale)));
                }
                if !runs && !ran && !hand.is_stale() {
                    return;
                }
                s.player.with_value(|player| {
                    s.readout.with_untracked(|readout| hand.draw(now, player, readout, back, front));
                });
            });
        });
        ran = runs;
        if !ready && let Some(root) = document().document_element() {
            ready = true;
            let _ = root.set_attribute("data-running", "");
        }
    });
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

fn sheet(element: web_sys::HtmlCanvasElement) -> Option<Sheet> {
    let context = element.get_context("2d").ok().flatten()?.dyn_into().ok()?;
    Some(Sheet { element, context })
}

fn ground_colour() -> String {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    style.and_then(|s| s.get_property_value("background-color").ok()).unwrap_or_default()
}

fn caption(s: Shared) -> String {
    let words = s.words();
    let Some(heading) = s.heading() else { return String::new() };
    let plate = words.plate.replace("{n}", &heading.number.to_string()).replace("{title}", heading.title);
    if s.mode.get() == Mode::Walk {
        return format!("{plate}. {}.", words.mode_walk);
    }
    let load = s.readout.with(|r| r.lanes.first().map_or(0.0, |lane| lane.load));
    let rate = words.plate_rate.replace("{n}", &names::rate_number(load));
    let speed = s.speed.get();
    let time = match speed {
        v if v < 0.95 => words.speed_slowed.replace("{n}", &names::number(1.0 / v)),
        v if v > 1.05 => words.speed_quickened.replace("{n}", &names::number(v)),
        _ => words.speed_real.to_owned(),
    };
    format!("{plate}. {rate}, {time}.")
}

/// A share of the picture's width or height, as a length in a style.
fn css_percent(share: f64) -> String {
    format!("{:.3}%", share * 100.0)
}

/// Over each of two systems: how many machines, how large, for how much.
fn lane_labels(s: Shared, picture: &Picture) -> impl IntoView + use<> {
    let words = s.words();
    s.configs.with(|configs| {
        let label = |(config, (x, y)): (&scalewalk_model::Config, &(f64, f64))| {
            let name = if config.servers == 1 { words.node_one_machine } else { words.node_pool };
            let cores = words.node_cores.replace("{n}", &config.web_cores.to_string());
            let size = if config.servers == 1 { cores } else { format!("{} × {cores}", config.servers) };
            let price = words.chart_a_month.replace("{n}", &names::grouped(config.usd_month()));
            let (left, top) = (css_percent(x / picture.width), css_percent(y / picture.height));
            view! {
                <p class="lane" style:left=left style:top=top>
                    <b>{name}</b>
                    <span class="num">{size}</span>
                    <span class="num">{price}</span>
                </p>
            }
        };
        configs.iter().zip(&picture.lane_labels).map(label).collect_view()
    })
}

fn zone_label(s: Shared, picture: &Picture) -> Option<impl IntoView + use<>> {
    let zone = picture.private?;
    let right = css_percent((picture.width - zone.x - zone.w + 10.0) / picture.width);
    let top = css_percent((zone.y + 5.0) / picture.height);
    Some(view! { <span class="zone" style:right=right style:top=top>{s.words().node_private_network}</span> })
}
