//! How much is run at each value of a sweep, and so how long.

use scalewalk_model::Config;

/// How much is run at each value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Runs at each value, with seeds from 1. Of one run the intervals are infinite; 0 counts as 1.
    pub seeds: u64,
    /// How many requests a run measures, at least and in the mean, where `measured_s` does not say how long it is.
    pub requests: f64,
    /// Measured time, in seconds.
    pub measured_s: Option<f64>,
    /// Time before measuring begins, in seconds; if none is given, as long as is measured.
    pub warmup_s: Option<f64>,
    /// Says how long runs are where neither time is given: if none, long enough for the slowest to time out.
    pub haste: Option<Haste>,
}

/// Runs that are as short as they can be, for a first look. Requests bound them and no timeout does, so that a
/// hundred times the traffic is not a hundred times the work.
///
/// What they give is biased at saturation: where queues fill more slowly than the warm-up can see, and where those in
/// a full queue have not been served yet. Where requests in flight still grow when the warm-up has to end, the value
/// is left out: nothing is better than a figure that is wrong by as much as nobody knows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Haste {
    /// Requests before measuring begins, in the mean, but no longer than half a timeout. It goes on, each time to
    /// twice its length, while the number of requests in flight grows by half or more.
    pub warmup: f64,
    /// Requests after which warming up does not go on, in the mean.
    pub most: f64,
    /// How many times as long a run may measure if what is looked for is not found before.
    pub tries: f64,
}

/// No run that counts requests is longer, in seconds: with one user a day 3,000 requests would take a month.
const LONGEST_S: f64 = 600.0;
/// The same in haste: an hour of an idle system costs time, too.
const LONGEST_IN_HASTE_S: f64 = 200.0;

impl Effort {
    /// `seeds` runs of about `requests` measured requests, and no shorter than half a timeout.
    pub const fn requests(seeds: u64, requests: f64) -> Self {
        Self { seeds, requests, measured_s: None, warmup_s: None, haste: None }
    }

    /// `seeds` runs of about `requests` measured requests, or of as many times that as are needed to measure
    /// anything, in haste.
    pub const fn hasty(seeds: u64, requests: f64, haste: Haste) -> Self {
        Self { haste: Some(haste), ..Self::requests(seeds, requests) }
    }

    /// How long a run of `config` is.
    pub(crate) fn plan(&self, config: &Config) -> Plan {
        let rate = config.arrival_rate().max(1e-9);
        let patience_s = 0.5 * config.timeout_s.min(4.0);
        if let (Some(haste), None, None) = (self.haste, self.measured_s, self.warmup_s) {
            let seconds = |requests: f64| (requests / rate).min(LONGEST_IN_HASTE_S);
            let warmup_s = seconds(haste.warmup).min(patience_s);
            return Plan {
                warmup_s,
                measured_s: seconds(self.requests),
                most_s: seconds(haste.most),
                seek_s: seconds(haste.tries * self.requests),
            };
        }
        // Long enough for the slowest to time out, too.
        let measured_s = self.measured_s.unwrap_or_else(|| (self.requests / rate).min(LONGEST_S).max(patience_s));
        Plan { warmup_s: self.warmup_s.unwrap_or(measured_s), measured_s, most_s: 0.0, seek_s: 0.0 }
    }
}

/// How long a run is, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Plan {
    pub warmup_s: f64,
    pub measured_s: f64,
    /// How long warming up and measuring may be if they have to go on; 0 where they never do.
    pub most_s: f64,
    pub seek_s: f64,
}
