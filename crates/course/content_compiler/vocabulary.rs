//! The closed lists of words that prose may name. Shared by the content compiler and `src/page.rs`:
//! a new kind of thing is added here once.

/// What a marked term names. The page gives each kind its colour and its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// A request that changes nothing.
    Read,
    /// A request that changes data.
    Write,
    /// What comes back.
    Answer,
    /// A question to DNS.
    Lookup,
    /// A request that got no answer, or an error.
    Failed,
    /// The web browser, a client.
    Web,
    /// The mobile app, a client.
    Mobile,
    /// The name service.
    Dns,
    /// A server that builds answers.
    Server,
    /// A database server.
    Database,
    /// A load balancer.
    Balancer,
    /// The database machine that takes the writes.
    Primary,
    /// A database machine that follows the primary's log.
    Replica,
    /// A write on its way from the primary to a replica.
    Replication,
    /// A node of the cache tier.
    Cache,
    /// An answer with old data.
    Stale,
    /// Who is signed in.
    Session,
    /// A request for a file: an image, a script, a style sheet.
    Static,
    /// An edge location of a CDN.
    Edge,
    /// Requests that wait for a core.
    Queue,
    /// A core of a server: it works on one request at a time.
    Core,
    /// A message in a queue: work to be done later.
    Message,
    /// A machine that takes messages from a queue and does the work.
    Worker,
    /// A machine’s counters, read by whoever watches.
    Scrape,
    /// A line that tells of an error.
    LogLine,
}

impl Term {
    /// All kinds.
    pub const ALL: [Self; 25] = [
        Self::Read,
        Self::Write,
        Self::Answer,
        Self::Lookup,
        Self::Failed,
        Self::Web,
        Self::Mobile,
        Self::Dns,
        Self::Server,
        Self::Database,
        Self::Balancer,
        Self::Primary,
        Self::Replica,
        Self::Replication,
        Self::Cache,
        Self::Stale,
        Self::Session,
        Self::Static,
        Self::Edge,
        Self::Queue,
        Self::Core,
        Self::Message,
        Self::Worker,
        Self::Scrape,
        Self::LogLine,
    ];

    /// The word that stands for the kind in Markdown (`term:read`) and in class names.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Answer => "answer",
            Self::Lookup => "lookup",
            Self::Failed => "failed",
            Self::Web => "web",
            Self::Mobile => "mobile",
            Self::Dns => "dns",
            Self::Server => "server",
            Self::Database => "database",
            Self::Balancer => "balancer",
            Self::Primary => "primary",
            Self::Replica => "replica",
            Self::Replication => "replication",
            Self::Cache => "cache",
            Self::Stale => "stale",
            Self::Session => "session",
            Self::Static => "static",
            Self::Edge => "edge",
            Self::Queue => "queue",
            Self::Core => "core",
            Self::Message => "message",
            Self::Worker => "worker",
            Self::Scrape => "scrape",
            Self::LogLine => "log-line",
        }
    }

    /// The kind that `key` stands for.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|term| term.key() == key)
    }
}

/// The kinds of hops that a walk may have a sentence for.
pub const HOPS: &[&str] = &[
    "ask-dns",
    "dns-answer",
    "send",
    "forward",
    "work",
    "query",
    "data",
    "commit",
    "look-up",
    "cached",
    "hit",
    "miss",
    "fill",
    "invalidate",
    "done",
    "await",
    "rows",
    "return",
    "answer",
    "knock",
    "ask-session",
    "session",
    "session-answer",
    "ask-edge",
    "edge",
    "fetch",
    "fetched",
    "publish",
    "enqueue",
    "published",
    "wait",
    "take",
    "job",
    "report",
    "photo",
    "gather",
];

/// The key of the closing sentence of a walk or of a try-it.
pub const END: &str = "end";

/// The measured numbers that prose may show live.
pub const FIGURES: [&str; 8] = [
    "throughput",
    "latency.mean",
    "latency.p50",
    "latency.p99",
    "failures",
    "utilisation.web",
    "utilisation.db",
    "cost",
];
