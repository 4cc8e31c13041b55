//! The rows of a database that is split: where each is, and by which rule. A dot stands for some rows; it glides when the
//! row in the middle of them really moves.

use leptos::html;
use leptos::prelude::*;
use scalewalk_model::machine::machine;
use scalewalk_model::shards::{CELEBRITY, EXTRA, Shards};
use scalewalk_model::world::region_of;
use scalewalk_model::{Config, MAX_SHARDS, NodeId, ShardKey, Sim};

use crate::browser::resize::width_of;
use crate::state::shared::{Shared, shared};
use crate::ui::control::site_select;
use crate::ui::kit::format;
use crate::ui::kit::ui::ui;
use crate::ui::panel::shard_ring::Ring;

/// The user whose row is told of: the one of the walks.
pub const USER: u32 = 4711;
/// Dots, about, for the rows that there were at first; no more than twice as many are ever drawn.
const DOTS: u32 = 400;
/// Height of the piles in pixels.
const HEIGHT: f64 = 132.0;
/// Between piles.
const GAP: f64 = 6.0;

/// A shard with its pile.
#[derive(Clone, Debug, PartialEq)]
struct Pile {
    shard: u8,
    x: f64,
    w: f64,
    /// Height at which it is full; none if that is out of sight.
    full: Option<f64>,
    rows: u32,
    /// Utilisation, 0 to 1.
    busy: f64,
    up: bool,
}

/// All that is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
struct View {
    piles: Vec<Pile>,
    /// Where each dot is, and how it looks.
    dots: Vec<(f64, f64, &'static str)>,
    /// Size of a dot over the usual one.
    scale: f64,
    /// Where the row is of the user who is told of.
    me: Option<(f64, f64)>,
    /// Where the celebrity's parts are.
    stars: Vec<(f64, f64)>,
}

/// Rows that a dot stands for.
fn step(shards: &Shards) -> u32 {
    (shards.rows_at_first() / DOTS).max(1)
}

/// The look of a row's dot: what the shard key looks at.
fn look(config: &Config, shards: &Shards, row: u32) -> &'static str {
    match config.shards.key {
        ShardKey::Region => ["r0", "r1", "r2", "r3", "r4", "r5"][region_of(shards.user_of(row)).min(5)],
        ShardKey::SignUp if row >= shards.rows_at_first() => "new",
        ShardKey::SignUp => ["a0", "a1", "a2", "a3"][(4 * row / shards.rows_at_first().max(1)).min(3) as usize],
        _ => "r0",
    }
}

/// The shape of such a dot.
fn shape(look: &str) -> &'static str {
    match look {
        "r1" => "M-2.7-2.7h5.4v5.4h-5.4z",
        "r2" => "M0-3.4 3.3 2.6h-6.6z",
        "r3" | "new" => "M0-3.7 3.7 0 0 3.7-3.7 0z",
        "r4" => "M-1.2-3.2h2.4v2h2v2.4h-2v2h-2.4v-2h-2v-2.4h2z",
        "r5" => "M-3.2-1.3h6.4v2.6h-6.4z",
        "a0" => "M-1.3 0a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0-2.6 0",
        "a1" => "M-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
        "a3" => "M-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0",
        _ => "M-2.8 0a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0-5.6 0",
    }
}

fn view_of(sim: &Sim, site: u8, busy: impl Fn(NodeId) -> (f64, bool), width: f64) -> View {
    let (config, shards) = (sim.config(), sim.shards_at(site));
    let there: Vec<u8> = (0..MAX_SHARDS as u8).filter(|i| config.has(NodeId::shard_at(site, *i))).collect();
    if width <= 0.0 || there.is_empty() {
        return View::default();
    }
    // The celebrity's own shards have one row each.
    let everybodys = there.iter().filter(|i| **i < EXTRA).count().max(1) as f64;
    let extras = there.len() as f64 - everybodys;
    let narrow = 22.0;
    let w = (width - GAP * (there.len() as f64 - 1.0) - extras * narrow) / everybodys;
    let step = step(shards);
    let most = there.iter().map(|i| shards.held(*i)).max().unwrap_or(1).max(1);
    // A pile may grow until it is full, if that is in sight.
    let top = f64::from(config.shards.capacity.min(2 * most).max(most));
    let pitch = libm::sqrt(w * (HEIGHT - 16.0) / (top / f64::from(step))).clamp(2.0, 9.0);
    let columns = |w: f64| libm::floor(w / pitch).max(1.0);
    let height = |rows: f64, w: f64| libm::ceil(rows / f64::from(step) / columns(w)) * pitch;
    let mut x = 0.0;
    let piles: Vec<Pile> = there
        .iter()
        .map(|shard| {
            let w = if *shard < EXTRA { w } else { narrow };
            let full = Some(height(f64::from(config.shards.capacity), w)).filter(|h| *shard < EXTRA && *h <= HEIGHT);
            let (busy, up) = busy(NodeId::shard_at(site, *shard));
            let pile = Pile { shard: *shard, x, w, full, rows: shards.held(*shard), busy, up };
            x += w + GAP;
            pile
        })
        .collect();
    let mut counts = [0u32; MAX_SHARDS];
    let mut place = |shard: u8| {
        let pile = piles.iter().find(|pile| pile.shard == shard)?;
        let (n, columns) = (f64::from(counts[usize::from(shard)]), columns(pile.w));
        counts[usize::from(shard)] += 1;
        let (column, row) = (n % columns, libm::floor(n / columns));
        let left = pile.x + (pile.w - columns * pitch) / 2.0;
        Some((left + (column + 0.5) * pitch, HEIGHT - (row + 0.5) * pitch))
    };
    // Somewhere among the rows that it stands for: always in the middle would be always on the same shards.
    let me = user(shards);
    let some = |i: u32| if i == me / step { me } else { i * step + (i.wrapping_mul(2_654_435_769) >> 8) % step };
    let rows = (0..2 * DOTS).map(some).take_while(|row| *row < shards.rows());
    let dots: Vec<_> = rows
        .filter_map(|row| {
            let (x, y) = place(shards.shard_of(row))?;
            Some((x, y, look(config, shards, row)))
        })
        .collect();
    let stars = if config.shards.celebrity > 0.0 || config.shards.apart > 0 { shards.parts() } else { 0 };
    let star = |part| {
        let shard = shards.shard_of_part(part);
        let pile = piles.iter().find(|pile| pile.shard == shard)?;
        let high = height(f64::from(shards.held(shard)), pile.w).min(HEIGHT - 20.0);
        Some((pile.x + pile.w / 2.0, HEIGHT - high - 10.0))
    };
    let stars = if shards.rows() > CELEBRITY { (0..stars).filter_map(star).collect() } else { Vec::new() };
    let me = dots.get((me / step) as usize).map(|dot| (dot.0, dot.1));
    View { piles, dots, scale: pitch / 8.0, me, stars }
}

/// Whose row is told of.
fn user(shards: &Shards) -> u32 {
    USER.min(shards.rows().saturating_sub(1))
}

/// The rule, applied to one user.
fn rule(s: Shared, sim: &Sim, site: u8) -> String {
    let (messages, shards) = (s.messages(), sim.shards_at(site));
    let (map, user) = (shards.map(), user(shards));
    let goal = map.shard_of(user);
    let number = |n: u32| format::number(f64::from(n));
    let layout = map.layout();
    let n = u32::from(layout.count);
    let text = match layout.key {
        ShardKey::Modulo | ShardKey::Celebrity => messages.shard_modulo,
        ShardKey::Ring => messages.shard_ring,
        ShardKey::Region => messages.shard_region,
        ShardKey::SignUp => messages.shard_sign_up,
    };
    let place = map.placement().hash(u64::from(user)) as f64 / 2f64.powi(64);
    let first = goal.checked_sub(1).and_then(|i| map.bounds().get(usize::from(i))).copied().unwrap_or(0);
    let text = text
        .replace("{user}", &user.to_string())
        .replace("{n}", &n.to_string())
        .replace("{rest}", &(user % n).to_string())
        .replace("{place}", &format::percent(place))
        .replace("{region}", crate::ui::kit::node_names::region(messages, region_of(user)))
        .replace("{first}", &number(first))
        .replace("{shard}", &(goal + 1).to_string());
    let now = shards.shard_of(user);
    if now == goal {
        text
    } else {
        format!("{text} {}", messages.shard_still.replace("{shard}", &(now + 1).to_string()))
    }
}

/// What moves, or how many rows there are.
fn status(s: Shared, sim: &Sim, site: u8) -> String {
    let (messages, shards) = (s.messages(), sim.shards_at(site));
    let number = |n: u64| format::number(n as f64);
    let text = match (shards.leaving(), shards.moved()) {
        (0, 0) => messages.shard_rows.replace("{n}", &number(step(shards).into())),
        (0, _) => messages.shard_moved.to_owned(),
        (leaving, _) => messages.shard_moving.replace("{n}", &number(leaving.into())),
    };
    text.replace("{rows}", &number(shards.rows().into())).replace("{moved}", &number(shards.moved()))
}

/// How many machines there are, how large, for how much.
fn price(s: Shared, sim: &Sim, _site: u8) -> String {
    let config = sim.config();
    let (n, size) = (config.shards.machines(), machine(config.db_cores));
    let ram = match size.ram_gib {
        gib @ 1024.. => format!("{}\u{a0}TB", format::number(f64::from(gib / 1024))),
        gib => format!("{gib}\u{a0}GB"),
    };
    let text = s.messages().shard_price.replace("{n}", &n.to_string()).replace("{cores}", &size.cores.to_string());
    text.replace("{ram}", &ram).replace("{usd}", &format::number((f64::from(n) * size.usd_month).round()))
}

/// The rows of a system with shards.
#[component]
pub fn ShardPanel() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let node: NodeRef<html::Div> = NodeRef::new();
    let width = width_of(node);
    // Of the system that is shown, whenever the figures are.
    let ui = ui();
    let told = move |tell: fn(Shared, &Sim, u8) -> String| {
        Memo::new(move |_| {
            s.readout.track();
            let site = site_select::chosen(s, ui);
            s.player.with_value(|p| p.shown().first().map_or_else(String::new, |sim| tell(s, sim, site)))
        })
    };
    let (rule, status, price) = (told(rule), told(status), told(price));
    let view = Memo::new(move |_| {
        let (width, site) = (width.get(), site_select::chosen(s, ui));
        s.readout.with(|readout| {
            let nodes = readout.lanes.first().map_or(&[][..], |lane| &lane.nodes);
            let busy = |id: NodeId| {
                let found = nodes.iter().find(|n| n.node == id);
                found.map_or((0.0, true), |n| (n.utilisation, n.workers > 0 && !n.noticed && !n.cut))
            };
            s.player.with_value(|p| p.shown().first().map(|sim| view_of(sim, site, busy, width)).unwrap_or_default())
        })
    });
    let count = Memo::new(move |_| view.with(|v| v.dots.len()));
    let key = Memo::new(move |_| s.configs.with(|c| c.first().map_or(ShardKey::Modulo, |c| c.shards.key)));
    let dot = move |i: usize| {
        let at = move || {
            view.with(|v| {
                let (x, y, _) = v.dots.get(i).copied().unwrap_or_default();
                format!("translate({x:.1}px,{y:.1}px) scale({:.2})", v.scale)
            })
        };
        let class = move || view.with(|v| v.dots.get(i).map_or("", |dot| dot.2));
        view! { <path class=class d=move || shape(class()) style:transform=at /> }
    };
    let moved = |(x, y): (f64, f64)| format!("translate({x:.1}px,{y:.1}px)");
    let hidden = |at: Option<(f64, f64)>| at.is_none().then_some("none");
    let me = move || view.with(|v| v.me);
    let star = move |i: usize| {
        let at = move || view.with(|v| v.stars.get(i).copied());
        view! { <path class="star" d="M0-7 1.8-2.2 7-2 2.9 1.2 4.3 6 0 3.2-4.3 6-2.9 1.2-7-2-1.8-2.2z" style:transform=move || at().map(moved) style:display=move || hidden(at()) /> }
    };
    let piles = move || {
        let piles = view.with(|v| v.piles.clone());
        let tight = piles.iter().any(|pile| pile.shard < EXTRA && pile.w < 64.0);
        piles
            .iter()
            .map(|pile| {
                let hot = pile.busy >= 0.9;
                let class = format!("pile{}{}", if hot { " hot" } else { "" }, if pile.up { "" } else { " down" });
                let full = pile.full.map(|h| view! { <i class="full" style:bottom=format!("{h:.0}px")></i> });
                let name = match (pile.shard, tight) {
                    (EXTRA.., _) => "★".to_owned(),
                    (shard, true) => (shard + 1).to_string(),
                    (shard, false) => messages.node_shard_n.replace("{n}", &(shard + 1).to_string()),
                };
                let rows = (!tight && pile.shard < EXTRA).then(|| format::number(f64::from(pile.rows)));
                let busy = if pile.up { format::percent(pile.busy) } else { messages.state_down.to_owned() };
                view! {
                    <div class=class style:left=format!("{:.1}px", pile.x) style:width=format!("{:.1}px", pile.w)>
                        <div class="box" style:height=format!("{HEIGHT}px")>{full}</div>
                        <div class="load">
                            <i style:width=format!("{:.0}%", 100.0 * pile.busy.min(1.0))></i>
                        </div>
                        <b>{name}</b>
                        <span class="num">{busy}</span>
                        {rows.map(|rows| view! { <span class="num rows">{rows}</span> })}
                    </div>
                }
            })
            .collect_view()
    };
    let title = move || {
        match (site_select::several(s), s.deferred.get().here()) {
            (true, Some(deferred)) => {
                let choice = (deferred.site_choice)(s, ui, messages.shard_title_in);
                view! { <h2 class="chooses"><span>{messages.shard_title_in} " " {choice}</span></h2> }.into_any()
            }
            // The choice is still to come, and has its room.
            (true, None) => view! { <h2 class="chooses">{messages.shard_title}</h2> }.into_any(),
            _ => view! { <h2>{messages.shard_title}</h2> }.into_any(),
        }
    };
    let legend = move || {
        let ages = [("a0", messages.shard_oldest), ("a3", messages.shard_youngest), ("new", messages.shard_new)];
        let entries: Vec<(&'static str, &'static str)> = match key.get() {
            ShardKey::Region => ["r0", "r1", "r2", "r3", "r4", "r5"]
                .into_iter()
                .enumerate()
                .map(|(i, look)| (look, crate::ui::kit::node_names::region(messages, i)))
                .collect(),
            ShardKey::SignUp => ages.to_vec(),
            _ => return None,
        };
        let one = |(look, word): (&'static str, &'static str)| {
            view! { <span><svg viewBox="-5 -5 10 10"><path class=look d=shape(look) /></svg>{word}</span> }
        };
        Some(view! { <p class="key">{entries.into_iter().map(one).collect_view()}</p> })
    };
    view! {
        <section class="shards" aria-label=messages.shard_title>
            {title}
            <p class="rule">{move || rule.get()}</p>
            <div class="shards-body">
                {move || (key.get() == ShardKey::Ring).then(|| view! { <Ring /> })}
                <div class="piles" node_ref=node aria-hidden="true">
                    {piles}
                    <svg style:height=format!("{HEIGHT}px")>
                        {move || (0..count.get()).map(dot).collect_view()}
                        <path class="me" d="M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0" style:transform=move || me().map(moved) style:display=move || hidden(me()) />
                        {(0..4).map(star).collect_view()}
                    </svg>
                </div>
            </div>
            {legend}
            <p class="note num">{move || status.get()}</p>
            <p class="note num">{move || price.get()}</p>
        </section>
    }
}

/// What the shard at `node` holds, in words.
pub fn spoken(s: Shared, sim: &Sim, node: NodeId) -> Option<String> {
    let rows = sim.shards_at(node.home()).held(node.shard_index()?);
    Some(s.messages().told_rows.replace("{n}", &format::number(f64::from(rows))))
}
