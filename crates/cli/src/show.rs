//! Numbers and tables for people.

use serde::Serialize;

/// Plain data as JSON.
pub fn json(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string_pretty(value).map_err(|error| error.to_string())
}

/// A number with up to four significant digits, in a form that programs read too.
pub fn number(value: f64) -> String {
    scalewalk_units::significant(value, 4)
}

/// A number that may be missing.
pub fn maybe(value: Option<f64>, unit: &str) -> String {
    value.map_or_else(|| "too few".to_owned(), |value| format!("{}{unit}", number(value)))
}

/// Rows in columns; the last column is as long as it is.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |i: usize| rows.iter().filter_map(|row| row.get(i)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_columns_straight() {
        assert_eq!(number(104.1667), "104.2");
        assert_eq!(number(0.5), "0.5");
        assert_eq!(number(70_000.0), "70000");
        assert_eq!(maybe(None, " ms"), "too few");
        let rows = [["a", "bc"], ["long", "d"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(table(&rows), "a     bc\nlong  d");
    }
}
