//! `cargo xtask golden`: new golden digests, for a person to look at.

use crate::shell::{Outcome, announce, cargo, succeeds};
use crate::steps::PROFILE;

/// Writes the digests anew and fails on purpose.
pub fn run() -> Outcome {
    announce("Running the determinism test natively to write tests/digests.json anew. A minute or two.");
    let mut test = cargo();
    test.args(["test", "--profile", PROFILE, "--package", "scalewalk-tests", "--test", "determinism"]);
    if !succeeds(test.env("SCALEWALK_UPDATE_GOLDEN", "1"))? {
        return Err("The determinism test failed; what it wrote is not to be trusted: \
            git checkout tests/digests.json"
            .into());
    }
    Err("The digests are written. This command always fails, so that no machine accepts them: \
         look at `git diff tests/digests.json`, say in the commit why each run changed, and run \
         `cargo xtask test`."
        .into())
}
