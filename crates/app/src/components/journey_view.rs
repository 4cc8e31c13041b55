//! A request's journey as the page shows it.

use scalewalk_course::Lane;
use scalewalk_model::time::to_millis;
use scalewalk_model::{Cause, Hop, Outcome, Value};

use crate::player::WalkRun;

/// A journey in milliseconds from its beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct JourneyView {
    /// Through which system.
    pub lane: Lane,
    /// It writes.
    pub write: bool,
    /// Its hops.
    pub hops: Vec<HopView>,
    /// From wish to end.
    pub total_ms: f64,
    /// Why it failed, if it did.
    pub failed: Option<Cause>,
}

/// A hop.
#[derive(Clone, Debug, PartialEq)]
pub struct HopView {
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
}

/// The journey of the walk under way.
pub fn view_of(walk: &WalkRun) -> JourneyView {
    let journey = &walk.journey;
    let last = journey.hops.last().map_or(journey.born, |hop| hop.leave);
    let end = journey.end.map_or(last, |(at, _)| at);
    let hop = |hop: &Hop| {
        let leave = hop.leave.min(end).max(hop.enter);
        let start = hop.start.clamp(hop.enter, leave);
        let stays = hop.from == hop.to;
        let (wait, rest) = (to_millis(start - hop.enter), to_millis(leave - start));
        HopView {
            key: hop.kind.key(),
            enter_ms: to_millis(hop.enter.saturating_sub(journey.born)),
            wait_ms: wait,
            work_ms: if stays { rest } else { 0.0 },
            travel_ms: if stays { 0.0 } else { rest },
            value: hop.value,
        }
    };
    JourneyView {
        lane: walk.lane,
        write: journey.write,
        hops: journey.hops.iter().map(hop).collect(),
        total_ms: to_millis(end.saturating_sub(journey.born)),
        failed: match journey.end {
            Some((_, Outcome::Failed(_, cause))) => Some(cause),
            _ => None,
        },
    }
}
