//! What a level asks for, what will happen, and what the present design costs.

use leptos::prelude::*;
use scalewalk_course::challenge::{Level, Objective, What};
use scalewalk_model::Config;

use crate::state::shared::{Shared, param};
use crate::ui::kit::{format, names};

/// An amount of dollars.
pub fn dollars(usd: f64) -> String {
    format::money(usd.round())
}

/// The objective in words.
fn objective(s: Shared, level: &Level, objective: Objective) -> String {
    let messages = s.messages();
    let text = messages.get(&format!("level_objective_{}", objective.key())).unwrap_or_default();
    format::bind(&text.replace("{n}", &value(objective, objective.of(level))))
}

/// A value of an objective for people.
pub fn value(objective: Objective, value: f64) -> String {
    match objective {
        Objective::Budget => dollars(value),
        // Two decimals of the failures: 99.97 %.
        Objective::Answered => format!("{}\u{a0}%", (value * 100.0).floor() / 100.0),
        Objective::P99 if value.is_finite() => format::millis(value),
        Objective::P99 => "∞".to_owned(),
    }
}

/// Something that happens, in words.
fn event(s: Shared, what: What, config: &Config) -> String {
    let messages = s.messages();
    match what {
        What::Fault(node, kind) => names::fault(kind, node, 0, 1, config, messages),
        What::Users(1.0) => messages.challenge_users_back.to_owned(),
        What::Users(times) => messages.challenge_users.replace("{n}", &format::number(times)),
        What::Act(act) => messages.get(&format!("act_{}", act.key().replace('-', "_"))).unwrap_or_default().to_owned(),
    }
}

/// What happens at a level, each with its moment and whether something breaks.
pub fn events(s: Shared, level: &Level, config: &Config) -> Vec<(f64, String)> {
    // The names of machines do not hang on how many there are.
    let config = Config { servers: config.servers.max(2), ..config.clone() };
    level.script.iter().map(|happens| (happens.at_s, event(s, happens.what, &config))).collect()
}

/// The brief of `level`.
pub fn brief(s: Shared, level: &'static Level) -> AnyView {
    let messages = s.messages();
    let config = level.config();
    let users = param("users").map_or_else(String::new, |param| param.show(config.users));
    let text = messages.get(&format!("level_{}_brief", level.id)).unwrap_or_default().replace("{users}", &users);
    let objectives = Objective::ALL.map(|one| view! { <li>{objective(s, level, one)}</li> });
    let script = events(s, level, &config).into_iter().map(|(at_s, what)| {
        view! {
            <li>
                <span class="num">{format::clock(at_s, 0)}</span>
                {what}
            </li>
        }
    });
    // Four times a second is enough for a meter.
    let cost =
        Memo::new(move |_| s.readout.with(|readout| readout.lanes.first().map_or(0.0, |lane| lane.usd_month).round()));
    let share = move || 100.0 * cost.get() / level.budget_usd;
    let over = move || share() > 100.0;
    let spent = move || {
        messages.challenge_cost.replace("{n}", &dollars(cost.get())).replace("{budget}", &dollars(level.budget_usd))
    };
    view! {
        <p>{format::bind(&text)}</p>
        <ul class="asked">{objectives.collect_view()}</ul>
        <h4>{messages.challenge_script}</h4>
        <ol class="script">{script.collect_view()}</ol>
        <p class="meter" class:over=over>
            <span class="num">{spent}</span>
            <i aria-hidden="true">
                <i style:width=move || format!("{:.1}%", share().min(100.0))></i>
            </i>
        </p>
        <p class="hint">{messages.challenge_how}</p>
    }
    .into_any()
}
