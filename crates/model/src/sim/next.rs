//! What a request does next: parts say it, the router does it.

use crate::observe::accounts::Cause;
use crate::observe::journey::HopKind;
use crate::topology::node::NodeId;

/// What a request does next. A part that is done with one returns it instead of calling the next part; only
/// `sim/router.rs` acts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Next {
    /// Nothing at this moment: it travels, waits, is worked on, or is gone.
    Stay,
    /// A worker of `station`, the machine at `node`, takes it, or it waits for one; `hop` is what its journey calls that.
    Work { station: u8, hop: HopKind, node: NodeId },
    /// Its web server goes on with it: the next query, or the answer.
    GoOn,
    /// It needs its visitor's session to be let in at web server `server`.
    LetIn { server: u8 },
    /// Its web server works on the photo that it brings, or leaves that to the queue.
    TakePhoto,
    /// Its web server asks its next query.
    Ask,
    /// The cache is asked first.
    LookUp,
    /// The database is asked.
    Query,
    /// The database machine at `node` commits what it writes.
    Commit { node: NodeId },
    /// What it wrote to several shards at once is committed.
    CommitGathered,
    /// What it was sent for behind its web server is back there.
    ComeBack,
    /// A file sets out from `front`.
    SendFile { front: NodeId },
    /// Edge location `edge` asks the site for the file.
    Fetch { edge: u8 },
    /// It is sent to the site, whose address its client learns anew.
    Resolve,
    /// Its client has the answer.
    Answered,
    /// It fails at `place`.
    Fail { place: NodeId, cause: Cause },
}
