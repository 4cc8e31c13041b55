//! A way that requests take over the picture, of one piece or of several.

use crate::diagram::scene::transition::Cubic;

/// Pieces, at most.
const PIECES: usize = 3;

/// Cubics one after another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Path {
    pieces: [Cubic; PIECES],
    /// The share of the whole at which each piece ends; 1 for the last.
    ends: [f64; PIECES],
    count: usize,
}

impl Path {
    /// A way that is all of one piece.
    pub fn plain(curve: Cubic) -> Self {
        Self { pieces: [curve; PIECES], ends: [1.0; PIECES], count: 1 }
    }

    /// The same with another piece, which begins at share `from` of the whole.
    pub fn then(mut self, from: f64, curve: Cubic) -> Self {
        if self.count < PIECES {
            self.ends[self.count - 1] = from;
            self.pieces[self.count] = curve;
            self.count += 1;
        }
        self
    }

    /// The point at share `t` of the way out.
    pub fn at(&self, t: f64) -> (f64, f64) {
        let last = self.count - 1;
        let i = self.ends[..last].iter().position(|end| t < *end).unwrap_or(last);
        let begins = if i == 0 { 0.0 } else { self.ends[i - 1] };
        self.pieces[i].at((t - begins) / (self.ends[i] - begins).max(1e-9))
    }

    /// Its pieces.
    pub fn pieces(&self) -> &[Cubic] {
        &self.pieces[..self.count]
    }
}
