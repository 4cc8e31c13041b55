//! The numbers of the stations: which nodes have workers with a queue, and where each of these stands.

use super::{
    FAR, FIRST_CACHE, FIRST_EDGE, FIRST_FAR_CACHE, FIRST_FAR_DATABASE, FIRST_FAR_SESSIONS, FIRST_REPLICA, FIRST_SHARD,
    FIRST_SINGLE, FIRST_WEB, MACHINES, MAX_CACHES, MAX_SERVERS, MAX_SHARDS, MAX_SITES, NodeId,
};

/// The station number of the first database machine of the first data center; web servers have 0 to 63.
pub(crate) const DATABASE: u8 = MAX_SERVERS as u8;
/// The station number of its first cache node.
pub(crate) const CACHE: u8 = DATABASE + MACHINES;
/// The station number of its session store.
pub(crate) const SESSIONS: u8 = CACHE + MAX_CACHES as u8;
/// The station number of the first database machine of the second data center.
const FAR_DATABASE: u8 = SESSIONS + 1;
const FAR_CACHE: u8 = FAR_DATABASE + FAR * MACHINES;
const FAR_SESSIONS: u8 = FAR_CACHE + FAR * MAX_CACHES as u8;
/// The station number of the first shard.
pub(crate) const SHARD: u8 = FAR_SESSIONS + FAR;
/// The station number of the message queue.
pub(crate) const QUEUE: u8 = SHARD + (MAX_SITES * MAX_SHARDS) as u8;
/// The station number of the queue's workers.
pub(crate) const WORKERS: u8 = QUEUE + 1;
/// How many stations there are.
pub(crate) const STATIONS: usize = WORKERS as usize + 1;

impl NodeId {
    /// The number of the station here, if there can be one.
    pub(crate) const fn station(self) -> Option<u8> {
        // Nodes of a kind stand in the order of their stations.
        let (node, station) = match self.0 {
            4 => (4, DATABASE),
            5 => (5, SESSIONS),
            7 => (7, QUEUE),
            FIRST_SINGLE => (FIRST_SINGLE, WORKERS),
            FIRST_WEB..FIRST_REPLICA => (FIRST_WEB, 0),
            FIRST_REPLICA..FIRST_CACHE => (FIRST_REPLICA, DATABASE + 1),
            FIRST_CACHE..FIRST_EDGE => (FIRST_CACHE, CACHE),
            FIRST_FAR_SESSIONS..FIRST_FAR_DATABASE => (FIRST_FAR_SESSIONS, FAR_SESSIONS),
            FIRST_FAR_DATABASE..FIRST_FAR_CACHE => (FIRST_FAR_DATABASE, FAR_DATABASE),
            FIRST_FAR_CACHE..FIRST_SHARD => (FIRST_FAR_CACHE, FAR_CACHE),
            FIRST_SHARD.. => (FIRST_SHARD, SHARD),
            _ => return None,
        };
        Some(station + (self.0 - node))
    }

    /// Where the station with this number stands.
    #[allow(clippy::match_overlapping_arm)] // Each range ends where the next begins: the first that fits holds.
    pub(crate) const fn of_station(station: u8) -> Self {
        let (first, node) = match station {
            ..DATABASE => (0, FIRST_WEB),
            DATABASE => (DATABASE, 4),
            ..CACHE => (DATABASE + 1, FIRST_REPLICA),
            ..SESSIONS => (CACHE, FIRST_CACHE),
            SESSIONS => (SESSIONS, 5),
            ..FAR_CACHE => (FAR_DATABASE, FIRST_FAR_DATABASE),
            ..FAR_SESSIONS => (FAR_CACHE, FIRST_FAR_CACHE),
            ..SHARD => (FAR_SESSIONS, FIRST_FAR_SESSIONS),
            ..QUEUE => (SHARD, FIRST_SHARD),
            QUEUE => (QUEUE, 7),
            _ => (station, FIRST_SINGLE),
        };
        Self(node + (station - first))
    }

    /// The station of the database machine with number `machine` of data center `site`.
    pub(crate) const fn machine_station(site: u8, machine: u8) -> u8 {
        if site == 0 { DATABASE + machine } else { FAR_DATABASE + (site - 1) * MACHINES + machine }
    }

    /// The station of the cache node with number `index` of data center `site`.
    pub(crate) const fn cache_station(site: u8, index: u8) -> u8 {
        if site == 0 { CACHE + index } else { FAR_CACHE + (site - 1) * MAX_CACHES as u8 + index }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_station_stands_at_its_node() {
        for node in NodeId::all() {
            assert!(node.station().is_none_or(|station| NodeId::of_station(station) == node));
            assert_eq!(node.station().is_some(), node.kind().is_station());
        }
        let mut stations: Vec<_> = NodeId::all().filter_map(NodeId::station).collect();
        stations.sort_unstable();
        assert_eq!(stations, (0..STATIONS as u8).collect::<Vec<_>>());
    }
}
