//! Machines that break and are repaired, and what else a reader does to them.

use crate::engine::event::Event;
use crate::input::{Act, Fault, InputError};
use crate::measure::count::Count;
use crate::node::{DATABASE, NodeId, NodeKind};
use crate::sim::Sim;
use crate::station::Health;
use crate::time::from_secs;

impl Sim {
    pub(crate) fn fault(&mut self, node: NodeId, kind: Fault) {
        if kind == Fault::Cut {
            return self.cut_off(node);
        }
        if kind == Fault::Repair && self.is_cut(node) {
            self.reconnect(node);
        }
        match node.kind() {
            NodeKind::Dns => self.dns_up = kind == Fault::Repair,
            NodeKind::Balancer => self.fault_balancer(kind),
            NodeKind::Cdn | NodeKind::Edge => self.fault_edges(node, kind != Fault::Repair),
            _ => {
                if let Some(station) = node.station() {
                    self.fault_station(station, kind);
                }
            }
        }
    }

    fn fault_station(&mut self, station: u8, kind: Fault) {
        let health = self.stations[usize::from(station)].health();
        match kind {
            Fault::Down | Fault::Restart | Fault::Destroy => {
                if !matches!(health, Health::Down(_)) {
                    self.kill(station);
                    self.lost_touch(station, true);
                }
                if let (Fault::Destroy, Some(machine)) = (kind, station.checked_sub(DATABASE)) {
                    self.replication.destroy(machine);
                }
                if kind == Fault::Restart {
                    self.stations[usize::from(station)].set_health(Health::Up);
                    self.back_in_touch(station);
                }
            }
            Fault::Slow => {
                if matches!(health, Health::Up) {
                    self.stations[usize::from(station)].set_health(Health::Slow);
                }
            }
            Fault::Repair => self.repair(station, health),
            Fault::Cut => {}
        }
    }

    fn cut_off(&mut self, node: NodeId) {
        if self.is_cut(node) {
            return;
        }
        self.set_cut(node, true);
        if let Some(station) = node.station().filter(|station| self.stations[usize::from(*station)].accepts()) {
            self.lost_touch(station, false);
        }
    }

    fn reconnect(&mut self, node: NodeId) {
        self.set_cut(node, false);
        if let Some(station) = node.station() {
            self.back_in_touch(station);
        }
    }

    fn repair(&mut self, station: u8, health: Health) {
        match health {
            Health::Slow => self.stations[usize::from(station)].set_health(Health::Up),
            Health::Down(_) => self.begin_boot(station, self.config.boot_s),
            Health::Up | Health::Booting(_) => {}
        }
    }

    fn fault_balancer(&mut self, kind: Fault) {
        match kind {
            Fault::Down if self.balancer.is_up() => {
                self.balancer.set_up(false);
                self.cut_balancer();
                if self.config.standby {
                    self.plan_takeover();
                }
            }
            Fault::Repair if !self.balancer.is_up() => self.balancer.set_up(true),
            _ => {}
        }
    }

    pub(crate) fn plan_takeover(&mut self) {
        let epoch = self.balancer.epoch;
        let at = self.now + from_secs(self.config.takeover_s);
        self.events.push(at, Event::Takeover { epoch });
    }

    pub(crate) fn act(&mut self, act: Act) -> Result<(), InputError> {
        match act {
            Act::RecoverLog => {
                let primary = DATABASE + self.replication.primary();
                if self.replication.orphans().is_empty() || !self.in_touch(primary) {
                    let why = "`recover-log` is not possible: it takes a log with lost writes and a primary that is up";
                    return Err(InputError::Act(why.to_owned()));
                }
                let recovered = self.replication.recover(self.now);
                self.accounts.total.counts[Count::Recovered as usize] += recovered;
            }
            Act::Purge => self.purge(),
            Act::Deploy => self.files.version += 1,
        }
        Ok(())
    }
}
