//! Time: play and pause, one step, speed, and the run so far.

use leptos::prelude::*;
use scalewalk_course::address::SPEEDS;
use scalewalk_model::Health;
use scalewalk_model::time::to_secs;

use crate::state::shared::{Mode, Shared, shared};
use crate::ui::kit::icons::Sign;
use crate::ui::kit::ui::ui;
use crate::ui::kit::{format, icons};
use crate::ui::time::time_line::TimeLine;

/// Speeds on the slider: 1, 2 and 5 of each decade.
fn speed_at(position: i32) -> f64 {
    let decade = 10f64.powi(position.div_euclid(3) - 3);
    // Whole numbers stay whole: 1/50 and not 0.02 with an error in the last bit.
    let speed = decade * [1.0, 2.0, 5.0][position.rem_euclid(3) as usize];
    if speed < 1.0 { 1.0 / (1.0 / speed).round() } else { speed.round() }.clamp(SPEEDS.0, SPEEDS.1)
}

const LAST: i32 = 21;

/// The slider's position nearest to a speed.
fn position_of(speed: f64) -> i32 {
    let distance = |p: &i32| libm::log(speed_at(*p) / speed).abs();
    (0..=LAST).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
}

/// The next speed up or down.
pub fn change_speed(s: Shared, by: i32) {
    s.set_speed(speed_at((position_of(s.speed.get_untracked()) + by).clamp(0, LAST)));
}

/// Plays or pauses; out of a walk it goes back to the traffic.
pub fn toggle(s: Shared) {
    let walking = s.mode.get_untracked() == Mode::Walk;
    s.end_walk();
    s.play(walking || !s.playing.get_untracked());
}

/// One event on, with the moment that it leads to.
pub fn step(s: Shared) {
    s.step();
    let at = s.readout.with_untracked(|readout| format::clock(readout.now_s, 3));
    s.announcements.say(s.messages().said_step.replace("{time}", &at));
}

/// How many calm read-outs in a row time must fall short before that is said.
const SHORT: u32 = 4;

/// The bar of time, always in sight.
#[component]
pub fn TimeBar() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let calm = ui().calm;
    let walking = move || s.mode.get() == Mode::Walk;
    let press = move |_| {
        toggle(s);
    };
    let restart = move |_| {
        s.restart();
        s.announcements.say(messages.said_restart.to_owned());
    };
    let plays = move || s.playing.get() && !walking();
    let clock = move || {
        let decimals = if walking() || s.speed.get() < 0.1 { 3 } else { 1 };
        let now_s = s.readout.with(|r| r.now_s);
        // In a walk the clock runs with the request.
        let since = s.player.with_value(|p| p.walk().map(|w| to_secs(p.now().saturating_sub(w.journey().born))));
        format::clock(since.unwrap_or(now_s), decimals)
    };
    let short = Memo::new(move |old: Option<&u32>| {
        let is_short = s.playing.get() && !walking() && calm.with(|r| r.true_speed) < 0.8 * s.speed.get();
        if is_short { old.map_or(0, |n| (n + 1).min(SHORT)) } else { 0 }
    });
    let falls_short = Memo::new(move |_| short.get() >= SHORT);
    let true_speed = move |words: &str| words.replace("{n} ×", &format::speed(calm.with(|r| r.true_speed), messages));
    let broken = Memo::new(move |_| {
        s.speed.get() < 0.5
            && s.readout.with(|r| r.lanes.iter().any(|l| l.nodes.iter().any(|n| n.health != Health::Up)))
    });
    view! {
        <section class="time" aria-label=messages.time>
            <div class="transport">
                <button class="playb" type="button" aria-label=move || if plays() { messages.pause } else { messages.play } on:click=press>
                    {icons::live_sign(move || if plays() { Sign::Pause } else { Sign::Play })}
                </button>
                <button class="stepb" type="button" aria-label=messages.step title=messages.step on:click=move |_| step(s)>
                    {icons::sign(Sign::Step)}
                </button>
                <span class="clock num" translate="no">{clock}</span>
                <label class="speed">
                    <span class="vh">{messages.speed}</span>
                    <input
                        type="range"
                        min="0"
                        max=LAST
                        step="1"
                        prop:value=move || position_of(s.speed.get())
                        aria-valuetext=move || format::speed_spoken(s.speed.get(), messages)
                        on:input=move |ev| {
                            if let Ok(position) = event_target_value(&ev).parse::<i32>() {
                                s.set_speed(speed_at(position));
                            }
                        }
                    />
                    <output class="num">{move || format::speed(s.speed.get(), messages)}</output>
                </label>
            </div>
            <TimeLine />
            <div class="aside">
                <button class="stepb" type="button" aria-label=messages.restart title=messages.restart on:click=restart>
                    {icons::sign(Sign::Reset)}
                </button>
                {move || s.deferred.get().here().map(|deferred| (deferred.tools)())}
                {move || {
                    falls_short
                        .get()
                        .then(|| {
                            view! {
                                <span class="short num">
                                    <span class="long">{move || true_speed(messages.speed_true)}</span>
                                    <span class="brief" aria-hidden="true">
                                        {move || true_speed(messages.speed_true_brief)}
                                    </span>
                                </span>
                            }
                        })
                }}
                {move || {
                    broken
                        .get()
                        .then(|| {
                            view! {
                                <button class="chip" type="button" on:click=move |_| s.set_speed(1.0)>
                                    <span class="long">{messages.speed_watch_real}</span>
                                    <span class="brief" aria-hidden="true">{messages.speed_real}</span>
                                </button>
                            }
                        })
                }}
            </div>
        </section>
    }
}
