//! What a reader may do to a run.

mod act;
mod fault;
mod send;

use core::fmt;

pub use act::Act;
pub use fault::Fault;
pub use send::Send;

use crate::config::Config;
use crate::engine::time::{Nanos, from_secs};
use crate::params::{self, Param, ParamError};
use crate::tandem::TandemStation;
use crate::topology::node::NodeId;

/// Something done to a run.
#[derive(Clone, Debug)]
pub enum Input {
    /// Moves a slider.
    Set {
        /// Which.
        param: &'static Param,
        /// To what.
        value: f64,
    },
    /// Breaks or repairs a node.
    Fault {
        /// Which.
        node: NodeId,
        /// How.
        kind: Fault,
    },
    /// Does something to the system that is neither a setting nor a fault.
    Act(Act),
    /// Sends a request by hand.
    Send(Send),
    /// Goes on with another configuration, all machines well: the next stage.
    Reconfigure(Box<Config>),
}

impl Input {
    /// How many bytes it takes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Reconfigure(config) => {
                let stations = config.tandem.as_ref().map_or(0, |tandem| tandem.stations.capacity());
                size_of::<Config>() + stations * size_of::<TandemStation>()
            }
            Self::Set { .. } | Self::Fault { .. } | Self::Act(_) | Self::Send(_) => 0,
        }
    }
}

/// Why an input was refused; the run is untouched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputError {
    /// A value that is not legal.
    Param(ParamError),
    /// A fault that cannot happen, in words.
    Fault(String),
    /// Something that cannot be done, in words.
    Act(String),
    /// A request that cannot be sent, in words.
    Send(String),
}

impl From<ParamError> for InputError {
    fn from(error: ParamError) -> Self {
        Self::Param(error)
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Param(error) => error.fmt(f),
            Self::Fault(what) | Self::Act(what) | Self::Send(what) => f.write_str(what),
        }
    }
}

impl core::error::Error for InputError {}

impl InputError {
    /// How many bytes it takes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Param(error) => error.param.capacity() + error.value.capacity() + error.allowed.capacity(),
            Self::Fault(what) | Self::Act(what) | Self::Send(what) => what.capacity(),
        }
    }
}

/// Reads the moment of an input `what` that stands in `text`.
fn moment(what: &str, text: &str, value: &str) -> Result<Nanos, String> {
    let seconds = params::number(value).filter(|s| *s >= 0.0);
    seconds
        .map(from_secs)
        .ok_or_else(|| format!("{what} `{text}`: at `{value}` is refused; allowed is a number of seconds from 0"))
}

/// The web servers of a system, in words.
fn servers(config: &Config) -> String {
    let of = |site| {
        let servers = config.servers_of(site);
        format!("web-{} to web-{}", servers.start + 1, servers.end)
    };
    (0..config.sites() as u8).map(of).collect::<Vec<_>>().join(", ")
}

/// The machines of a system, in words.
fn machines(config: &Config) -> String {
    let several = |name: &str, count: u32| match count {
        0 => String::new(),
        1 => format!(", {name}-1"),
        _ => format!(", {name}-1 to {name}-{count}"),
    };
    let single = |node: NodeId| if config.has(node) { format!(", {node}") } else { String::new() };
    [
        servers(config),
        single(NodeId::BALANCER),
        single(NodeId::DATABASE),
        several("replica", config.replicas()),
        several("cache", config.caches()),
        single(NodeId::SESSIONS),
        single(NodeId::CDN),
        several("edge", config.edges()),
        several("shard", config.shards()),
        single(NodeId::QUEUE),
        single(NodeId::WORKERS),
        single(NodeId::METRICS),
        single(NodeId::LOGS),
        single(NodeId::PIPELINE),
        if config.topology.sites { several("dc", config.sites()) } else { String::new() },
        if config.sites() > 1 { ", dc-2/…".to_owned() } else { String::new() },
    ]
    .concat()
}
