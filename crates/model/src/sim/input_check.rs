//! What a run refuses, known before anything is done.

use crate::config::Config;
use crate::input::{Act, Input, InputError};
use crate::params;
use crate::parts::shards::EXTRA;
use crate::sim::Sim;
use crate::topology::node::{MAX_SHARDS, MAX_SITES, NodeId, QUEUE};

impl Sim {
    /// Whether `input` can be done now, as the system stands. Changes nothing.
    ///
    /// # Errors
    /// Why [`Sim::apply`] would refuse it: a value out of its range or too much together with the others, a machine
    /// that is not there or does not work, or nothing there to act upon.
    pub fn check(&self, input: &Input) -> Result<(), InputError> {
        input.check_for_row(&self.core.config)?;
        match input {
            Input::Set { param, value } => param.apply(&mut self.core.config.clone(), *value)?,
            Input::Fault { node, kind } => kind.check(*node, &self.core.config)?,
            Input::Act(act) => {
                act.check(&self.core.config)?;
                self.check_act(*act)?;
            }
            Input::Send(send) => send.check(&self.core.config)?,
            Input::Reconfigure(config) => config.check()?,
        }
        Ok(())
    }

    fn check_act(&self, act: Act) -> Result<(), InputError> {
        let refuse = |why: &str| Err(InputError::Act(format!("`{}` is not possible: {why}", act.key())));
        match act {
            Act::RecoverLog if self.recoverable().next().is_none() => {
                refuse("it takes a log with lost writes and a primary that is up")
            }
            Act::DeployGood | Act::DeployBad | Act::DeployBroken if !self.core.serves(NodeId::PIPELINE) => {
                Err(InputError::Act("a build cannot be handed in: the `pipeline` is down".to_owned()))
            }
            Act::Poison if !self.core.stations[usize::from(QUEUE)].accepts() => refuse("the queue is down"),
            Act::CrashWorker if self.core.busy_worker().is_none() => refuse("no worker is busy"),
            Act::Dedicate | Act::SplitCelebrity | Act::AddShard => self.with_shard(act).map(drop),
            _ => Ok(()),
        }
    }

    /// Data centers whose log has lost writes, and a primary to bring them back to.
    pub(crate) fn recoverable(&self) -> impl Iterator<Item = u8> + '_ {
        (0..MAX_SITES as u8).filter(|site| {
            let replication = &self.parts.databases[*site].replication;
            let primary = NodeId::machine_station(*site, replication.primary());
            !replication.orphans().is_empty() && self.core.in_touch(primary)
        })
    }

    /// The configuration in which the celebrity has a shard of its own or one more, or all are taken away again; or
    /// everybody has one more.
    ///
    /// # Errors
    /// If there are as many as there can be, or the shard key wants the celebrity to have one.
    pub(crate) fn with_shard(&self, act: Act) -> Result<Config, InputError> {
        let most = MAX_SHARDS as u8 - EXTRA;
        let layout = self.core.config.shards.layout();
        let (id, wanted) = match act {
            Act::AddShard => ("shard.count", layout.count + 1),
            Act::Dedicate => ("celebrity.shards", u8::from(layout.apart == 0)),
            _ if layout.apart == most => ("celebrity.shards", 1),
            // Split in two at least.
            _ => ("celebrity.shards", (layout.apart + 1).max(2)),
        };
        let mut config = self.core.config.clone();
        params::find(id)?.apply(&mut config, f64::from(wanted))?;
        if config.shards.layout() == layout {
            let why = "by this shard key the celebrity has a shard alone";
            return Err(InputError::Act(format!("`{}` is not possible: {why}", act.key())));
        }
        Ok(config)
    }
}

#[cfg(test)]
mod tests;
