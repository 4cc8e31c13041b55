//! What becomes of a request at the end of each of its ways and works: the only place that calls parts one after another.

use crate::config::SessionMode;
use crate::engine::time::Nanos;
use crate::observe::accounts::Cause;
use crate::observe::journey::HopKind;
use crate::parts::Parts;
use crate::parts::data_centers::geo_replication::flow::GeoReplication;
use crate::parts::database::DatabaseTier;
use crate::parts::shards::scatter_gather;
use crate::parts::{balancer, cache, cdn, web};
use crate::request::internal_task::{Chore, ChoreKind};
use crate::request::station::Offer;
use crate::request::{Errand, Phase, Request, RequestKey};
use crate::sim::Sim;
use crate::sim::next::Next;
use crate::tandem;
use crate::topology::node::{DATABASE, NodeId, NodeKind};

/// The newest version of a key that one who asks a database could be given, where there can be `several` data centers.
#[inline(always)]
fn newest_in(several: bool, geo_replication: &GeoReplication) -> impl Fn(&DatabaseTier, u32) -> u32 {
    move |database, about| {
        if several { geo_replication.newest_of(database, about) } else { database.replication.newest(about) }
    }
}

impl Sim {
    /// A request comes to the end of its hop.
    pub(crate) fn reach(&mut self, key: RequestKey) {
        let (core, parts) = (&mut self.core, &mut self.parts);
        let Some(request) = core.requests.get(key) else { return };
        let next = match request.phase {
            Phase::ToDns => parts.dns.asked(core, &parts.geo_dns, key),
            Phase::FromDns => {
                core.hear(key);
                Next::Stay
            }
            Phase::ToFront => match request.address.web_index() {
                Some(server) => web::arrive(core, key, server),
                None => {
                    let sticky = core.config.topology.sessions && core.config.sessions.mode == SessionMode::Sticky;
                    let held = if sticky { parts.sessions.sticks_to(core, &parts.balancers, key) } else { None };
                    balancer::flow::arrive(core, &mut parts.balancers, key, held)
                }
            },
            Phase::ToWeb => request.web.map_or(Next::Stay, |server| web::arrive(core, key, server)),
            Phase::ToBack => self.reach_behind(key),
            Phase::FromBack => self.come_back(key),
            Phase::Committing => {
                parts.databases[core.site_with(key)].await_replicas(core, key);
                Next::Stay
            }
            Phase::ToBalancer => {
                let front = balancer::flow::come_back(core, &mut parts.balancers, key);
                front.map_or(Next::Stay, |front| core.answer(key, front))
            }
            Phase::ToClient => return self.answered(key),
            Phase::Knocking => Next::Fail { place: request.address, cause: Cause::Unreachable },
            Phase::ToEdge => parts.cdn.asked(core, key),
            Phase::FromOrigin => {
                parts.cdn.fetched(core, key);
                Next::Stay
            }
            Phase::Rebuffed => cdn::flow::try_elsewhere(core, key),
            Phase::Awaiting | Phase::Gathering => Next::Stay,
            Phase::Unanswered | Phase::AtWeb | Phase::AtBack | Phase::Lost => Next::Stay,
        };
        self.go_on(key, next);
    }

    /// A worker of a station is done.
    #[inline(always)]
    pub(crate) fn served(&mut self, station: u8, worker: u16) {
        let Some(key) = self.core.stations[usize::from(station)].finish(worker) else { return };
        // What ends takes effect before what begins: a query that has waited for this core sees what was just committed.
        let data = self.core.works_with_data(station, key);
        if data && self.data_served(station, worker, key) {
            return;
        }
        match self.core.next_waiting(station, Some(worker)) {
            Some((next, since)) => self.begin(station, Some(worker), next, since),
            None => self.core.rest(station, worker),
        }
        if data {
            return;
        }
        // A request whose client gave up is gone: the work was wasted.
        let Some(request) = self.core.requests.get_mut(key) else { return };
        let next = if self.core.config.tandem.is_some() {
            request.at_web = false;
            self.core.accounts.node_mut(NodeId::web(station)).answered += 1;
            tandem::enter(&mut self.core, key)
        } else if station >= DATABASE {
            self.served_behind(station, key)
        } else if self.parts.release.faulty && self.meets_bug(key) {
            return;
        } else {
            web::go_on(&mut self.core, key)
        };
        self.go_on(key, next);
    }

    /// A database machine is done with a query about a key, or with a write that it applied. Whether its worker keeps on
    /// applying.
    #[inline(never)]
    fn data_served(&mut self, station: u8, worker: u16, key: RequestKey) -> bool {
        match self.core.chore(key) {
            Some(Chore { kind: ChoreKind::Apply, .. }) => self.applied(station, worker, key),
            Some(_) => {
                self.chore_served(station, key);
                false
            }
            None => {
                let next = self.served_behind(station, key);
                self.proceed(key, next);
                false
            }
        }
    }

    /// As [`Sim::proceed`], where little is next most of the time.
    #[inline(always)]
    fn go_on(&mut self, key: RequestKey, next: Next) {
        let next = match next {
            Next::Stay => return,
            Next::Work { station, hop, node } => self.offer(key, station, hop, node),
            Next::Ask => self.ask(key),
            more => more,
        };
        if next != Next::Stay {
            self.proceed(key, next);
        }
    }

    /// Does what a part says is next for a request, and what is next then.
    #[inline(never)]
    pub(crate) fn proceed(&mut self, key: RequestKey, mut next: Next) {
        loop {
            let (core, parts) = (&mut self.core, &mut self.parts);
            next = match next {
                Next::Stay => return,
                Next::Work { station, hop, node } => self.offer_rarely(key, station, hop, node),
                Next::GoOn => web::go_on(core, key),
                Next::LetIn { server } => parts.sessions.let_in(core, &parts.balancers, key, server),
                Next::TakePhoto => core.take_photo(key),
                Next::Ask => self.ask(key),
                Next::LookUp => parts.caches[core.site_with(key)].ask(core, key),
                Next::Query => {
                    let site = core.site_with(key);
                    if core.config.shards() > 0 {
                        parts.shards[site].send(core, key);
                    } else {
                        parts.databases[site].send(core, key);
                    }
                    Next::Stay
                }
                Next::Commit { node } => self.commit(key, node),
                Next::CommitGathered => self.commit_gathered(key),
                Next::ComeBack => self.come_back(key),
                Next::SendFile { front } => {
                    parts.cdn.send(core, key, front);
                    Next::Stay
                }
                Next::Fetch { edge } => {
                    let front = parts.dns.front_for_edge(core, &parts.geo_dns, usize::from(edge));
                    cdn::flow::fetch(core, key, usize::from(edge), front);
                    Next::Stay
                }
                Next::Resolve => {
                    let Some(visitor) = core.requests.get(key).map(|request| request.visitor) else { return };
                    let front = parts.dns.front(core, &parts.geo_dns, visitor);
                    core.set_address(key, front);
                    core.send_to_site(key);
                    Next::Stay
                }
                Next::Answered => return self.answered(key),
                Next::Fail { place, cause } => return self.fail(key, place, cause),
            };
        }
    }

    /// A web server asks its request's next query: of the database itself where nobody knows keys.
    #[inline]
    fn ask(&mut self, key: RequestKey) -> Next {
        if self.core.keyed {
            return self.ask_about_key(key);
        }
        let database = NodeId::database_at(self.core.site_with(key), 0);
        self.core.go_behind(key, Errand::Query, database);
        Next::Stay
    }

    /// The next query is about a key, or the row of a user. Whom it is asked of.
    fn ask_about_key(&mut self, key: RequestKey) -> Next {
        let (core, parts) = (&mut self.core, &mut self.parts);
        let drawn = parts.traffic.choose_key(core, &parts.geo_replication, key);
        if drawn && core.config.shards() > 0 {
            let alone = parts.geo_replication.between.sites() == 0;
            parts.shards[core.site_with(key)].choose_row(core, alone, key);
        }
        if core.config.topology.cache { Next::LookUp } else { Next::Query }
    }

    /// A request comes to a station that accepts it.
    #[inline(always)]
    fn offer(&mut self, key: RequestKey, station: u8, hop: HopKind, node: NodeId) -> Next {
        match self.core.offer(key, station, hop, node) {
            Some(Offer::Full) => return Next::Fail { place: node, cause: Cause::QueueFull },
            Some(Offer::Free) => self.begin(station, None, key, self.core.now),
            Some(Offer::Queued) | None => {}
        }
        Next::Stay
    }

    /// As [`Sim::offer`], where it may cost a call: to have it within each caller is code that the page has to load.
    #[inline(never)]
    fn offer_rarely(&mut self, key: RequestKey, station: u8, hop: HopKind, node: NodeId) -> Next {
        self.offer(key, station, hop, node)
    }

    /// A worker begins with a request that came at `arrived`; see [`crate::sim::core::Core::begin`].
    #[inline(always)]
    pub(crate) fn begin(&mut self, station: u8, busy: Option<u16>, key: RequestKey, arrived: Nanos) {
        if self.core.begin(station, busy, key, arrived) {
            let Parts { databases, geo_replication, .. } = &mut self.parts;
            let newest = newest_in(self.core.config.topology.sites, geo_replication);
            databases.begin(&mut self.core, newest, station, key);
        }
    }

    /// Lets free workers of a station begin with those who wait.
    pub(crate) fn start_waiting(&mut self, station: u8) {
        while let Some((key, since)) = self.core.next_waiting(station, None) {
            self.begin(station, None, key, since);
        }
    }

    /// A request comes to the machine behind its web server that it was sent to.
    fn reach_behind(&mut self, key: RequestKey) -> Next {
        let (core, parts) = (&mut self.core, &mut self.parts);
        let Some(request) = core.requests.get(key) else { return Next::Stay };
        let (node, errand) = (request.address, request.errand);
        let query = errand == Errand::Query;
        if query && node.kind() == NodeKind::Shard && parts.shards[node.home()].goes_on(core, key, node) {
            return Next::Stay;
        }
        // A stage may have taken the machine away while the request was on its way: it turns round.
        let there = core.has(node);
        let Some(station) = node.station().filter(|_| there) else {
            core.turn_round(key);
            return Next::Stay;
        };
        if !core.stations[usize::from(station)].accepts() {
            return core.refused_behind(key, node, errand);
        }
        if query && !parts.databases.takes(core, key, node) {
            return Next::Fail { place: node, cause: Cause::Database };
        }
        core.arrive_behind(key, node);
        Next::Work { station, hop: errand.stay(), node }
    }

    /// A machine behind the web servers is done with a request.
    #[inline]
    fn served_behind(&mut self, station: u8, key: RequestKey) -> Next {
        let (core, parts) = (&mut self.core, &mut self.parts);
        if core.requests.get(key).is_some_and(Request::is_inner) {
            self.inner_served(station, key);
            return Next::Stay;
        }
        let node = NodeId::of_station(station);
        match node.kind() {
            NodeKind::Cache => {
                let Parts { caches, databases, geo_replication, .. } = parts;
                let site = core.site_with(key);
                let newest = newest_in(core.config.topology.sites, geo_replication);
                caches[site].served(core, |about| newest(&databases[site], about), station, key);
            }
            NodeKind::Queue => parts.queue.enqueued(core, key),
            NodeKind::Database | NodeKind::Replica | NodeKind::Shard if core.keyed => {
                let Parts { databases, geo_replication, shards, .. } = parts;
                let site = core.config.site_of(node);
                let several = core.config.topology.sites && geo_replication.between.sites() > 0;
                return databases[site].served(core, &mut shards[site], several, node, key);
            }
            _ => core.leave_behind(key),
        }
        Next::Stay
    }

    /// A machine is done with a chore or a part of a request.
    #[cold]
    fn inner_served(&mut self, station: u8, key: RequestKey) {
        if self.core.requests.get(key).is_some_and(Request::is_part) {
            self.core.leave_behind(key);
        } else {
            self.chore_served(station, key);
        }
    }

    /// A request is back at its web server.
    fn come_back(&mut self, key: RequestKey) -> Next {
        let (core, parts) = (&mut self.core, &mut self.parts);
        let Some(request) = core.requests.get(key) else { return Next::Stay };
        match request.errand {
            Errand::Session => parts.sessions.recognised(core, &parts.balancers, &parts.geo_replication, key),
            Errand::LookUp => cache::flow::looked_up(core, key),
            Errand::Part => {
                self.part_back(key);
                Next::Stay
            }
            Errand::Query if core.config.topology.cache => {
                let Parts { caches, databases, geo_replication, .. } = parts;
                let site = core.site_with(key);
                let newest = newest_in(core.config.topology.sites, geo_replication);
                caches[site].after_query(core, |about| newest(&databases[site], about), key)
            }
            _ => web::go_on(core, key),
        }
    }

    /// A part of a request is back at its web server; with the last one the request goes on.
    #[cold]
    fn part_back(&mut self, key: RequestKey) {
        let Parts { databases, geo_replication, gathered, .. } = &mut self.parts;
        let Some(whole) = scatter_gather::part_back(&mut self.core, gathered, key) else { return };
        let database = &mut databases[self.core.site_with(whole)];
        let newest = newest_in(self.core.config.topology.sites, geo_replication);
        let next = database.gather(&mut self.core, newest, whole);
        self.proceed(whole, next);
    }

    /// The database machine at `node` commits what a request writes, as the next version that there is anywhere.
    fn commit(&mut self, key: RequestKey, node: NodeId) -> Next {
        let (core, parts) = (&mut self.core, &mut self.parts);
        let site = core.config.site_of(node);
        let about = core.requests.item(key).key;
        let version = parts.geo_replication.next_version(core, &parts.databases[site], site, about);
        parts.databases[site].commit(core, key, node, version)
    }

    /// As [`Sim::commit`], of what was written to several shards.
    fn commit_gathered(&mut self, key: RequestKey) -> Next {
        let (core, parts) = (&mut self.core, &mut self.parts);
        let site = core.site_with(key);
        let about = core.requests.item(key).key;
        let version = parts.geo_replication.next_version(core, &parts.databases[site], site, about);
        parts.databases[site].commit_gathered(core, key, version)
    }

    /// A web server is done with a part of a request: whether its build fails it. It has then failed.
    #[cold]
    fn meets_bug(&mut self, key: RequestKey) -> bool {
        let verdict = self.parts.release.try_build(&self.core, key);
        let fails = matches!(verdict, Next::Fail { .. });
        if fails {
            self.proceed(key, verdict);
            self.parts.release.by_chance = false;
        }
        fails
    }
}
