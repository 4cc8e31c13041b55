//! The slider of a parameter.

use leptos::prelude::*;
use scalewalk_course::challenge::level_on;
use scalewalk_course::{Control, Stage};
use scalewalk_model::params::{Param, Scale};
use scalewalk_model::{Config, Database};

use crate::state::shared::{Shared, shared};
use crate::ui::kit::format;
use crate::ui::kit::ui::ui;

/// Whether a system of `config` has the part that a parameter belongs to.
pub fn applies(param: &Param, config: &Config) -> bool {
    match param.id {
        "db.cores" | "db.queue" => config.topology.database == Database::Own,
        id if id.starts_with("lb.") => config.topology.balancer,
        _ => true,
    }
}

/// Whether a control has something to set at present.
pub fn is_live(s: Shared, control: Control, param: &'static Param) -> bool {
    s.configs.with(|c| c.get(control.lane.unwrap_or(0)).is_some_and(|config| applies(param, config)))
}

/// The name of a control's input in the page.
pub fn input_id(control: Control) -> String {
    format!("set-{}{}", control.lane.map_or(String::new(), |l| format!("{l}-")), control.param.replace('.', "-"))
}

/// The name of its explanation in the page.
pub fn help_id(control: Control) -> String {
    input_id(control) + "-help"
}

/// What a setting is: it describes the control to a screen reader, and is seen once the reader asks for that.
#[component]
pub fn Explanation(
    /// Which control.
    control: Control,
    /// Its parameter.
    param: &'static Param,
) -> impl IntoView {
    let explained = ui().explained;
    view! {
        <p class="explains" id=help_id(control) hidden=move || !explained.get()>
            {param.help}
        </p>
    }
}

/// The value for people; for users also the requests that they send.
pub fn shown(s: Shared, control: Control, param: &'static Param) -> String {
    let value = s.value(param, control.lane);
    let text = format::bind(&param.show(value));
    if param.id != "users" {
        return text;
    }
    let rate = s.configs.with(|c| c.first().map_or(0.0, Config::arrival_rate));
    format!("{text}, {}", format::rate(rate))
}

/// The first and the last position that the reader may set: narrower at a level of the challenge.
fn bounds(stage: &Stage, param: &Param) -> (u32, u32) {
    level_on(stage).map_or((0, param.positions()), |level| {
        let (least, most) = level.range(param);
        (param.position(least), param.position(most))
    })
}

/// The slider of `control`, with neither label nor value.
#[component]
pub fn Slider(
    /// Which parameter, in which system.
    control: Control,
    /// The parameter.
    param: &'static Param,
) -> impl IntoView {
    let s = shared();
    let value = move || s.value(param, control.lane);
    let spoken = move || {
        let text = param.speak(value());
        if param.id == "users" {
            let rate = s.configs.with(|c| c.first().map_or(0.0, Config::arrival_rate));
            let messages = s.messages();
            return format!("{text}, {}", messages.plate_rate.replace("{n}", &format::number(rate.round())));
        }
        text
    };
    debug_assert!(!matches!(param.scale, Scale::Choice(_) | Scale::Switch));
    let (least, most) = bounds(s.stage.get_untracked(), param);
    view! {
        <input
            type="range"
            id=input_id(control)
            data-param=control.param
            min=least
            max=most
            step="1"
            disabled=move || !is_live(s, control, param)
            prop:value=move || param.position(value())
            aria-valuetext=spoken
            aria-describedby=help_id(control)
            on:pointerdown=move |_| s.hold()
            on:change=move |_| s.release()
            on:input=move |ev| {
                let input: web_sys::HtmlInputElement = event_target(&ev);
                let Ok(position) = input.value().parse::<u32>() else { return };
                if !s.set(param, control.lane, param.value_at(position)) {
                    // Only the thumb has moved.
                    input.set_value(&untrack(|| param.position(value())).to_string());
                }
            }
        />
    }
}
