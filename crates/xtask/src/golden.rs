//! `cargo xtask golden`: new golden digests, for a person to look at.

use crate::shell::{Outcome, announce, cargo, root, succeeds};
use crate::steps::PROFILE;

/// Writes the digests anew and fails on purpose.
pub fn run() -> Outcome {
    announce("Running the determinism test natively to write tests/digests.json anew. A minute or two.");
    let mut test = cargo();
    test.args(["test", "--profile", PROFILE, "--package", "scalewalk-tests", "--test", "determinism"]);
    test.arg("every_scenario_gives_the_digest_on_file").env("SCALEWALK_UPDATE_GOLDEN", "1");
    // The test fails after it has written the file, so that nobody takes new digests for old ones.
    let file = root().join("tests").join("digests.json");
    let before = std::fs::read(&file).unwrap_or_default();
    if succeeds(&mut test)? {
        return Err("The determinism test wrote nothing: does it still heed SCALEWALK_UPDATE_GOLDEN?".into());
    }
    let same = std::fs::read(&file).unwrap_or_default() == before;
    Err(if same {
        "tests/digests.json is as it was: either no run has changed, or the test above failed before it could write."
            .into()
    } else {
        "The digests are written. This command always fails, so that no machine accepts them: \
         look at `git diff tests/digests.json`, say in the commit why each run changed, and run `cargo xtask test`."
            .into()
    })
}
