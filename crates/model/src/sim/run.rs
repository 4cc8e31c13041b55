//! Takes what is due next: inputs, the closing of figures, arrivals, departures, and all other events.

use super::Sim;
use crate::engine::event::Event;
use crate::engine::time::{NEVER, Nanos};
use crate::input::{Input, InputError};
use crate::observe::series::{self, BacklogFigures, SHOWN};
use crate::parts::{Parts, balancer};
use crate::request::station::{Health, StationLoad};
use crate::topology::node::NodeId;

impl Sim {
    /// Plans `input` for `at`, after inputs planned earlier for the same moment. One that turns out not
    /// to be possible is left out and kept in [`Sim::refused`].
    pub fn plan(&mut self, at: Nanos, input: Input) {
        let at = at.max(self.core.now);
        let place = self.inputs.partition_point(|(t, _)| *t <= at);
        self.inputs.insert(place, (at, input));
        self.find_interlude();
    }

    /// Whether an input is planned for `at`.
    pub(crate) fn has_planned(&self, at: Nanos) -> bool {
        self.inputs.iter().any(|(due, _)| *due == at)
    }

    /// Leaves out whatever is planned.
    pub(crate) fn forget_planned(&mut self) {
        self.inputs.clear();
        self.find_interlude();
    }

    /// How many planned inputs are still to come.
    pub fn planned(&self) -> usize {
        self.inputs.len()
    }

    /// Planned inputs that were refused, and when.
    pub fn refused(&self) -> &[(Nanos, InputError)] {
        &self.refused
    }

    /// Runs until `until`.
    pub fn run_until(&mut self, until: Nanos) {
        while !self.run_some(until, u64::MAX) {}
    }

    /// Runs until `until`, but takes no more than `most` steps, each one event or less. Whether it got there.
    pub fn run_some(&mut self, until: Nanos, most: u64) -> bool {
        for _ in 0..most {
            if !self.take_next(until) {
                return true;
            }
        }
        false
    }

    /// Handles the next thing that is due up to `until`; if there is none, goes there. Whether there was one. At the
    /// same moment inputs come first, then the closing of figures, then arrivals, departures in the order of
    /// stations and workers, hops inside the site, deadlines and all other events, these in the order in which they
    /// were scheduled.
    pub fn step(&mut self, until: Nanos) -> bool {
        !self.run_some(until, 1)
    }

    #[inline(always)]
    fn take_next(&mut self, until: Nanos) -> bool {
        let (event, hop, departure) =
            (self.core.events.next_time(), self.core.inside.next_time(), self.core.departures.next_time());
        let (deadline, arrival) = (self.core.deadlines.next_time(), self.parts.traffic.arrivals.next());
        let next = event.min(hop).min(departure).min(deadline).min(arrival).min(self.interlude);
        if next > until {
            self.core.now = self.core.now.max(until);
            return false;
        }
        self.core.now = next;
        if next == self.interlude {
            self.interrupt();
        } else if next == arrival {
            self.handled += 1;
            let id = self.parts.traffic.arrivals.take(&self.core.luck);
            self.arrive(id);
        } else if next == departure {
            self.handled += 1;
            let (station, worker) = self.core.departures.next();
            self.served(station, worker);
        } else if next == hop {
            self.handled += 1;
            self.core.inside.pop().into_iter().for_each(|key| self.reach(key));
        } else if next == deadline {
            // An event only if somebody still waits.
            let given_up = self.core.deadlines.pop().is_some_and(|key| self.give_up(key));
            self.handled += u64::from(given_up);
        } else {
            self.handled += 1;
            self.core.events.pop().into_iter().for_each(|event| self.handle(event));
        }
        true
    }

    /// Takes the next input, or closes the figures.
    #[cold]
    fn interrupt(&mut self) {
        if self.inputs.front().is_some_and(|(at, _)| *at == self.core.now) {
            if let Some((_, input)) = self.inputs.pop_front()
                && let Err(error) = self.apply(&input)
            {
                self.refused.push((self.core.now, error));
            }
        } else {
            let stations = self.shown_stations();
            let queue = self.core.config.topology.queue;
            let backlog = if queue { self.parts.queue.observe(&self.core) } else { BacklogFigures::default() };
            self.core.series.tick(self.core.now, &self.core.accounts.total, &stations, backlog);
            if self.core.config.scaling.wave > 0.0 || self.core.config.queue.spike > 1.0 {
                self.parts.traffic.fit_rate(&self.core);
            }
        }
        self.find_interlude();
    }

    fn find_interlude(&mut self) {
        self.interlude = self.core.series.next_tick().min(self.inputs.front().map_or(NEVER, |(at, _)| *at));
    }

    fn shown_stations(&self) -> [StationLoad; SHOWN] {
        core::array::from_fn(|i| self.core.stations[usize::from(series::shown(i))].load(self.core.now))
    }

    #[inline(never)]
    fn handle(&mut self, event: Event) {
        match event {
            Event::Reach(key) => self.reach(key),
            Event::Probe { server, epoch } => {
                if balancer::flow::probe(&mut self.core, &mut self.parts.balancers, server, epoch) {
                    self.watch_sites();
                    balancer::flow::plan_next_probe(&mut self.core, &mut self.parts.balancers, server);
                }
            }
            Event::Takeover { site, epoch } => {
                balancer::flow::take_over(&self.core, &mut self.parts.balancers, site, epoch);
                self.watch_sites();
            }
            Event::Booted { station, epoch } => {
                if self.core.stations[usize::from(station)].epoch() == epoch {
                    self.core.stations[usize::from(station)].set_health(Health::Up);
                    self.back_in_touch(station);
                    self.watch_sites();
                }
            }
            Event::Noticed { station, epoch } => {
                self.noticed(station, epoch);
                self.watch_sites();
            }
            Event::Replaced { station, epoch } => {
                self.replaced(station, epoch);
                self.watch_sites();
            }
            Event::Look { epoch } => self.look(epoch),
            Event::SiteNoticed { site, epoch } => self.parts.geo_dns.noticed(site, epoch),
            Event::Told { epoch } => {
                let Parts { geo_replication, databases, shards, .. } = &mut self.parts;
                geo_replication.deliver(&mut self.core, databases, shards, epoch);
            }
            Event::Deploy { site, epoch } => self.parts.release.deploy_step(&mut self.core, site, epoch),
            Event::Jobs { epoch } => self.wake_jobs(epoch),
            Event::Reported { receipt } => self.parts.queue.reported(&mut self.core, receipt),
            Event::Scrape { epoch } => self.scrape(epoch),
            Event::Collect { epoch } => {
                self.parts.telemetry.fetch_lines(&mut self.core, epoch, &self.parts.balancers);
            }
            Event::Roll { epoch } => self.parts.release.roll(&mut self.core, epoch),
            Event::NewBuild { epoch } => {
                self.parts.release.new_build(&mut self.core, epoch, self.parts.telemetry.alerts());
            }
            Event::Move { station, epoch } => self.parts.shards.next_batch(&mut self.core, station, epoch),
            Event::Apply { station, epoch } => {
                self.parts.databases[NodeId::of_station(station).home()].arrived(&mut self.core, station, epoch);
            }
            Event::Await { site } => self.parts.databases[site].look_after_writers(&mut self.core, site),
            Event::TellAgain => self.parts.geo_replication.tell_again(&mut self.core),
        }
    }
}
