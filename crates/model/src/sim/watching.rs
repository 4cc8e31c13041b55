//! What follows from watching the system: a scrape may raise an alert, and an alert may take a build back.

use crate::parts::Parts;
use crate::sim::Sim;
use crate::topology::node::NodeId;

impl Sim {
    /// Builds and scrapes begin, go on or end as the settings say.
    pub(crate) fn fit_telemetry(&mut self) {
        let Parts { telemetry, release, .. } = &mut self.parts;
        release.fit(&mut self.core);
        telemetry.fit(&mut self.core);
    }

    /// A scrape: all machines are read, and the last build is taken back if an alert blames it.
    pub(crate) fn scrape(&mut self, epoch: u32) {
        let Self { core, parts: Parts { telemetry, release, balancers, caches, databases, .. }, .. } = self;
        if !telemetry.is_due(core, epoch) {
            return;
        }
        if core.serves(NodeId::METRICS) {
            if telemetry.look(core, balancers, caches, databases) {
                telemetry.alarmed(core, release.pipeline.notice());
            }
            release.take_back(core, telemetry.alerts());
        }
        telemetry.plan_next_scrape(core);
    }
}
