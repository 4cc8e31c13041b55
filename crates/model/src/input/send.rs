//! Requests sent by hand.

use super::{InputError, machines};
use crate::config::Config;
use crate::topology::node::NodeId;
use crate::topology::world::REGIONS;

/// A request sent by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Send {
    /// From the app instead of the browser.
    pub mobile: bool,
    /// To write.
    pub write: bool,
    /// The sender has no DNS answer yet.
    pub new_visitor: bool,
    /// Sent straight to this machine instead of the site's name.
    pub target: Option<NodeId>,
    /// All its queries are about this key, from 0; none leaves that to its luck.
    pub key: Option<u32>,
    /// For this file, from 0, and not for a page.
    pub file: Option<u32>,
    /// To bring a photo.
    pub upload: bool,
    /// From this region, see [`crate::topology::world`]; the site's own where users are not spread over the world.
    pub region: u8,
}

impl Send {
    /// Asks for a page from a browser whose DNS answer is still good.
    pub const PAGE: Self = Self {
        mobile: false,
        write: false,
        new_visitor: false,
        target: None,
        key: None,
        file: None,
        upload: false,
        region: 0,
    };

    /// Whether this can be sent in a system of `config`.
    ///
    /// # Errors
    /// The target, and why not; a row of stations takes none at all.
    pub fn check(self, config: &Config) -> Result<(), InputError> {
        if config.tandem.is_some() {
            return Err(InputError::Send(
                "a row of stations takes no `send`; its requests come by themselves".to_owned(),
            ));
        }
        let keys = if config.topology.keyed() { config.keys() } else { 0 };
        if let Some(key) = self.key.filter(|key| *key >= keys) {
            let why = format!("this system has {keys} keys, counted from 0");
            return Err(InputError::Send(format!("key `{key}` cannot be asked for: {why}")));
        }
        let (files, regions) = if config.topology.regions { (config.cdn.files, REGIONS) } else { (0, 1) };
        if self.file.is_some_and(|file| file >= files) || usize::from(self.region) >= regions {
            let what = format!("file {:?} from region {}", self.file, self.region);
            let why = format!("this system has {files} files and {regions} regions, counted from 0");
            return Err(InputError::Send(format!("`{what}` cannot be asked for: {why}")));
        }
        if self.upload && (!config.topology.queue || self.file.is_some()) {
            return Err(InputError::Send("an `upload` is not possible: this system takes no photos".to_owned()));
        }
        let Some(target) = self.target else { return Ok(()) };
        let takes = target.kind().is_station() || target == NodeId::BALANCER;
        if takes && config.has(target) {
            return Ok(());
        }
        Err(InputError::Send(format!(
            "node `{target}` cannot be sent a request: this system has no such machine ({})",
            machines(config)
        )))
    }
}
