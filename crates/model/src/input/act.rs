//! What a reader does to the system that is neither a setting nor a fault.

use super::{Input, InputError, moment};
use crate::config::Config;
use crate::engine::time::Nanos;
use crate::topology::node::NodeId;

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
