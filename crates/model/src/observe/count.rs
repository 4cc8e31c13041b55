//! What is counted besides requests: reads, writes, hits, what was stale and what was lost.

use scalewalk_units::keyed_enum;

keyed_enum! {
    /// Something that is counted each time it happens.
    pub enum Count {
        /// A reading query was answered by a database machine.
        Read => "reads",
        /// … with a value that the primary has replaced by then.
        StaleRead => "stale-reads",
        /// A visitor asked for what they wrote themselves.
        OwnRead => "own-reads",
        /// … and got an older value.
        StaleOwnRead => "stale-own-reads",
        /// A write was committed by the primary.
        Write => "writes",
        /// A write was acknowledged.
        Acknowledged => "acknowledged",
        /// An acknowledged write was missing after a promotion or with a destroyed disk.
        Lost => "lost",
        /// A lost write was brought back from the old primary's log.
        Recovered => "recovered",
        /// A replica was promoted.
        Promotion => "promotions",
        /// A look-up found a good entry in the cache.
        Hit => "hits",
        /// A look-up found none, or could not reach its node.
        Miss => "misses",
        /// The cache gave a value that the primary has replaced by then.
        StaleHit => "stale-hits",
        /// A look-up found an entry past its time.
        Expired => "expired",
        /// An entry had to go for another.
        Evicted => "evicted",
        /// A miss waited for the value that another request fetched.
        Coalesced => "coalesced",
        /// An edge location had the file.
        EdgeHit => "edge-hits",
        /// An edge location asked the site for the file.
        EdgeMiss => "edge-misses",
        /// A client got a file that has been replaced by then.
        StaleFile => "stale-files",
        /// A client asked the site because the CDN did not answer.
        Fallback => "fallbacks",
        /// A file was served by the site, to an edge location or to a client.
        OriginFile => "origin-files",
        /// Bytes delivered by edge locations.
        EdgeByte => "edge-bytes",
        /// Bytes of files that left the site, to an edge location or to a client.
        SiteByte => "site-bytes",
        /// A client got a file.
        File => "files",
        /// A visitor signed in.
        SignIn => "sign-ins",
        /// A visitor's session was gone: they were signed out.
        SignedOut => "signed-out",
        /// A server was added to the pool.
        ScaledOut => "scaled-out",
        /// A server was taken out of the pool.
        ScaledIn => "scaled-in",
        /// A message was put into the queue.
        Published => "published",
        /// A worker took a message.
        Taken => "taken",
        /// A worker finished a job and deleted its message.
        JobDone => "jobs-done",
        /// A message that had been taken appeared again.
        Redelivered => "redelivered",
        /// A job was done that had been done before.
        Duplicate => "duplicates",
        /// A worker saw that a job had been done, and left it.
        Recognised => "recognised",
        /// A message went to the dead letters.
        DeadLetter => "dead-letters",
        /// A message was lost with the memory of the queue.
        LostMessage => "lost-messages",
        /// A write from another data center overwrote one that its writer had not seen.
        Conflict => "conflicts",
        /// A write had not arrived in the other data centers when its own was cut off.
        LeftBehind => "left-behind",
        /// A write arrived in another data center.
        Shipped => "shipped",
        /// A request for a page came to another data center than its visitor's own.
        Redirected => "redirected",
        /// A row moved to another shard.
        Moved => "moved-rows",
        /// A shard was asked for a part of a join.
        SubQuery => "sub-queries",
        /// A write touched a further copy of what it wrote.
        CopyWrite => "copy-writes",
        /// An alert rang.
        Alarm => "alarms",
        /// An alert rang and nothing was wrong.
        FalseAlarm => "false-alarms",
        /// The last build was brought back.
        Rollback => "rollbacks",
        /// A request for a page came to its visitor's own data center.
        AtHome => "at-home",
    }
}

/// How many kinds there are.
pub const COUNTS: usize = Count::ALL.len();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_in_their_order_and_have_names_of_their_own() {
        for (i, count) in Count::ALL.into_iter().enumerate() {
            assert_eq!(count as usize, i);
            assert!(Count::ALL[..i].iter().all(|other| other.key() != count.key()));
        }
    }
}
