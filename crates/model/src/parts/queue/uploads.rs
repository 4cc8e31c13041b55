//! Photo uploads: who brings one, and what the web server does with it: the work itself, or a message to the queue.

use crate::config::WorkMode;
use crate::engine::luck::Purpose;
use crate::engine::time::Nanos;
use crate::observe::journey::HopKind;
use crate::request::service;
use crate::request::station::Work;
use crate::request::{Errand, RequestKey};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::NodeId;

/// The dice of an upload: whether it is one, the work on its photo, the work of the queue with its message.
const WHETHER: u32 = 0;
const PHOTO: u32 = 1;
const MESSAGE: u32 = 2;

impl Core {
    /// Whether request `id`, which arrives now, uploads a photo.
    pub(crate) fn uploads(&self, id: u64) -> bool {
        let share = self.config.upload_share_at(self.now);
        share > 0.0 && self.luck.draw(Purpose::Upload, id, WHETHER).unit() < share
    }

    /// A request has just come: whether it brings a photo.
    pub(crate) fn bring_photo(&mut self, key: RequestKey, upload: bool) {
        let item = self.requests.item(key);
        (item.upload, item.photo) = (upload, upload);
    }

    /// The work on the photo of request `about` over the mean. It is the same whoever does it.
    pub(crate) fn photo_stretch(&self, about: u64) -> f64 {
        service::stretch(&self.config, &self.luck, Purpose::Upload, about, PHOTO)
    }
}

impl Sim {
    /// The web server has a photo: it works on it, or leaves that to others.
    pub(crate) fn take_photo(&mut self, key: RequestKey) {
        self.core.requests.item(key).photo = false;
        let Some(id) = self.core.requests.get(key).map(|request| request.id) else { return };
        let by_itself = self.core.config.queue.mode == WorkMode::Synchronous;
        let stretch = if by_itself {
            self.core.photo_stretch(id)
        } else {
            service::stretch(&self.core.config, &self.core.luck, Purpose::Upload, id, MESSAGE)
        };
        let Some(request) = self.core.requests.get_mut(key) else { return };
        request.stretch = stretch;
        let server = request.web.unwrap_or(0);
        if by_itself {
            request.errand = Errand::Photo;
            let next = crate::sim::next::Next::Work { station: server, hop: HopKind::Photo, node: NodeId::web(server) };
            self.proceed(key, next);
        } else {
            self.core.go_behind(key, Errand::Publish, NodeId::QUEUE);
        }
    }

    /// The answer to an upload has reached its client, after `latency`.
    #[cold]
    pub(crate) fn upload_answered(&mut self, latency: Nanos) {
        self.parts.queue.totals.uploads += 1;
        self.parts.queue.totals.upload_ns += u128::from(latency);
    }

    /// Whether a web server's core works on a photo, and not on a page.
    pub fn is_on_photo(&self, work: &Work) -> bool {
        self.core.requests.get(work.key).is_some_and(|request| request.errand == Errand::Photo)
    }
}
