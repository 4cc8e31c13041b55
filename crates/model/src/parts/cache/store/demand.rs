//! Who asks a cache for what, and when.

use crate::engine::arrivals::Arrivals;
use crate::engine::luck::{Luck, Purpose};
use crate::engine::popularity::Popularity;
use crate::engine::time::Nanos;
use crate::parts::cache::store::Key;

/// An endless Poisson stream of requests for keys, drawn independently of each other (the independent reference model).
/// Moment and key of a request follow from the seed and its number: they are the same whatever cache is asked.
#[derive(Clone, Debug)]
pub struct Demand {
    luck: Luck,
    arrivals: Arrivals,
    popularity: Popularity,
}

impl Demand {
    /// `rate` requests a second, from 0, for keys of `popularity`.
    pub fn new(seed: u64, rate: f64, popularity: Popularity) -> Self {
        let luck = Luck::new(seed);
        Self { arrivals: Arrivals::new(&luck, rate), luck, popularity }
    }
}

impl Iterator for Demand {
    type Item = (Nanos, Key);

    /// The next request: its moment and its key. There is none only if the rate is 0.
    fn next(&mut self) -> Option<(Nanos, Key)> {
        let at = self.arrivals.next();
        if at == crate::engine::time::NEVER {
            return None;
        }
        let request = self.arrivals.take(&self.luck);
        Some((at, self.popularity.draw(&mut self.luck.draw(Purpose::Key, request, 0))))
    }
}
