//! `scalewalk reshard`.

use clap::{Args, ValueEnum};
use scalewalk_model::placement::{Placement, Rule, count_moves};
use scalewalk_model::theory::{load_scv, modulo_moved, ring_moved, ring_share_scv};
use serde::Serialize;

use crate::Printed;
use crate::arguments::count;
use crate::show::{self, number};

/// What changes.
#[derive(Args)]
pub struct Options {
    /// How keys are spread over nodes.
    #[arg(long, value_enum)]
    rule: Spread,
    /// Nodes before, 1 to 1024.
    #[arg(long, value_name = "NODES", value_parser = count::<1024>)]
    from: u32,
    /// Nodes after, 1 to 1024.
    #[arg(long, value_name = "NODES", value_parser = count::<1024>)]
    to: u32,
    /// Keys to place, 1 to 100000000.
    #[arg(long, value_parser = count::<100_000_000>)]
    keys: u32,
    /// Points of each node on the ring, 1 to 1000; 128 if nothing is said.
    #[arg(long, value_name = "POINTS", value_parser = count::<1000>)]
    vnodes: Option<u32>,
    /// The luck of the hashes: the same seed, the same places.
    #[arg(long)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A rule as it is typed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Spread {
    /// Hash modulo the number of nodes.
    Mod,
    /// Consistent hashing with virtual nodes.
    Ring,
}

/// The registry's default for shards and cache nodes.
const VNODES: u32 = 128;

/// What came of it.
#[derive(Serialize)]
struct Figures {
    moved_fraction: f64,
    load_stddev_over_mean_before: f64,
    load_stddev_over_mean_after: f64,
}

#[derive(Serialize)]
struct Whole {
    #[serde(flatten)]
    measured: Figures,
    theory: Figures,
}

/// Places the keys, changes the nodes and places them again.
pub fn reshard(options: &Options) -> Result<Printed, String> {
    let rule = match (options.rule, options.vnodes) {
        (Spread::Mod, Some(vnodes)) => {
            return Err(format!(
                "--vnodes `{vnodes}` is refused with --rule mod; allowed is 1 to 1000 with --rule ring"
            ));
        }
        (Spread::Mod, None) => Rule::Modulo,
        (Spread::Ring, vnodes) => Rule::Ring { vnodes: vnodes.unwrap_or(VNODES) },
    };
    let whole = Whole { measured: measure(options, rule), theory: theory(options, rule) };
    let text = if options.json { show::json(&whole)? } else { table(&whole) };
    Ok(Printed::new(text))
}

fn measure(options: &Options, rule: Rule) -> Figures {
    let place = |n: u32| Placement::new(rule, options.seed, &(0..n as u16).collect::<Vec<_>>());
    let moves = count_moves(&place(options.from), &place(options.to), 0..u64::from(options.keys));
    Figures {
        moved_fraction: moves.moved_fraction(),
        load_stddev_over_mean_before: moves.spread_before(),
        load_stddev_over_mean_after: moves.spread_after(),
    }
}

/// The means over all seeds; of the spreads, the roots of the mean squares.
fn theory(options: &Options, rule: Rule) -> Figures {
    let (from, to) = (options.from, options.to);
    let (moved_fraction, share_scv): (f64, &dyn Fn(u32) -> f64) = match rule {
        Rule::Modulo => (modulo_moved(from, to), &|_| 0.0),
        Rule::Ring { vnodes } => (ring_moved(from, to), &move |n| ring_share_scv(n, vnodes)),
    };
    let spread = |n: u32| load_scv(n, share_scv(n), f64::from(options.keys)).sqrt();
    Figures { moved_fraction, load_stddev_over_mean_before: spread(from), load_stddev_over_mean_after: spread(to) }
}

fn table(whole: &Whole) -> String {
    let percent = |value: f64| format!("{} %", number(100.0 * value));
    let row = |name: &str, value: fn(&Figures) -> f64| {
        vec![name.to_owned(), percent(value(&whole.measured)), percent(value(&whole.theory))]
    };
    show::table(&[
        vec![String::new(), "counted".to_owned(), "theory".to_owned()],
        row("keys that moved", |f| f.moved_fraction),
        row("spread of loads before", |f| f.load_stddev_over_mean_before),
        row("spread of loads after", |f| f.load_stddev_over_mean_after),
    ])
}
