//! Prose and registry name the same things.

use std::collections::BTreeSet;

use scalewalk_course::claim::{Experiment, Outcome, Trial, repeat, values};
use scalewalk_course::page::{END, Inline, LANGUAGES, english};
use scalewalk_course::prose::{all, compiled_in};
use scalewalk_course::stage::{walk_key, with};
use scalewalk_course::stages::database::stores::{Family, WORKLOADS};
use scalewalk_course::{STAGES, Stage, Walk};
use scalewalk_model::estimate::{Confidence, Estimate};
use scalewalk_model::params::{self, Scale};
use scalewalk_model::{Act, Config, NodeId, job_of, time};

use crate::Test;

pub const TESTS: &[Test] = &[
    ("prose: every claim of the registry stands once in it, and no other", claims),
    ("prose: every walk has a sentence for each hop that it makes, and no other", walks),
    ("prose: every parameter exists, in a system that the stage has", parameters),
    ("prose: every figure in it is what the stage begins with", figures),
    ("prose: every workload of the table has its text", workloads),
    ("prose: every curve, cause, hop, act and store has its words", messages),
];

fn same<T: Ord + std::fmt::Debug>(what: &str, prose: Vec<T>, registry: Vec<T>) -> Result<(), String> {
    let once = |list: &[T]| list.iter().collect::<BTreeSet<_>>().len() == list.len();
    if !once(&prose) || !once(&registry) {
        return Err(format!("{what}: named twice, in {prose:?} or in {registry:?}"));
    }
    let (prose, registry) = (BTreeSet::from_iter(prose), BTreeSet::from_iter(registry));
    if prose == registry { Ok(()) } else { Err(format!("{what}: the prose has {prose:?}, the registry {registry:?}")) }
}

fn claims() -> Result<(), String> {
    for language in LANGUAGES {
        for stage in STAGES {
            let page = compiled_in(language, stage.id).ok_or_else(|| format!("no page for {}", stage.id))?;
            let what = format!("{} {}", language.code, stage.id);
            let prose = page.claims().map(|(id, _)| id).collect();
            same(&what, prose, stage.claims().iter().map(|c| c.id).collect())?;
        }
    }
    same("stages", english().headings.iter().map(|h| h.stage).collect(), STAGES.iter().map(|s| s.id).collect())
}

fn walks() -> Result<(), String> {
    for stage in STAGES {
        let page = compiled_in(english(), stage.id).ok_or("no page")?;
        same(stage.id, page.walks.iter().map(|w| w.id).collect(), stage.walks.iter().map(|w| w.id).collect())?;
        for walk in stage.walks {
            let text = page.walk(walk.id).ok_or("no walk")?;
            let told = text.hops.iter().map(|(key, _)| (*key).to_owned()).filter(|key| key != END).collect();
            same(&format!("{} {}", stage.id, walk.id), told, hops(stage, walk.id)?)?;
        }
    }
    Ok(())
}

/// The kinds of hops that a walk really makes, at the settings that the stage begins with and with each of its
/// switches and choices set otherwise.
fn hops(stage: &Stage, id: &str) -> Result<Vec<String>, String> {
    let walk = stage.walks.iter().find(|w| w.id == id).ok_or("no walk")?;
    let config = (stage.lanes)().get(walk.lane).cloned().ok_or("no lane")?;
    let mut made = hops_with(walk, config.clone())?;
    for param in stage.controls.iter().filter_map(|control| params::find(control.param).ok()) {
        if matches!(param.scale, Scale::Choice(_) | Scale::Switch) {
            for value in (0..=param.positions()).map(|position| param.value_at(position)) {
                made.extend(hops_with(walk, with(config.clone(), &[(param.id, value)]))?);
            }
        }
    }
    made.sort_unstable();
    made.dedup();
    Ok(made)
}

fn hops_with(walk: &Walk, config: Config) -> Result<Vec<String>, String> {
    let mut sim = walk.start(&config, 1).map_err(|e| e.to_string())?;
    let first = sim.last_by_hand().ok_or("nothing was sent")?;
    sim.run_until(sim.now() + time::from_secs(60.0));
    let mut made = Vec::new();
    for who in 0..=walk.others.len() {
        let journey = sim.journeys().find(first + who as u64).ok_or("no journey")?;
        let job = sim.journeys().find(job_of(first + who as u64)).map(|job| &job.hops[..]).unwrap_or_default();
        let hops = journey.hops.iter().chain(job).filter(|hop| walk.shows(hop.kind));
        made.extend(hops.map(|hop| walk_key(who, hop.kind.key())));
    }
    Ok(made)
}

fn parameters() -> Result<(), String> {
    for page in LANGUAGES.iter().flat_map(all) {
        let stage = STAGES.iter().find(|s| s.id == page.stage).ok_or("no stage")?;
        let lanes = (stage.lanes)();
        let mut wrong = Vec::new();
        page.each_inline(&mut |inline| {
            if let Inline::Param { id, lane, text } = inline {
                let Some(config) = lanes.get(usize::from(lane.unwrap_or(0))) else {
                    wrong.push(format!("{id}: there is no system {lane:?}"));
                    return;
                };
                match params::find(id) {
                    Err(error) => wrong.push(error.to_string()),
                    // What stands in print must be what the stage begins with.
                    Ok(param) => {
                        let shown = param.show(param.value(config));
                        let number = |s: &str| s.replace(['\u{202f}', '\u{a0}', ' '], " ");
                        if page.language == "en" && number(&shown) != number(text) {
                            wrong.push(format!("{id}: the prose says `{text}`, the stage begins with `{shown}`"));
                        }
                    }
                }
            }
        });
        if !wrong.is_empty() {
            return Err(format!("{} {}: {}", page.language, page.stage, wrong.join("; ")));
        }
    }
    Ok(())
}

fn figures() -> Result<(), String> {
    for page in all(english()) {
        let stage = STAGES.iter().find(|s| s.id == page.stage).ok_or("no stage")?;
        let mut wrong = Vec::new();
        page.each_inline(&mut |inline| {
            if let Inline::Figure { id, text } = inline
                && let Err(error) = figure(stage, id, text)
            {
                wrong.push(error);
            }
        });
        if !wrong.is_empty() {
            return Err(format!("{}: {}", page.stage, wrong.join("; ")));
        }
    }
    Ok(())
}

/// The printed number is the measured one, as far as it is printed.
fn figure(stage: &Stage, id: &str, text: &str) -> Result<(), String> {
    let printed: f64 =
        text.split(char::is_whitespace).next().and_then(|n| n.parse().ok()).ok_or_else(|| format!("{id}: {text}"))?;
    let config = (stage.lanes)().first().cloned().ok_or("no system")?;
    let trials = repeat(8, |seed| Trial::new(0, config.clone(), seed, 5.0, 20.0));
    let mut experiment = Experiment::of(trials);
    while !experiment.advance(u64::MAX) {}
    let busy = |o: &Outcome, node| o.station(node).map_or(f64::NAN, |s| 100.0 * s.utilisation);
    let of = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let measured = values(experiment.outcomes(), 0, |o| match id {
        "throughput" => o.answered_rate(),
        "latency.mean" => of(o.report.latency_ms.mean),
        "latency.p50" => of(o.report.latency_ms.p50),
        "latency.p99" => of(o.report.latency_ms.p99),
        "failures" => o.failed_percent(),
        "utilisation.web" => busy(o, NodeId::web(0)),
        "utilisation.db" => busy(o, NodeId::DATABASE),
        _ => o.report.usd_month,
    });
    let measured = Estimate::of(&measured, Confidence::P999);
    // Two digits are printed at most.
    let printed_to = 0.5 * 10f64.powf((printed.abs().max(1.0).log10().floor() - 1.0).max(0.0));
    if (measured.mean - printed).abs() <= printed_to + measured.half_width {
        Ok(())
    } else {
        Err(format!("{id}: the prose says {text}, the stage gives {measured:?}"))
    }
}

fn workloads() -> Result<(), String> {
    let page = compiled_in(english(), "database").ok_or("no page")?;
    let text = page.try_text("which-store").ok_or("no experiment which-store")?;
    let told = text.items.iter().map(|(key, _)| *key).filter(|key| *key != END).collect();
    same("which-store", told, WORKLOADS.iter().map(|w| w.id).collect())
}

fn messages() -> Result<(), String> {
    let curves =
        STAGES.iter().filter_map(|s| s.curve).flat_map(|curve| curve.lines).map(|line| format!("curve_{}", line.id));
    let stores = Family::ALL.iter().map(|family| format!("store_{}", family.key()));
    let acts =
        Act::ALL.iter().flat_map(|act| ["act", "did"].map(|what| format!("{what}_{}", act.key().replace('-', "_"))));
    let missing: Vec<String> =
        curves.chain(stores).chain(acts).filter(|key| english().messages.get(key).is_none()).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("no message {missing:?}")) }
}
