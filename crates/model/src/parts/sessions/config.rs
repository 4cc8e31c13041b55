//! Settings of sessions.

use serde::Serialize;

/// Where a signed-in visitor's session is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionMode {
    /// In the memory of the server where the visitor signed in; requests go wherever the balancer sends them.
    #[default]
    Server,
    /// There too, and the balancer sends each visitor to that server.
    Sticky,
    /// In a store that all servers share.
    Store,
}

impl SessionMode {
    /// All modes, in the order of the registry's choice.
    pub const ALL: [Self; 3] = [Self::Server, Self::Sticky, Self::Store];
}

/// Sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SessionConfig {
    /// Where they are kept.
    pub mode: SessionMode,
    /// Mean work of a look-up in the store, in milliseconds.
    pub op_ms: f64,
    /// Cores of the store, 1 to 64.
    pub cores: u32,
    /// Whether a second store follows the one of each data center and takes over when that is missed. It has all that the
    /// first has: what would be lost of the last moment is left out.
    pub standby: bool,
}

impl SessionConfig {
    /// Look-ups that may wait at the store.
    pub(crate) const QUEUE: u32 = 4096;
}
