//! The pool of web servers that follows its load, and the wave of traffic that it follows.

pub(crate) mod config;
pub(crate) mod params;

use crate::config::Config;
use crate::engine::event::Event;
use crate::engine::time::{NEVER, Nanos, from_secs};
use crate::observe::series::TICK;
use crate::request::station::{Health, StationLoad};
use crate::sim::core::Core;
use crate::topology::node::{MAX_SERVERS, NodeId, SITE_SERVERS};

/// What the pool knows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pool {
    /// Counts looks that were planned; only the last one planned is taken.
    epoch: u32,
    /// When the next look is due; 0 if none is planned.
    due: Nanos,
    /// Nothing is changed before this.
    rests_until: Nanos,
    /// The load of each server at the last look; empty while the pool does not follow its load.
    loads: Vec<StationLoad>,
    /// Which servers worked then, a bit each.
    worked: u64,
    /// Totals over all looks.
    pub totals: PoolTotals,
}

/// Running totals of the pool.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PoolTotals {
    /// Server-nanoseconds paid for, up to [`PoolTotals::until`].
    server_ns: u128,
    until: Nanos,
    /// Worker-nanoseconds spent working by servers in service, up to the last look.
    pub busy_ns: u128,
    /// Worker-nanoseconds that these servers had.
    pub capacity_ns: u128,
}

impl PoolTotals {
    /// Server-nanoseconds paid for until `now`, if there have been `servers` since the last change.
    pub fn server_ns(&self, now: Nanos, servers: u32) -> u128 {
        self.server_ns + u128::from(now - self.until) * u128::from(servers)
    }

    /// There will be another number of servers than `servers` from now on.
    pub fn change(&mut self, now: Nanos, servers: u32) {
        (self.server_ns, self.until) = (self.server_ns(now, servers), now);
    }
}

impl Pool {
    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.loads.capacity() * size_of::<StationLoad>()
    }
}

/// How many servers keep the utilisation at `target` if `serving` have `utilisation` now, as Kubernetes' horizontal
/// autoscaler reckons: serving × utilisation ÷ target, rounded up, within the bounds of the pool.
fn wanted(config: &Config, serving: u32, utilisation: f64) -> u32 {
    let scaling = &config.scaling;
    let servers = libm::ceil(f64::from(serving) * utilisation / scaling.target) as u32;
    let most = if config.topology.sites { SITE_SERVERS } else { MAX_SERVERS };
    servers.max(scaling.min).min(scaling.max).min(most as u32)
}

impl Core {
    /// New servers take the places of dead ones.
    pub(crate) fn replace_dead(&mut self) {
        for server in self.config.all_servers() {
            let dead = matches!(self.stations[usize::from(server)].health(), Health::Down(_));
            if dead && !self.in_dead_site(NodeId::web(server)) {
                self.begin_boot(server, self.config.scaling.boot_s);
            }
        }
    }

    /// The machine at `station`, empty, starts.
    pub(crate) fn begin_boot(&mut self, station: u8, boot_s: f64) {
        let ready = self.now + from_secs(boot_s);
        let machine = &mut self.stations[usize::from(station)];
        machine.set_health(Health::Booting(ready));
        let epoch = machine.epoch();
        self.events.push(ready.min(NEVER - 1), Event::Booted { station, epoch });
    }
}

impl Pool {
    /// Looks begin, go on or end as the settings say.
    pub fn fit(&mut self, core: &mut Core) {
        if !core.config.scaling.auto || core.config.tandem.is_some() {
            if self.due > 0 {
                *self = Self { epoch: self.epoch + 1, totals: self.totals, ..Self::default() };
            }
            return;
        }
        let soon = core.now + from_secs(core.config.scaling.interval_s);
        if self.due == 0 {
            self.remember_loads(core);
        }
        if self.due == 0 || self.due > soon {
            self.plan_look(core, soon);
        }
    }

    fn plan_look(&mut self, core: &mut Core, at: Nanos) {
        self.epoch += 1;
        self.due = at;
        core.events.push(at, Event::Look { epoch: self.epoch });
    }

    fn remember_loads(&mut self, core: &Core) {
        self.loads.clear();
        self.loads.extend(core.stations[..MAX_SERVERS].iter().map(|station| station.load(core.now)));
        let works = |i: &usize| core.config.has_server(*i as u8) && core.in_touch(*i as u8);
        self.worked = (0..MAX_SERVERS).filter(works).fold(0, |all, i| all | 1 << i);
    }

    /// Whether the look with this number is the last one planned.
    pub fn awaits(&self, epoch: u32) -> bool {
        self.epoch == epoch
    }

    /// The pool looks at its load and replaces servers that are dead. How many servers there are to be, if it grows or
    /// shrinks.
    pub fn look(&mut self, core: &mut Core) -> Option<u32> {
        let mut servers = 0;
        for site in 0..core.config.sites() as u8 {
            let (mut serving, mut busy_ns, mut capacity_ns) = (0, 0, 0);
            let then = &self.loads;
            for (i, load) in core.config.servers_of(site).map(usize::from).filter_map(|i| Some((i, then.get(i)?))) {
                // A server that was not there for the whole time says nothing.
                if self.worked >> i & 1 == 1 && core.in_touch(i as u8) {
                    let now = core.stations[i].load(core.now);
                    serving += 1;
                    busy_ns += now.busy_ns.saturating_sub(load.busy_ns);
                    capacity_ns += now.capacity_ns.saturating_sub(load.capacity_ns);
                }
            }
            self.totals.busy_ns += busy_ns;
            self.totals.capacity_ns += capacity_ns;
            if capacity_ns > 0 {
                // Data centers are alike: all are as large as the busiest has to be.
                servers = servers.max(wanted(&core.config, serving, busy_ns as f64 / capacity_ns as f64));
            }
        }
        core.replace_dead();
        if servers == 0 || core.now < self.rests_until || servers == core.config.servers {
            return None;
        }
        self.rests_until = core.now + from_secs(core.config.scaling.cooldown_s);
        Some(servers)
    }

    /// The pool has looked, and grown or shrunk if it was to: remembers how things stand until it looks again.
    pub fn looked(&mut self, core: &mut Core) {
        self.remember_loads(core);
        self.plan_look(core, core.now + from_secs(core.config.scaling.interval_s));
    }
}

impl Config {
    /// Requests a second that arrive around the moment `at`: the mean × (1 + wave × sin 2πt/period) at the middle of
    /// `at`'s tenth of a second, and more in a spike of uploads.
    pub fn arrival_rate_at(&self, at: Nanos) -> f64 {
        let (mean, scaling) = (self.arrival_rate() * self.crowd(at), &self.scaling);
        if scaling.wave == 0.0 || self.tandem.is_some() {
            return mean;
        }
        let middle = ((at / TICK * TICK + TICK / 2) as f64 * 1e-9) % scaling.wave_s;
        mean * (1.0 + scaling.wave * libm::sin(core::f64::consts::TAU * middle / scaling.wave_s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Database, Topology};
    use crate::engine::time::SECOND;
    use crate::params;
    use crate::sim::Sim;

    fn config(settings: &[(&str, f64)]) -> Config {
        let mut config = Config::new(Topology { balancer: true, database: Database::Own, ..Topology::BARE });
        for (id, value) in settings {
            params::find(id).unwrap().apply(&mut config, *value).unwrap();
        }
        config
    }

    #[test]
    fn the_pool_wants_what_keeps_its_target() {
        let config = config(&[("auto.target", 0.6), ("auto.min", 2.0), ("auto.max", 12.0)]);
        assert_eq!(wanted(&config, 4, 0.6), 4);
        assert_eq!(wanted(&config, 4, 0.61), 5);
        assert_eq!(wanted(&config, 3, 1.0), 5);
        assert_eq!((wanted(&config, 4, 0.0), wanted(&config, 12, 1.0)), (2, 12));
        let crossed = self::config(&[("auto.min", 20.0), ("auto.max", 12.0)]);
        assert_eq!(wanted(&crossed, 4, 0.5), 12, "of contradicting bounds the upper one holds");
    }

    #[test]
    fn a_pool_grows_with_new_servers_that_start_and_shrinks_from_the_last() {
        let auto = [("users", 700_000.0), ("web.servers", 2.0), ("auto.scale", 1.0), ("auto.interval", 5.0)];
        let mut sim = Sim::new(config(&[&auto[..], &[("auto.boot", 30.0), ("web.cores", 1.0)]].concat()), 1);
        sim.run_until(6 * SECOND);
        assert_eq!(sim.config().servers, 4, "two that are full want ⌈2 ÷ 0.6⌉");
        let health = |sim: &Sim, i| sim.station(NodeId::web(i)).unwrap().health();
        assert_eq!(health(&sim, 3), Health::Booting(35 * SECOND));
        assert!(!sim.balancer().in_rotation(3));
        sim.run_until(34 * SECOND);
        assert_eq!(sim.config().servers, 4, "those that start do not count");
        sim.run_until(40 * SECOND);
        assert!(health(&sim, 3) == Health::Up && sim.balancer().in_rotation(3));
        sim.run_until(200 * SECOND);
        // 729 requests a second of 6.4 ms are 4.7 servers' worth: eight at 60 %.
        assert!((8..=9).contains(&sim.config().servers), "{}", sim.config().servers);
        let users = params::find("users").unwrap();
        sim.plan(201 * SECOND, crate::Input::Set { param: users, value: 50_000.0 });
        sim.run_until(260 * SECOND);
        assert_eq!(sim.config().servers, 2);
        assert!(!sim.balancer().in_rotation(2) && sim.balancer().in_rotation(1));
    }

    #[test]
    fn the_wave_has_its_mean_its_crest_and_its_trough() {
        let config = config(&[("wave", 0.5), ("wave.period", 100.0), ("users", 960_000.0)]);
        let at = |s: f64| config.arrival_rate_at(from_secs(s)) / config.arrival_rate();
        assert!((at(24.99) - 1.5).abs() < 1e-4 && (at(74.99) - 0.5).abs() < 1e-4 && (at(149.99) - 1.0).abs() < 4e-3);
        let sum: f64 = (0..1000).map(|tick| at(f64::from(tick) * 0.1 + 0.03)).sum();
        assert!((sum / 1000.0 - 1.0).abs() < 1e-12);
        assert!(config.scaling.wave > 0.0 && config.arrival_rate_at(7 * SECOND / 100) == config.arrival_rate_at(0));
        let mut crest = config.clone();
        params::find("users").unwrap().apply(&mut crest, 1e8).unwrap();
        let error = params::find("requests").unwrap().apply(&mut crest, 250.0).unwrap_err().to_string();
        assert!(error.contains("1000000 requests a second"), "{error}");
    }
}
