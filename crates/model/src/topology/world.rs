//! The regions of the world: how many of the users live in each, and how far it is from one to another.

use crate::engine::luck::mix;
use crate::topology::node::{MAX_EDGES, MAX_SITES};

/// The visitor who sends by hand; further down follow those who do from other regions, see [`crate::topology::world`].
pub(crate) const BY_HAND: u32 = u32::MAX;
/// How many regions there are.
pub const REGIONS: usize = 6;
/// Where the site stands.
pub const HOME: usize = 0;
/// The regions in which the data centers stand, in the order in which they are opened.
pub const SITES: [usize; MAX_SITES] = [HOME, 3, 1, 2];
/// The round trip that `net.rtt` sets and all others keep their proportion to, in milliseconds.
pub const ACROSS_A_CONTINENT_MS: f64 = 60.0;
/// Round trip from a user to an edge location in the same region, in milliseconds.
pub const TO_NEAR_EDGE_MS: f64 = 10.0;

/// A region of the world.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    /// Its name in reports and messages.
    pub key: &'static str,
    /// Its share of the users in percent: an assumption, of a site that is known everywhere and began in the first.
    pub percent: u32,
    /// Mean round trips between machines here and in each region, in milliseconds: 20 inside a region, 60 across a
    /// continent, 90 to 160 from one continent to another. Round numbers in the order of public measurements between
    /// cloud regions (Northern Virginia, Oregon, Frankfurt, São Paulo, Tokyo, Sydney); the very longest ways take up to
    /// 300 there.
    pub rtt_ms: [f64; REGIONS],
}

/// The regions. The edge location with number i stands in region i, so that the first edges stand where most users are.
pub const WORLD: [Region; REGIONS] = [
    Region { key: "us-east", percent: 25, rtt_ms: [20.0, 90.0, 150.0, 60.0, 120.0, 160.0] },
    Region { key: "europe", percent: 25, rtt_ms: [90.0, 20.0, 160.0, 140.0, 150.0, 160.0] },
    Region { key: "asia", percent: 20, rtt_ms: [150.0, 160.0, 20.0, 100.0, 160.0, 110.0] },
    Region { key: "us-west", percent: 15, rtt_ms: [60.0, 140.0, 100.0, 20.0, 130.0, 120.0] },
    Region { key: "south-america", percent: 10, rtt_ms: [120.0, 150.0, 160.0, 130.0, 20.0, 160.0] },
    Region { key: "oceania", percent: 5, rtt_ms: [160.0, 160.0, 110.0, 120.0, 160.0, 20.0] },
];

const _: () = assert!(MAX_EDGES == REGIONS);

/// Mean round trip from users in `region` to the edge location `edge`, in milliseconds.
pub fn edge_rtt_ms(region: usize, edge: usize) -> f64 {
    if region == edge { TO_NEAR_EDGE_MS } else { WORLD[region].rtt_ms[edge] }
}

/// The edge location nearest to `region` of those that `fits` lets through; of two alike the first.
pub fn nearest_edge(region: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    (0..MAX_EDGES).filter(|edge| fits(*edge)).min_by(|a, b| edge_rtt_ms(region, *a).total_cmp(&edge_rtt_ms(region, *b)))
}

/// A round trip as a multiple of the one that `net.rtt` sets.
pub(crate) fn times(rtt_ms: f64) -> f64 {
    rtt_ms / ACROSS_A_CONTINENT_MS
}

/// The region of a visitor, or of the user with this number. Multiples of the golden ratio fill every interval evenly (Knuth, The Art of Computer
/// Programming 3, 6.4), so that each region has its share of however many visitors there are.
pub fn region_of(visitor: u32) -> usize {
    if let Some(region) = by_hand(visitor) {
        return region;
    }
    let place = (u64::from(visitor.wrapping_mul(2_654_435_769)) * 100) >> 32;
    let mut before = 0;
    WORLD
        .iter()
        .position(|region| {
            before += u64::from(region.percent);
            place < before
        })
        .unwrap_or(HOME)
}

/// The visitor who sends by hand from `region`.
pub(crate) fn visitor_by_hand(region: usize) -> u32 {
    BY_HAND - region.min(REGIONS - 1) as u32
}

/// The region of a visitor who sends by hand.
pub(crate) fn by_hand(visitor: u32) -> Option<usize> {
    let region = (BY_HAND - visitor) as usize;
    (region < REGIONS).then_some(region)
}

/// A stable number for a visitor's source address.
pub(crate) fn source(visitor: u32) -> u64 {
    mix(u64::from(visitor) ^ 0xa5a5_0000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_there_is_as_long_as_the_way_back_and_home_is_nearest() {
        for (a, region) in WORLD.iter().enumerate() {
            for (b, rtt_ms) in region.rtt_ms.into_iter().enumerate() {
                assert_eq!(rtt_ms, WORLD[b].rtt_ms[a], "{} {}", region.key, WORLD[b].key);
                assert!(if a == b { rtt_ms == 20.0 } else { (60.0..=160.0).contains(&rtt_ms) });
            }
            assert_eq!(nearest_edge(a, |_| true), Some(a));
        }
        assert_eq!(nearest_edge(1, |edge| edge != 1), Some(HOME));
        assert_eq!(nearest_edge(1, |_| false), None);
    }

    #[test]
    fn each_region_has_its_share_of_the_visitors() {
        assert_eq!(WORLD.iter().map(|region| region.percent).sum::<u32>(), 100);
        for visitors in [100, 1_000, 33_333] {
            let mut counts = [0u32; REGIONS];
            (0..visitors).for_each(|visitor| counts[region_of(visitor)] += 1);
            for (count, region) in counts.iter().zip(WORLD) {
                let share = f64::from(*count) / f64::from(visitors);
                // Two ends of an interval, each off by no more than log₂ n / n or so.
                assert!((share - 0.01 * f64::from(region.percent)).abs() < 0.03, "{visitors} {} {share}", region.key);
            }
        }
        for region in 0..REGIONS {
            assert_eq!(region_of(visitor_by_hand(region)), region);
        }
    }
}
