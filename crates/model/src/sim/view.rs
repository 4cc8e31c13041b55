//! What can be seen of a system: settings, time, counts, parts, and how much memory it takes.

use super::Sim;
use super::core::Core;
use crate::config::Config;
use crate::engine::latency::Latency;
use crate::engine::luck::mix;
use crate::engine::time::Nanos;
use crate::input::{Input, InputError};
use crate::observe::accounts::Accounts;
use crate::observe::census::Census;
use crate::observe::journey::Journeys;
use crate::observe::series::Series;
use crate::parts::Parts;
use crate::parts::balancer::Balancer;
use crate::parts::cache::Tier;
use crate::parts::cdn::EdgeCounts;
use crate::parts::data_centers::geo_replication::Between;
use crate::parts::database::replication::Replication;
use crate::parts::queue::Queue;
use crate::parts::queue::workers::Start;
use crate::parts::release::multi_site::DeployState;
use crate::parts::release::pipeline::Pipeline;
use crate::parts::shards::Shards;
use crate::parts::telemetry::Telemetry;
use crate::request::station::{Health, Station, StationTotals, Work};
use crate::tandem::TandemStation;
use crate::topology::node::{MAX_SITES, NodeId};

impl Core {
    pub(crate) fn is_cut(&self, node: NodeId) -> bool {
        self.cut[node.index()]
    }

    pub(crate) fn is_out(&self, node: NodeId) -> bool {
        self.out[node.index()]
    }
}

impl Sim {
    /// The settings as they are now.
    pub fn config(&self) -> &Config {
        &self.core.config
    }

    /// Counts how often the settings have changed, by an input or by themselves, as a pool does that follows its load.
    /// Equal numbers at two looks at one run tell that [`Sim::config`] is what it was.
    pub fn config_version(&self) -> u64 {
        self.core.config_version
    }

    /// The time.
    pub fn now(&self) -> Nanos {
        self.core.now
    }

    /// Requests a second that arrive at this moment: the wave's, or the mean where there is none.
    pub fn arrival_rate(&self) -> f64 {
        self.core.config.arrival_rate_at(self.core.now)
    }

    /// How many events were handled.
    pub fn events_handled(&self) -> u64 {
        self.handled
    }

    /// A fingerprint of everything that happened to every request.
    pub fn digest(&self) -> u64 {
        mix(self.core.digest ^ self.handled)
    }

    /// All counts.
    pub fn accounts(&self) -> &Accounts {
        &self.core.accounts
    }

    /// Requests in flight, counted from the requests themselves.
    pub fn in_flight(&self) -> u64 {
        self.core.requests.len() as u64 - self.core.chores
    }

    /// How many bytes it takes, with all that it holds on the heap: what was allocated, used or not. Follows the
    /// requests in flight and the inputs still to come, not the time that has passed, but for two things: figures
    /// over time fill up to their bound, and each refused input is kept. Costs a look at each followed request.
    pub fn bytes(&self) -> usize {
        let inputs: usize = self.inputs.iter().map(|(_, input)| input.bytes()).sum();
        let refused: usize = self.refused.iter().map(|(_, error)| error.bytes()).sum();
        let row = self.core.config.tandem.as_ref().map_or(0, |tandem| tandem.stations.capacity());
        size_of::<Self>()
            + row * size_of::<TandemStation>()
            + self.core.events.bytes()
            + self.core.departures.bytes()
            + self.core.inside.bytes()
            + self.core.deadlines.bytes()
            + self.core.requests.bytes()
            + self.core.visitors.bytes()
            + self.parts.bytes()
            + self.core.stations.capacity() * size_of::<Station>()
            + self.core.stations.iter().map(Station::bytes).sum::<usize>()
            + self.core.accounts.bytes()
            + self.core.latency.bytes()
            + self.core.series.bytes()
            + self.core.journeys.bytes()
            + self.inputs.capacity() * size_of::<(Nanos, Input)>()
            + inputs
            + self.refused.capacity() * size_of::<(Nanos, InputError)>()
            + refused
            + self.mark.accounts.bytes()
            + self.mark.stations.capacity() * size_of::<StationTotals>()
    }

    /// Latency of the requests answered since measuring began.
    pub fn latency(&self) -> &Latency {
        &self.core.latency
    }

    /// Figures over time.
    pub fn series(&self) -> &Series {
        &self.core.series
    }

    /// Journeys of sampled requests.
    pub fn journeys(&self) -> &Journeys {
        &self.core.journeys
    }

    /// The load balancer.
    pub fn balancer(&self) -> &Balancer {
        &self.parts.balancers[0]
    }

    /// The load balancer of data center `site`.
    pub fn balancer_at(&self, site: u8) -> &Balancer {
        &self.parts.balancers[site]
    }

    /// The message queue.
    pub fn queue(&self) -> &Queue {
        &self.parts.queue.queue
    }

    /// Workers that start.
    pub fn workers_starting(&self) -> &[Start] {
        &self.parts.queue.starting
    }

    /// Whether a web server's core works on a photo, and not on a page.
    pub fn is_on_photo(&self, work: &Work) -> bool {
        self.core.is_on_photo(work)
    }

    /// Whether DNS answers, or the first of two name servers does.
    pub fn dns_is_up(&self) -> bool {
        self.parts.dns.up
    }

    /// The database's machines and what each knows.
    pub fn replication(&self) -> &Replication {
        &self.parts.databases[0].replication
    }

    /// The database's machines of data center `site` and what each knows.
    pub fn replication_at(&self, site: u8) -> &Replication {
        &self.parts.databases[site].replication
    }

    /// The rows of data center `site`, and the shards that they are on.
    pub fn shards_at(&self, site: u8) -> &Shards {
        &self.parts.shards[site].rows
    }

    /// Whether `node` cannot be reached although it may work.
    pub fn is_cut(&self, node: NodeId) -> bool {
        self.core.is_cut(node)
    }

    /// Whether `node`, which has no workers, is down.
    pub fn is_out(&self, node: NodeId) -> bool {
        self.core.is_out(node)
    }

    /// The station at `node`, if the system has one there.
    pub fn station(&self, node: NodeId) -> Option<&Station> {
        let station = node.station()?;
        self.core.has(node).then(|| &self.core.stations[usize::from(station)])
    }

    /// Whether edge location `edge` answers.
    pub fn edge_is_up(&self, edge: usize) -> bool {
        self.core.edge_is_up(edge)
    }

    /// The files that edge location `edge` has and would hand out now, and how many of these are not the site's version.
    /// O(files).
    pub fn files_at_edge(&self, edge: usize) -> (u32, u32) {
        self.parts.cdn.fresh(edge, self.core.now)
    }

    /// What edge location `edge` was asked since it was rented.
    pub fn asked_at_edge(&self, edge: usize) -> EdgeCounts {
        self.parts.cdn.asked_at(edge)
    }

    /// The version of its files that is on the site, from 1.
    pub fn files_version(&self) -> u32 {
        self.parts.cdn.version
    }

    /// Fills the cache tier of a system that has not begun yet, as if it had always been there. O(keys).
    pub fn settle_cache(&mut self) {
        let Parts { caches, databases, traffic, .. } = &mut self.parts;
        caches.settle(&self.core, databases, &traffic.popularity);
    }

    /// The cache tier and what it keeps.
    pub fn cache_tier(&self) -> &Tier {
        &self.parts.caches[0]
    }

    /// The cache tier of data center `site` and what it keeps.
    pub fn cache_tier_at(&self, site: u8) -> &Tier {
        &self.parts.caches[site]
    }

    /// How many signed-in visitors the machine at `node` holds the sessions of, whoever sends by hand included.
    pub fn sessions_at(&self, node: NodeId) -> u32 {
        self.parts.sessions.at(&self.core.visitors, node)
    }

    /// How many sessions were lost when the web server at `node` last lost its memory.
    pub fn sessions_lost_at(&self, node: NodeId) -> u32 {
        self.parts.sessions.lost_at(node)
    }

    /// The key that has the popularity of `rank` now, from 0.
    pub fn key_of_rank(&self, rank: u32) -> u32 {
        self.parts.traffic.key_of_rank(&self.core, rank)
    }

    /// What the data centers tell each other.
    pub fn between(&self) -> &Between {
        &self.parts.geo_replication.between
    }

    /// The newest version of `key` that one who asks in data center `site` could be given.
    #[inline]
    pub fn newest_of(&self, site: u8, key: u32) -> u32 {
        self.parts.geo_replication.newest_of(&self.parts.databases[site], key)
    }

    /// Whether geoDNS names data center `site` to those who are nearest to it.
    pub fn site_is_believed(&self, site: u8) -> bool {
        self.parts.geo_dns.believes(site)
    }

    /// The health of data center `site` as a whole.
    pub fn site_health(&self, site: u8) -> Health {
        if self.core.is_out(NodeId::site(site)) { Health::Down(self.parts.geo_dns.died(site)) } else { Health::Up }
    }

    /// The share of the visitors of `region` that geoDNS sends to each data center now, 0 to 1.
    pub fn sent_from(&self, region: usize) -> [f64; MAX_SITES] {
        self.parts.geo_dns.sent_from(&self.core, region)
    }

    /// The data center in which edge location `edge` finds the origin.
    pub fn origin_of(&self, edge: usize) -> u8 {
        self.parts.geo_dns.origin_of(&self.core, edge)
    }

    /// Counts every request where it is. Costs a look at each.
    pub fn census(&self) -> Census {
        Census::of(&self.core)
    }

    /// Which build the web server with number `server` runs, from 1.
    pub fn build_of(&self, server: u8) -> u16 {
        self.parts.release.build_of(server)
    }

    /// The build that data center `site` runs: that of its first web server.
    pub fn build_at(&self, site: u8) -> u16 {
        self.parts.release.build_at(&self.core, site)
    }

    /// Share of the requests that the build on the web server with number `server` fails, 0 to 1.
    pub fn bug_of(&self, server: u8) -> f64 {
        self.parts.release.bug_of(&self.core, server)
    }

    /// How far the last build has come.
    pub fn pipeline(&self) -> &Pipeline {
        &self.parts.release.pipeline
    }

    /// When the next build is ready that comes by itself, if one does.
    pub fn next_build(&self) -> Option<Nanos> {
        self.parts.release.next_build()
    }

    /// How the last deploy in several data centers stands.
    pub fn deploy_state(&self) -> DeployState {
        self.parts.release.deploy_state()
    }

    /// What is seen of the run.
    pub fn telemetry(&self) -> &Telemetry {
        &self.parts.telemetry
    }
}
