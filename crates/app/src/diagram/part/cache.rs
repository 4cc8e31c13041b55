//! What a cache node keeps: a cell for each of its most popular keys, filled as high as the entry has time to live. An
//! empty cell is a key that it has not got; a half moon is an old value.

use scalewalk_course::picture::{Detail, Rect};
use scalewalk_model::time::{NEVER, from_secs};
use scalewalk_model::{NodeId, Sim};

use crate::diagram::draw::brush::Brush;
use crate::diagram::draw::glyph::Mark;
use crate::diagram::draw::machine::Inside;
use crate::diagram::draw::palette::Palette;

/// Width and height of a cell, and what lies between two.
const CELL: (f64, f64) = (9.0, 13.0);
const GAP: f64 = 3.0;
/// Ranks that are looked through for the keys of one node, for each cell.
const SEARCHED: usize = 12;

/// The cells of a node in `r`.
fn cells(r: Rect, detail: Detail) -> Vec<Rect> {
    let gauge = Inside::of(r, detail, 0, 0.0).gauge;
    let head = r.y + if detail == Detail::Medium { 30.0 } else { 24.0 };
    let (w, h) = (CELL.0 + GAP, CELL.1 + GAP);
    let (columns, rows) = (((gauge.w + GAP) / w).floor(), ((gauge.y - 4.0 - head + GAP) / h).floor());
    if detail == Detail::Tiny || columns < 1.0 || rows < 1.0 {
        return Vec::new();
    }
    let top = head + ((gauge.y - 4.0 - head) - (rows * h - GAP)) / 2.0;
    let cell = |i: usize| {
        let (column, row) = (i % columns as usize, i / columns as usize);
        Rect::new(gauge.x + column as f64 * w, top + row as f64 * h, CELL.0, CELL.1)
    };
    (0..(columns * rows) as usize).map(cell).collect()
}

/// Draws the cells of `node` at this moment.
pub fn draw(brush: &Brush<'_>, palette: &Palette, r: Rect, detail: Detail, sim: &Sim, node: NodeId) {
    let Some(index) = node.cache_index() else { return };
    let site = sim.config().site_of(node);
    let tier = sim.cache_tier_at(site);
    let Some(cache) = tier.node(index) else { return };
    let cells = cells(r, detail);
    let ttl = from_secs(sim.config().cache.ttl_s).max(1) as f64;
    let ranks = (0..sim.config().keys()).take(SEARCHED * cells.len());
    // Who owns a key does not change when its node is down: nobody asks another one until that is noticed.
    let own = |key: &u32| tier.owner(*key).is_none_or(|owner| owner == index);
    let keys: Vec<u32> = ranks.map(|rank| sim.key_of_rank(rank)).filter(own).take(cells.len()).collect();
    let entry = |key: u32| cache.peek(key).filter(|entry| entry.expires > sim.now());

    let c = brush.canvas;
    brush.pen(&palette.ink_3, 0.8);
    c.begin_path();
    for cell in cells.iter().take(keys.len()) {
        c.rect(cell.x, cell.y, cell.w, cell.h);
    }
    c.stroke();
    for old in [false, true] {
        let mark = if old { Mark::Stale } else { Mark::Read };
        c.set_fill_style_str(mark.colour(palette));
        c.begin_path();
        for (cell, key) in cells.iter().zip(&keys) {
            let Some(entry) = entry(*key) else { continue };
            if (entry.version < sim.newest_of(site, *key)) != old {
                continue;
            }
            let left = if entry.expires == NEVER { 1.0 } else { (entry.expires - sim.now()) as f64 / ttl };
            let high = (cell.h - 2.0) * left.clamp(0.0, 1.0);
            if old {
                // Its time runs out below it.
                mark.shape(c, cell.x + cell.w / 2.0, cell.y + cell.h / 2.0 - 1.0, cell.w * 0.42);
                c.rect(cell.x + 1.0, cell.y + cell.h - 2.5, (cell.w - 2.0) * left.clamp(0.0, 1.0), 1.5);
            } else {
                c.rect(cell.x + 1.0, cell.y + cell.h - 1.0 - high, cell.w - 2.0, high);
            }
        }
        c.fill();
    }
}
