//! A walk: one request, or several that meet, shown hop by hop.

use core::ops::RangeInclusive;

use scalewalk_course::Lane;
use scalewalk_model::time::{Nanos, SECOND};
use scalewalk_model::{Hop, Journey, NodeId, Sim, job_of, whole_of};

/// One request, followed, or several that meet.
pub struct WalkRun {
    start: Vec<Sim>,
    /// The systems at the moment that is shown.
    pub sims: Vec<Sim>,
    /// Through which system.
    pub lane: Lane,
    /// Their whole journeys, and after these those of the jobs that they gave rise to.
    pub journeys: Vec<Journey>,
    /// Those of the parts that were asked for at once, of several shards.
    pub parts: Vec<Journey>,
    /// How many of the journeys are requests.
    pub requests: usize,
    /// The hops that are shown, in order of time, each with the number of its journey.
    pub steps: Vec<(usize, Hop)>,
    /// The one that is shown now.
    pub hop: usize,
    /// That moment.
    pub cursor: Nanos,
}

/// No job is awaited for longer.
const LONGEST: Nanos = 60 * SECOND;
/// How long the reader sees a hop, in seconds.
const HOP_S: f64 = 1.1;

/// Whether the journey with number `part` is that of a part of request `id`.
pub fn is_part_of(part: u64, id: u64) -> bool {
    part != id && whole_of(part) == id
}

/// Copies the journeys of parts of these requests as long as they are under way: they are forgotten with their answers.
fn keep_parts(sim: &Sim, ids: &RangeInclusive<u64>, parts: &mut Vec<Journey>) {
    for journey in sim.journeys().live().filter(|j| ids.clone().any(|id| is_part_of(j.id, id))) {
        // The requests of one journey may ask again, under the same numbers.
        match parts.iter_mut().find(|part| part.id == journey.id && part.born == journey.born) {
            Some(part) if part != journey => part.clone_from(journey),
            Some(_) => {}
            None => parts.push(journey.clone()),
        }
    }
}

impl WalkRun {
    /// Follows the requests `ids` as far as `shows` says.
    pub fn new(start: Vec<Sim>, lane: Lane, ids: RangeInclusive<u64>, shows: impl Fn(&Hop) -> bool) -> Option<Self> {
        let mut end = start.get(lane)?.fork();
        let single = ids.start() == ids.end();
        // Every request ends: answered, failed, or given up on. A job may wait for as long as nobody works.
        let patience = end.now() + LONGEST;
        let mut parts = Vec::new();
        for _ in 0..10_000_000 {
            let over = |id: u64, else_: bool| end.journeys().find(id).map_or(else_, |j| j.end.is_some());
            let done = |id: u64| over(id, single) && (over(job_of(id), true) || end.now() > patience);
            if ids.clone().all(done) {
                break;
            }
            end.step(Nanos::MAX);
            if end.config().shards() > 0 {
                keep_parts(&end, &ids, &mut parts);
            }
        }
        let mut journeys: Vec<Journey> = ids.clone().filter_map(|id| end.journeys().find(id).cloned()).collect();
        let requests = journeys.len();
        journeys.extend(ids.filter_map(|id| end.journeys().find(job_of(id)).cloned()));
        let mut steps: Vec<(usize, Hop)> = Vec::new();
        for (who, journey) in journeys.iter().enumerate() {
            for hop in journey.hops.iter().filter(|hop| shows(hop)) {
                // What begins at one moment stays in the order of the requests. (Few are sorted so in the fewest bytes.)
                let at = steps.partition_point(|(_, other)| other.enter <= hop.enter);
                steps.insert(at, (who, *hop));
            }
        }
        let cursor = start[lane].now();
        let hop = steps.iter().rposition(|(_, h)| h.enter <= cursor).unwrap_or(0);
        let mut walk = Self { sims: Sim::fork_all(&start), start, lane, journeys, parts, requests, steps, hop, cursor };
        (!walk.steps.is_empty()).then(|| {
            walk.show(hop);
            walk
        })
    }

    /// Which request the journey with number `who` belongs to.
    pub fn request_of(&self, who: usize) -> usize {
        let of_job = |request: &Journey| self.journeys.get(who).is_some_and(|job| job_of(request.id) == job.id);
        self.journeys[..self.requests].iter().position(of_job).unwrap_or(who)
    }

    /// The journey of the step that is shown.
    pub fn journey(&self) -> &Journey {
        let who = self.steps.get(self.hop).map_or(0, |(who, _)| *who);
        &self.journeys[who]
    }

    /// How many hops there are.
    pub fn hops(&self) -> usize {
        self.steps.len()
    }

    /// When the hop that is shown begins and ends, or the next one begins.
    pub fn span(&self) -> Option<(Nanos, Nanos)> {
        let (_, hop) = self.steps.get(self.hop)?;
        let end = self.journey().end.map_or(hop.leave, |(t, _)| hop.leave.min(t));
        let next = self.steps.get(self.hop + 1).map_or(Nanos::MAX, |(_, next)| next.enter);
        Some((hop.enter, end.min(next)))
    }

    pub fn show(&mut self, hop: usize) {
        let hop = hop.min(self.hops().saturating_sub(1));
        let from = self.start[self.lane].now();
        let enter = self.steps.get(hop).map_or(from, |(_, h)| h.enter.max(from));
        self.hop = hop;
        if enter < self.cursor {
            self.sims = Sim::fork_all(&self.start);
        }
        self.cursor = enter;
        self.sims.iter_mut().for_each(|s| s.run_until(enter));
    }

    /// The shown hop is slowed to a readable time; at its end the request waits for the reader.
    pub fn advance(&mut self, real_s: f64) {
        let Some((enter, end)) = self.span() else { return };
        // Stop just before the next hop begins.
        let last = end.saturating_sub(1).max(enter);
        if self.cursor < last {
            let length = (end - enter).max(1);
            let on = (length as f64 * real_s / HOP_S) as Nanos;
            self.cursor = (self.cursor + on.max(1)).min(last);
            let cursor = self.cursor;
            self.sims.iter_mut().for_each(|s| s.run_until(cursor));
        }
    }

    /// Whether the request waits for the reader.
    pub fn waits(&self) -> bool {
        self.span().is_none_or(|(enter, end)| self.cursor >= end.saturating_sub(1).max(enter))
    }

    /// The node where the walk's request failed, once that is shown.
    pub fn lost_at(&self) -> Option<NodeId> {
        match self.journey().end {
            Some((_, scalewalk_model::Outcome::Failed(node, _))) if self.hop + 1 == self.hops() && self.waits() => {
                Some(node)
            }
            _ => None,
        }
    }
}
