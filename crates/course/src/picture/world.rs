//! The map of the world above the site: where the users of each region, their edge location and the site stand.

use scalewalk_model::world::REGIONS;
use scalewalk_model::{Config, MAX_SITES, NodeId};

use super::draft::Draft;
use super::{Detail, Form, Label, Rect};

/// A schematic map of the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Map {
    /// What it fills: from [`WEST`] to [`EAST`] and from [`NORTH`] to [`SOUTH`].
    pub area: Rect,
    /// The regions, numbered as in [`scalewalk_model::world::WORLD`].
    pub regions: [RegionPlace; REGIONS],
    /// Where the data centers stand, or the first of these the only one.
    pub sites: [(f64, f64); MAX_SITES],
}

/// Where a region is on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegionPlace {
    /// Its users.
    pub users: Rect,
    /// Where its edge location stands, if it has one.
    pub edge: Rect,
    /// The middle of the upper edge of its name.
    pub label: (f64, f64),
}

/// Degrees of longitude at the left edge of the map.
pub const WEST: f64 = -132.5;
/// Degrees of longitude at its right edge.
pub const EAST: f64 = 162.5;
/// Degrees of latitude at its upper edge.
pub const NORTH: f64 = 72.5;
/// Degrees of latitude at its lower edge.
pub const SOUTH: f64 = -47.5;

/// Longitude and latitude of the middle of each region's users and edge location: in the right part of the world,
/// where there is room for them.
const REGION: [(f64, f64); REGIONS] =
    [(-64.0, 47.0), (14.0, 51.0), (106.0, 33.0), (-114.0, 44.0), (-50.0, -12.0), (136.0, -14.0)];
/// Longitude and latitude of the data centers: US East, US West, Europe, Asia.
const SITE: [(f64, f64); MAX_SITES] = [(-81.0, 30.0), (-96.5, 31.0), (33.0, 37.0), (86.0, 33.0)];

impl Map {
    fn of(form: Form) -> Self {
        let wide = form == Form::Wide;
        let area = if wide { Rect::new(0.0, 0.0, 972.0, 244.0) } else { Rect::new(0.0, 0.0, 362.0, 240.0) };
        let mut index = 0..REGIONS;
        let regions = REGION.map(|at| {
            let (x, y) = project(area, at);
            if wide {
                let (users, edge) = (Rect::around(x - 36.0, y, 34.0, 24.0), Rect::around(x + 22.0, y, 62.0, 34.0));
                RegionPlace { users, edge, label: (x, y + 20.0) }
            } else {
                // On a phone the two coasts of America have to make room for each other, and the south for DNS.
                let aside = [11.0, 0.0, 0.0, 0.0, 13.0, 0.0][index.next().unwrap_or(0)];
                let x = x.clamp(27.0, 324.0) + aside;
                let (users, edge) = (Rect::around(x, y - 20.0, 22.0, 16.0), Rect::around(x, y + 7.0, 46.0, 26.0));
                RegionPlace { users, edge, label: (x, y + 21.0) }
            }
        });
        let mut sites = SITE.map(|at| project(area, at));
        if !wide {
            // Beside the names, for which there is hardly room.
            let beside = |region: usize, dx: f64, dy: f64| {
                let (x, y) = regions[region].edge.centre();
                (x + dx, y + dy)
            };
            sites = [beside(0, -29.0, 10.0), beside(3, 29.0, -8.0), beside(1, 29.0, 0.0), beside(2, 29.0, 0.0)];
        }
        Self { area, regions, sites }
    }
}

/// Where a point of the world is in `area`.
pub fn project(area: Rect, (longitude, latitude): (f64, f64)) -> (f64, f64) {
    let (x, y) = ((longitude - WEST) / (EAST - WEST), (NORTH - latitude) / (NORTH - SOUTH));
    (area.x + x * area.w, area.y + y * area.h)
}

impl Draft {
    /// The map with the edge locations that there are, and DNS in the Pacific.
    pub fn world(&mut self, config: &Config, form: Form) -> Map {
        let map = Map::of(form);
        let (w, h) = if form == Form::Wide { (78.0, 46.0) } else { (56.0, 40.0) };
        let (x, y) = project(map.area, if form == Form::Wide { (-112.0, -22.0) } else { (-106.0, -24.0) });
        self.node(0, NodeId::DNS, Rect::around(x, y, w, h), Detail::Full, Label::Inside);
        if config.edges() > 0 {
            let at = project(map.area, if form == Form::Wide { (62.0, -25.0) } else { (52.0, -28.0) });
            let (w, h) = if form == Form::Wide { (150.0, 44.0) } else { (116.0, 38.0) };
            self.node(0, NodeId::CDN, Rect::around(at.0, at.1, w, h), Detail::Full, Label::Inside);
        }
        for (i, region) in map.regions.iter().enumerate().take(config.edges() as usize) {
            self.node(0, NodeId::edge(i as u8), region.edge, Detail::Small, Label::Inside);
        }
        self.map = Some(map);
        map
    }
}
