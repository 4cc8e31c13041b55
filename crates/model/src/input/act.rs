//! What a reader does to the system that is neither a setting nor a fault.

use scalewalk_units::keyed_enum;

use super::{Input, InputError, moment};
use crate::config::Config;
use crate::engine::time::Nanos;
use crate::topology::node::NodeId;

keyed_enum! {
    /// Something a reader does to the system that is neither a setting nor a fault.
    pub enum Act {
        /// Brings lost writes back from the old primary's log.
        RecoverLog => "recover-log",
        /// Empties the edge locations.
        Purge => "purge",
        /// Puts new versions of the files on the site.
        Deploy => "deploy",
        /// Puts a good build on the web servers, by the strategy that is set.
        DeployGood => "deploy-good",
        /// The same with a build that passes its tests and fails a share of requests all the same.
        DeployBad => "deploy-bad",
        /// The same with a build whose tests fail.
        DeployBroken => "deploy-broken",
        /// Puts a build on the servers of each data center by hand; at one of them something is forgotten.
        DeployByHand => "deploy-by-hand",
        /// The same through a pipeline that tests at every data center first.
        DeployPipeline => "deploy-pipeline",
        /// Puts a message into the queue that kills the worker that takes it.
        Poison => "poison",
        /// Kills what one busy worker does.
        CrashWorker => "crash-worker",
        /// Gives the celebrity a shard of its own, or takes that away.
        Dedicate => "dedicate",
        /// Splits the celebrity's shard further, or puts it together again.
        SplitCelebrity => "split-celebrity",
        /// Adds a shard; rows begin to move to it.
        AddShard => "add-shard",
        /// Kills all web servers, or repairs them if none of them works.
        Producers => "producers",
    }
}

impl Act {
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
                "do" => act = Self::from_key(value.trim()),
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
