//! The load balancer: which server gets a request, and which servers are thought well.

pub(crate) mod flow;
pub(crate) mod params;

use crate::config::{Algorithm, Config};
use crate::engine::luck::{Luck, Purpose};
use crate::engine::time::Nanos;
use crate::topology::node::{MAX_SERVERS, NodeId};
use crate::topology::site::PerSite;
use crate::topology::world::source;

/// Checks in a row that bring a server back in.
pub const RISE: u32 = 2;

/// What the balancer knows of one server.
#[derive(Clone, Copy, Debug, Default)]
pub struct Backend {
    /// Requests sent to it that are not answered yet.
    pub open: u32,
    /// Checks in a row that contradict whether it gets requests.
    pub streak: u32,
    pub(crate) probe_epoch: u32,
    pub(crate) next_probe: Nanos,
}

/// The load balancer.
#[derive(Clone, Debug)]
pub struct Balancer {
    backends: [Backend; MAX_SERVERS],
    /// Which servers get requests, a bit each.
    rotation: u64,
    turn: u8,
    up: bool,
    pub(crate) epoch: u32,
}

impl Default for Balancer {
    fn default() -> Self {
        Self { backends: [Backend::default(); MAX_SERVERS], rotation: 0, turn: 0, up: true, epoch: 0 }
    }
}

impl Balancer {
    /// Whether it answers.
    pub fn is_up(&self) -> bool {
        self.up
    }

    /// What it knows of server `index`.
    pub fn backend(&self, index: u8) -> &Backend {
        &self.backends[usize::from(index)]
    }

    /// The server that had the last turn.
    pub fn last_turn(&self) -> u8 {
        self.turn
    }

    /// Whether server `index` gets requests.
    pub fn in_rotation(&self, index: u8) -> bool {
        self.rotation >> index & 1 == 1
    }

    /// From now on server `index` gets requests, or none.
    pub(crate) fn set_in_rotation(&mut self, index: u8, well: bool) {
        self.rotation = self.rotation & !(1 << index) | u64::from(well) << index;
        self.backend_mut(index).streak = 0;
    }

    pub(crate) fn backend_mut(&mut self, index: u8) -> &mut Backend {
        &mut self.backends[usize::from(index)]
    }

    pub(crate) fn set_up(&mut self, up: bool) {
        self.up = up;
        self.epoch = self.epoch.wrapping_add(1);
    }

    /// Chooses a server for a request, or takes the one that holds the visitor's session, and opens a connection to it.
    /// None if none is in rotation.
    pub(crate) fn choose(
        &mut self,
        algorithm: Algorithm,
        held: Option<u8>,
        luck: &Luck,
        id: u64,
        visitor: u32,
    ) -> Option<u8> {
        if let Some(server) = held {
            // Whose turn it is stays as it was.
            self.backend_mut(server).open += 1;
            return held;
        }
        let well = self.rotation.count_ones();
        if well == 0 {
            return None;
        }
        let index = match algorithm {
            Algorithm::RoundRobin => self.following(self.rotation),
            Algorithm::Random => self.nth(luck.draw(Purpose::Balancer, id, 0).below(well)),
            Algorithm::SourceHash => self.nth((source(visitor) % u64::from(well)) as u32),
            Algorithm::LeastConnections => {
                let open = |index: &u8| self.backend(*index).open;
                let least = ones(self.rotation).map(|index| open(&index)).min()?;
                // Ties go round, as in HAProxy.
                self.following(ones(self.rotation).filter(|index| open(index) == least).fold(0, |set, i| set | 1 << i))
            }
            Algorithm::TwoChoices => {
                let mut draw = luck.draw(Purpose::Balancer, id, 0);
                let first = draw.below(well);
                let second = (first + 1 + draw.below(well - 1)) % well;
                let (a, b) = (self.nth(first), self.nth(second));
                if self.backend(b).open < self.backend(a).open { b } else { a }
            }
        };
        self.turn = index;
        self.backend_mut(index).open += 1;
        Some(index)
    }

    /// The server of a set, which has some, that comes after the one that had the last turn.
    fn following(&self, set: u64) -> u8 {
        let after = set & (!1 << self.turn);
        (if after == 0 { set } else { after }).trailing_zeros() as u8
    }

    /// The server with number `n`, from 0, of those that get requests.
    fn nth(&self, n: u32) -> u8 {
        (0..n).fold(self.rotation, |set, _| set & set.wrapping_sub(1)).trailing_zeros() as u8
    }

    /// The connection to server `index` is closed.
    pub(crate) fn close(&mut self, index: u8) {
        let backend = self.backend_mut(index);
        backend.open = backend.open.saturating_sub(1);
    }

    /// Server `index` passed or failed a check.
    pub(crate) fn checked(&mut self, index: u8, well: bool, threshold: u32) {
        let known = self.in_rotation(index);
        let backend = self.backend_mut(index);
        backend.streak = if well == known { 0 } else { backend.streak + 1 };
        if backend.streak >= if well { RISE } else { threshold } {
            self.set_in_rotation(index, well);
        }
    }
}

/// Which bits of `set` are ones, ascending.
fn ones(set: u64) -> impl Iterator<Item = u8> {
    std::iter::successors(Some(set), |set| Some(set & set.wrapping_sub(1)))
        .take_while(|set| *set != 0)
        .map(|set| set.trailing_zeros() as u8)
}

const _: () = assert!(MAX_SERVERS == u64::BITS as usize);

impl PerSite<Balancer> {
    /// What the balancer that has the web server with this number knows of it.
    pub(crate) fn backend(&self, config: &Config, server: u8) -> &Backend {
        self[config.site_of(NodeId::web(server))].backend(server)
    }

    /// As [`PerSite::backend`], to be changed.
    pub(crate) fn backend_mut(&mut self, config: &Config, server: u8) -> &mut Backend {
        self[config.site_of(NodeId::web(server))].backend_mut(server)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balancer(servers: u8) -> Balancer {
        let mut balancer = Balancer::default();
        for i in 0..servers {
            balancer.set_in_rotation(i, true);
        }
        balancer
    }

    fn chosen(balancer: &mut Balancer, algorithm: Algorithm, n: u64) -> Vec<u8> {
        let luck = Luck::new(7);
        (0..n).filter_map(|id| balancer.choose(algorithm, None, &luck, id, id as u32)).collect()
    }

    #[test]
    fn round_robin_goes_round_and_skips_who_is_out() {
        let mut b = balancer(4);
        assert_eq!(chosen(&mut b, Algorithm::RoundRobin, 5), [1, 2, 3, 0, 1]);
        b.set_in_rotation(2, false);
        assert_eq!(chosen(&mut b, Algorithm::RoundRobin, 4), [3, 0, 1, 3]);
    }

    #[test]
    fn least_connections_fills_the_emptiest() {
        let mut b = balancer(3);
        b.backend_mut(0).open = 5;
        b.backend_mut(1).open = 2;
        let picks = chosen(&mut b, Algorithm::LeastConnections, 7);
        assert!(!picks.contains(&0));
        assert_eq!((b.backend(1).open, b.backend(2).open), (5, 4));
    }

    #[test]
    fn two_choices_never_compares_a_server_with_itself() {
        let mut b = balancer(2);
        b.backend_mut(0).open = 1_000_000;
        assert!(chosen(&mut b, Algorithm::TwoChoices, 100).iter().all(|i| *i == 1));
        let mut alone = balancer(1);
        assert_eq!(chosen(&mut alone, Algorithm::TwoChoices, 3), [0, 0, 0]);
    }

    #[test]
    fn source_hash_keeps_a_visitor_where_he_was() {
        let mut b = balancer(5);
        let luck = Luck::new(1);
        let mut choose = |id| b.choose(Algorithm::SourceHash, None, &luck, id, 42);
        let first = choose(1);
        assert!((2..50).all(|id| choose(id) == first));
    }

    #[test]
    fn nobody_in_rotation_is_no_choice() {
        for algorithm in Algorithm::ALL {
            assert!(chosen(&mut balancer(0), algorithm, 3).is_empty());
        }
    }

    #[test]
    fn out_after_the_threshold_and_in_after_two() {
        let mut b = balancer(1);
        b.checked(0, false, 3);
        b.checked(0, false, 3);
        b.checked(0, true, 3);
        b.checked(0, false, 3);
        b.checked(0, false, 3);
        assert!(b.in_rotation(0), "a passed check starts the count again");
        b.checked(0, false, 3);
        assert!(!b.in_rotation(0));
        b.checked(0, true, 3);
        assert!(!b.in_rotation(0));
        b.checked(0, true, 3);
        assert!(b.in_rotation(0));
    }
}
