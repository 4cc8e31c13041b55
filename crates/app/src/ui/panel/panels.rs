//! What was scraped, as three sets of figures: of each host, of each tier, of the business. They stand still from one
//! scrape to the next, and for good when nobody scrapes.

use leptos::prelude::*;
use scalewalk_course::page::Messages;
use scalewalk_model::telemetry::{BusinessFigures, HostFigures, TierFigures, TierKind};
use scalewalk_model::{Config, NodeKind};

use crate::state::shared::shared;
use crate::ui::chart::plot;
use crate::ui::control::site_select;
use crate::ui::kit::ui::ui;
use crate::ui::kit::{format, names};

/// Size of a small curve, in pixels.
const SPARK: (f64, f64) = (72.0, 18.0);

fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), format::percent)
}

fn small_share(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |share| format!("{}\u{a0}%", format::number(100.0 * share)))
}

fn rate(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), format::rate)
}

/// A table with these heads over these rows; the first cell of a row is its head. A row of two says one thing.
fn table(heads: &[&'static str], rows: Vec<Vec<String>>) -> AnyView {
    let all = heads.len() - 1;
    let row = |cells: Vec<String>| {
        let span = if cells.len() == 2 { all.to_string() } else { "1".to_owned() };
        let mut cells = cells.into_iter();
        let head = cells.next();
        view! {
            <tr>
                <th scope="row">{head}</th>
                {cells.map(|cell| view! { <td class="num" colspan=span.clone()>{cell}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="scrolls">
            <table class="scraped">
                <thead>
                    <tr>{heads.iter().map(|head| view! { <th scope="col">{*head}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Each machine, as it was scraped; in a narrow place without what tells least.
pub fn host_table(hosts: &[HostFigures], config: &Config, messages: &'static Messages, narrow: bool) -> AnyView {
    let row = |host: &HostFigures| {
        let name = names::capital(&names::node(host.node, config, messages));
        if !host.answers {
            return vec![name, messages.panel_no_answer.to_owned()];
        }
        let queue = format::count(u64::from(host.queue));
        // Of a cache its places are the capacity; of others few are ever taken, and how many says more than their share.
        let memory = host.memory.map_or_else(
            || "–".to_owned(),
            |(taken, places)| match host.node.kind() {
                NodeKind::Cache => share(Some(f64::from(taken) / f64::from(places.max(1)))),
                _ => {
                    let text = messages.panel_of.replace("{n}", &format::count(taken.into()));
                    text.replace("{places}", &format::count(places.into()))
                }
            },
        );
        let mut cells = vec![name, share(host.cpu), rate(host.rate), rate(host.errors), queue];
        if !narrow {
            cells.splice(2..2, [memory, rate(host.disk)]);
        }
        cells
    };
    let mut heads = vec![
        messages.panel_host,
        messages.panel_cpu,
        messages.panel_requests,
        messages.panel_errors,
        messages.panel_queue,
    ];
    if !narrow {
        heads.splice(2..2, [messages.panel_memory, messages.panel_disk]);
    }
    let of = |tier: TierKind| hosts.iter().filter(move |host| tier.has(host.node));
    table(&heads, TierKind::ALL.into_iter().flat_map(of).map(row).collect())
}

fn tier_table(tiers: &[TierFigures], messages: &'static Messages) -> AnyView {
    let row = |tier: &TierFigures| {
        let name = match tier.tier {
            TierKind::Web => messages.panel_tier_web,
            TierKind::Cache => messages.panel_tier_cache,
            TierKind::Database => messages.panel_tier_database,
            TierKind::Sessions => messages.panel_tier_sessions,
        };
        let machines = format!("{} / {}", tier.machines.1, tier.machines.0);
        let failed = if tier.tier == TierKind::Web { small_share(tier.failed) } else { "–".to_owned() };
        vec![name.to_owned(), machines, share(tier.cpu), format::rate(tier.rate), failed, rate(tier.disk)]
    };
    let heads = [
        messages.panel_tier,
        messages.panel_answer,
        messages.panel_cpu,
        messages.panel_requests,
        messages.panel_failed,
        messages.panel_disk,
    ];
    table(&heads, tiers.iter().map(row).collect())
}

/// A number with its name, and how it came to be.
fn figure(name: &'static str, value: String, past: impl Iterator<Item = Option<f64>>) -> AnyView {
    let past: Vec<Option<f64>> = past.collect();
    let known = || past.iter().flatten().copied();
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    // What hardly changes is drawn as hardly changing.
    let range = (high - low).max(0.05 * high).max(1e-9);
    let last = past.len().max(2) - 1;
    let point = |(age, value): (usize, &Option<f64>)| {
        let x = SPARK.0 * (1.0 - age as f64 / last as f64);
        value.map(|value| (x, SPARK.1 - 2.0 - (SPARK.1 - 4.0) * (value - high + range) / range))
    };
    let path = plot::line(past.iter().enumerate().map(point));
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <svg viewBox=format!("0 0 {} {}", SPARK.0, SPARK.1) width=SPARK.0.to_string() height=SPARK.1.to_string() aria-hidden="true">
                    <path class="ser" d=path />
                </svg>
                <b class="num">{value}</b>
            </dd>
        </div>
    }
    .into_any()
}

fn business(figures: &[BusinessFigures], messages: &'static Messages) -> AnyView {
    // Before the first scrape the place is there, so that the page does not grow with it.
    let now = figures.first();
    let users = now.map_or_else(|| "–".to_owned(), |now| format::compact(now.active_users));
    let money = |now: &BusinessFigures| messages.panel_an_hour.replace("${n}", &format::money(now.usd_hour));
    let revenue = now.map_or_else(|| "–".to_owned(), money);
    view! {
        <dl class="business">
            {figure(messages.panel_active, users, figures.iter().map(|f| Some(f.active_users)))}
            {figure(messages.panel_retention, small_share(now.and_then(|now| now.retention)), figures.iter().map(|f| f.retention))}
            {figure(messages.panel_revenue, revenue, figures.iter().map(|f| Some(f.usd_hour)))}
        </dl>
    }
    .into_any()
}

/// The three panels, where somebody watches.
#[component]
pub fn Panels() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let ui = ui();
    let narrow = ui.narrow;
    let seen = Memo::new(move |_| {
        s.readout.with(|r| {
            let watch = r.lanes.first()?.watch.as_deref()?;
            Some((watch.hosts.clone(), watch.tiers.clone(), watch.business.clone()))
        })
    });
    let there = Memo::new(move |_| s.configs.with(|c| c.first().is_some_and(|c| c.topology.telemetry)));
    let ago = Memo::new(move |_| {
        let scraped = s.readout.with(|r| r.lanes.first()?.watch.as_deref()?.scraped_s)?;
        Some(messages.panel_ago.replace("{time}", &format::seconds(scraped.floor())))
    });
    let hosts = move || {
        let config = s.configs.with_untracked(|c| c.first().cloned())?;
        let site = site_select::chosen(s, ui);
        seen.with(|seen| {
            let hosts = &seen.as_ref()?.0;
            let here: Vec<_> = hosts.iter().filter(|host| config.site_of(host.node) == site).copied().collect();
            Some(host_table(&here, &config, messages, narrow.get()))
        })
    };
    let title = move || {
        if site_select::several(s) {
            view! { <h3>{messages.panel_hosts_in} " " {site_select::choice(s, ui, messages.panel_hosts_in)}</h3> }
                .into_any()
        } else {
            view! { <h3>{messages.panel_hosts}</h3> }.into_any()
        }
    };
    move || {
        there.get().then(|| {
            view! {
                <section class="panels" aria-labelledby="panels-title">
                    <h2 id="panels-title">
                        <span>{messages.panel_title}</span>
                        <span class="hint num">{move || ago.get()}</span>
                    </h2>
                    <h3>{messages.panel_business}</h3>
                    {move || seen.with(|seen| seen.as_ref().map(|seen| business(&seen.2, messages)))}
                    <h3>{messages.panel_tiers}</h3>
                    {move || seen.with(|seen| seen.as_ref().map(|seen| tier_table(&seen.1, messages)))}
                    {title}
                    {hosts}
                </section>
            }
        })
    }
}
