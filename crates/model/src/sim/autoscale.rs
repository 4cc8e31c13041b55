//! Pools that grow and shrink by themselves: they say how many they want, and the configuration follows.

use crate::config::Config;
use crate::sim::Sim;
use crate::topology::node::NodeId;

impl Sim {
    /// The pool of web servers looks at its load, replaces servers that are dead, and grows or shrinks.
    pub(crate) fn look(&mut self, epoch: u32) {
        if !self.parts.pool.awaits(epoch) {
            return;
        }
        if let Some(servers) = self.parts.pool.look(&mut self.core) {
            self.resize_pool(servers);
        }
        self.parts.pool.looked(&mut self.core);
    }

    fn resize_pool(&mut self, servers: u32) {
        let before = self.core.config.clone();
        self.reconfigure(Config { servers, ..before.clone() });
        for server in self.core.config.all_servers().filter(|server| !before.has_server(*server)) {
            self.boot_new(server);
        }
    }

    /// A new server starts, and is then checked into the rotation. One that is still busy with its last requests is
    /// kept instead.
    fn boot_new(&mut self, server: u8) {
        if self.core.accounts.node(NodeId::web(server)).inside() == 0 && !self.core.in_dead_site(NodeId::web(server)) {
            self.core.begin_boot(server, self.core.config.scaling.boot_s);
            let site = self.core.config.site_of(NodeId::web(server));
            self.parts.balancers[site].set_in_rotation(server, false);
        }
    }

    /// Something is due at the queue or with its workers.
    pub(crate) fn wake_jobs(&mut self, epoch: u32) {
        if !self.parts.queue.awaits(epoch) {
            return;
        }
        if let Some(workers) = self.parts.queue.wake_up(&mut self.core) {
            self.resize_workers(workers);
        }
        self.parts.queue.hand_out(&mut self.core);
    }

    /// As [`Sim::reconfigure`], where nothing but the number of workers changes.
    fn resize_workers(&mut self, workers: u32) {
        let mut config = self.core.config.clone();
        config.queue.workers = workers;
        let old = self.core.take_config(config);
        self.parts.queue.resized(&mut self.core, old.queue.workers);
    }
}
