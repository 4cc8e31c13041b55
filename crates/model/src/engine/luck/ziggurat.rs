//! Exponential numbers by the ziggurat of Marsaglia and Tsang (2000): 256 layers of equal area under e⁻ˣ, so that 99 of
//! 100 draws cost one random number, one product and one comparison.

use std::sync::LazyLock;

use crate::engine::luck::unit;

const LAYERS: usize = 256;
/// Where the tail begins.
const TAIL: f64 = 7.697_117_470_131_05;
/// The area of each layer, and of the lowest with the tail.
const AREA: f64 = 0.003_949_659_822_581_557;

/// The edges of the layers.
struct Layers {
    /// Right edges, widest first; the first is as wide as its area asks for.
    x: [f64; LAYERS + 1],
    /// e⁻ˣ there.
    y: [f64; LAYERS + 1],
}

/// Worked out once: as constants they would be four kilobytes that no compression makes smaller.
static EDGES: LazyLock<Layers> = LazyLock::new(|| {
    let mut x = [0.0; LAYERS + 1];
    x[0] = AREA / libm::exp(-TAIL);
    x[1] = TAIL;
    for i in 2..LAYERS {
        x[i] = -libm::log(AREA / x[i - 1] + libm::exp(-x[i - 1]));
    }
    Layers { x, y: x.map(|x| libm::exp(-x)) }
});

/// A number with mean 1 made of `bits`, which gives 64 random ones at a time.
#[inline(always)]
pub(crate) fn exponential(mut bits: impl FnMut() -> u64) -> f64 {
    let edges = &*EDGES;
    let random = bits();
    // The lowest bits choose the layer, the highest the place in it.
    let layer = random as usize % LAYERS;
    let x = unit(random) * edges.x[layer];
    if x < edges.x[layer + 1] { x } else { at_the_edge(edges, layer, x, &mut bits) }
}

/// The place is not inside the curve for certain.
#[cold]
fn at_the_edge(edges: &Layers, mut layer: usize, mut x: f64, bits: &mut impl FnMut() -> u64) -> f64 {
    let mut beyond = 0.0;
    loop {
        if x < edges.x[layer + 1] {
            return beyond + x;
        }
        if layer == 0 {
            // The tail looks like the whole.
            beyond += TAIL;
        } else {
            let (low, high) = (edges.y[layer], edges.y[layer + 1]);
            if low + (high - low) * unit(bits()) < libm::exp(-x) {
                return beyond + x;
            }
        }
        let random = bits();
        layer = random as usize % LAYERS;
        x = unit(random) * edges.x[layer];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::luck::mix;

    #[test]
    fn layers_have_equal_areas_and_close_at_the_top() {
        for i in 1..LAYERS {
            let area = EDGES.x[i] * (EDGES.y[i + 1] - EDGES.y[i]);
            assert!((area / AREA - 1.0).abs() < 1e-9, "layer {i}: {area}");
        }
        assert_eq!(EDGES.y[LAYERS], 1.0);
    }

    #[test]
    fn the_distribution_is_exponential_in_body_and_tail() {
        let n = 4_000_000u64;
        let mut place = 0u64;
        let mut draw = || {
            exponential(|| {
                place += 1;
                mix(place.wrapping_mul(0x9e37_79b9_7f4a_7c15))
            })
        };
        // Counts in cells of equal probability, with the far tail in cells of its own.
        let edges: Vec<f64> = (1..100).map(|i| -(1.0 - f64::from(i) / 100.0f64).ln()).chain([6.0, 7.7, 9.0]).collect();
        let mut counts = vec![0u64; edges.len() + 1];
        for _ in 0..n {
            let x = draw();
            counts[edges.partition_point(|edge| *edge <= x)] += 1;
        }
        let survival = |i: usize| if i == 0 { 1.0 } else { (-edges[i - 1]).exp() };
        let chi: f64 = (0..counts.len())
            .map(|i| {
                let beyond = if i == edges.len() { 0.0 } else { survival(i + 1) };
                let expected = n as f64 * (survival(i) - beyond);
                (counts[i] as f64 - expected).powi(2) / expected
            })
            .sum();
        // Chi-square with 102 degrees of freedom: 151.9 at 99.9 %.
        assert!(chi < 151.9, "{chi}");
    }
}
