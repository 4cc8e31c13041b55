//! A request's journey as the page shows it.

use scalewalk_course::Lane;
use scalewalk_model::time::{Nanos, to_millis};
use scalewalk_model::{Cause, Hop, HopKind, Journey, NodeId, Outcome, Value};

use crate::state::walk_run::{WalkRun, is_part_of};

/// A journey in milliseconds from its beginning, or several as one.
#[derive(Clone, Debug, PartialEq)]
pub struct JourneyView {
    /// Through which system.
    pub lane: Lane,
    /// Its hops.
    pub hops: Vec<HopView>,
    /// From wish to end.
    pub total_ms: f64,
    /// From wish to answer, if that was not the end.
    pub answered_ms: Option<f64>,
    /// Why it failed, if it did.
    pub failed: Option<Cause>,
    /// Whether it is one request's alone.
    pub single: bool,
}

/// A hop.
#[derive(Clone, Debug, PartialEq)]
pub struct HopView {
    /// Of which request.
    pub who: usize,
    /// Of one that writes.
    pub write: bool,
    /// It is work that nobody waits for.
    pub later: bool,
    /// Its kind, as in content files.
    pub key: &'static str,
    /// When it begins.
    pub enter_ms: f64,
    /// Time waited.
    pub wait_ms: f64,
    /// Time worked.
    pub work_ms: f64,
    /// Time on the way.
    pub travel_ms: f64,
    /// The value that it brings.
    pub value: Option<Value>,
    /// What was asked for at once meanwhile.
    pub parts: Vec<PartView>,
}

/// A part that one of several shards was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct PartView {
    /// The shard.
    pub node: NodeId,
    /// Waiting, working and travelling: which, from when on, and how long.
    pub bars: Vec<(&'static str, f64, f64)>,
    /// When it was back.
    pub end_ms: f64,
}

/// The journey of the walk under way.
pub fn view_of(walk: &WalkRun) -> JourneyView {
    let single = walk.requests == 1;
    // Of several that meet, what comes before is not shown.
    let first = walk.steps.first().map_or(0, |(_, hop)| hop.enter);
    let begin = if single { walk.journeys[0].born } else { first };
    let leave = |(who, hop): &(usize, Hop)| walk.journeys[*who].end.map_or(hop.leave, |(at, _)| hop.leave.min(at));
    let last = walk.steps.iter().map(leave).max().unwrap_or(begin);
    let answered = walk.journeys[0].end.map_or(last, |(at, _)| at);
    let goes_on = walk.journeys.len() > walk.requests;
    let end = if single && !goes_on { answered } else { last };
    let ms = |at: Nanos| to_millis(at.saturating_sub(begin));
    let parts = |id: u64, gather: &Hop| {
        let inside = |part: &&Journey| is_part_of(part.id, id) && (gather.enter..=gather.leave).contains(&part.born);
        let part = |part: &Journey| {
            let first = part.hops.first()?;
            let bars = part.hops.iter().flat_map(|hop| {
                let leave = hop.leave.min(gather.leave);
                let start = hop.start.clamp(hop.enter, leave.max(hop.enter));
                let kind = if hop.from == hop.to { "work" } else { "travel" };
                [("wait", hop.enter, start), (kind, start, leave)]
            });
            let bars: Vec<_> = bars
                .filter(|(_, from, to)| to > from)
                .map(|(class, from, to)| (class, ms(from), to_millis(to - from)))
                .collect();
            let end_ms = bars.iter().map(|(_, from, long)| from + long).fold(0.0, f64::max);
            Some(PartView { node: first.to, bars, end_ms })
        };
        let mut parts: Vec<_> = walk.parts.iter().filter(inside).filter_map(part).collect();
        parts.sort_by_key(|part: &PartView| part.node.index());
        parts
    };
    let view = |step: &(usize, Hop)| {
        let (who, hop) = step;
        let leave = leave(step).max(hop.enter);
        let start = hop.start.clamp(hop.enter, leave);
        let stays = hop.from == hop.to;
        let (wait, rest) = (to_millis(start - hop.enter), to_millis(leave - start));
        HopView {
            who: walk.request_of(*who),
            write: walk.journeys[*who].write,
            later: *who >= walk.requests,
            key: hop.kind.key(),
            enter_ms: to_millis(hop.enter.saturating_sub(begin)),
            wait_ms: wait,
            work_ms: if stays { rest } else { 0.0 },
            travel_ms: if stays { 0.0 } else { rest },
            value: hop.value,
            parts: if hop.kind == HopKind::Gather { parts(walk.journeys[*who].id, hop) } else { Vec::new() },
        }
    };
    JourneyView {
        lane: walk.lane,
        hops: walk.steps.iter().map(view).collect(),
        total_ms: to_millis(end.saturating_sub(begin)),
        answered_ms: (single && goes_on).then(|| to_millis(answered.saturating_sub(begin))),
        failed: match walk.journey().end {
            Some((_, Outcome::Failed(_, cause))) => Some(cause),
            _ => None,
        },
        single,
    }
}
