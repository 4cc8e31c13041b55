//! Who is first of many: a tournament tree.

use core::hint::select_unpredictable;

use crate::time::{NEVER, Nanos};

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
    /// The root at 1, the two below node k at 2k and 2k + 1; the leaves fill the second half.
    nodes: Vec<Entrant>,
}

impl Tournament {
    /// Players 0 to `players` − 1, with no moment yet.
    pub fn new(players: usize) -> Self {
        let mut tournament =
            Self { nodes: vec![Entrant { time: NEVER, player: 0 }; 2 * players.max(1).next_power_of_two()] };
        tournament.clear();
        tournament
    }

    /// Makes room for `players`; all keep their moments.
    pub fn grow(&mut self, players: usize) {
        let before = self.nodes.len() / 2;
        if players > before {
            let old = core::mem::replace(self, Self::new(players));
            for (player, entrant) in old.nodes[before..].iter().enumerate() {
                self.set(player, entrant.time);
            }
        }
    }

    /// Nobody has a moment any more.
    pub fn clear(&mut self) {
        let leaves = self.nodes.len() / 2;
        for (node, entrant) in self.nodes.iter_mut().enumerate() {
            *entrant = Entrant { time: NEVER, player: node.saturating_sub(leaves) as u32 };
        }
    }

    /// The earliest moment; [`NEVER`] if there is none.
    #[inline(always)]
    pub fn first(&self) -> Nanos {
        self.nodes.get(1).map_or(NEVER, |root| root.time)
    }

    /// Whose moment is the earliest; of several at the same moment the lowest.
    #[inline(always)]
    pub fn winner(&self) -> usize {
        self.nodes.get(1).map_or(0, |root| root.player as usize)
    }

    /// Gives `player` another moment, [`NEVER`] for none.
    #[inline(always)]
    pub fn set(&mut self, player: usize, time: Nanos) {
        let nodes = self.nodes.as_mut_slice();
        let mut best = Entrant { time, player: player as u32 };
        let mut node = nodes.len() / 2 + player;
        while node > 1 && node < nodes.len() {
            nodes[node] = best;
            let other = nodes[node ^ 1];
            // The left one wins a tie: if this is the right one, a moment later loses too.
            let loses = other.time < best.time.saturating_add((node & 1) as u64);
            best.time = select_unpredictable(loses, other.time, best.time);
            best.player = select_unpredictable(loses, other.player, best.player);
            node /= 2;
        }
        if let Some(root) = nodes.get_mut(1) {
            *root = best;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::mix;

    #[test]
    fn the_earliest_wins_and_the_lowest_of_equals() {
        for players in [1usize, 2, 5, 64, 100] {
            let mut tournament = Tournament::new(players);
            let mut times = vec![NEVER; players];
            assert_eq!(tournament.first(), NEVER);
            for i in 0..3_000u64 {
                let player = mix(i) as usize % players;
                times[player] = if mix(i) >> 60 == 0 { NEVER } else { mix(!i) % 50 };
                tournament.set(player, times[player]);
                let first = *times.iter().min().unwrap();
                assert_eq!(tournament.first(), first);
                assert!(first == NEVER || tournament.winner() == times.iter().position(|t| *t == first).unwrap());
            }
            tournament.grow(3 * players);
            let first = *times.iter().min().unwrap();
            assert_eq!((tournament.first(), times[tournament.winner()]), (first, first));
            tournament.clear();
            assert_eq!(tournament.first(), NEVER);
        }
    }
}
