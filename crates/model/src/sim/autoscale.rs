//! Pools that grow and shrink by themselves: they say how many they want, and the configuration follows.

use crate::sim::Sim;

impl Sim {
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
        let old = self.take_config(config);
        self.parts.queue.resized(&mut self.core, old.queue.workers);
    }
}
