//! The map of the world: land, the users of each region, edge locations, and the long ways between them and the site.

use scalewalk_course::Lane;
use scalewalk_course::picture::Rect;
use scalewalk_model::world::{self, SITES, WORLD};
use scalewalk_model::{Health, NodeId, NodeKind, Sim};

use crate::diagram::draw::brush::Brush;
use crate::diagram::draw::fixtures;
use crate::diagram::draw::flows::followable;
use crate::diagram::draw::glyph::Mark;
use crate::diagram::draw::palette::Palette;
use crate::diagram::scene::path::Path;
use crate::diagram::scene::transition::{Cubic, Scene};
use crate::view_model::node::NodeReadout;
use crate::view_model::world::RegionReadout;

/// Where there is land: a row for every five degrees from 70° north to 45° south, a bit for every five degrees from 130°
/// west to 160° east, the westernmost lowest. Drawn for this map, by eye.
const LAND: [u64; 24] = [
    0x7ffe781c07f879f,
    0x7fffffff0e7bbff,
    0x7fffffff8023cff,
    0x63ffffff2007fff,
    0x07ffffffe007ffe,
    0x0fffffffc003ffe,
    0x04fffeff7000ffe,
    0x07ffffe9e000ffc,
    0x017ffffff0007f8,
    0x007ffffff800470,
    0x001ee3fff8019e0,
    0x004c61fff800300,
    0x008c61fff807a00,
    0x006c00fff01f800,
    0x037c007f001fc00,
    0x0e58007e00ffc00,
    0x1c80007e00ff800,
    0x0b80017e007f800,
    0x1fc001be007f000,
    0x1fe0009e001f000,
    0x1fe0001c001f000,
    0x1e60000c0007000,
    0x180000000003800,
    0x000000000003800,
];
const COLUMNS: usize = 59;

/// How far above the doors of several sites the ways lead along the edge of the map, and how wide their bends are.
const UNDER_THE_MAP: f64 = 58.0;
const BEND: f64 = 24.0;

/// How much of a way to the site lies on the map; the rest leads from the site's place on it to the machine.
const AT_SEA: f64 = 0.86;

/// A way over the sea bows to the north, as the shortest ones do.
fn over_the_sea(a: (f64, f64), b: (f64, f64)) -> Cubic {
    let bow = (b.0 - a.0).abs() * 0.1 + 4.0;
    let third = |t: f64| (a.0 + (b.0 - a.0) * t, (a.1 + (b.1 - a.1) * t - bow).max(2.0));
    Cubic([a, third(0.33), third(0.67), b])
}

/// The way from one node to another where one of them is on the map, and whether it is drawn the other way round.
/// Clients are those of `region`.
pub fn way(scene: &Scene, lane: Lane, region: u8, from: NodeId, to: NodeId) -> Option<(Path, bool)> {
    let map = scene.map()?;
    let outward = |a: NodeId, b: NodeId| {
        let start = if a.kind().is_client() {
            map.regions.get(usize::from(region))?.users.centre()
        } else {
            a.edge_index().and_then(|_| scene.place(lane, a))?.centre()
        };
        let end = scene.place(lane, b)?;
        let near = b.edge_index().is_some() || b == NodeId::DNS;
        let site = map.sites[if b.kind() == NodeKind::Balancer { usize::from(b.home()) } else { 0 }];
        Some(if near { Path::plain(over_the_sea(start, end.centre())) } else { to_site(scene, site, start, end) })
    };
    outward(from, to).map(|way| (way, false)).or_else(|| outward(to, from).map(|way| (way, true)))
}

fn to_site(scene: &Scene, site: (f64, f64), start: (f64, f64), door: Rect) -> Path {
    let sea = over_the_sea(start, site);
    let holds = |area: Rect| area.y < door.y && door.y < area.y + area.h;
    let lane = scene.blocks().iter().position(|block| holds(block.area)).filter(|_| door.h > door.w);
    if let (Some(lane), Some(first)) = (lane, scene.blocks().first()) {
        // Beside the stacks that stand above it.
        let lane = (first.area.x - 3.0 - 3.5 * lane as f64, first.area.y - 4.0);
        let end = (door.x, door.y + door.h * 0.5);
        let high = lane.1 - site.1;
        let near = Cubic([site, (site.0, site.1 + high * 0.6), (lane.0, lane.1 - high * 0.4), lane]);
        let far = Cubic([lane, (lane.0, end.1), (lane.0, end.1), end]);
        return in_three(sea, near, far);
    }
    let end = (door.x + door.w / 2.0, door.y);
    let aside = end.0 - site.0;
    if scene.blocks().is_empty() || aside.abs() < 2.0 * BEND {
        let half = (end.1 - site.1) / 2.0;
        return Path::plain(sea).then(AT_SEA, Cubic([site, (site.0, site.1 + half), (end.0, end.1 - half), end]));
    }
    // Down first, then along the lower edge of the map, where nothing is in the way.
    let edge = end.1 - UNDER_THE_MAP;
    let corner = (site.0 + BEND.copysign(aside), edge);
    let near = Cubic([site, (site.0, edge), (site.0, edge), corner]);
    let far = Cubic([corner, (corner.0 + 0.6 * (end.0 - corner.0), edge), (end.0, edge), end]);
    in_three(sea, near, far)
}

/// Over the sea, then from the site's place on the map to its door in two pieces.
fn in_three(sea: Cubic, near: Cubic, far: Cubic) -> Path {
    Path::plain(sea).then(AT_SEA, near).then((1.0 + AT_SEA) / 2.0, far)
}

/// Draws the land, and the ways with their streams where dots are too quick to follow.
pub fn ground(brush: &Brush<'_>, palette: &Palette, scene: &Scene, sim: &Sim, regions: &[RegionReadout], speed: f64) {
    let Some(map) = scene.map() else { return };
    land(brush, palette, map.area);
    let several = sim.config().topology.sites;
    let door = |site: u8| scene.place(0, NodeId::balancer_at(site)).or_else(|| scene.place(0, NodeId::web(0)));
    let rtt_ms = sim.config().rtt_ms / world::ACROSS_A_CONTINENT_MS;
    let draw = |way: &Path, ms: f64, pages: f64, files: f64, dead: bool| {
        way.pieces().iter().for_each(|part| fixtures::link(brush, palette, part, 1.0, dead, true));
        if !followable((ms * rtt_ms * 0.5e6) as u64, speed) {
            let colour = if dead { &palette.fail } else { &palette.read };
            way.pieces().iter().for_each(|part| fixtures::stream(brush, colour, part, pages));
            way.pieces().iter().for_each(|part| fixtures::stream(brush, &palette.file, part, files));
        }
    };
    let up = |edge: usize| sim.edge_is_up(edge);
    let dns = scene.place(0, NodeId::DNS);
    for (i, place) in map.regions.iter().enumerate() {
        let lately = regions.get(i).copied().unwrap_or_default();
        let users = place.users.centre();
        if let Some(dns) = dns {
            fixtures::hint(brush, palette, &over_the_sea(users, dns.centre()));
        }
        let near = world::nearest_edge(i, up);
        let direct = if near.is_some() { 0.0 } else { lately.rates[1] };
        // Whom DNS sends where now, and who still goes where it sent them before.
        let (sent, origin) = if several { (sim.sent_from(i), sim.origin_of(i)) } else { ([1.0, 0.0, 0.0, 0.0], 0) };
        for site in 0..sim.config().sites() as u8 {
            let to = usize::from(site);
            let pages = if several { lately.to_sites[to] } else { lately.rates[0] };
            let Some(door) = door(site).filter(|_| sent[to] > 0.0 || pages > 0.5) else { continue };
            let (way, dead) = (to_site(scene, map.sites[to], users, door), sim.is_out(NodeId::site(site)));
            draw(&way, WORLD[i].rtt_ms[SITES[to]], pages, if several { 0.0 } else { direct }, dead);
        }
        if let Some(edge) = near {
            let way = Path::plain(over_the_sea(users, map.regions[edge].edge.centre()));
            draw(&way, world::edge_rtt_ms(i, edge), 0.0, lately.rates[1], false);
        }
        if let Some(door) = door(origin).filter(|_| up(i)) {
            let way = to_site(scene, map.sites[usize::from(origin)], place.edge.centre(), door);
            draw(&way, WORLD[i].rtt_ms[SITES[usize::from(origin)]], 0.0, lately.edge[1], false);
        }
    }
    for to in 0..sim.config().sites() as usize {
        site(brush, palette, map.sites[to], several && sim.is_out(NodeId::site(to as u8)));
    }
    for place in &map.regions {
        fixtures::browser(brush, palette, place.users);
    }
}

/// One dot for every five degrees of land.
fn land(brush: &Brush<'_>, palette: &Palette, area: Rect) {
    let (w, h) = (area.w / COLUMNS as f64, area.h / LAND.len() as f64);
    let size = w.min(h) * 0.52;
    brush.canvas.set_fill_style_str(&palette.rule);
    brush.canvas.begin_path();
    for (row, bits) in LAND.iter().enumerate() {
        for column in (0..COLUMNS).filter(|column| bits >> column & 1 == 1) {
            let (x, y) = (area.x + (column as f64 + 0.5) * w, area.y + (row as f64 + 0.5) * h);
            brush.canvas.move_to(x + size / 2.0, y);
            let _ = brush.canvas.arc(x, y, size / 2.0, 0.0, core::f64::consts::TAU);
        }
    }
    brush.canvas.fill();
}

/// Where a site stands: a ring, crossed out when it is down.
fn site(brush: &Brush<'_>, palette: &Palette, (x, y): (f64, f64), down: bool) {
    brush.pen(if down { &palette.fail } else { &palette.ink }, 1.5);
    brush.canvas.begin_path();
    let _ = brush.canvas.arc(x, y, 5.0, 0.0, core::f64::consts::TAU);
    brush.canvas.set_fill_style_str(&palette.plate);
    brush.canvas.fill();
    brush.canvas.stroke();
    if down {
        brush.pen(&palette.fail, 2.4);
        brush.canvas.begin_path();
        crate::diagram::draw::glyph::cross(brush.canvas, x, y, 6.0);
        brush.canvas.stroke();
    }
}

/// An edge location: a shelf whose fill tells how many of the files it keeps; old ones are hatched, under a half moon.
pub fn edge(brush: &Brush<'_>, palette: &Palette, r: Rect, state: &NodeReadout) {
    let down = matches!(state.health, Health::Down(_));
    brush.pen(if down { &palette.ink_3 } else { &palette.ink }, 1.25);
    brush.dashes(if down || state.cut { &[5.0, 4.0] } else { &[] });
    brush.panel(r, 3.0, if down { &palette.paper } else { &palette.plate });
    brush.dashes(&[]);
    if down {
        brush.outline(r, 3.0);
        brush.hatch(r, 8.5, &palette.rule, 1.5);
        return;
    }
    let Some(kept) = state.edge else { return };
    // In a low one the figure above needs the room.
    let (high, foot) = if r.h < 30.0 { (3.5, 2.5) } else { (5.0, 4.0) };
    let shelf = Rect::new(r.x + 4.0, r.y + r.h - high - foot, r.w - 8.0, high);
    brush.block(shelf, &palette.sunk);
    brush.block(Rect { w: shelf.w * (kept.kept - kept.old), ..shelf }, &palette.file);
    if kept.old > 0.0 {
        let old = Rect::new(shelf.x + shelf.w * (kept.kept - kept.old), shelf.y, shelf.w * kept.old, shelf.h);
        brush.pen(&palette.stale, 1.0);
        brush.outline(old, 0.0);
        brush.hatch(old, 4.0, &palette.stale, 1.5);
        brush.canvas.set_fill_style_str(&palette.stale);
        brush.canvas.begin_path();
        Mark::Stale.shape(brush.canvas, r.x + r.w - 8.0, r.y + 9.0, 5.0);
        brush.canvas.fill();
    }
}

/// The CDN as a whole: what its edge locations have in common.
pub fn plaque(brush: &Brush<'_>, palette: &Palette, r: Rect, down: bool) {
    fixtures::casing(brush, palette, r, down);
}
