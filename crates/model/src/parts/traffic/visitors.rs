//! Visitors ask for the address of the site, and send their requests there.

use crate::engine::time::{from_millis, from_secs};
use crate::observe::journey::HopKind;
use crate::request::{Phase, RequestKey};
use crate::sim::core::Core;
use crate::topology::node::NodeId;

impl Core {
    /// A client that knows the site's address sends its request there; another asks for it first.
    #[inline]
    pub(crate) fn look_up_or_send(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        if let Some(address) = self.visitors.address(request.visitor, self.now) {
            self.set_address(key, address);
            self.send(key);
        } else {
            self.accounts.total.looked_up += 1;
            let client = request.client();
            let delay = from_millis(self.config.dns_ms / 2.0);
            self.travel(key, HopKind::AskDns, client, NodeId::DNS, delay, Phase::ToDns);
        }
    }

    /// The answer of DNS reaches the client, which keeps it and sends its request.
    pub(crate) fn hear(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        let until = self.now.saturating_add(from_secs(self.config.dns_ttl_s));
        self.visitors.keep(request.visitor, request.address, until);
        self.send(key);
    }
}
