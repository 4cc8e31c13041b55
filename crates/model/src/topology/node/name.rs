//! The names of nodes, read and written.

use core::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    FIRST_CACHE, FIRST_EDGE, FIRST_REPLICA, FIRST_SHARD, FIRST_SITE, FIRST_WEB, MAX_CACHES, MAX_EDGES, MAX_REPLICAS,
    MAX_SERVERS, MAX_SHARDS, MAX_SITES, NodeId,
};

const SINGLE: [(&str, NodeId); 12] = [
    ("browser", NodeId::BROWSER),
    ("mobile", NodeId::MOBILE),
    ("dns", NodeId::DNS),
    ("balancer", NodeId::BALANCER),
    ("database", NodeId::DATABASE),
    ("sessions", NodeId::SESSIONS),
    ("cdn", NodeId::CDN),
    ("queue", NodeId::QUEUE),
    ("workers", NodeId::WORKERS),
    ("metrics", NodeId::METRICS),
    ("logs", NodeId::LOGS),
    ("pipeline", NodeId::PIPELINE),
];
/// Name, first number and how many, in the order of the numbers.
const SEVERAL: [(&str, u8, usize); 6] = [
    ("web", FIRST_WEB, MAX_SERVERS),
    ("replica", FIRST_REPLICA, MAX_REPLICAS),
    ("cache", FIRST_CACHE, MAX_CACHES),
    ("edge", FIRST_EDGE, MAX_EDGES),
    ("dc", FIRST_SITE, MAX_SITES),
    ("shard", FIRST_SHARD, MAX_SHARDS),
];

impl NodeId {
    /// Reads a name as [`fmt::Display`] writes it: `browser`, `mobile`, `dns`, `balancer`, `database`, `sessions`,
    /// `cdn`, `queue`, `workers`, `metrics`, `logs`, `pipeline`, `web-1` … `web-64`, `replica-1` … `replica-8`,
    /// `cache-1` … `cache-6`, `edge-1` … `edge-6`, `shard-1` … `shard-20`, `dc-1` … `dc-4`; and in another data center
    /// than the first `dc-2/balancer`, `dc-2/database`, `dc-2/sessions`, `dc-2/replica-1`, `dc-2/cache-1`,
    /// `dc-2/shard-1`.
    ///
    /// # Errors
    /// The name and what is allowed.
    pub fn parse(name: &str) -> Result<Self, String> {
        let (site, plain) = match name.split_once('/') {
            Some((site, plain)) => (Self::plain(site).and_then(Self::site_index).filter(|site| *site > 0), plain),
            None => (Some(0), name),
        };
        let node = site.and_then(|site| Self::plain(plain)?.moved_to(site));
        node.ok_or_else(|| {
            let several = SEVERAL.map(|(group, _, most)| format!("{group}-1 to {group}-{most}")).join(", ");
            let single = SINGLE[2..].iter().map(|(single, _)| *single).collect::<Vec<_>>().join(", ");
            format!("node `{name}` is not known; allowed are {single}, {several}, and in another data center dc-2/…")
        })
    }

    /// The node of this name in the first data center.
    fn plain(name: &str) -> Option<Self> {
        let single = SINGLE.iter().find(|(single, _)| *single == name).map(|(_, node)| *node);
        let several = || {
            let (group, number) = name.rsplit_once('-')?;
            let (_, first, most) = SEVERAL.iter().find(|(several, _, _)| *several == group)?;
            let number = number.parse::<u8>().ok().filter(|n| (1..=*most as u8).contains(n))?;
            Some(Self(first + number - 1))
        };
        single.or_else(several)
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.at_first();
        if plain != *self {
            write!(f, "dc-{}/", self.home() + 1)?;
        }
        if let Some((name, _)) = SINGLE.iter().find(|(_, node)| *node == plain) {
            return f.write_str(name);
        }
        let (name, first, _) = SEVERAL.iter().rfind(|(_, first, _)| *first <= plain.0).unwrap_or(&SEVERAL[0]);
        write!(f, "{name}-{}", plain.0.saturating_sub(*first) + 1)
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// By its name, as text.
impl Serialize for NodeId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NodeId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for node in NodeId::all() {
            assert_eq!(NodeId::parse(&node.to_string()), Ok(node));
        }
        assert_eq!(NodeId::shard_at(2, 3).to_string(), "dc-3/shard-4");
        for bad in [
            "dc-1/cache-1",
            "dc-2/web-1",
            "dc-2/dns",
            "dc-5",
            "",
            "web-0",
            "web-65",
            "web-x",
            "cache",
            "replica-9",
            "edge-257",
        ] {
            assert!(NodeId::parse(bad).unwrap_err().contains(&format!("`{bad}`")));
        }
    }
}
