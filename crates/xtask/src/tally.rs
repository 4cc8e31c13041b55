//! Counting what passed and what failed, from what the test programs print.

use std::fmt;
use std::ops::AddAssign;

/// How many passed and how many failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// What passed.
    pub passed: u32,
    /// What failed.
    pub failed: u32,
}

impl Tally {
    /// One check that is not made of tests.
    pub fn one(passed: bool) -> Self {
        Self { passed: passed.into(), failed: (!passed).into() }
    }

    /// Adds the summary line of a Rust test program: `test result: ok. 3 passed; 0 failed; …`.
    pub fn read_rust(&mut self, line: &str) {
        if let Some(counts) = line.trim().strip_prefix("test result: ") {
            let count = |what: &str| {
                let mut parts = counts.split([';', '.']);
                parts.find_map(|part| part.trim().strip_suffix(what)?.trim().parse::<u32>().ok()).unwrap_or(0)
            };
            *self += Self { passed: count("passed"), failed: count("failed") };
        }
    }

    /// Adds a line of Playwright's summary: `  12 passed (3.4s)`, `  1 failed`. What did not run
    /// did not pass.
    pub fn read_playwright(&mut self, line: &str) {
        let Some((count, what)) = line.trim().split_once(' ') else {
            return;
        };
        let Ok(count) = count.parse::<u32>() else {
            return;
        };
        let what = what.split_once(" (").map_or(what, |(what, _)| what);
        match what {
            "passed" => self.passed += count,
            "failed" | "flaky" | "interrupted" | "did not run" => self.failed += count,
            _ => {}
        }
    }

    /// Adds a line of totals in the form this program itself ends with: `12 passed, 1 failed`.
    pub fn read_total(&mut self, line: &str) {
        let counts = line.trim().split_once(" passed, ").and_then(|(passed, rest)| {
            Some(Self { passed: passed.parse().ok()?, failed: rest.strip_suffix(" failed")?.parse().ok()? })
        });
        *self += counts.unwrap_or_default();
    }

    /// The tally of a program that has ended: one that failed has failed in something.
    pub fn ended(mut self, success: bool) -> Self {
        if !success && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_summaries_are_added() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; finished in 0.52s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            "test claims::passed ... ok",
        ] {
            tally.read_rust(line);
        }
        assert_eq!(tally, Tally { passed: 7, failed: 2 });
    }

    #[test]
    fn playwright_summaries_are_added() {
        let mut tally = Tally::default();
        for line in [
            "  1 failed",
            "    tests/page/load.spec.mjs:3:1 › loads",
            "  1 flaky",
            "  2 did not run",
            "  2 skipped",
            "  12 passed (3.4s)",
            "Running 18 tests using 2 workers",
        ] {
            tally.read_playwright(line);
        }
        assert_eq!(tally.to_string(), "12 passed, 4 failed");
    }

    #[test]
    fn totals_are_added() {
        let mut tally = Tally::default();
        for line in
            ["  ok      Firefox: cache", "12 passed, 3 failed", "3 passed", "x passed, 1 failed", "1 passed, 2 failed!"]
        {
            tally.read_total(line);
        }
        assert_eq!(tally, Tally { passed: 12, failed: 3 });
        tally.read_total(&tally.to_string());
        assert_eq!(tally, Tally { passed: 24, failed: 6 });
    }

    #[test]
    fn a_program_that_failed_counts() {
        assert_eq!(Tally::default().ended(false).failed, 1);
        assert_eq!(Tally { passed: 1, failed: 2 }.ended(false).failed, 2);
        assert_eq!(Tally::one(true).ended(true), Tally { passed: 1, failed: 0 });
    }
}
