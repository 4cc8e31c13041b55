//! How popular the keys of a catalogue are, and draws of keys.

use std::sync::Arc;

use crate::engine::luck::Draw;

/// The number of a key in its catalogue, from 0.
pub type Key = u32;

/// A catalogue whose keys are asked for independently of each other with fixed probabilities (the independent
/// reference model). Key 0 is the most popular. Copies share the tables.
#[derive(Clone, Debug)]
pub struct Popularity {
    skew: f64,
    probabilities: Arc<Vec<f64>>,
    table: Arc<Vec<Column>>,
}

/// A column of the alias table: all columns are drawn alike, and each is shared by two keys.
#[derive(Clone, Copy, Debug)]
struct Column {
    /// Share of the column that belongs to its own key; the rest is the alias's.
    own: f64,
    alias: Key,
}

impl Popularity {
    /// Zipf's law: of `keys` keys (none is taken as one) the r-th most popular is asked for in proportion to r^−`skew`.
    /// Skew 0 and less makes all alike; proxies have seen 0.64 to 0.83 (Breslau et al. 1999). O(keys): some 20
    /// milliseconds for a million.
    pub fn zipf(keys: u32, skew: f64) -> Self {
        let skew = if skew > 0.0 { skew } else { 0.0 };
        let mut probabilities = powers(keys.max(1), skew);
        // From the smallest on, so that they count too.
        let sum: f64 = probabilities.iter().rev().sum();
        probabilities.iter_mut().for_each(|p| *p /= sum);
        Self { skew, table: Arc::new(columns(&probabilities)), probabilities: Arc::new(probabilities) }
    }

    /// Keys in the catalogue, at least 1.
    pub fn keys(&self) -> u32 {
        self.probabilities.len() as u32
    }

    /// How many bytes its tables take on the heap; copies share them.
    pub(crate) fn bytes(&self) -> usize {
        self.probabilities.capacity() * size_of::<f64>() + self.table.capacity() * size_of::<Column>()
    }

    /// The exponent.
    pub fn skew(&self) -> f64 {
        self.skew
    }

    /// Probability that a request is for `key`; 0 for a key that is not in the catalogue.
    pub fn probability(&self, key: Key) -> f64 {
        self.probabilities.get(key as usize).copied().unwrap_or(0.0)
    }

    /// The probabilities of all keys, the most popular first; their sum is 1.
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// The key that is asked for, by the alias method (Walker 1977): one uniform draw, O(1), whose 52 bits give
    /// the column and the place in it.
    pub fn draw(&self, draw: &mut Draw) -> Key {
        let x = draw.unit() * self.table.len() as f64;
        let number = (x as u32).min(self.keys() - 1);
        let column = self.table[number as usize];
        if x - f64::from(number) < column.own { number } else { column.alias }
    }
}

/// r^−`skew` for r from 1 to `n`. Powers are multiplicative, so that only primes need the slow function; a linear sieve
/// (Gries and Misra 1978) meets every other number once, as its smallest prime times the rest. O(n).
fn powers(n: u32, skew: f64) -> Vec<f64> {
    let mut power = vec![1.0; n as usize];
    let mut met = vec![false; n as usize];
    let mut primes: Vec<u32> = Vec::new();
    for r in 2..=n {
        if !met[r as usize - 1] {
            primes.push(r);
            power[r as usize - 1] = libm::pow(f64::from(r), -skew);
        }
        let largest = n / r;
        for &prime in primes.iter().take_while(|prime| **prime <= largest) {
            let product = (r * prime) as usize - 1;
            met[product] = true;
            power[product] = power[r as usize - 1] * power[prime as usize - 1];
            if r.is_multiple_of(prime) {
                break;
            }
        }
    }
    power
}

/// The alias table for `probabilities`, by one sweep over those below and one over those above the mean (Vose 1991;
/// without stacks as in Hübschle-Schneider and Sanders 2022). O(n).
fn columns(probabilities: &[f64]) -> Vec<Column> {
    let n = probabilities.len();
    let scaled = |key: usize| probabilities[key] * n as f64;
    let next = |from: usize, large: bool| (from..n).find(|key| (scaled(*key) > 1.0) == large);
    let mut table: Vec<Column> = (0..n).map(|key| Column { own: 1.0, alias: key as Key }).collect();
    let mut small = next(0, false);
    let Some(mut large) = next(0, true) else { return table };
    let mut left = scaled(large);
    loop {
        if left > 1.0 {
            // What is left of the large one fills up a small one's column.
            let Some(key) = small else { break };
            table[key] = Column { own: scaled(key), alias: large as Key };
            left -= 1.0 - scaled(key);
            small = next(key + 1, false);
        } else {
            // It has become a small one itself.
            let Some(following) = next(large + 1, true) else { break };
            table[large] = Column { own: left, alias: following as Key };
            left = scaled(following) - (1.0 - left);
            large = following;
        }
    }
    // Those left over are full but for rounding.
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::luck::{Luck, Purpose};

    #[test]
    fn powers_are_those_of_the_library() {
        for skew in [0.0, 0.6, 1.0, 2.5] {
            for (i, power) in powers(5_000, skew).iter().enumerate() {
                let exact = libm::pow((i + 1) as f64, -skew);
                // At most log₂ 5,000 < 13 products, of factors that are within one place each.
                assert!((power / exact - 1.0).abs() <= 26.0 * f64::EPSILON, "{i} {skew}");
            }
        }
    }

    #[test]
    fn the_table_gives_each_key_its_probability() {
        for (keys, skew) in [(1, 1.0), (2, 0.0), (7, 0.9), (1_000, 0.0), (1_000, 1.2), (4_096, 30.0), (100_003, 0.7)] {
            let popularity = Popularity::zipf(keys, skew);
            let mut given = vec![0.0; keys as usize];
            for (key, column) in popularity.table.iter().enumerate() {
                assert!((0.0..=1.0).contains(&column.own), "{keys} {skew}: {column:?}");
                given[key] += column.own / f64::from(keys);
                given[column.alias as usize] += (1.0 - column.own) / f64::from(keys);
            }
            let sum: f64 = given.iter().rev().sum();
            assert!((sum - 1.0).abs() < 1e-12, "{sum}");
            // Each column takes from what is left of a large one, at most n·p₀ columns, and may round it by 2⁻⁵³ of
            // that; the errors of all n columns are carried on to the last.
            let carried = 2f64.powi(-53) * (1.0 + f64::from(keys) * popularity.probability(0));
            for (key, given) in given.iter().enumerate() {
                let wanted = popularity.probability(key as Key);
                assert!((given - wanted).abs() < 2.0 * carried, "{keys} {skew} {key}: {given} {wanted}");
            }
        }
    }

    #[test]
    fn draws_follow_zipfs_law() {
        let (popularity, luck) = (Popularity::zipf(50, 0.8), Luck::new(11));
        let n = 500_000;
        let mut counts = [0u32; 50];
        for request in 0..n {
            counts[popularity.draw(&mut luck.draw(Purpose::Key, request, 0)) as usize] += 1;
        }
        // Chi-square with 49 degrees of freedom: 85.4 at 99.9 %.
        let chi: f64 = (0..50)
            .map(|key| {
                let expected = popularity.probability(key) * n as f64;
                (f64::from(counts[key as usize]) - expected).powi(2) / expected
            })
            .sum();
        assert!(chi < 85.4, "{chi}");
    }

    #[test]
    fn degenerate_catalogues_are_legal() {
        let mut draw = Luck::new(1).draw(Purpose::Key, 0, 0);
        assert_eq!(Popularity::zipf(0, 1.0).draw(&mut draw), 0);
        assert_eq!(Popularity::zipf(1, f64::NAN).probability(0), 1.0);
        assert_eq!(Popularity::zipf(4, -3.0).probabilities(), [0.25; 4]);
        let all_for_one = Popularity::zipf(1_000, f64::INFINITY);
        assert!((0..100).all(|_| all_for_one.draw(&mut draw) == 0));
        assert_eq!(all_for_one.probability(1_000), 0.0);
    }
}
