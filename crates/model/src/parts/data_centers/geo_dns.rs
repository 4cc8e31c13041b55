//! geoDNS: to which data center it sends a user.

use crate::engine::luck::mix;
use crate::topology::node::MAX_SITES;
use crate::topology::world::{SITES, WORLD, region_of};

/// How geoDNS chooses among those data centers that it believes to be well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rule {
    /// The nearest.
    Nearest,
    /// By weight: of two, this share to the first and the rest to the second; of more, alike.
    Split(f64),
}

/// Mean round trip from users in `region` to data center `site`, in milliseconds.
pub fn site_rtt_ms(region: usize, site: usize) -> f64 {
    WORLD[region].rtt_ms[SITES[site]]
}

/// The data center nearest to `region` of those that `fits` lets through; of two alike the first.
pub fn nearest_site(region: usize, sites: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    (0..sites).filter(|site| fits(*site)).min_by(|a, b| site_rtt_ms(region, *a).total_cmp(&site_rtt_ms(region, *b)))
}

impl Rule {
    /// The site of those that `fits` lets through to which `visitor` is sent. Who is sent to one that is well stays there
    /// whatever becomes of the others.
    pub fn choose(self, visitor: u32, sites: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        match self {
            Self::Nearest => nearest_site(region_of(visitor), sites, fits),
            Self::Split(_) => {
                let weight = |site: usize| self.weight(sites, site);
                // Two dice for each visitor: one among all, and one among those that are left.
                let pick = |die: u64, fits: &dyn Fn(usize) -> bool| {
                    let all: f64 = (0..sites).filter(|site| fits(*site)).map(weight).sum();
                    let mut left = unit(die) * all;
                    (0..sites).filter(|site| fits(*site)).find(|site| {
                        left -= weight(*site);
                        left < 0.0
                    })
                };
                let die = mix(u64::from(visitor) ^ DICE);
                let last = || (0..sites).rfind(|site| fits(*site));
                pick(die, &|_| true).filter(|site| fits(*site)).or_else(|| pick(mix(die), &fits)).or_else(last)
            }
        }
    }
}

impl Rule {
    /// The share of the visitors of `region` that is sent to each site, of those that `fits` lets through.
    pub fn shares(self, region: usize, sites: usize, fits: impl Fn(usize) -> bool) -> [f64; MAX_SITES] {
        let mut shares = [0.0; MAX_SITES];
        match self {
            Self::Nearest => {
                if let Some(site) = nearest_site(region, sites, fits) {
                    shares[site] = 1.0;
                }
            }
            Self::Split(_) => {
                (0..sites).filter(|site| fits(*site)).for_each(|site| shares[site] = self.weight(sites, site));
                let all: f64 = shares.iter().sum();
                shares.iter_mut().for_each(|share| *share /= if all > 0.0 { all } else { 1.0 });
            }
        }
        shares
    }

    fn weight(self, sites: usize, site: usize) -> f64 {
        match (self, sites, site) {
            (Self::Split(first), 2, 0) => first,
            (Self::Split(first), 2, _) => 1.0 - first,
            _ => 1.0,
        }
    }
}

const DICE: u64 = 0x9e0d_4150_0000_0000;

/// From 0 to 1, without 1.
fn unit(die: u64) -> f64 {
    (die >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::world::{REGIONS, visitor_by_hand};

    fn shares(rule: Rule, sites: usize, fits: impl Fn(usize) -> bool + Copy) -> Vec<f64> {
        let mut counts = vec![0u32; sites];
        (0..20_000).filter_map(|visitor| rule.choose(visitor, sites, fits)).for_each(|site| counts[site] += 1);
        counts.into_iter().map(|n| f64::from(n) / 20_000.0).collect()
    }

    fn close(a: &[f64], b: &[f64]) {
        assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.015) && a.len() == b.len(), "{a:?} {b:?}");
    }

    #[test]
    fn the_nearest_of_those_that_are_well() {
        let at = |region: usize, fits: fn(usize) -> bool| Rule::Nearest.choose(visitor_by_hand(region), 4, fits);
        for (site, region) in SITES.into_iter().enumerate() {
            assert_eq!(at(region, |_| true), Some(site));
        }
        assert_eq!((at(1, |site| site != 2), at(1, |site| site == 3), at(1, |_| false)), (Some(0), Some(3), None));
        // US-East, Europe and South America; US-West, Asia and Oceania.
        close(&shares(Rule::Nearest, 2, |_| true), &[0.6, 0.4]);
        assert_eq!((0..REGIONS).map(|region| nearest_site(region, 1, |_| true)).max(), Some(Some(0)));
    }

    #[test]
    fn by_weight_and_the_rest_to_those_that_are_left() {
        close(&shares(Rule::Split(0.7), 2, |_| true), &[0.7, 0.3]);
        close(&shares(Rule::Split(1.0), 2, |_| true), &[1.0, 0.0]);
        close(&shares(Rule::Split(0.7), 2, |site| site == 1), &[0.0, 1.0]);
        // Even where nobody was to be sent.
        close(&shares(Rule::Split(1.0), 2, |site| site == 1), &[0.0, 1.0]);
        close(&shares(Rule::Split(0.7), 4, |_| true), &[0.25; 4]);
        assert_eq!(Rule::Split(0.7).shares(0, 2, |_| true), [0.7, 1.0 - 0.7, 0.0, 0.0]);
        assert_eq!(Rule::Nearest.shares(4, 4, |site| site > 0), [0.0, 1.0, 0.0, 0.0]);
        close(&shares(Rule::Split(0.7), 4, |site| site != 2), &[1.0 / 3.0, 1.0 / 3.0, 0.0, 1.0 / 3.0]);
        let (all, some) = (|_| true, |site| site != 2);
        for visitor in 0..1_000 {
            let (before, after) = (Rule::Split(0.5).choose(visitor, 4, all), Rule::Split(0.5).choose(visitor, 4, some));
            assert!(before == after || before == Some(2));
        }
    }
}
