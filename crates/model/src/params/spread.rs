//! Several values of a parameter between two of them, as its scale spreads them.

use super::{Param, Scale, round_to};

/// Decimals that are kept: what a person would type has fewer.
const DECIMALS: i32 = 9;

impl Param {
    /// No more than `points` legal values from `from` to `to`, both legal, ascending, each once: even steps on a linear
    /// scale, even ratios on a logarithmic one (0, where it is legal, stands before them), and of steps, choices and
    /// switches their own values, evenly left out if they are too many. One point is `from`; of ends in the wrong
    /// order there are none.
    pub fn spread(&self, from: f64, to: f64, points: u32) -> Vec<f64> {
        if points == 0 || from > to {
            return Vec::new();
        }
        let last = f64::from(points.max(2) - 1);
        let share = |i: u32| f64::from(i) / last;
        let mut values: Vec<f64> = match self.scale {
            Scale::Linear { .. } => (0..points).map(|i| from + (to - from) * share(i)).collect(),
            Scale::Log { min, .. } if from == 0.0 => match points {
                _ if to == 0.0 => vec![0.0],
                1 | 2 => [0.0, to].into_iter().take(points as usize).collect(),
                _ => [vec![0.0], self.spread(min, to, points - 1)].concat(),
            },
            Scale::Log { max, .. } if to == f64::INFINITY => match points {
                _ if from == to => vec![to],
                1 => vec![from],
                _ => [self.spread(from, max, points - 1), vec![to]].concat(),
            },
            Scale::Log { .. } => (0..points).map(|i| from * libm::pow(to / from, share(i))).collect(),
            Scale::Steps(steps) => pick(steps.iter().copied().filter(|s| (from..=to).contains(s)).collect(), points),
            Scale::Choice(_) | Scale::Switch => pick((from as u32..=to as u32).map(f64::from).collect(), points),
        };
        for value in &mut values {
            *value = if self.is_whole() { libm::round(*value) } else { round_to(*value, DECIMALS) }.clamp(from, to);
        }
        values.dedup();
        values
    }
}

/// `points` of `values`, evenly by their places, with both ends.
fn pick(values: Vec<f64>, points: u32) -> Vec<f64> {
    let count = values.len() as u32;
    if points >= count {
        return values;
    }
    let place = |i: u32| (f64::from(i) * f64::from(count - 1) / f64::from(points.max(2) - 1)) as usize;
    (0..points).filter_map(|i| values.get(place(i)).copied()).collect()
}

#[cfg(test)]
mod tests {
    use crate::params::{all, find};

    fn spread(id: &str, from: f64, to: f64, points: u32) -> Vec<f64> {
        find(id).unwrap().spread(from, to, points)
    }

    #[test]
    fn values_stand_as_the_scale_spreads_them() {
        assert_eq!(spread("reads", 0.0, 1.0, 5), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(spread("users", 1e2, 1e6, 5), [1e2, 1e3, 1e4, 1e5, 1e6]);
        assert_eq!(spread("dns.ttl", 0.0, 10_000.0, 4), [0.0, 1.0, 100.0, 10_000.0]);
        assert_eq!(spread("web.servers", 1.0, 4.0, 20), [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(spread("lb.algorithm", 1.0, 4.0, 2), [1.0, 4.0]);
        assert_eq!(spread("lb.standby", 0.0, 1.0, 9), [0.0, 1.0]);
        let cores = spread("web.cores", 2.0, 448.0, 4);
        assert_eq!((cores.len(), cores[0], cores[3]), (4, 2.0, 448.0));
    }

    #[test]
    fn degenerate_spreads_have_the_ends_they_can() {
        assert_eq!(spread("users", 5.0, 5.0, 9), [5.0]);
        assert_eq!(spread("users", 5.0, 50.0, 1), [5.0]);
        assert_eq!(spread("dns.ttl", 0.0, 0.0, 3), [0.0]);
        assert_eq!(spread("dns.ttl", 0.0, 60.0, 2), [0.0, 60.0]);
        assert_eq!(spread("web.cores", 4.0, 64.0, 1), [4.0]);
        assert!(spread("users", 1.0, 9.0, 0).is_empty() && spread("users", 9.0, 1.0, 4).is_empty());
    }

    #[test]
    fn every_value_is_legal_and_both_ends_are_there() {
        for param in all() {
            for points in 2..40 {
                let (from, to) = (param.value_at(0), param.value_at(u32::MAX));
                let values = param.spread(from, to, points);
                assert!(values.iter().all(|value| param.check(*value).is_ok()), "{} {values:?}", param.id);
                assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "{} {values:?}", param.id);
                assert_eq!((values[0], *values.last().unwrap()), (from, to), "{}", param.id);
                assert!(values.len() <= points as usize);
            }
        }
    }
}
