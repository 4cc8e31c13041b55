//! What was measured, for people and for the history.

use super::budgets::Budget;
use super::number;
use crate::shell::{Outcome, announce, command, output, root, write};
use crate::size;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::Write as _;

/// The latest run as a page of Markdown.
pub fn report(results: &Value, budgets: &[Budget]) -> Outcome<String> {
    let text = |place: &str| results.pointer(place).and_then(Value::as_str).unwrap_or("unknown").to_owned();
    let mut page = format!(
        "Commit {}, {}, on {} cores of {}, {}.\n\n",
        commit(),
        text("/page/machine/date"),
        number(results, "/page/machine/cores")?,
        text("/page/machine/cpu"),
        text("/engine/browser"),
    );
    let mut rows = vec![["budget", "measured", "allowed", ""].map(str::to_owned).to_vec()];
    rows.extend(budgets.iter().map(|budget| {
        let allowed = if budget.at_least { "at least " } else { "" };
        vec![
            budget.what.to_owned(),
            format!("{} {}", short(budget.measured), budget.unit),
            format!("{allowed}{} {}", short(budget.budget), budget.unit),
            if budget.kept { "kept" } else { "**missed**" }.to_owned(),
        ]
    }));
    page += &table(&rows);
    let heads = [
        "workload",
        "natively, ns an event",
        "in Chromium",
        "ratio",
        "events a second in Chromium",
        "core at real time",
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for workload in results["engine"]["workloads"].as_array().into_iter().flatten() {
        let of = |place: &str| number(workload, place);
        let both = |clock: &str| -> Outcome<String> {
            let median = of(&format!("/{clock}/ns_per_event"))?;
            Ok(format!("{} (least {})", short(median), short(of(&format!("/{clock}/ns_per_event_least"))?)))
        };
        rows.push(vec![
            workload["name"].as_str().unwrap_or_default().to_owned(),
            both("native")?,
            both("chromium")?,
            short(of("/ratio")?),
            format!("{} M", short(1e3 / of("/chromium/ns_per_event_least")?)),
            format!("{} %", short(100.0 * of("/core_at_real_time")?)),
        ]);
    }
    let _ = write!(page, "\n{}", table(&rows));
    let _ = write!(
        page,
        "\nNatively, the sketch of a response curve of 40 points takes {} ms and the refined curve {} ms, a jump \
         in a ten-minute run {} ms ({} at most). With {} dots a frame takes {} ms in the median, at 100 million daily users {} ms.\n",
        short(number(results, "/tasks/curve-40/ms")?),
        short(number(results, "/tasks/curve-40-full/ms")?),
        short(number(results, "/tasks/seek/ms")?),
        short(number(results, "/tasks/seek/ms_most")?),
        number(results, "/page/dots/dots")?,
        short(number(results, "/page/dots/work_ms/p50")?),
        short(number(results, "/page/hundred_million/work_ms/p50")?),
    );
    Ok(page)
}

/// Adds a line to the history and writes the page of the latest run.
pub fn keep(mut results: Value, budgets: &[Budget], report: &str) -> Outcome {
    let folder = root().join("benchmarks");
    results["commit"] = commit().into();
    results["budgets"] = serde_json::to_value(budgets).map_err(|error| error.to_string())?;
    let history = folder.join("history.jsonl");
    let opened = std::fs::OpenOptions::new().create(true).append(true).open(&history);
    opened
        .and_then(|mut file| writeln!(file, "{results}"))
        .map_err(|error| format!("Cannot write {}: {error}.", history.display()))?;
    let page = folder.join("README.md");
    let reasons = size::reasons(&page);
    write(&page, format!("{HEAD}{report}{reasons}"))?;
    announce("Added to benchmarks/history.jsonl; benchmarks/README.md shows this run. Commit both if the run counts.");
    Ok(())
}

const HEAD: &str = "\
# Measurements

`cargo xtask bench` writes this page and adds a line to `history.jsonl`. Nothing here is a test: times depend on the machine and on what else
it does, so compare runs of one machine. \"Least\" is the quickest of all timed runs, which is what the machine does when it is left
alone; the ratio compares the quickest runs of both, clocked in turns. The workloads are described by `scalewalk bench --help`.

";

/// The commit that was measured.
fn commit() -> String {
    let id = output(command("git").args(["rev-parse", "--short=10", "HEAD"])).unwrap_or_else(|| "unknown".into());
    // Earlier measurements are no change.
    let changed = output(command("git").args([
        "status",
        "--porcelain",
        "--",
        ".",
        ":!benchmarks/README.md",
        ":!benchmarks/history.jsonl",
        ":!benchmarks/sizes.json",
    ]));
    if changed.is_none_or(|files| files.is_empty()) { id } else { format!("{id} with changes") }
}

/// A number with three significant digits.
fn short(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 99.95 => 0,
        size if size >= 9.995 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}

/// A table of Markdown; the first row is the head.
fn table(rows: &[Vec<String>]) -> String {
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let line = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(i, cell)| format!("{cell:width$}", width = width(i).unwrap_or(0)));
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    let columns = rows.first().map_or(0, Vec::len);
    lines.insert(
        1,
        format!(
            "|{}\n",
            (0..columns).map(|i| format!("{}|", "-".repeat(width(i).unwrap_or(0) + 2))).collect::<String>()
        ),
    );
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_straight_and_numbers_short() {
        let rows = [["a", "bc"], ["long", "d"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(table(&rows), "| a    | bc |\n|------|----|\n| long | d  |\n");
        assert_eq!([1_234.5, 12.345, 0.1].map(short), ["1234", "12.3", "0.10"]);
    }
}
