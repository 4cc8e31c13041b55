//! What the reader can set.

use leptos::prelude::*;
use scalewalk_course::Control;
use scalewalk_course::address::changes;
use scalewalk_model::params::{Choice, Param, Scale};

use crate::browser::focus;
use crate::state::shared::{Asked, param, shared};
use crate::ui::control::slider::{Explanation, Slider, help_id, input_id, is_live, shown};
use crate::ui::curve::panel::curve_control;
use crate::ui::kit::icons;
use crate::ui::kit::icons::Sign;
use crate::ui::kit::refused::Refused;
use crate::ui::kit::ui::ui;

/// The controls of the stage, but for the one on the axis of its curve.
#[component]
pub fn Controls() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let list = move || {
        let stage = s.stage.get();
        let on_axis = curve_control(stage);
        let mut lane_named = None;
        let mut out = Vec::new();
        for control in stage.controls.iter().copied().filter(|c| Some(*c) != on_axis) {
            let Some(param) = param(control.param) else { continue };
            if control.lane != lane_named {
                lane_named = control.lane;
                let name = match control.lane {
                    Some(0) => messages.controls_lane_a,
                    Some(_) => messages.controls_lane_b,
                    None => "",
                };
                out.push(view! { <h3 class="lane-name">{name}</h3> }.into_any());
            }
            out.push(view! { <ControlBox control=control param=param /> }.into_any());
        }
        out
    };
    view! {
        <section class="controls" aria-labelledby="controls-title">
            <h2 class="vh" id="controls-title">{messages.controls_title}</h2>
            {list}
            <Explain />
            <Reset />
        </section>
    }
}

/// Says below each control what it sets. A tooltip needs a mouse.
#[component]
fn Explain() -> impl IntoView {
    let explained = ui().explained;
    view! {
        <button
            class="quiet reset"
            type="button"
            aria-expanded=move || explained.get().to_string()
            on:click=move |_| explained.update(|on| *on = !*on)
        >
            {shared().messages().controls_explain}
        </button>
    }
}

/// Back to the settings that the stage begins with.
#[component]
fn Reset() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let changed = Memo::new(move |_| {
        let place = s.place();
        // A system's own doings, such as shards that still have rows, are no settings.
        s.configs.with(|configs| !changes(&place, configs).is_empty())
    });
    view! {
        <button
            class="quiet reset"
            type="button"
            hidden=move || !changed.get()
            on:click=move |_| {
                s.reset();
                focus::moves_to(".controls :is(input,button):enabled");
            }
        >
            {icons::sign(Sign::Reset)}
            {messages.controls_reset}
        </button>
    }
}

/// A control of the kind that its parameter asks for.
#[component]
fn ControlBox(control: Control, param: &'static Param) -> impl IntoView {
    let refused = view! { <Refused asked=Asked::Setting(param.id) /> };
    match param.scale {
        Scale::Choice(choices) => {
            view! { <Segments control=control param=param choices=choices /> {refused} }.into_any()
        }
        Scale::Switch => view! { <Switch control=control param=param /> {refused} }.into_any(),
        _ => {
            let s = shared();
            let id = input_id(control);
            view! {
                <div class="ctl" title=param.help>
                    <label for=id.clone()>{param.label}</label>
                    <output class="num" for=id>
                        {move || shown(s, control, param)}
                    </output>
                    <Slider control=control param=param />
                    <Explanation control=control param=param />
                    {refused}
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn Segments(control: Control, param: &'static Param, choices: &'static [Choice]) -> impl IntoView {
    let s = shared();
    let name = input_id(control);
    let option = move |(index, choice): (usize, &'static Choice)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=name.clone()
                    value=choice.key
                    prop:checked=move || s.value(param, control.lane) as usize == index
                    on:change=move |_| {
                        s.set(param, control.lane, index as f64);
                    }
                />
                <span>{choice.label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="seg" title=param.help aria-describedby=help_id(control) disabled=move || !is_live(s, control, param)>
            <legend>{param.label}</legend>
            <div>{choices.iter().enumerate().map(option).collect_view()}</div>
            <Explanation control=control param=param />
        </fieldset>
    }
}

#[component]
fn Switch(control: Control, param: &'static Param) -> impl IntoView {
    let s = shared();
    let on = move || s.value(param, control.lane) != 0.0;
    view! {
        <button
            class="switch"
            type="button"
            role="switch"
            title=param.help
            aria-describedby=help_id(control)
            data-param=control.param
            aria-checked=move || if on() { "true" } else { "false" }
            disabled=move || !is_live(s, control, param)
            on:click=move |_| {
                let now = s.value(param, control.lane);
                s.set(param, control.lane, 1.0 - now);
            }
        >
            <span>{param.label}</span>
            <i aria-hidden="true"></i>
            <span class="state" aria-hidden="true">{move || param.show(s.value(param, control.lane))}</span>
        </button>
        <Explanation control=control param=param />
    }
}
