//! The switch of a rule: to break it, to keep it again, and the misfortune that only those survive who keep it.

use leptos::prelude::*;
use scalewalk_course::rules::{Rule, Strike};
use scalewalk_model::params::Param;
use scalewalk_model::{Config, Fault, Health, NodeId};

use crate::state::shared::{Asked, Shared, param, shared};
use crate::state::undo::named;
use crate::ui::kit::icons::Sign;
use crate::ui::kit::refused::Refused;
use crate::ui::kit::{format, icons, names};

/// The first system on the page.
const LANE: usize = 0;

fn config(s: Shared) -> Option<Config> {
    s.configs.with(|configs| configs.first().cloned())
}

/// Whether the system on the page has all the settings that break the rule.
fn is_broken(s: Shared, rule: &Rule) -> bool {
    let has = |config: &Config| rule.off.iter().all(|(id, off)| param(id).is_some_and(|p| p.value(config) == *off));
    s.configs.with(|configs| configs.first().is_some_and(has))
}

/// A rule's switch, and its misfortune.
#[component]
pub fn RuleSwitch(rule: &'static Rule) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let asked = Asked::Rule(rule.id);
    let broken = Memo::new(move |_| is_broken(s, rule));
    let struck = RwSignal::new(false);
    let turn = move |_| {
        let keep = broken.get_untracked();
        struck.set(false);
        let kept = (s.stage.get_untracked().lanes)();
        let value = |param: &Param, off: f64| {
            if keep { kept.first().map_or(off, |config| param.value(config)) } else { off }
        };
        let settings: Vec<_> =
            rule.off.iter().filter_map(|(id, off)| param(id).map(|param| (param, value(param, *off)))).collect();
        let names: Vec<_> = settings.iter().map(|(param, value)| named(param, *value)).collect();
        // Switched together, they are taken back together.
        let all =
            s.remember(asked, names.join(", "), &s.settings(None, settings.iter().map(|(param, _)| *param)), &|| {
                settings.iter().fold(true, |all, (param, value)| s.set_from(asked, param, None, *value) && all)
            });
        if all {
            s.announcements.say(if keep { messages.rule_kept } else { messages.rule_broken }.to_owned());
        }
    };
    let strike = rule.strike.map(|strike| {
        // What is down is mended by the button that broke it.
        let down = Memo::new(move |_| matches!(strike, Strike::Fault(node, _) if is_down(s, node)));
        let next = move |down: bool| match strike {
            Strike::Fault(node, _) if down => Strike::Fault(node, Fault::Repair),
            _ => strike,
        };
        let label = move || match (next(down.get()), config(s)) {
            (Strike::Fault(node, kind), Some(config)) => names::fault(kind, node, LANE, 1, &config, messages),
            (Strike::Act(done), _) => text(s, "act", done.key()).to_owned(),
            _ => String::new(),
        };
        let press = move |_| {
            suffer(s, asked, next(down.get_untracked()));
            struck.set(true);
        };
        view! {
            <button class="run" type="button" on:click=press>
                {icons::sign(Sign::Kill)}
                <span>{label}</span>
            </button>
        }
    });
    view! {
        <p class="proof rule">
            <button
                class="switch"
                type="button"
                role="switch"
                aria-checked=move || if broken.get() { "false" } else { "true" }
                on:click=turn
            >
                <i aria-hidden="true"></i>
                <span>{move || if broken.get() { messages.rule_off } else { messages.rule_on }}</span>
            </button>
            {strike}
            <Refused asked />
            {move || (broken.get() || struck.get()).then(|| view! { <span class="fares">{move || fares(s)}</span> })}
        </p>
    }
}

/// Whether a machine, or a data center, is down.
fn is_down(s: Shared, node: NodeId) -> bool {
    s.readout.with(|readout| {
        let mut nodes = readout.lanes.get(LANE).into_iter().flat_map(|lane| &lane.nodes);
        nodes.any(|state| state.node == node && matches!(state.health, Health::Down(_)))
    })
}

/// A misfortune happens.
fn suffer(s: Shared, asked: Asked, strike: Strike) {
    let messages = s.messages();
    match strike {
        Strike::Fault(node, kind) => {
            let what = config(s).map_or(String::new(), |config| names::capital(&names::node(node, &config, messages)));
            let said = match kind {
                Fault::Slow => messages.said_slow,
                Fault::Repair => messages.said_repaired,
                _ => messages.said_down,
            };
            s.fault(asked, LANE, node, kind, said.replace("{what}", &what));
        }
        Strike::Act(done) => s.act(asked, done, text(s, "did", done.key()).to_owned()),
    }
}

/// How the system fares at this moment.
fn fares(s: Shared) -> String {
    let messages = s.messages();
    s.readout.with(|readout| {
        let Some(lane) = readout.lanes.get(LANE) else { return String::new() };
        let failures: f64 = lane.failures.iter().map(|(_, rate)| rate).sum();
        let [median, _, p99] = lane.percentiles_ms.map(|ms| ms.map_or_else(|| "–".to_owned(), format::millis));
        let told = if lane.signed_out > 0 { messages.rule_now_out } else { messages.rule_now };
        let told =
            told.replace("{answers}", &format::rate(lane.answers)).replace("{failures}", &format::rate(failures));
        told.replace("{p50}", &median).replace("{p99}", &p99).replace("{out}", &format::number(lane.signed_out as f64))
    })
}

fn text(s: Shared, what: &str, key: &str) -> &'static str {
    s.messages().get(&format!("{what}_{}", key.replace('-', "_"))).unwrap_or_default()
}
