//! What a reader may do to a run.

use core::fmt;

use crate::config::Config;
use crate::node::{NodeId, NodeKind};
use crate::params::{self, Param, ParamError};
use crate::tandem::TandemStation;
use crate::time::{Nanos, from_secs};
use crate::world::REGIONS;

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

impl InputError {
    /// How many bytes it takes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Param(error) => error.param.capacity() + error.value.capacity() + error.allowed.capacity(),
            Self::Fault(what) | Self::Act(what) | Self::Send(what) => what.capacity(),
        }
    }
}

/// How a node breaks, or is repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It dies, and with it all that is inside.
    Down,
    /// It takes a multiple of its time.
    Slow,
    /// It works, but nothing reaches it and nothing comes from it.
    Cut,
    /// It dies with all that is inside, and is back at once, its memory empty.
    Restart,
    /// It dies, and its disk is lost.
    Destroy,
    /// It starts again, is as quick as before, or can be reached again.
    Repair,
}

/// Something a reader does to the system that is neither a setting nor a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Brings lost writes back from the old primary's log.
    RecoverLog,
    /// Empties the edge locations.
    Purge,
    /// Puts new versions of the files on the site.
    Deploy,
    /// Puts a good build on the web servers, by the strategy that is set.
    DeployGood,
    /// The same with a build that passes its tests and fails a share of requests all the same.
    DeployBad,
    /// The same with a build whose tests fail.
    DeployBroken,
    /// Puts a build on the servers of each data center by hand; at one of them something is forgotten.
    DeployByHand,
    /// The same through a pipeline that tests at every data center first.
    DeployPipeline,
    /// Puts a message into the queue that kills the worker that takes it.
    Poison,
    /// Kills what one busy worker does.
    CrashWorker,
    /// Gives the celebrity a shard of its own, or takes that away.
    Dedicate,
    /// Splits the celebrity's shard further, or puts it together again.
    SplitCelebrity,
    /// Adds a shard; rows begin to move to it.
    AddShard,
    /// Kills all web servers, or repairs them if none of them works.
    Producers,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 14] = [
        Self::RecoverLog,
        Self::Purge,
        Self::Deploy,
        Self::DeployGood,
        Self::DeployBad,
        Self::DeployBroken,
        Self::DeployByHand,
        Self::DeployPipeline,
        Self::Poison,
        Self::CrashWorker,
        Self::Dedicate,
        Self::SplitCelebrity,
        Self::AddShard,
        Self::Producers,
    ];

    /// Its name on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::RecoverLog => "recover-log",
            Self::Purge => "purge",
            Self::Deploy => "deploy",
            Self::DeployGood => "deploy-good",
            Self::DeployBad => "deploy-bad",
            Self::DeployBroken => "deploy-broken",
            Self::DeployByHand => "deploy-by-hand",
            Self::DeployPipeline => "deploy-pipeline",
            Self::Poison => "poison",
            Self::CrashWorker => "crash-worker",
            Self::Dedicate => "dedicate",
            Self::SplitCelebrity => "split-celebrity",
            Self::AddShard => "add-shard",
            Self::Producers => "producers",
        }
    }

    /// Reads `at=SECONDS,do=NAME`, in any order.
    ///
    /// # Errors
    /// What is wrong and what is allowed.
    pub fn parse(text: &str) -> Result<(Nanos, Input), String> {
        let (mut at, mut act) = (None, None);
        for part in text.split(',') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            match key.trim() {
                "at" => at = Some(moment("act", text, value)?),
                "do" => act = Self::ALL.into_iter().find(|act| act.key() == value.trim()),
                other => return Err(format!("act `{text}`: `{other}` is not known; allowed are at, do")),
            }
        }
        match (at, act) {
            (Some(at), Some(act)) => Ok((at, Input::Act(act))),
            _ => {
                let acts = Self::ALL.map(Self::key).join("|");
                Err(format!("act `{text}` is not whole; it takes at=SECONDS,do={acts}"))
            }
        }
    }

    /// Whether a system of `config` has what this is about.
    ///
    /// # Errors
    /// The act, and what is missing.
    pub fn check(self, config: &Config) -> Result<(), InputError> {
        let missing = match self {
            Self::RecoverLog if config.replicas() == 0 => "replicas",
            Self::Purge if config.edges() == 0 => "CDN",
            Self::Deploy if !config.topology.regions => "files",
            Self::DeployGood | Self::DeployBad | Self::DeployBroken if !config.topology.telemetry => "pipeline",
            Self::DeployByHand | Self::DeployPipeline if !config.topology.sites => "data centers",
            Self::Dedicate | Self::SplitCelebrity | Self::AddShard if config.shards() == 0 => "shards",
            Self::Poison | Self::CrashWorker | Self::Producers if !config.has(NodeId::WORKERS) => "queue",
            _ => return Ok(()),
        };
        Err(InputError::Act(format!("`{}` is not possible: this system has no {missing}", self.key())))
    }
}

fn moment(what: &str, text: &str, value: &str) -> Result<Nanos, String> {
    let seconds = params::number(value).filter(|s| *s >= 0.0);
    seconds
        .map(from_secs)
        .ok_or_else(|| format!("{what} `{text}`: at `{value}` is refused; allowed is a number of seconds from 0"))
}

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
    /// From this region, see [`crate::world`]; the site's own where users are not spread over the world.
    pub region: u8,
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

impl Fault {
    /// Its name on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Slow => "slow",
            Self::Cut => "cut",
            Self::Restart => "restart",
            Self::Destroy => "destroy",
            Self::Repair => "repair",
        }
    }

    /// All faults.
    pub const ALL: [Self; 6] = [Self::Down, Self::Slow, Self::Cut, Self::Restart, Self::Destroy, Self::Repair];

    /// Reads `at=SECONDS,node=NAME,kind=NAME`, in any order.
    ///
    /// # Errors
    /// What is wrong and what is allowed.
    pub fn parse(text: &str) -> Result<(Nanos, Input), String> {
        let (mut at, mut node, mut kind) = (None, None, None);
        for part in text.split(',') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            match key.trim() {
                "at" => at = Some(moment("fault", text, value)?),
                "node" => node = Some(NodeId::parse(value.trim()).map_err(|e| format!("fault `{text}`: {e}"))?),
                "kind" => {
                    kind = Self::ALL.into_iter().find(|k| k.key() == value.trim());
                    if kind.is_none() {
                        let kinds = Self::ALL.map(Self::key).join(", ");
                        return Err(format!("fault `{text}`: kind `{value}` is not known; allowed are {kinds}"));
                    }
                }
                other => {
                    return Err(format!("fault `{text}`: `{other}` is not known; allowed are at, node, kind"));
                }
            }
        }
        match (at, node, kind) {
            (Some(at), Some(node), Some(kind)) => Ok((at, Input::Fault { node, kind })),
            _ => {
                let kinds = Self::ALL.map(Self::key).join("|");
                Err(format!("fault `{text}` is not whole; it takes at=SECONDS,node=NAME,kind={kinds}"))
            }
        }
    }

    /// Whether this can happen to `node` in a system of `config`.
    ///
    /// # Errors
    /// The node, the fault, and why not.
    pub fn check(self, node: NodeId, config: &Config) -> Result<(), InputError> {
        if !config.has(node) {
            return Err(InputError::Fault(format!(
                "node `{node}` cannot fail: this system has no such machine ({}{})",
                machines(config),
                if config.has(NodeId::DNS) { ", dns" } else { "" }
            )));
        }
        let (can, which) = match self {
            Self::Slow | Self::Restart => (
                node.kind().is_station(),
                "machines that work: web servers, database machines, shards, cache nodes, session stores, the queue, its workers",
            ),
            Self::Destroy => (matches!(node.kind(), NodeKind::Database | NodeKind::Replica), "database machines"),
            Self::Down | Self::Cut | Self::Repair => (true, ""),
        };
        if can {
            return Ok(());
        }
        Err(InputError::Fault(format!("fault `{}` is not possible at node `{node}`; only at {which}", self.key())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_read_or_refused_in_words() {
        let (at, input) = Fault::parse("at=30,node=web-1,kind=down").unwrap();
        assert_eq!(at, 30_000_000_000);
        assert!(matches!(input, Input::Fault { node, kind: Fault::Down } if node == NodeId::web(0)));
        for (text, hint) in [
            ("at=x,node=web-1,kind=down", "`x`"),
            ("at=1,node=web-99,kind=down", "web-64"),
            ("at=1,node=web-1,kind=melt", "slow"),
            ("at=1,node=web-1", "not whole"),
            ("when=1", "`when`"),
        ] {
            let error = Fault::parse(text).unwrap_err();
            assert!(error.contains(hint), "{error}");
        }
    }
}
