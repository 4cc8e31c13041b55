//! The running simulations, outside the reactive graph.

use scalewalk_course::challenge::Level;
use scalewalk_course::{Lane, Walk};
use scalewalk_model::time::{Nanos, SECOND, from_secs, to_secs};
use scalewalk_model::{Config, Fault, History, Input, InputError, NodeId, Sim};

use crate::state::undo::Changes;
use crate::state::walk_run::WalkRun;

/// Something that the reader did, for the time axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// When.
    pub at: Nanos,
    /// In which system.
    pub lane: Lane,
    /// What, in few words.
    pub text: String,
    /// Whether something broke.
    pub fault: bool,
}

/// Events handled between two looks at the clock.
const SLICE: u64 = 2_048;
/// Requests that are simulated unseen at the start, and for how many seconds at least and at most. Four times as many
/// requests leave no stage's system in another state, and phones take two seconds for them. In less time nothing would have
/// been scraped.
const WARM_UP_REQUESTS: f64 = 30_000.0;
const WARM_UP_S: (f64, f64) = (5.0, 600.0);
/// How long trouble has lasted when it is first seen, and how many requests it meets at most.
const TROUBLE_S: f64 = 10.0;
const TROUBLE_REQUESTS: f64 = 120_000.0;
/// The most real seconds that a frame stands for, and the most that its speed is reckoned with.
const LONGEST_FRAME_S: f64 = 0.1;
const LONGEST_WAIT_S: f64 = 1.0;
/// How many requests are drawn at once, at most.
const DOTS: f64 = 1_600.0;

/// One or two systems, run side by side.
pub struct Player {
    traffic: Vec<Sim>,
    /// None until it is kept.
    history: Option<History>,
    walk: Option<WalkRun>,
    clock: Nanos,
    start: Nanos,
    end: Nanos,
    /// Whether traffic runs.
    pub playing: bool,
    /// Asked simulated seconds a second.
    pub speed: f64,
    true_speed: f64,
    /// What the reader changed and can take back.
    pub changes: Changes,
    marks: Vec<Mark>,
    seed: u64,
    version: u64,
}

impl Player {
    /// Systems of `configs` at rest.
    pub fn new(configs: Vec<Config>, seed: u64) -> Self {
        let traffic: Vec<_> = configs.into_iter().map(|c| Sim::new(c, seed)).collect();
        let mut player = Self {
            history: None,
            traffic,
            walk: None,
            clock: 0,
            start: 0,
            end: 0,
            playing: false,
            speed: 1.0,
            true_speed: 0.0,
            changes: Changes::default(),
            marks: Vec::new(),
            seed,
            version: 0,
        };
        player.warm_up();
        player
    }

    /// A picture of an empty site, where nobody has asked DNS yet, teaches nothing: it starts in full swing,
    /// with as much behind it as can be simulated unseen.
    fn warm_up(&mut self) {
        for sim in &mut self.traffic {
            let rate = sim.config().arrival_rate().max(1e-9);
            sim.run_until(from_secs((WARM_UP_REQUESTS / rate).clamp(WARM_UP_S.0, WARM_UP_S.1)));
        }
        self.catch_up();
        self.begin_timeline();
    }

    /// The timeline begins here, and with it the past that can be gone back to.
    fn begin_history(&mut self) {
        self.history = Some(History::new(&self.traffic));
        self.begin_timeline();
    }

    /// From now on what happens can be gone back to.
    pub fn keep_history(&mut self) {
        if self.history.is_none() {
            self.begin_history();
        }
    }

    fn begin_timeline(&mut self) {
        self.start = self.clock;
        self.end = self.clock;
        self.marks.clear();
    }

    /// Lets trouble begin, and pass for long enough that queues fill and the first give up.
    pub fn break_all(&mut self, faults: &[(Lane, NodeId, Fault)]) {
        for (lane, node, kind) in faults {
            // What the course says of its own systems cannot be refused.
            let _ = self.apply(Some(*lane), &Input::Fault { node: *node, kind: *kind }, String::new());
        }
        self.skip(TROUBLE_S);
    }

    /// Lets `seconds` pass unseen, or as much of it as can be simulated in a moment.
    fn skip(&mut self, seconds: f64) {
        for sim in &mut self.traffic {
            let rate = sim.config().arrival_rate().max(1e-9);
            sim.run_until(self.clock + from_secs(seconds.min(TROUBLE_REQUESTS / rate)));
        }
        self.catch_up();
        let marks = core::mem::take(&mut self.marks);
        self.begin_history();
        self.marks = marks;
    }

    /// Brings all systems to the moment of the one that is ahead, with requests to draw.
    fn catch_up(&mut self) {
        self.clock = self.traffic.iter().map(Sim::now).max().unwrap_or(0) + SECOND / 2;
        self.follow();
        self.traffic.iter_mut().for_each(|sim| sim.run_until(self.clock));
    }

    /// The moment at which the timeline begins: the reader came, or the stage changed.
    pub fn start(&self) -> Nanos {
        self.start
    }

    /// Whether something was done since, or time has gone on.
    pub fn has_begun(&self) -> bool {
        self.walk.is_some() || self.end > self.start || self.marks.iter().any(|mark| mark.at >= self.start)
    }

    /// The latest moment that the run has reached.
    pub fn end(&self) -> Nanos {
        self.end
    }

    /// Goes to a moment between start and end. What was done later is still to come, unless the reader does
    /// something else first.
    pub fn seek(&mut self, at: Nanos) {
        let at = at.clamp(self.start, self.end);
        if let Some(sims) = self.history.as_ref().and_then(|history| history.seek(at)) {
            self.walk = None;
            self.traffic = sims;
            self.clock = at;
            self.follow();
            self.version += 1;
        }
    }

    /// The systems that are shown: the traffic's, or the walk's.
    pub fn shown(&self) -> &[Sim] {
        self.walk.as_ref().map_or(&self.traffic, |w| &w.sims)
    }

    /// The systems under traffic.
    pub fn traffic(&self) -> &[Sim] {
        &self.traffic
    }

    /// The moment that is shown.
    pub fn now(&self) -> Nanos {
        self.walk.as_ref().map_or(self.clock, |w| w.cursor)
    }

    /// The moment of the traffic.
    pub fn clock(&self) -> Nanos {
        self.clock
    }

    /// Simulated seconds a second, as of late.
    pub fn true_speed(&self) -> f64 {
        self.true_speed
    }

    /// What the reader did.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The walk under way.
    pub fn walk(&self) -> Option<&WalkRun> {
        self.walk.as_ref()
    }

    /// Counts changes of settings, so that the picture knows when to stand anew.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Whether anything goes on: traffic runs, or a walk's hop is being shown.
    pub fn is_running(&self) -> bool {
        self.walk.as_ref().map_or(self.playing, |walk| !walk.waits())
    }

    /// Goes on for `real_s` seconds of the reader's time, or for as long as `in_time` says.
    pub fn advance(&mut self, elapsed_s: f64, in_time: impl Fn() -> bool) {
        // After a long wait, as in a hidden tab, the run goes on where it stood.
        let real_s = elapsed_s.clamp(0.0, LONGEST_FRAME_S);
        if let Some(walk) = &mut self.walk {
            walk.advance(real_s);
            return;
        }
        if !self.playing {
            return;
        }
        let before = self.clock;
        let goal = self.clock + from_secs(real_s * self.speed);
        for sim in &mut self.traffic {
            while !sim.run_some(goal, SLICE) {
                if !in_time() {
                    break;
                }
            }
        }
        self.clock = self.traffic.iter().map(Sim::now).min().unwrap_or(goal);
        if self.clock > self.end {
            self.end = self.clock;
            if let Some(history) = &mut self.history {
                history.watch(&self.traffic);
            }
        }
        let speed = to_secs(self.clock - before) / elapsed_s.clamp(1e-3, LONGEST_WAIT_S);
        self.true_speed += (speed - self.true_speed) * 0.1;
        self.follow();
    }

    /// Follows as many requests as can be drawn.
    fn follow(&mut self) {
        for sim in &mut self.traffic {
            let share = (DOTS / (sim.in_flight() as f64).max(1.0)).min(1.0);
            sim.follow(share);
        }
    }

    /// One event on.
    pub fn step(&mut self) {
        let Some(first) = (0..self.traffic.len()).min_by_key(|i| self.traffic[*i].now()) else { return };
        let handled = self.traffic[first].events_handled();
        for _ in 0..1_000_000 {
            self.traffic[first].step(Nanos::MAX);
            if self.traffic[first].events_handled() != handled {
                break;
            }
        }
        let now = self.traffic[first].now();
        self.traffic.iter_mut().for_each(|sim| sim.run_until(now));
        self.clock = now;
        self.end = self.end.max(now);
    }

    /// Does `input` to one system, or to all.
    ///
    /// # Errors
    /// If one of them refuses it as they stand; nothing has changed then.
    pub fn apply(&mut self, lane: Option<Lane>, input: &Input, text: String) -> Result<(), InputError> {
        let lanes = lane.map_or(0..self.traffic.len(), |l| l..l + 1);
        // One system may be ahead where the machine could not keep up with both.
        let ahead = self.traffic.iter().map(Sim::now).max().unwrap_or(self.clock);
        self.traffic.iter_mut().for_each(|sim| sim.run_until(ahead));
        // Before the run forks: what is refused takes no future away.
        self.traffic.iter().take(lanes.end).skip(lanes.start).try_for_each(|sim| sim.check(input))?;
        self.keep_history();
        if self.clock < self.end {
            // Something else is done than last time: the run forks here.
            if let Some(history) = &mut self.history {
                history.forget_after(self.clock, &mut self.traffic);
            }
            self.marks.retain(|mark| mark.at <= self.clock);
            self.end = self.clock;
        }
        if let Some(history) = &mut self.history {
            history.apply(&mut self.traffic, lanes, input)?;
        }
        self.clock = self.traffic.iter().map(Sim::now).max().unwrap_or(self.clock);
        self.end = self.clock;
        let fault = matches!(input, Input::Fault { kind, .. } if *kind != Fault::Repair);
        let moved = matches!(input, Input::Set { .. });
        // A slider that is being dragged is one mark.
        match self.marks.last_mut() {
            Some(last) if moved && self.clock - last.at < SECOND / 2 && !last.fault => {
                *last = Mark { at: self.clock, lane: lane.unwrap_or(0), text, fault };
            }
            _ => self.marks.push(Mark { at: self.clock, lane: lane.unwrap_or(0), text, fault }),
        }
        if self.marks.len() > 200 {
            self.marks.remove(0);
        }
        self.version += 1;
        Ok(())
    }

    /// Goes on as another stage: the traffic goes on through the changed system. `forward` says which of two
    /// systems is kept where the next stage has one.
    pub fn go_on(&mut self, configs: Vec<Config>, forward: bool) {
        self.walk = None;
        if configs.len() < self.traffic.len() {
            let kept = if forward { self.traffic.pop() } else { self.traffic.drain(..).next() };
            self.traffic = kept.into_iter().collect();
        }
        while self.traffic.len() < configs.len() {
            if let Some(last) = self.traffic.last() {
                self.traffic.push(last.fork());
            }
        }
        for (sim, config) in self.traffic.iter_mut().zip(configs) {
            // A whole configuration from the course cannot be refused.
            let _ = sim.apply(&Input::Reconfigure(Box::new(config)));
            sim.start_measuring();
        }
        self.begin_history();
        self.version += 1;
    }

    /// Begins anew, as the run with `seed` does that scores the present settings at `level`, when measuring begins in
    /// it. `labels` say what happens in its script, in order.
    pub fn watch(&mut self, level: &Level, seed: u64, labels: Vec<String>) {
        let Some(mut config) = self.traffic.first().map(|sim| sim.config().clone()) else { return };
        config.users = level.config().users;
        self.walk = None;
        let mut sim = level.start(&config, seed);
        let begin = from_secs(level.warmup_s);
        sim.run_until(begin);
        sim.start_measuring();
        self.traffic = vec![sim];
        self.clock = begin;
        self.begin_history();
        self.marks = level
            .script
            .iter()
            .zip(labels)
            .map(|(event, text)| Mark { at: begin + from_secs(event.at_s), lane: 0, text, fault: event.breaks() })
            .collect();
        self.follow();
        self.version += 1;
    }

    /// Begins anew with the present settings.
    pub fn restart(&mut self) {
        let configs = self.traffic.iter().map(|s| s.config().clone()).collect();
        self.begin(configs, self.seed);
    }

    /// Begins anew, with other systems under another luck.
    pub fn begin(&mut self, configs: Vec<Config>, seed: u64) {
        let (playing, speed, version) = (self.playing, self.speed, self.version + 1);
        let changes = core::mem::take(&mut self.changes);
        *self = Self { playing, speed, version, changes, ..Self::new(configs, seed) };
        self.begin_history();
    }

    /// Follows one request, sent by hand through a quiet system, or several that meet.
    pub fn start_walk(&mut self, walk: &Walk) {
        let quiet = |sim: &Sim| Sim::new(Config { open: false, ..sim.config().clone() }, self.seed);
        let mut start: Vec<Sim> = self.traffic.iter().map(quiet).collect();
        let Some(through) = start.get_mut(walk.lane) else { return };
        let Ok(sent) = walk.start(through.config(), self.seed) else { return };
        *through = sent;
        let first = through.last_by_hand().unwrap_or_default();
        let ids = first..=first + walk.others.len() as u64;
        self.walk = WalkRun::new(start, walk.lane, ids, |hop| walk.shows(hop.kind));
    }

    /// Follows the request `id` of the traffic, in a fork of it.
    pub fn follow_request(&mut self, lane: Lane, id: u64) -> bool {
        self.walk = WalkRun::new(Sim::fork_all(&self.traffic), lane, id..=id, |_| true);
        self.walk.is_some()
    }

    /// Back to the traffic.
    pub fn end_walk(&mut self) {
        self.walk = None;
    }

    /// Shows another hop of the walk: the next, the last, or the first.
    pub fn walk_to(&mut self, hop: usize) {
        if let Some(walk) = &mut self.walk {
            walk.show(hop);
        }
    }
}
