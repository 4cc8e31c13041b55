//! Who is first of many: a tournament tree.

use core::hint::select_unpredictable;

use crate::engine::time::{NEVER, Nanos};

/// A moment, and whose it is.
#[derive(Clone, Copy, Debug)]
struct Entrant {
    time: Nanos,
    player: u32,
}

/// A moment for each of a number of players, and always the earliest of them. The players are the leaves of a perfect
/// binary tree, each inner node holds the earlier of the two below. A change costs O(log n) steps without a branch that
/// the processor could guess wrong, a look one.
#[derive(Clone, Debug)]
pub(crate) struct Tournament {
    /// The two below node k; node 1 is the root, below k are 2k and 2k + 1, and the leaves come last.
    below: Vec<[Entrant; 2]>,
    root: Entrant,
}

const NOBODY: Entrant = Entrant { time: NEVER, player: 0 };

impl Tournament {
    /// Players 0 to `players` − 1, with no moment yet.
    pub fn new(players: usize) -> Self {
        Self { below: vec![[NOBODY; 2]; players.next_power_of_two().max(2)], root: NOBODY }
    }

    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.below.capacity() * size_of::<[Entrant; 2]>()
    }

    /// The earliest moment; [`NEVER`] if there is none.
    #[inline(always)]
    pub fn first(&self) -> Nanos {
        self.root.time
    }

    /// Whose moment is the earliest; of several at the same moment the lowest.
    #[inline(always)]
    pub fn winner(&self) -> usize {
        self.root.player as usize
    }

    /// Gives `player` another moment, not 0; [`NEVER`] for none.
    #[inline(always)]
    pub fn set(&mut self, player: usize, time: Nanos) {
        let mut best = Entrant { time, player: player as u32 };
        let mut node = self.below.len() + player;
        while let Some(pair) = self.below.get_mut(node / 2) {
            let side = node % 2;
            pair[side] = best;
            let other = pair[1 - side];
            // The left one wins a tie: seen from the right its moment counts as one earlier.
            let loses = other.time.wrapping_sub(side as u64) < best.time;
            best.time = select_unpredictable(loses, other.time, best.time);
            best.player = select_unpredictable(loses, other.player, best.player);
            node /= 2;
            if node == 1 {
                break;
            }
        }
        self.root = best;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::luck::mix;

    #[test]
    fn the_earliest_wins_and_the_lowest_of_equals() {
        for players in [1usize, 2, 5, 64, 100] {
            let mut tournament = Tournament::new(players);
            let mut times = vec![NEVER; players];
            assert_eq!(tournament.first(), NEVER);
            for i in 0..3_000u64 {
                let player = mix(i) as usize % players;
                times[player] = if mix(i) >> 60 == 0 { NEVER } else { 1 + mix(!i) % 50 };
                tournament.set(player, times[player]);
                let first = *times.iter().min().unwrap();
                assert_eq!(tournament.first(), first);
                assert!(first == NEVER || tournament.winner() == times.iter().position(|t| *t == first).unwrap());
            }
        }
    }
}
