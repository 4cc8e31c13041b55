//! The figure: canvases, names and buttons over them, and the caption.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use scalewalk_course::picture::{Form, layout};
use scalewalk_model::{Config, Sim};

use super::draw::renderer::Renderer;
use super::frame::{self, Elements, motion};
use super::overlay::keyboard;
use super::overlay::label::NodeLabel;
use super::overlay::menu::NodeMenu;
use super::overlay::placement::{Measured, keep_labels_apart};
use super::overlay::system_label::{lane_labels, zone_label};
use super::overlay::world_label::region_labels;
use crate::browser::animation_frame::now_ms;
use crate::state::shared::{Asked, Mode, Shared, shared};
use crate::ui::kit::node_names;
use crate::ui::kit::refused::Refused;

/// The plate with its names, its buttons and its caption.
#[component]
pub fn Diagram() -> impl IntoView {
    let s = shared();
    let (back, front) = (NodeRef::<html::Canvas>::new(), NodeRef::<html::Canvas>::new());
    let frame = NodeRef::<html::Div>::new();
    let measured = Measured { labels: NodeRef::new(), ruler: NodeRef::new() };
    let form = RwSignal::new(frame::form_at_first());
    let in_form = move |form: Form| {
        // A walk may lead through a system that is set otherwise.
        s.configs.track();
        s.walk_index.track();
        s.player.with_value(|p| layout(&p.shown().iter().map(Sim::config).collect::<Vec<_>>(), form))
    };
    let picture = Memo::new(move |_| in_form(form.get()));
    // The style sheet chooses between the two, so that the box never has the height of the form that it had before.
    let ratio = move |form: Form| {
        move || {
            let picture = in_form(form);
            format!("{}/{}", picture.width, picture.height)
        }
    };
    // It has the room of what it can come to by itself: no run moves the text under its reader, or a frame in its host.
    let room = move |form: Form| move || s.configs.with(|configs| highest(configs, form).to_string());
    let renderer = StoredValue::new_local(Renderer::default());
    let menu = RwSignal::new(None);
    let last = RwSignal::new(None);
    let tab_stop = keyboard::tab_stop(picture, last);

    let elements = Elements { frame, back, front };
    let (frames, changed) = frame::run(s, renderer, form, elements);
    // After something else has drawn on it.
    let redrawn = Rc::clone(&changed);
    let restore = UnsyncCallback::new(move |()| {
        redrawn.colours.set(true);
        redrawn.size.set(true);
        frames.wake();
    });
    Effect::new(move |_| {
        if let Some(deferred) = s.deferred.get().here() {
            (deferred.print)(s, renderer, form, elements, restore);
        }
    });
    let scale = keep_labels_apart(s, picture, measured);
    Effect::new(move |_| {
        let picture = picture.get();
        renderer.update_value(|renderer| renderer.retarget(&picture, now_ms(), motion()));
        // It may be higher or lower in a box as wide as before.
        changed.size.set(true);
        frames.wake();
        menu.set(None);
    });
    Effect::new(move |_| {
        // What is read, and what says whether time goes on and how fast it is drawn.
        s.readout.track();
        s.playing.track();
        s.speed.track();
        s.mode.track();
        s.walk_at.track();
        renderer.update_value(Renderer::mark_dirty);
        frames.wake();
    });

    let press = move |event: web_sys::PointerEvent| {
        let Some(canvas) = front.get_untracked() else { return };
        let rect = canvas.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
        let found = renderer.with_value(|renderer| renderer.pick(x / renderer.css_scale, y / renderer.css_scale));
        if let Some((lane, id)) = found {
            s.follow(lane, id);
        }
    };
    let nodes = move || picture.with(|p| p.nodes.iter().map(|n| (n.lane, n.node)).collect::<Vec<_>>());
    view! {
        <figure class="plate" aria-label=move || caption(s)>
            <div class="plate-room" style:--tall=room(Form::Tall) style:--wide=room(Form::Wide)>
                <div
                    class="plate-box"
                    class:wide=move || form.get() == Form::Wide
                    node_ref=frame
                    style:--tall=ratio(Form::Tall)
                    style:--wide=ratio(Form::Wide)
                >
                    <canvas node_ref=back aria-hidden="true"></canvas>
                    <canvas node_ref=front aria-hidden="true" on:pointerup=press></canvas>
                    <div
                        class="labels"
                        role="group"
                        node_ref=measured.labels
                        aria-label=s.messages().node_group
                        on:keydown=move |key| keyboard::lead(picture, last.get_untracked(), &key)
                    >
                        <span class="ruler" aria-hidden="true" node_ref=measured.ruler>"0"</span>
                        {move || zone_label(s, &picture.get())}
                        {move || lane_labels(s, &picture.get())}
                        {move || region_labels(s, &picture.get())}
                        <For each=nodes key=|machine| *machine let((lane, node))>
                            <NodeLabel lane node picture scale menu tab_stop last />
                        </For>
                        <NodeMenu picture menu />
                    </div>
                </div>
            </div>
            <figcaption>
                <Refused asked=Asked::Machine />
                <span>{move || caption(s)}</span>
                <button
                    type="button"
                    class="follow"
                    hidden=move || s.mode.get() == Mode::Walk
                    on:click=move |_| {
                        if let Some((lane, id)) = renderer.with_value(Renderer::any) {
                            s.follow(lane, id);
                        }
                    }
                >
                    {s.messages().follow}
                </button>
            </figcaption>
        </figure>
    }
}

/// The ratio of width to height of the picture of `configs` where it is highest: a pool that follows its load changes it by itself.
fn highest(configs: &[Config], form: Form) -> f64 {
    let pools = configs.iter().map(|c| &c.scaling).filter(|pool| pool.auto);
    let most = pools.map(|pool| pool.max).max().unwrap_or(0);
    let ratio = |servers: u32| {
        let sized = configs.iter().map(|c| match &c.scaling {
            pool if pool.auto => Config { servers: servers.max(pool.min).min(pool.max), ..c.clone() },
            _ => c.clone(),
        });
        let picture = layout(&sized.collect::<Vec<_>>().iter().collect::<Vec<_>>(), form);
        picture.width / picture.height
    };
    (0..=most).map(ratio).fold(f64::INFINITY, f64::min)
}

fn caption(s: Shared) -> String {
    let messages = s.messages();
    let Some(heading) = s.heading() else { return String::new() };
    let plate = messages.plate.replace("{n}", &heading.number.to_string()).replace("{title}", heading.title);
    if s.mode.get() == Mode::Walk {
        return format!("{plate}. {}.", messages.mode_walk);
    }
    let load = s.readout.with(|r| r.lanes.first().map_or(0.0, |lane| lane.load));
    let rate = messages.plate_rate.replace("{n}", &node_names::rate_number(load));
    let speed = s.speed.get();
    let time = match speed {
        v if v < 0.95 => messages.speed_slowed.replace("{n}", &node_names::number(1.0 / v)),
        v if v > 1.05 => messages.speed_quickened.replace("{n}", &node_names::number(v)),
        _ => messages.speed_real.to_owned(),
    };
    format!("{plate}. {rate}, {time}.")
}
