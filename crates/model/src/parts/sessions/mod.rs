//! Sessions: who is signed in, and whose memory knows it: one server's, or the store's that all servers ask.

pub(crate) mod config;
pub(crate) mod params;
#[cfg(test)]
mod tests;

use crate::config::{SessionConfig, SessionMode};
use crate::engine::luck::Purpose;
use crate::engine::time::{Nanos, SECOND};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::observe::journey::HopKind;
use crate::parts::balancer::Balancer;
use crate::parts::data_centers::geo_replication::flow::GeoReplication;
use crate::request::service;
use crate::request::visitors::Visitors;
use crate::request::{Errand, Phase, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
use crate::topology::node::{MAX_SERVERS, MAX_SITES, NodeId, NodeKind};
use crate::topology::site::PerSite;
use crate::topology::world;
use crate::topology::world::BY_HAND;

/// How exactly a session knows since when it is in the store.
const STAMP: Nanos = SECOND / 16;

/// Where a visitor's session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The visitor is not signed in.
    Nowhere,
    /// In the memory of this server.
    Server(u8),
    /// In the store of this data center, since a moment.
    Store(u8, Nanos),
    /// The server that had it has lost it.
    Gone,
}

/// A place in four bytes: in the lowest one more than the number of the server, and above it how often that server had
/// lost its memory by then; or the store, and above it since when, in [`STAMP`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Packed(u32);

impl Packed {
    const NOWHERE: Self = Self(0);
    /// The store of the first data center; the others have the numbers below.
    const STORE: u32 = 0xfe;

    fn store(self) -> Option<u8> {
        let site = Self::STORE.checked_sub(self.0 & 0xff)?;
        (site < MAX_SITES as u32).then_some(site as u8)
    }

    fn server(self) -> Option<u8> {
        let server = (self.0 as u8).checked_sub(1)?;
        (usize::from(server) < MAX_SERVERS).then_some(server)
    }
}

/// The sessions of all visitors. Where each is, is kept with the visitor.
#[derive(Clone, Debug)]
pub(crate) struct Sessions {
    /// Whether anybody signs in.
    wanted: bool,
    /// How often each server has lost its memory.
    epochs: [u32; MAX_SERVERS],
    /// How many each server holds, without the one by hand.
    held: [u32; MAX_SERVERS],
    /// How many the store of each data center holds.
    stored: [u32; MAX_SITES],
    /// How many each server lost when it last lost its memory.
    lost: [u32; MAX_SERVERS],
}

impl Default for Sessions {
    fn default() -> Self {
        let none = [0; MAX_SERVERS];
        let stored = [0; MAX_SITES];
        Self { wanted: false, epochs: none, held: none, stored, lost: none }
    }
}

impl Sessions {
    /// Visitors from number `from` on go.
    pub fn leave_from(&mut self, visitors: &mut Visitors, from: usize) {
        if self.wanted {
            (from..visitors.places()).for_each(|visitor| self.put(visitors, visitor as u32, Place::Nowhere));
        }
    }

    /// Whether anybody signs in from now on.
    fn want(&mut self, visitors: &mut Visitors, wanted: bool) {
        if !wanted {
            self.leave_from(visitors, 0);
            self.put(visitors, BY_HAND, Place::Nowhere);
        }
        self.wanted = wanted;
    }

    /// All who can have a session.
    fn all(&self, visitors: &Visitors) -> impl Iterator<Item = u32> + use<> {
        let places = if self.wanted { visitors.places() as u32 } else { 0 };
        (0..places).chain([BY_HAND])
    }

    fn packed(&self, place: Place) -> Packed {
        match place {
            Place::Server(server) => Packed((u32::from(server) + 1) | self.epochs[usize::from(server)] << 8),
            Place::Store(site, at) => Packed(((at / STAMP) as u32) << 8 | (Packed::STORE - u32::from(site))),
            Place::Nowhere | Place::Gone => Packed::NOWHERE,
        }
    }

    fn place(&self, packed: Packed) -> Place {
        match packed.server() {
            Some(server) if self.packed(Place::Server(server)) == packed => Place::Server(server),
            Some(_) => Place::Gone,
            None => {
                packed.store().map_or(Place::Nowhere, |site| Place::Store(site, Nanos::from(packed.0 >> 8) * STAMP))
            }
        }
    }

    fn count_out(&mut self, packed: Packed) {
        match self.place(packed) {
            Place::Server(server) => self.held[usize::from(server)] -= 1,
            Place::Store(site, _) => self.stored[usize::from(site)] -= 1,
            Place::Nowhere | Place::Gone => {}
        }
    }

    /// Where the visitor's session is.
    pub fn find(&self, visitors: &mut Visitors, visitor: u32) -> Place {
        self.place(Packed(visitors.session(visitor)))
    }

    /// The visitor's session is at `place` from now on.
    pub fn put(&mut self, visitors: &mut Visitors, visitor: u32, place: Place) {
        let by_hand = world::by_hand(visitor).is_some();
        if !self.wanted && !by_hand {
            return;
        }
        let new = self.packed(place);
        let old = visitors.put_session(visitor, new.0);
        if by_hand {
            return;
        }
        self.count_out(Packed(old));
        match self.place(new) {
            Place::Server(server) => self.held[usize::from(server)] += 1,
            Place::Store(site, _) => self.stored[usize::from(site)] += 1,
            Place::Nowhere | Place::Gone => {}
        }
    }

    /// `server` loses its memory.
    pub fn wipe(&mut self, server: u8) {
        let epoch = &mut self.epochs[usize::from(server)];
        *epoch = epoch.wrapping_add(1) & (u32::MAX >> 8);
        self.lost[usize::from(server)] = core::mem::take(&mut self.held[usize::from(server)]);
    }

    /// Nobody was signed out: who had lost a session has none.
    pub fn forgive(&mut self, visitors: &mut Visitors) {
        for visitor in self.all(visitors) {
            if self.find(visitors, visitor) == Place::Gone {
                self.put(visitors, visitor, Place::Nowhere);
            }
        }
    }

    /// What the servers hold is copied into the store of their data center. What was lost stays lost.
    fn store_all(&mut self, visitors: &mut Visitors, site_of: impl Fn(u8) -> u8, now: Nanos) {
        for visitor in self.all(visitors) {
            if let Place::Server(server) = self.find(visitors, visitor) {
                self.put(visitors, visitor, Place::Store(site_of(server), now));
            }
        }
    }

    /// Data centers from number `sites` on are closed; what their stores held moves to the first.
    fn close_stores(&mut self, visitors: &mut Visitors, sites: u8) {
        if self.stored[usize::from(sites)..].iter().all(|stored| *stored == 0) {
            return;
        }
        for visitor in self.all(visitors) {
            if let Place::Store(site, at) = self.find(visitors, visitor)
                && site >= sites
            {
                self.put(visitors, visitor, Place::Store(0, at));
            }
        }
    }
}

impl Sessions {
    /// How many signed-in visitors the machine at `node` holds the sessions of, whoever sends by hand included.
    pub fn at(&self, visitors: &Visitors, node: NodeId) -> u32 {
        let (held, place) = match node.web_index() {
            Some(server) => (self.held[usize::from(server)], Place::Server(server)),
            None if node.kind() == NodeKind::Sessions => {
                (self.stored[usize::from(node.home())], Place::Store(node.home(), 0))
            }
            None => return 0,
        };
        let by_hand = match self.place(Packed(visitors.session_by_hand())) {
            Place::Store(site, _) => Place::Store(site, 0),
            other => other,
        };
        held + u32::from(by_hand == place)
    }

    /// How many sessions were lost when the web server at `node` last lost its memory.
    pub fn lost_at(&self, node: NodeId) -> u32 {
        node.web_index().map_or(0, |server| self.lost[usize::from(server)])
    }

    /// Sessions agree with the configuration, whose sessions were as in `old`. Those that servers hold move into the
    /// store; out of the store each goes to the server where its visitor comes next.
    pub fn fit(&mut self, core: &mut Core, old: &SessionConfig) {
        let (config, visitors) = (&core.config, &mut core.visitors);
        self.want(visitors, config.topology.sessions);
        if config.sessions.mode == SessionMode::Store && old.mode != SessionMode::Store {
            self.store_all(visitors, |server| config.site_of(NodeId::web(server)), core.now);
        }
        self.close_stores(visitors, config.sites() as u8);
    }

    /// The server that its balancer has to send a request to, where sessions make visitors stick to one: the one that the
    /// visitor's cookie names, whether or not it still has the session.
    pub fn sticks_to(&self, core: &mut Core, balancers: &PerSite<Balancer>, key: RequestKey) -> Option<u8> {
        let visitor = core.requests.get(key).filter(|request| !request.is_file())?.visitor;
        let balancer = &balancers[core.site_with(key)];
        let cookie = Packed(core.visitors.session(visitor)).server();
        cookie.filter(|server| balancer.in_rotation(*server))
    }

    /// A request has come in at `server` and needs its visitor's session: its work can begin, it is on its way to the
    /// store, or it fails.
    pub fn let_in(&mut self, core: &mut Core, balancers: &PerSite<Balancer>, key: RequestKey, server: u8) -> Next {
        let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
        let visitor = request.visitor;
        if core.config.sessions.mode == SessionMode::Store {
            request.stretch = service::stretch(&core.config, &core.luck, Purpose::SessionWork, request.id, 0);
            let site = core.config.site_of(NodeId::web(server));
            core.go_behind(key, Errand::Session, NodeId::sessions_at(site));
            return Next::Stay;
        }
        let sticky = core.config.sessions.mode == SessionMode::Sticky;
        // Whether one balancer sends requests to both servers.
        let is_neighbour = |core: &Core, holder: u8| {
            let site = |server| core.config.site_of(NodeId::web(server));
            site(holder) == site(server) && balancers[site(holder)].in_rotation(holder)
        };
        match self.find(&mut core.visitors, visitor) {
            Place::Server(holder) if holder == server => {}
            Place::Nowhere => self.sign_in(core, visitor, Place::Server(server)),
            Place::Store(..) => self.put(&mut core.visitors, visitor, Place::Server(server)),
            // Sent on before the visitor had a cookie: the later cookie holds.
            Place::Server(holder) if sticky && is_neighbour(core, holder) => {
                self.put(&mut core.visitors, visitor, Place::Server(server));
            }
            Place::Server(_) if !sticky => {
                return Next::Fail { place: NodeId::web(server), cause: Cause::NoSession };
            }
            Place::Server(_) | Place::Gone => return self.sign_out(core, server, visitor),
        }
        work(server)
    }

    /// A request is back at its server from the store: its work can begin, or it fails.
    pub fn recognised(
        &mut self,
        core: &mut Core,
        balancers: &PerSite<Balancer>,
        geo_replication: &GeoReplication,
        key: RequestKey,
    ) -> Next {
        let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
        let Some(server) = request.web else { return Next::Stay };
        request.stretch = service::stretch(&core.config, &core.luck, Purpose::WebWork, request.id, 0);
        let visitor = request.visitor;
        if core.config.topology.sessions {
            // Sessions may have moved out of the store in the meantime.
            if core.config.sessions.mode != SessionMode::Store {
                let next = self.let_in(core, balancers, key, server);
                if matches!(next, Next::Work { .. })
                    && let Some(request) = core.requests.get_mut(key)
                {
                    request.phase = Phase::AtWeb;
                }
                return next;
            }
            let here = core.config.site_of(NodeId::web(server));
            let store = Place::Store(here, core.now);
            match self.find(&mut core.visitors, visitor) {
                Place::Store(site, since) if site == here || knows(core, geo_replication, site, here, since) => {}
                Place::Nowhere => self.sign_in(core, visitor, store),
                Place::Server(_) => self.put(&mut core.visitors, visitor, store),
                Place::Store(..) | Place::Gone => return self.sign_out(core, server, visitor),
            }
        }
        if let Some(request) = core.requests.get_mut(key) {
            request.phase = Phase::AtWeb;
        }
        work(server)
    }

    fn sign_in(&mut self, core: &mut Core, visitor: u32, place: Place) {
        core.accounts.tally(Count::SignIn);
        self.put(&mut core.visitors, visitor, place);
    }

    /// The visitor's session is lost: this request fails, and with the next one they sign in anew.
    fn sign_out(&mut self, core: &mut Core, server: u8, visitor: u32) -> Next {
        core.accounts.tally(Count::SignedOut);
        self.put(&mut core.visitors, visitor, Place::Nowhere);
        Next::Fail { place: NodeId::web(server), cause: Cause::NoSession }
    }
}

/// The work of a request at its server begins, or waits.
fn work(server: u8) -> Next {
    Next::Work { station: server, hop: HopKind::Work, node: NodeId::web(server) }
}

/// Whether the store in data center `here` has been told of a session that began in `site`.
fn knows(core: &Core, geo_replication: &GeoReplication, site: u8, here: u8, since: Nanos) -> bool {
    // A stamp comes round every few days.
    let round = STAMP << 24;
    let since = since + core.now.saturating_sub(since) / round * round;
    geo_replication.between.carried(site, here, since, core.now)
}
