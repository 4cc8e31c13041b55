//! Photo uploads: who brings one, and what the web server does with it: the work itself, or a message to the queue.

use crate::config::WorkMode;
use crate::engine::luck::Purpose;
use crate::engine::time::Nanos;
use crate::observe::journey::HopKind;
use crate::parts::queue::flow::Jobs;
use crate::request::service;
use crate::request::station::Work;
use crate::request::{Errand, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
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

    /// The web server has a photo: it works on it, or leaves that to others.
    pub(crate) fn take_photo(&mut self, key: RequestKey) -> Next {
        self.requests.item(key).photo = false;
        let Some(id) = self.requests.get(key).map(|request| request.id) else { return Next::Stay };
        let by_itself = self.config.queue.mode == WorkMode::Synchronous;
        let stretch = if by_itself {
            self.photo_stretch(id)
        } else {
            service::stretch(&self.config, &self.luck, Purpose::Upload, id, MESSAGE)
        };
        let Some(request) = self.requests.get_mut(key) else { return Next::Stay };
        request.stretch = stretch;
        let server = request.web.unwrap_or(0);
        if by_itself {
            request.errand = Errand::Photo;
            Next::Work { station: server, hop: HopKind::Photo, node: NodeId::web(server) }
        } else {
            self.go_behind(key, Errand::Publish, NodeId::QUEUE);
            Next::Stay
        }
    }

    /// Whether a web server's core works on a photo, and not on a page.
    pub(crate) fn is_on_photo(&self, work: &Work) -> bool {
        self.requests.get(work.key).is_some_and(|request| request.errand == Errand::Photo)
    }
}

impl Jobs {
    /// The answer to an upload has reached its client, after `latency`.
    #[cold]
    pub fn upload_answered(&mut self, latency: Nanos) {
        self.totals.uploads += 1;
        self.totals.upload_ns += u128::from(latency);
    }
}
