//! `cargo xtask golden` and `ladder`: what tests hold runs against is written anew, for a person to look at.

use crate::shell::{Outcome, announce, cargo, root, succeeds};
use crate::steps::PROFILE;

/// A file that a test compares with what it finds, and writes when it is told to.
pub struct Golden {
    /// Where it is.
    file: &'static str,
    /// The test program, and the test in it.
    test: [&'static str; 2],
    /// The variable that tells it to write.
    variable: &'static str,
}

/// The digests of some runs.
pub const DIGESTS: Golden = Golden {
    file: "tests/digests.json",
    test: ["determinism", "every_scenario_gives_the_digest_on_file"],
    variable: "SCALEWALK_UPDATE_GOLDEN",
};

/// How many users each stage serves.
pub const LADDER: Golden = Golden {
    file: "crates/course/src/ladder/rungs.txt",
    test: ["ladder", "every_stage_serves_as_many_users_as_are_filed"],
    variable: "SCALEWALK_UPDATE_LADDER",
};

/// Has the file written anew, and fails on purpose.
pub fn run(golden: &Golden) -> Outcome {
    let Golden { file, test: [program, name], variable } = golden;
    announce(&format!("Running the test `{program}` natively to write {file} anew. A minute or two."));
    let mut test = cargo();
    test.args(["test", "--profile", PROFILE, "--package", "scalewalk-tests", "--test", program]);
    test.arg(name).env(variable, "1");
    // The test fails after it has written the file, so that nobody takes new figures for old ones.
    let path = root().join(file);
    let before = std::fs::read(&path).unwrap_or_default();
    if succeeds(&mut test)? {
        return Err(format!("The test `{program}` wrote nothing: does it still heed {variable}?"));
    }
    let same = std::fs::read(&path).unwrap_or_default() == before;
    Err(if same {
        format!("{file} is as it was: either no run has changed, or the test above failed before it could write.")
    } else {
        format!(
            "{file} is written. This command always fails, so that no machine accepts it: look at `git diff {file}`, \
             say in the commit why each line changed, and run `cargo xtask test`."
        )
    })
}
