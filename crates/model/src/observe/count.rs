//! What is counted besides requests: reads, writes, hits, what was stale and what was lost.

/// Something that is counted each time it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Count {
    /// A reading query was answered by a database machine.
    Read,
    /// … with a value that the primary has replaced by then.
    StaleRead,
    /// A visitor asked for what they wrote themselves.
    OwnRead,
    /// … and got an older value.
    StaleOwnRead,
    /// A write was committed by the primary.
    Write,
    /// A write was acknowledged.
    Acknowledged,
    /// An acknowledged write was missing after a promotion or with a destroyed disk.
    Lost,
    /// A lost write was brought back from the old primary's log.
    Recovered,
    /// A replica was promoted.
    Promotion,
    /// A look-up found a good entry in the cache.
    Hit,
    /// A look-up found none, or could not reach its node.
    Miss,
    /// The cache gave a value that the primary has replaced by then.
    StaleHit,
    /// A look-up found an entry past its time.
    Expired,
    /// An entry had to go for another.
    Evicted,
    /// A miss waited for the value that another request fetched.
    Coalesced,
    /// An edge location had the file.
    EdgeHit,
    /// An edge location asked the site for the file.
    EdgeMiss,
    /// A client got a file that has been replaced by then.
    StaleFile,
    /// A client asked the site because the CDN did not answer.
    Fallback,
    /// A file was served by the site, to an edge location or to a client.
    OriginFile,
    /// Bytes delivered by edge locations.
    EdgeByte,
    /// Bytes of files that left the site, to an edge location or to a client.
    SiteByte,
    /// A client got a file.
    File,
    /// A visitor signed in.
    SignIn,
    /// A visitor's session was gone: they were signed out.
    SignedOut,
    /// A server was added to the pool.
    ScaledOut,
    /// A server was taken out of the pool.
    ScaledIn,
    /// A message was put into the queue.
    Published,
    /// A worker took a message.
    Taken,
    /// A worker finished a job and deleted its message.
    JobDone,
    /// A message that had been taken appeared again.
    Redelivered,
    /// A job was done that had been done before.
    Duplicate,
    /// A worker saw that a job had been done, and left it.
    Recognised,
    /// A message went to the dead letters.
    DeadLetter,
    /// A message was lost with the memory of the queue.
    LostMessage,
    /// A write from another data center overwrote one that its writer had not seen.
    Conflict,
    /// A write had not arrived in the other data centers when its own was cut off.
    LeftBehind,
    /// A write arrived in another data center.
    Shipped,
    /// A request for a page came to another data center than its visitor's own.
    Redirected,
    /// A row moved to another shard.
    Moved,
    /// A shard was asked for a part of a join.
    SubQuery,
    /// A write touched a further copy of what it wrote.
    CopyWrite,
    /// An alert rang.
    Alarm,
    /// An alert rang and nothing was wrong.
    FalseAlarm,
    /// The last build was brought back.
    Rollback,
    /// A request for a page came to its visitor's own data center.
    AtHome,
}

impl Count {
    /// All of them.
    pub const ALL: [Self; 46] = [
        Self::Read,
        Self::StaleRead,
        Self::OwnRead,
        Self::StaleOwnRead,
        Self::Write,
        Self::Acknowledged,
        Self::Lost,
        Self::Recovered,
        Self::Promotion,
        Self::Hit,
        Self::Miss,
        Self::StaleHit,
        Self::Expired,
        Self::Evicted,
        Self::Coalesced,
        Self::EdgeHit,
        Self::EdgeMiss,
        Self::StaleFile,
        Self::Fallback,
        Self::OriginFile,
        Self::EdgeByte,
        Self::SiteByte,
        Self::File,
        Self::SignIn,
        Self::SignedOut,
        Self::ScaledOut,
        Self::ScaledIn,
        Self::Published,
        Self::Taken,
        Self::JobDone,
        Self::Redelivered,
        Self::Duplicate,
        Self::Recognised,
        Self::DeadLetter,
        Self::LostMessage,
        Self::Conflict,
        Self::LeftBehind,
        Self::Shipped,
        Self::Redirected,
        Self::Moved,
        Self::SubQuery,
        Self::CopyWrite,
        Self::Alarm,
        Self::FalseAlarm,
        Self::Rollback,
        Self::AtHome,
    ];

    /// Its name in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Read => "reads",
            Self::StaleRead => "stale-reads",
            Self::OwnRead => "own-reads",
            Self::StaleOwnRead => "stale-own-reads",
            Self::Write => "writes",
            Self::Acknowledged => "acknowledged",
            Self::Lost => "lost",
            Self::Recovered => "recovered",
            Self::Promotion => "promotions",
            Self::Hit => "hits",
            Self::Miss => "misses",
            Self::StaleHit => "stale-hits",
            Self::Expired => "expired",
            Self::Evicted => "evicted",
            Self::Coalesced => "coalesced",
            Self::EdgeHit => "edge-hits",
            Self::EdgeMiss => "edge-misses",
            Self::StaleFile => "stale-files",
            Self::Fallback => "fallbacks",
            Self::OriginFile => "origin-files",
            Self::EdgeByte => "edge-bytes",
            Self::SiteByte => "site-bytes",
            Self::File => "files",
            Self::SignIn => "sign-ins",
            Self::SignedOut => "signed-out",
            Self::ScaledOut => "scaled-out",
            Self::ScaledIn => "scaled-in",
            Self::Published => "published",
            Self::Taken => "taken",
            Self::JobDone => "jobs-done",
            Self::Redelivered => "redelivered",
            Self::Duplicate => "duplicates",
            Self::Recognised => "recognised",
            Self::DeadLetter => "dead-letters",
            Self::LostMessage => "lost-messages",
            Self::Conflict => "conflicts",
            Self::LeftBehind => "left-behind",
            Self::Shipped => "shipped",
            Self::Redirected => "redirected",
            Self::Moved => "moved-rows",
            Self::SubQuery => "sub-queries",
            Self::CopyWrite => "copy-writes",
            Self::Alarm => "alarms",
            Self::FalseAlarm => "false-alarms",
            Self::Rollback => "rollbacks",
            Self::AtHome => "at-home",
        }
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
