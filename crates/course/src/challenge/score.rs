//! What a design is worth.

use scalewalk_model::{Cause, NodeId};
use serde::{Deserialize, Serialize};

use super::Level;

/// The seeds of the runs. The worst of what they give counts.
pub const SEEDS: [u64; 3] = [1, 2, 3];
/// What a medal takes besides all objectives: how much of the budget may be spent, and how many of the failures that
/// are allowed may happen, both as shares.
const SILVER: (f64, f64) = (0.9, 1.0);
const GOLD: (f64, f64) = (0.8, 0.5);

/// What is measured, and must be within an objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// Dollars a month, for machines and delivered files.
    Budget,
    /// Requests answered, in percent of those that came to an end.
    Answered,
    /// 99th percentile of latency, in milliseconds.
    P99,
}

impl Objective {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Budget, Self::Answered, Self::P99];

    /// Its name in reports and messages.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Answered => "answered",
            Self::P99 => "p99",
        }
    }

    /// What a level asks for.
    pub const fn of(self, level: &Level) -> f64 {
        match self {
            Self::Budget => level.budget_usd,
            Self::Answered => level.answered_percent,
            Self::P99 => level.p99_ms,
        }
    }

    /// Whether it is met.
    pub fn is_met(self, level: &Level, score: &Score) -> bool {
        self.used(level, score) <= 1.0
    }

    /// How much of what is allowed is used, as a share: of the budget, of the failures, of the time.
    pub fn used(self, level: &Level, score: &Score) -> f64 {
        let measured = score.of(self);
        match self {
            Self::Answered => (100.0 - measured) / (100.0 - level.answered_percent),
            _ => measured / self.of(level),
        }
    }
}

/// For a design that meets all objectives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Medal {
    /// It does.
    Bronze,
    /// It spends no more than nine tenths of the budget.
    Silver,
    /// It spends no more than four fifths of the budget, and fails no more than half of the requests that it may.
    Gold,
}

impl Medal {
    /// Its name in reports and messages.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Bronze => "bronze",
            Self::Silver => "silver",
            Self::Gold => "gold",
        }
    }
}

/// Requests that failed, at first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct First {
    /// The end of the second in which more failed than may, in seconds since measuring began.
    pub at_s: f64,
    /// Where most of them failed.
    pub node: NodeId,
    /// Why most of them failed there.
    #[serde(with = "by_key")]
    pub cause: Cause,
}

/// What the runs gave, the worst of each.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Dollars a month.
    pub usd_month: f64,
    /// Requests answered, in percent of those that came to an end; 0 when none did.
    pub answered_percent: f64,
    /// 99th percentile of latency in milliseconds; infinite when there are too few answers.
    pub p99_ms: f64,
    /// The seed of the run that answered least.
    pub seed: u64,
    /// What failed first in that run, if a second had more failures than are allowed in the mean.
    pub first: Option<First>,
    /// The station that was busiest in that run, and the share of its workers' time that was used.
    pub busiest: Option<(NodeId, f64)>,
}

impl Score {
    /// What was measured.
    pub const fn of(&self, objective: Objective) -> f64 {
        match objective {
            Objective::Budget => self.usd_month,
            Objective::Answered => self.answered_percent,
            Objective::P99 => self.p99_ms,
        }
    }

    /// The worst of two.
    pub fn and(self, other: Self) -> Self {
        let worst = if other.answered_percent < self.answered_percent { other } else { self };
        Self { usd_month: self.usd_month.max(other.usd_month), p99_ms: self.p99_ms.max(other.p99_ms), ..worst }
    }

    /// The medal at `level`; none if an objective is missed.
    pub fn medal(&self, level: &Level) -> Option<Medal> {
        if !Objective::ALL.iter().all(|objective| objective.is_met(level, self)) {
            return None;
        }
        let within = |(spent, failed): (f64, f64)| {
            Objective::Budget.used(level, self) <= spent && Objective::Answered.used(level, self) <= failed
        };
        Some(if within(GOLD) {
            Medal::Gold
        } else if within(SILVER) {
            Medal::Silver
        } else {
            Medal::Bronze
        })
    }
}

/// Causes by their names, so that another order of them is not another message.
mod by_key {
    use scalewalk_model::Cause;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(cause: &Cause, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(cause.key())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cause, D::Error> {
        let key = String::deserialize(deserializer)?;
        Cause::ALL.into_iter().find(|known| known.key() == key).ok_or_else(|| D::Error::custom("an unknown cause"))
    }
}
