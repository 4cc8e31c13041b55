//! Sessions: who is signed in, and whose memory knows it: one server's, or the store's that all servers ask.

use crate::config::SessionMode;
use crate::engine::request::{Errand, Phase, RequestKey};
use crate::luck::Purpose;
use crate::measure::accounts::Cause;
use crate::measure::count::Count;
use crate::measure::journey::HopKind;
use crate::node::{MAX_SERVERS, NodeId, NodeKind};
use crate::service;
use crate::sim::Sim;
use crate::workload::BY_HAND;
use crate::world;

/// Where a visitor's session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The visitor is not signed in.
    Nowhere,
    /// In the memory of this server.
    Server(u8),
    /// In the store.
    Store,
    /// The server that had it has lost it.
    Gone,
}

/// A place in four bytes: the server in the lowest, and above it how often that server had lost its memory by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Packed(u32);

impl Packed {
    const NOWHERE: Self = Self(0xff);
    const STORE: Self = Self(0xfe);

    fn server(self) -> Option<u8> {
        let server = self.0 as u8;
        (usize::from(server) < MAX_SERVERS).then_some(server)
    }
}

/// The sessions of all visitors.
#[derive(Clone, Debug)]
pub(crate) struct Sessions {
    /// By visitor; empty where nobody signs in.
    of: Vec<Packed>,
    by_hand: Packed,
    /// How often each server has lost its memory.
    epochs: [u32; MAX_SERVERS],
    /// How many each server holds, without the one by hand.
    held: [u32; MAX_SERVERS],
    stored: u32,
    /// How many each server lost when it last lost its memory.
    lost: [u32; MAX_SERVERS],
}

impl Default for Sessions {
    fn default() -> Self {
        let none = [0; MAX_SERVERS];
        Self { of: Vec::new(), by_hand: Packed::NOWHERE, epochs: none, held: none, stored: 0, lost: none }
    }
}

impl Sessions {
    /// Room for so many visitors; none where nobody signs in.
    pub fn resize(&mut self, visitors: usize) {
        for visitor in visitors..self.of.len() {
            self.count_out(self.of[visitor]);
        }
        if visitors == 0 {
            self.by_hand = Packed::NOWHERE;
        }
        self.of.resize(visitors, Packed::NOWHERE);
    }

    /// How many bytes they take on the heap.
    pub fn bytes(&self) -> usize {
        self.of.capacity() * size_of::<Packed>()
    }

    fn slot(&mut self, visitor: u32) -> Option<&mut Packed> {
        if world::by_hand(visitor).is_some() {
            return Some(&mut self.by_hand);
        }
        let places = self.of.len();
        self.of.get_mut((visitor as usize).checked_rem(places)?)
    }

    fn packed(&self, place: Place) -> Packed {
        match place {
            Place::Server(server) => Packed(u32::from(server) | self.epochs[usize::from(server)] << 8),
            Place::Store => Packed::STORE,
            Place::Nowhere | Place::Gone => Packed::NOWHERE,
        }
    }

    fn place(&self, packed: Packed) -> Place {
        match packed.server() {
            Some(server) if self.packed(Place::Server(server)) == packed => Place::Server(server),
            Some(_) => Place::Gone,
            None if packed == Packed::STORE => Place::Store,
            None => Place::Nowhere,
        }
    }

    fn count_out(&mut self, packed: Packed) {
        match self.place(packed) {
            Place::Server(server) => self.held[usize::from(server)] -= 1,
            Place::Store => self.stored -= 1,
            Place::Nowhere | Place::Gone => {}
        }
    }

    /// Where the visitor's session is.
    pub fn find(&mut self, visitor: u32) -> Place {
        let packed = self.slot(visitor).map_or(Packed::NOWHERE, |slot| *slot);
        self.place(packed)
    }

    /// The visitor's session is at `place` from now on.
    pub fn put(&mut self, visitor: u32, place: Place) {
        let new = self.packed(place);
        let Some(slot) = self.slot(visitor) else { return };
        let old = core::mem::replace(slot, new);
        if world::by_hand(visitor).is_some() {
            return;
        }
        self.count_out(old);
        match self.place(new) {
            Place::Server(server) => self.held[usize::from(server)] += 1,
            Place::Store => self.stored += 1,
            Place::Nowhere | Place::Gone => {}
        }
    }

    /// The server that the visitor's cookie names, whether or not it still has the session.
    fn cookie(&mut self, visitor: u32) -> Option<u8> {
        self.slot(visitor)?.server()
    }

    /// `server` loses its memory.
    pub fn wipe(&mut self, server: u8) {
        let epoch = &mut self.epochs[usize::from(server)];
        *epoch = epoch.wrapping_add(1) & (u32::MAX >> 8);
        self.lost[usize::from(server)] = core::mem::take(&mut self.held[usize::from(server)]);
    }

    /// Nobody was signed out: who had lost a session has none.
    pub fn forgive(&mut self) {
        for visitor in (0..self.of.len() as u32).chain([BY_HAND]) {
            if self.find(visitor) == Place::Gone {
                self.put(visitor, Place::Nowhere);
            }
        }
    }

    /// What the servers hold is copied into the store. What was lost stays lost.
    fn store_all(&mut self) {
        for visitor in (0..self.of.len() as u32).chain([BY_HAND]) {
            if matches!(self.find(visitor), Place::Server(_)) {
                self.put(visitor, Place::Store);
            }
        }
    }
}

impl Sim {
    /// How many signed-in visitors the machine at `node` holds the sessions of, whoever sends by hand included.
    pub fn sessions_at(&self, node: NodeId) -> u32 {
        let (held, place) = match node.web_index() {
            Some(server) => (self.sessions.held[usize::from(server)], Place::Server(server)),
            None if node.kind() == NodeKind::Sessions => (self.sessions.stored, Place::Store),
            None => return 0,
        };
        held + u32::from(self.sessions.place(self.sessions.by_hand) == place)
    }

    /// How many sessions were lost when the web server at `node` last lost its memory.
    pub fn sessions_lost_at(&self, node: NodeId) -> u32 {
        node.web_index().map_or(0, |server| self.sessions.lost[usize::from(server)])
    }

    /// Sessions agree with the configuration, whose mode was `before`. Those that servers hold move into the store;
    /// out of the store each goes to the server where its visitor comes next.
    pub(crate) fn fit_sessions(&mut self, before: SessionMode) {
        let visitors = if self.config.topology.sessions { self.visitors.places() } else { 0 };
        self.sessions.resize(visitors);
        if self.config.sessions.mode == SessionMode::Store && before != SessionMode::Store {
            self.sessions.store_all();
        }
    }

    /// The server that the balancer has to send a request to, if its visitor's session makes it stick to one.
    #[inline]
    pub(crate) fn sticks_to(&mut self, key: RequestKey) -> Option<u8> {
        if !self.config.topology.sessions || self.config.sessions.mode != SessionMode::Sticky {
            return None;
        }
        let visitor = self.requests.get(key).filter(|request| !request.is_file())?.visitor;
        let site = self.site_with(key);
        self.sessions.cookie(visitor).filter(|server| self.site(site).balancer.backend(*server).in_rotation)
    }

    /// A request has come in at `server` and needs its visitor's session. Whether the work can begin; otherwise the
    /// request is on its way to the store, or has failed.
    pub(crate) fn let_in(&mut self, key: RequestKey, server: u8) -> bool {
        let Some(request) = self.requests.get_mut(key) else { return false };
        let visitor = request.visitor;
        if self.config.sessions.mode == SessionMode::Store {
            request.stretch = service::stretch(&self.config, &self.luck, Purpose::SessionWork, request.id, 0);
            let site = self.config.site_of(NodeId::web(server));
            self.go_behind(key, Errand::Session, NodeId::sessions_at(site));
            return false;
        }
        let sticky = self.config.sessions.mode == SessionMode::Sticky;
        match self.sessions.find(visitor) {
            Place::Server(holder) if holder == server => true,
            Place::Nowhere => self.sign_in(visitor, Place::Server(server)),
            Place::Store => self.take_over_session(visitor, Place::Server(server)),
            // Sent on before the visitor had a cookie: the later cookie holds.
            Place::Server(holder) if sticky && self.backend(holder).in_rotation => {
                self.take_over_session(visitor, Place::Server(server))
            }
            Place::Server(_) if !sticky => {
                self.fail(key, NodeId::web(server), Cause::NoSession);
                false
            }
            Place::Server(_) | Place::Gone => self.sign_out(key, server, visitor),
        }
    }

    /// A request is back from the store. Whether the work can begin.
    fn let_in_from_store(&mut self, key: RequestKey, server: u8) -> bool {
        let Some(request) = self.requests.get_mut(key) else { return false };
        request.stretch = service::stretch(&self.config, &self.luck, Purpose::WebWork, request.id, 0);
        let visitor = request.visitor;
        if !self.config.topology.sessions {
            return true;
        }
        // Sessions may have moved out of the store in the meantime.
        if self.config.sessions.mode != SessionMode::Store {
            return self.let_in(key, server);
        }
        match self.sessions.find(visitor) {
            Place::Store => true,
            Place::Nowhere => self.sign_in(visitor, Place::Store),
            Place::Server(_) => self.take_over_session(visitor, Place::Store),
            Place::Gone => self.sign_out(key, server, visitor),
        }
    }

    /// A request is back at its server from the store, and its work begins or waits.
    pub(crate) fn recognised(&mut self, key: RequestKey) {
        let Some(server) = self.requests.get(key).and_then(|request| request.web) else { return };
        if !self.let_in_from_store(key, server) {
            return;
        }
        if let Some(request) = self.requests.get_mut(key) {
            request.phase = Phase::AtWeb;
        }
        self.offer(key, server, HopKind::Work, NodeId::web(server));
    }

    fn sign_in(&mut self, visitor: u32, place: Place) -> bool {
        self.accounts.tally(Count::SignIn);
        self.take_over_session(visitor, place)
    }

    fn take_over_session(&mut self, visitor: u32, place: Place) -> bool {
        self.sessions.put(visitor, place);
        true
    }

    /// The visitor's session is lost: this request fails, and with the next one they sign in anew.
    fn sign_out(&mut self, key: RequestKey, server: u8, visitor: u32) -> bool {
        self.accounts.tally(Count::SignedOut);
        self.sessions.put(visitor, Place::Nowhere);
        self.fail(key, NodeId::web(server), Cause::NoSession);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::mix;

    fn sessions(visitors: usize) -> Sessions {
        let mut sessions = Sessions::default();
        sessions.resize(visitors);
        sessions
    }

    #[test]
    fn a_server_that_loses_its_memory_loses_its_sessions_and_no_others() {
        let mut s = sessions(4);
        for (visitor, server) in [(0, 0), (1, 1), (2, 1), (BY_HAND, 1)] {
            s.put(visitor, Place::Server(server));
        }
        assert_eq!(s.held[..2], [1, 2], "the one by hand is not counted");
        s.wipe(1);
        assert_eq!((s.find(0), s.find(1), s.find(3)), (Place::Server(0), Place::Gone, Place::Nowhere));
        assert_eq!((s.find(BY_HAND), s.cookie(2)), (Place::Gone, Some(1)));
        assert_eq!((s.held[..2].to_vec(), s.lost[1]), (vec![1, 0], 2));
        // A new session there is good, and the old ones are not.
        s.put(3, Place::Server(1));
        assert_eq!((s.find(3), s.find(1), s.held[1]), (Place::Server(1), Place::Gone, 1));
        s.put(1, Place::Nowhere);
        assert_eq!((s.find(1), s.held[1]), (Place::Nowhere, 1));
    }

    #[test]
    fn counts_follow_moves_into_the_store_and_visitors_who_go() {
        let mut s = sessions(5);
        for visitor in 0..4 {
            s.put(visitor, Place::Server(visitor as u8 % 2));
        }
        s.wipe(1);
        s.store_all();
        assert_eq!((s.stored, s.held[0], s.find(1), s.find(2)), (2, 0, Place::Gone, Place::Store));
        s.resize(1);
        assert_eq!((s.stored, s.of.len()), (1, 1));
        s.resize(0);
        assert_eq!((s.stored, s.find(0), s.find(BY_HAND)), (0, Place::Nowhere, Place::Nowhere));
    }

    #[test]
    fn counts_are_those_of_a_head_count_whatever_happens() {
        let mut s = sessions(40);
        for n in 0..20_000u64 {
            let (visitor, server) = (mix(n) as u32 % 60, mix(n + 1) as u8 % 4);
            match mix(n + 2) % 40 {
                0 => s.wipe(server),
                1 => s.store_all(),
                2 => s.forgive(),
                3 => s.resize(20 + visitor as usize),
                4..12 => s.put(visitor, Place::Store),
                12..16 => s.put(visitor, Place::Nowhere),
                _ => s.put(visitor, Place::Server(server)),
            }
            let places: Vec<Place> = (0..s.of.len() as u32).map(|visitor| s.find(visitor)).collect();
            let count = |place| places.iter().filter(|p| **p == place).count() as u32;
            assert_eq!(s.stored, count(Place::Store));
            assert!((0..4).all(|server| s.held[usize::from(server)] == count(Place::Server(server))), "after {n}");
        }
    }

    #[test]
    fn an_epoch_that_comes_round_fits_its_place() {
        let mut s = sessions(1);
        s.epochs[63] = u32::MAX >> 8;
        s.put(0, Place::Server(63));
        assert_eq!(s.find(0), Place::Server(63));
        s.wipe(63);
        assert_eq!((s.find(0), s.epochs[63]), (Place::Gone, 0));
    }
}
