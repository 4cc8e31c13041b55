//! Names of the places in the system.

use core::fmt;

/// The most web servers a system can have.
pub const MAX_SERVERS: usize = 64;
/// How many node numbers there are.
pub const NODES: usize = FIRST_WEB as usize + MAX_SERVERS;

const FIRST_WEB: u8 = 8;

/// A place in the system. The same machine keeps its number from stage to stage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u8);

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// People with a web browser.
    Browser,
    /// People with the mobile app.
    Mobile,
    /// The name service.
    Dns,
    /// The load balancer.
    Balancer,
    /// The database server.
    Database,
    /// A web server.
    Web,
}

impl NodeId {
    /// People with a web browser.
    pub const BROWSER: Self = Self(0);
    /// People with the mobile app.
    pub const MOBILE: Self = Self(1);
    /// The name service.
    pub const DNS: Self = Self(2);
    /// The load balancer.
    pub const BALANCER: Self = Self(3);
    /// The database server.
    pub const DATABASE: Self = Self(4);

    /// The web server with number `index`, from 0.
    pub const fn web(index: u8) -> Self {
        assert!((index as usize) < MAX_SERVERS);
        Self(FIRST_WEB + index)
    }

    pub(crate) const fn to_byte(self) -> u8 {
        self.0
    }

    pub(crate) const fn from_byte(byte: u8) -> Self {
        Self(byte)
    }

    /// Where the node stands in tables of [`NODES`] entries.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The number of the web server, if it is one.
    pub const fn web_index(self) -> Option<u8> {
        self.0.checked_sub(FIRST_WEB)
    }

    /// What stands here.
    pub const fn kind(self) -> NodeKind {
        match self.0 {
            0 => NodeKind::Browser,
            1 => NodeKind::Mobile,
            2 => NodeKind::Dns,
            3 => NodeKind::Balancer,
            4 => NodeKind::Database,
            _ => NodeKind::Web,
        }
    }

    /// Reads a name as [`fmt::Display`] writes it: `browser`, `mobile`, `dns`, `balancer`,
    /// `database`, `web-1` … `web-64`.
    ///
    /// # Errors
    /// The name and what is allowed.
    pub fn parse(name: &str) -> Result<Self, String> {
        let node = match name {
            "browser" => Some(Self::BROWSER),
            "mobile" => Some(Self::MOBILE),
            "dns" => Some(Self::DNS),
            "balancer" => Some(Self::BALANCER),
            "database" => Some(Self::DATABASE),
            _ => name
                .strip_prefix("web-")
                .and_then(|n| n.parse::<usize>().ok())
                .filter(|n| (1..=MAX_SERVERS).contains(n))
                .map(|n| Self::web(n as u8 - 1)),
        };
        node.ok_or_else(|| {
            format!("node `{name}` is not known; allowed are dns, balancer, database and web-1 to web-{MAX_SERVERS}")
        })
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            NodeKind::Browser => f.write_str("browser"),
            NodeKind::Mobile => f.write_str("mobile"),
            NodeKind::Dns => f.write_str("dns"),
            NodeKind::Balancer => f.write_str("balancer"),
            NodeKind::Database => f.write_str("database"),
            NodeKind::Web => write!(f, "web-{}", self.0 - FIRST_WEB + 1),
        }
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for node in [NodeId::DNS, NodeId::BALANCER, NodeId::DATABASE, NodeId::web(0), NodeId::web(63)] {
            assert_eq!(NodeId::parse(&node.to_string()), Ok(node));
        }
        for bad in ["", "web-0", "web-65", "web-x", "cache"] {
            assert!(NodeId::parse(bad).unwrap_err().contains(&format!("`{bad}`")));
        }
    }
}
