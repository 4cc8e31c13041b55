//! Random numbers. Every draw is a function of (seed, purpose, request, visit) and of nothing else,
//! so that moving one slider leaves the rest of the luck as it was (common random numbers).

pub(crate) mod spread;
mod ziggurat;

use rand::{Rng, SeedableRng};
use rand_xoshiro::SplitMix64;

/// What a draw is for. Each purpose has luck of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// Time from one arrival to the next.
    Arrival = 1,
    /// Which visitor sends the request, and whether the visit is new.
    Visitor = 2,
    /// Page or JSON.
    Client = 3,
    /// Read or write.
    Access = 4,
    /// How much work the web server has with it.
    WebWork = 5,
    /// How much work the database has with it.
    DatabaseWork = 6,
    /// How far the client is.
    Network = 7,
    /// The balancer's dice.
    Balancer = 8,
    /// Which requests are followed; never part of a result.
    Sampling = 9,
    /// Which stations of a row a request passes by.
    Route = 10,
    /// Which key of the catalogue it asks for.
    Key = 11,
    /// How much work the session store has with it.
    SessionWork = 16,
    /// How much work a cache node has with it.
    CacheWork = 20,
    /// Where the cache nodes stand on their ring; one draw for the whole run.
    Ring = 21,
    /// What became of a key before the run; drawn by key, not by request.
    Past = 22,
    /// Whether it asks for a file, and for which.
    File = 12,
    /// Whether a bad build fails it.
    Bug = 13,
    /// How much work a chore is; drawn by chore, not by request.
    Chore = 14,
    /// Whether it uploads a photo, and what becomes of that.
    Upload = 15,
    /// Whether it needs rows of several users, and which.
    Join = 17,
    /// Which site something strikes, and other dice of deploys.
    Deploy = 18,
    /// What becomes of a visitor who meets a failure.
    Churn = 19,
}

/// How many purposes there may be.
const PURPOSES: usize = 32;
/// The step of SplitMix64's sequence.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The luck of one run: for each purpose one SplitMix64 sequence (Steele, Lea and Flood 2014), which can be
/// entered anywhere. Sixteen numbers of it belong to each request.
#[derive(Clone, Copy, Debug)]
pub struct Luck {
    starts: [u64; PURPOSES],
}

impl Luck {
    /// All luck that follows from `seed`.
    pub fn new(seed: u64) -> Self {
        let seed = mix(seed ^ 0x5ca1_e3a1_c0de_0001);
        Self { starts: core::array::from_fn(|purpose| mix(seed ^ mix(purpose as u64))) }
    }

    /// The draws of `request` for `purpose` on its `visit`-th visit.
    #[inline]
    pub fn draw(&self, purpose: Purpose, request: u64, visit: u32) -> Draw {
        // Requests sent by hand have the highest bit set: rotated, they meet no other's numbers.
        let place = request.rotate_left(4).wrapping_mul(STEP);
        let visit = u64::from(visit).wrapping_mul(0xd1b5_4a32_d192_ed03);
        let start = self.starts[purpose as usize % PURPOSES];
        Draw(SplitMix64::seed_from_u64(start.wrapping_add(place).wrapping_add(visit)))
    }
}

/// A short stream of draws.
#[derive(Clone, Debug)]
pub struct Draw(SplitMix64);

impl Draw {
    /// Uniform on [0, 1).
    #[inline]
    pub fn unit(&mut self) -> f64 {
        unit(self.0.next_u64())
    }

    /// Exponential with mean 1, by the ziggurat.
    #[inline(always)]
    pub fn exponential(&mut self) -> f64 {
        ziggurat::exponential(|| self.0.next_u64())
    }

    /// Standard normal, by Box and Muller (1958).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(2.0 * core::f64::consts::PI * self.unit())
    }

    /// Uniform on 0..n; zero for n = 0.
    pub fn below(&mut self, n: u32) -> u32 {
        // Multiply-shift on 32 bits: wide products are slow in WebAssembly. Bias below n / 2³².
        ((u64::from((self.0.next_u64() >> 32) as u32) * u64::from(n)) >> 32) as u32
    }
}

/// The upper 52 bits as a number on [0, 1): the fraction of a number on [1, 2), which costs less than a conversion.
#[inline(always)]
pub(crate) fn unit(bits: u64) -> f64 {
    f64::from_bits(bits >> 12 | 1.0f64.to_bits()) - 1.0
}

/// The finaliser of SplitMix64 (Stafford's variant 13): a bijection that scatters every bit.
#[inline]
pub(crate) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(f: impl Fn(u64) -> f64) -> (f64, f64) {
        let n = 200_000u64;
        let (sum, squares) = (0..n).map(f).fold((0.0, 0.0), |(s, q), x| (s + x, q + x * x));
        let mean = sum / n as f64;
        (mean, squares / n as f64 - mean * mean)
    }

    #[test]
    fn exponential_has_mean_and_variance_one() {
        let luck = Luck::new(1);
        let (mean, variance) = moments(|i| luck.draw(Purpose::Arrival, i, 0).exponential());
        // Standard errors: 1/√n for the mean, √8/√n for the variance; four of each.
        assert!((mean - 1.0).abs() < 4.0 / 200_000f64.sqrt(), "{mean}");
        assert!((variance - 1.0).abs() < 4.0 * 8f64.sqrt() / 200_000f64.sqrt(), "{variance}");
    }

    #[test]
    fn normal_has_mean_zero_and_variance_one() {
        let luck = Luck::new(2);
        let (mean, variance) = moments(|i| luck.draw(Purpose::Network, i, 3).normal());
        assert!(mean.abs() < 4.0 / 200_000f64.sqrt(), "{mean}");
        assert!((variance - 1.0).abs() < 4.0 * 2f64.sqrt() / 200_000f64.sqrt(), "{variance}");
    }

    #[test]
    fn below_is_even_and_in_range() {
        let luck = Luck::new(3);
        let mut counts = [0u32; 7];
        for i in 0..70_000 {
            counts[luck.draw(Purpose::Balancer, i, 0).below(7) as usize] += 1;
        }
        // Chi-square with 6 degrees of freedom: 22.5 at 99.9 %.
        let chi: f64 = counts.iter().map(|&c| (f64::from(c) - 1e4).powi(2) / 1e4).sum();
        assert!(chi < 22.5, "{chi}");
        assert_eq!(luck.draw(Purpose::Balancer, 0, 0).below(0), 0);
    }

    #[test]
    fn draws_depend_on_each_of_their_keys() {
        let base = Luck::new(1).draw(Purpose::WebWork, 5, 0).unit();
        assert_eq!(base, Luck::new(1).draw(Purpose::WebWork, 5, 0).unit());
        assert_ne!(base, Luck::new(2).draw(Purpose::WebWork, 5, 0).unit());
        assert_ne!(base, Luck::new(1).draw(Purpose::DatabaseWork, 5, 0).unit());
        assert_ne!(base, Luck::new(1).draw(Purpose::WebWork, 6, 0).unit());
        assert_ne!(base, Luck::new(1).draw(Purpose::WebWork, 5, 1).unit());
    }
}
