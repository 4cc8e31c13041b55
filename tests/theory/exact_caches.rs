//! Exact hit ratios under independent requests, too slow for the page. They bound what the approximations are off.

use scalewalk_model::theory::fifo_characteristic_time;

/// FIFO, and eviction at random: the set of keys that are there has a probability in proportion to the product of
/// theirs (Gelenbe 1973). With independent coins that show heads with odds pᵢz, whatever z is, that is the set of
/// heads given that there are C of them. O(keys · log keys · capacity).
pub fn fifo(p: &[f64], capacity: usize) -> f64 {
    // This z makes C heads likely, which keeps the numbers away from 0.
    let z = fifo_characteristic_time(p, capacity as u32);
    let heads: Vec<f64> = p.iter().map(|p| p * z / (1.0 + p * z)).collect();
    let mut hits = 0.0;
    each_left_out(&heads, capacity, &mut |i, others| {
        let (there, not) = (heads[i] * others[capacity - 1], (1.0 - heads[i]) * others[capacity]);
        hits += p[i] * there / (there + not);
    });
    hits
}

/// LRU: a request hits if, since the last one for its key, fewer than C others were asked for (Flajolet, Gardy and
/// Thimonier 1992): Σ pᵢ ∫ pᵢe^(−pᵢu) P(fewer than C others by u) du. The integral is taken by the trapezoidal rule
/// over x = ln u, which for so smooth an integrand is exact to rounding. O(keys · log keys · capacity · steps).
pub fn lru(p: &[f64], capacity: usize) -> f64 {
    const STEP: f64 = 0.1;
    // Below the first moment nobody has asked again; after the last everybody has.
    let (first, last) = (-30.0, (40.0 / p[p.len() - 1]).ln());
    let mut hits = 0.0;
    for moment in 0..=((last - first) / STEP) as usize {
        let u = (first + STEP * moment as f64).exp();
        let asked: Vec<f64> = p.iter().map(|p| -(-p * u).exp_m1()).collect();
        each_left_out(&asked, capacity - 1, &mut |i, others| {
            let fewer: f64 = others.iter().sum();
            hits += STEP * p[i] * p[i] * u * (-p[i] * u).exp() * fewer;
        });
    }
    hits
}

/// Tosses coins that show heads with the given probabilities. Calls `look` for each coin with the probabilities that
/// 0, 1 … `most` of the others show heads: halves the coins again and again, and tosses those of the other half.
fn each_left_out(heads: &[f64], most: usize, look: &mut impl FnMut(usize, &[f64])) {
    fn go(heads: &[f64], first: usize, tossed: &[f64], look: &mut impl FnMut(usize, &[f64])) {
        if heads.len() == 1 {
            return look(first, tossed);
        }
        let (left, right) = heads.split_at(heads.len() / 2);
        go(left, first, &toss(right, tossed), look);
        go(right, first + left.len(), &toss(left, tossed), look);
    }
    let mut none = vec![0.0; most + 1];
    none[0] = 1.0;
    go(heads, 0, &none, look);
}

fn toss(heads: &[f64], tossed: &[f64]) -> Vec<f64> {
    let mut counts = tossed.to_vec();
    for yes in heads {
        for k in (1..counts.len()).rev() {
            counts[k] += yes * (counts[k - 1] - counts[k]);
        }
        counts[0] *= 1.0 - yes;
    }
    counts
}

#[test]
fn they_agree_with_what_is_known() {
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    // One place holds the last key: Σp². Keys that are all alike: C/n.
    let p = [0.4, 0.3, 0.2, 0.1];
    near(lru(&p, 1), 0.3);
    near(fifo(&p, 1), 0.3);
    near(lru(&[0.1; 10], 4), 0.4);
    near(fifo(&[0.1; 10], 4), 0.4);
    // King (1971) for two places: the sum over ordered pairs, with p₁p₂/(1−p₁) in LRU and p₁p₂ in FIFO.
    let pairs = || (0..4).flat_map(|i| (0..4).filter(move |j| *j != i).map(move |j| (p[i], p[j])));
    near(lru(&p, 2), pairs().map(|(a, b)| a * b / (1.0 - a) * (a + b)).sum());
    near(fifo(&p, 2), pairs().map(|(a, b)| a * b * (a + b)).sum::<f64>() / pairs().map(|(a, b)| a * b).sum::<f64>());
}
