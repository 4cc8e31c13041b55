//! The response curve over the whole range of one slider, measured beside the page. The slider is its x axis.

use leptos::html;
use leptos::prelude::*;
use scalewalk_course::curve::{Curve, Line, Point};
use scalewalk_course::{Control, Stage};
use scalewalk_model::params::Param;

use crate::browser::resize::width_of;
use crate::browser::sight::in_sight;
use crate::state::shared::{Shared, param, shared};
use crate::ui::control::slider::{Explanation, Slider, input_id, shown};
use crate::ui::curve::plot::{Drawn, Known, draw, plot_height, ticks, value_at};
use crate::ui::curve::run::{Measured, Progress, measure, settings_around};
use crate::ui::kit::format;

/// The control that is the x axis of a stage's curve.
pub fn curve_control(stage: &Stage) -> Option<Control> {
    let curve = stage.curve?;
    let fits = |c: &&Control| c.param == curve.param && c.lane.is_none_or(|lane| lane == curve.lane);
    stage.controls.iter().find(fits).copied()
}

/// The curve of the stage, if it has one.
#[component]
pub fn CurvePanel() -> impl IntoView {
    let s = shared();
    move || {
        let stage = s.stage.get();
        let curve = stage.curve?;
        let control = curve_control(stage)?;
        let param = param(curve.param)?;
        Some(view! { <CurveFigure curve=curve control=control param=param /> })
    }
}

#[component]
fn CurveFigure(curve: Curve, control: Control, param: &'static Param) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let section: NodeRef<html::Section> = NodeRef::new();
    let measured = measure(s, curve, param, in_sight(section));
    let progress = move || measured.progress.get();
    let in_theory = curve.lines.iter().any(|line| line.theory.is_some());
    let key = move || match progress() {
        Progress::Waiting => "",
        Progress::Sketching => messages.curve_working,
        Progress::Refining => messages.curve_refining,
        Progress::Refined if in_theory => messages.chart_key,
        Progress::Refined => messages.curve_key,
    };
    view! {
        <section
            class="curves"
            aria-labelledby="curve-title"
            class:working=move || progress() == Progress::Sketching
            class:refining=move || progress() == Progress::Refining
            node_ref=section
        >
            <h2>
                <span>
                    <label id="curve-title" for=input_id(control)>
                        {param.label}
                    </label>
                    <output class="now num" for=input_id(control)>
                        {move || shown(s, control, param)}
                    </output>
                </span>
                <span class="hint">
                    {key}
                </span>
            </h2>
            {(0..curve.lines.len())
                .map(|number| line(s, curve, number, control, param, measured).into_any())
                .collect_view()}
            <div class="chart curve">
                <div class="axis">
                    <Slider control=control param=param />
                    <div class="ticks" aria-hidden="true">
                        {ticks(param)
                            .into_iter()
                            .map(|(at, text)| view! { <span style:--p=format!("{at:.4}")>{text}</span> })
                            .collect_view()}
                    </div>
                    <Explanation control=control param=param />
                </div>
            </div>
        </section>
    }
}

/// One line over the slider, with the marker where it stands.
fn line(
    s: Shared,
    curve: Curve,
    number: usize,
    control: Control,
    param: &'static Param,
    measured: Measured,
) -> impl IntoView {
    let plot: NodeRef<html::Div> = NodeRef::new();
    let width = width_of(plot);
    let config = move || settings_around(s, curve, param);
    let here = move || s.value(param, control.lane.or(Some(curve.lane)));
    let known = Memo::new(move |_| config().map(|config| Known::new(curve, number, param, &config)));
    let drawn = Memo::new(move |_| {
        let Some(known) = known.get() else { return Drawn::default() };
        let (now, before) = (measured.now.get(), measured.before.get());
        draw(curve, number, param, &known, &now, &before, width.get())
    });
    let waits = move || measured.progress.get() == Progress::Waiting;
    let value = Memo::new(move |_| {
        let config = config()?;
        let x = here();
        let among = |points: RwSignal<Vec<Point>>| value_at(curve, number, param, &config, &points.get(), x);
        among(measured.now).or_else(|| among(measured.before))
    });
    let Line { id, unit, .. } = curve.lines[number];
    let head = move || value.get().map(|v| curve_value(v, unit));
    let marker = move || {
        let x = f64::from(param.position(here())) / f64::from(param.positions()) * width.get();
        let y = value.get().map(|v| drawn.with(|d| d.y(v)));
        (x, y)
    };
    let name = s.messages().get(&format!("curve_{id}")).unwrap_or(id);
    let path = move |get: fn(&Drawn) -> &String| move || drawn.with(|d| get(d).clone());
    let high = plot_height(curve);
    view! {
        <div class="ch">
            <span>{name}</span>
            <b class="num">{head}</b>
        </div>
        <div class="chart curve">
            <div class="plot" node_ref=plot style:height=format!("{high}px")>
                <svg aria-hidden="true">
                    <path class="grid" d=path(|d| &d.rules) />
                    <path class="err old" d=path(|d| &d.old_whiskers) />
                    <path class="dots old" d=path(|d| &d.old_dots) />
                    <path class="theory" d=path(|d| &d.theory) />
                    <path class="err" d=path(|d| &d.whiskers) />
                    <path class="dots" d=path(|d| &d.dots) />
                    <path class="marker" d=move || format!("M{:.1} 0V{high}", marker().0) />
                    <circle
                        class="marker-dot"
                        r="6"
                        visibility=move || marker().1.is_none().then_some("hidden")
                        cx=move || format!("{:.1}", marker().0)
                        cy=move || format!("{:.1}", marker().1.unwrap_or(0.0))
                    />
                </svg>
                {move || (number == 0 && waits()).then(|| view! { <p class="hint waits">{s.messages().curve_waiting}</p> })}
            </div>
            <div class="scale" aria-hidden="true">
                {move || {
                    drawn.with(|d| {
                        d.scale
                            .iter()
                            .map(|(y, text)| view! { <span style:top=format!("{y:.0}px")>{text.clone()}</span> })
                            .collect_view()
                    })
                }}
            </div>
        </div>
    }
}

/// A value of a curve for people.
pub fn curve_value(value: f64, unit: &str) -> String {
    if !value.is_finite() {
        return "∞".to_owned();
    }
    match unit {
        " ms" => format::millis(value),
        " /s" => format::rate(value),
        " %" => format!("{}\u{a0}%", format::number((value * 10.0).round() / 10.0)),
        unit => format!("{}{}", format::number(value), unit.replace(' ', "\u{a0}")),
    }
}
