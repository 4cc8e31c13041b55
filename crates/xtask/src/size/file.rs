//! The figures on file: what is allowed to grow only by somebody's decision.

use super::Sizes;
use crate::shell::{Outcome, announce, read, root};
use crate::site;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The figures, and the page that says why they changed.
const FIGURES: &str = "benchmarks/sizes.json";
const REASONS: &str = "benchmarks/README.md";
/// The part of that page.
pub const HEADING: &str = "## Sizes on file\n";
/// By how much a figure may grow, in percent, before somebody has to say why.
const MARGIN_PERCENT: u64 = 2;

/// Bytes, compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// What a stage loads before it runs.
    pub first_load: u64,
    /// The largest file that is loaded later.
    pub largest_later: u64,
    /// All that a reader can come to load.
    pub everything: u64,
}

/// The figures that have grown by more than a little since they were put on file.
pub fn grown(now: &Figures) -> Outcome<Vec<String>> {
    let path = root().join(FIGURES);
    if !path.is_file() {
        return Ok(vec![format!("There is no {FIGURES}: `cargo xtask size --write \"why\"` writes it.")]);
    }
    let filed = serde_json::from_str(&read(&path)?).map_err(|error| format!("{FIGURES}: {error}."))?;
    Ok(beyond(&filed, now))
}

fn beyond(filed: &Figures, now: &Figures) -> Vec<String> {
    let pairs = [
        ("The first load", filed.first_load, now.first_load),
        ("The largest file that comes later", filed.largest_later, now.largest_later),
        ("All that a reader can come to load", filed.everything, now.everything),
    ];
    let grown = pairs.into_iter().filter(|(_, filed, now)| now * 100 > filed * (100 + MARGIN_PERCENT));
    grown
        .map(|(what, filed, now)| {
            format!(
                "{what} has grown from {filed} to {now} bytes, by more than {MARGIN_PERCENT} %. If it is worth that, \
                 `cargo xtask size --write \"why\"` puts the figure into {FIGURES} and the reason into {REASONS}."
            )
        })
        .collect()
}

/// Puts the figures of the built site on file, and says why beside them.
pub fn write(why: &str) -> Outcome {
    let figures = Sizes::of(&site::dist())?.figures();
    let json = serde_json::to_string_pretty(&figures).map_err(|error| error.to_string())?;
    crate::shell::write(&root().join(FIGURES), json + "\n")?;
    let path = root().join(REASONS);
    crate::shell::write(&path, with_reason(&read(&path)?, &figures, why))?;
    announce(&format!("Written to {FIGURES} and {REASONS}. Commit both."));
    Ok(())
}

/// The page with one more reason at its end.
fn with_reason(page: &str, figures: &Figures, why: &str) -> String {
    let heading = if page.contains(HEADING) { String::new() } else { format!("\n{HEADING}\n{EXPLAINED}\n") };
    let kb = |bytes: u64| format!("{:.1}", bytes as f64 * 1e-3);
    let Figures { first_load, largest_later, everything } = *figures;
    let line = format!("- {}, {}, {} kB: {}\n", kb(first_load), kb(largest_later), kb(everything), why.trim());
    format!("{}\n{heading}{line}", page.trim_end())
}

const EXPLAINED: &str = "\
First load of a stage, the largest file that comes later, all that a reader can come to load; each time they were put into
`sizes.json`, with why. `cargo xtask test` fails when one is more than 2 % above what is there.
";

/// The reasons at the end of the page at `path`, to be kept when the rest is written anew.
pub fn reasons(path: &Path) -> String {
    let page = read(path).unwrap_or_default();
    page.find(HEADING).map(|at| format!("\n{}", &page[at..])).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILED: Figures = Figures { first_load: 400_000, largest_later: 100_000, everything: 800_000 };

    #[test]
    fn a_little_may_be_added_and_all_taken_away() {
        assert!(beyond(&FILED, &FILED).is_empty());
        assert!(beyond(&FILED, &Figures { first_load: 408_000, largest_later: 0, ..FILED }).is_empty());
        let more = beyond(&FILED, &Figures { first_load: 408_001, everything: 900_000, ..FILED });
        assert_eq!(more.len(), 2);
        assert!(more[0].contains("400000 to 408001") && more[0].contains("--write"));
    }

    #[test]
    fn reasons_are_added_one_below_the_other() {
        let once = with_reason("# Page\n", &FILED, "First.");
        assert!(once.starts_with("# Page\n\n## Sizes on file\n\nFirst load"));
        let twice = with_reason(&once, &Figures { first_load: 1, ..FILED }, " Second.\n");
        assert!(twice.ends_with("- 400.0, 100.0, 800.0 kB: First.\n- 0.0, 100.0, 800.0 kB: Second.\n"), "{twice}");
        assert_eq!(twice.matches(HEADING).count(), 1);
    }
}
