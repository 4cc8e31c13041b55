//! The messages between the page and its worker, as bytes: a number that stands for the build, then the message in
//! [postcard](https://postcard.jamesmunns.com)'s format.

use core::fmt;

use scalewalk_model::estimate::Estimate;
use serde::{Deserialize, Serialize};

use crate::challenge::Score;
use crate::claim::{Check, Relation};

/// Something to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job<'a> {
    /// The runs of the claim with this id, for its [`Verdict`].
    Claim(&'a str),
    /// The search for the users that the stage with this id serves.
    Rung(&'a str),
    /// The score of a design: the number of its level, and what it sets, by the ids of the parameters.
    Score(usize, #[serde(borrow)] Vec<(&'a str, f64)>),
    /// The workload with this id on every kind of store, for the time that its data takes on each.
    Stores(&'a str),
}

/// What is told while a job is done, in this order: how far it is, again and again, then what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum News {
    /// Runs done, and runs in all.
    Progress(usize, usize),
    /// What became of a claim.
    Verdict(Verdict),
    /// The users that a stage serves, and the p99 of their requests in milliseconds.
    Rung(f64, f64),
    /// What a design is worth.
    Score(Score),
    /// Mean time of the data in milliseconds, by [`crate::stages::database::stores::Family`], as far as simulated.
    Times(Vec<f64>),
    /// It cannot be done; why, in English.
    Failed(String),
}

/// What the runs of a claim gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether all checks hold.
    pub holds: bool,
    /// What was measured by the check that is shown: the first that does not hold, or the first.
    pub what: String,
    /// Its unit with the space before it.
    pub unit: String,
    /// The measured value with its 99.9 % interval.
    pub measured: Estimate,
    /// How it must stand …
    pub relation: Relation,
    /// … to this …
    pub expected: f64,
    /// … and how far off it may be to count as equal, as a share of it.
    pub margin: f64,
}

impl Verdict {
    /// Of the checks of a claim; none if there are none.
    pub(super) fn of(checks: &[Check]) -> Option<Self> {
        let shown = checks.iter().find(|check| !check.holds()).or(checks.first())?;
        Some(Self {
            holds: checks.iter().all(Check::holds),
            what: shown.what.to_owned(),
            unit: shown.unit.to_owned(),
            measured: shown.measured,
            relation: shown.relation,
            expected: shown.expected,
            margin: shown.margin,
        })
    }
}

/// Why bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageError {
    /// Page and worker are not of one build: one of them was loaded before a new version was put on the host.
    OtherBuild,
    /// The bytes are none that this build writes.
    Malformed,
}

impl fmt::Display for MessageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherBuild => "the page and its worker are of different versions; load the page again",
            Self::Malformed => "a message between the page and its worker cannot be read",
        })
    }
}

impl core::error::Error for MessageError {}

/// Stands for the shape of the messages. The format does not describe itself, so bytes of another build could be read
/// as something else; a hash of the sources that declare the messages tells, without a version to keep by hand.
const BUILD: [u8; 4] = {
    let sources: [&[u8]; 3] =
        [include_bytes!("message.rs"), include_bytes!("../challenge/score.rs"), include_bytes!("../claim.rs")];
    let mut hash = 0x811c_9dc5_u32;
    let mut source = 0;
    while source < sources.len() {
        let mut at = 0;
        while at < sources[source].len() {
            hash = (hash ^ sources[source][at] as u32).wrapping_mul(0x0100_0193);
            at += 1;
        }
        source += 1;
    }
    hash.to_le_bytes()
};

fn write(message: &impl Serialize) -> Vec<u8> {
    // Into memory nothing fails. If it did, what is left could not be read, and the other side says so.
    postcard::to_extend(message, BUILD.to_vec()).unwrap_or_default()
}

fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, MessageError> {
    let (build, message) = bytes.split_first_chunk().ok_or(MessageError::Malformed)?;
    if *build != BUILD {
        return Err(MessageError::OtherBuild);
    }
    match postcard::take_from_bytes(message) {
        Ok((message, [])) => Ok(message),
        _ => Err(MessageError::Malformed),
    }
}

impl<'a> Job<'a> {
    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        write(self)
    }

    /// Reads what was written.
    ///
    /// # Errors
    /// The bytes come from another build, or are no job. Whether there is something of that id is not looked at.
    pub fn read(bytes: &'a [u8]) -> Result<Self, MessageError> {
        read(bytes)
    }
}

impl News {
    /// As bytes.
    pub fn write(&self) -> Vec<u8> {
        write(self)
    }

    /// Reads what was written.
    ///
    /// # Errors
    /// The bytes come from another build, or are no news.
    pub fn read(bytes: &[u8]) -> Result<Self, MessageError> {
        read(bytes)
    }
}
