//! How a node breaks, or is repaired.

use scalewalk_units::keyed_enum;

use super::{Input, InputError, machines, moment};
use crate::config::Config;
use crate::engine::time::Nanos;
use crate::topology::node::{NodeId, NodeKind};

keyed_enum! {
    /// How a node breaks, or is repaired.
    pub enum Fault {
        /// It dies, and with it all that is inside.
        Down => "down",
        /// It takes a multiple of its time.
        Slow => "slow",
        /// It works, but nothing reaches it and nothing comes from it.
        Cut => "cut",
        /// It dies with all that is inside, and is back at once, its memory empty.
        Restart => "restart",
        /// It dies, and its disk is lost.
        Destroy => "destroy",
        /// It starts again, is as quick as before, or can be reached again.
        Repair => "repair",
    }
}

impl Fault {
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
                    kind = Self::from_key(value.trim());
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
