//! `scalewalk claim`.

use scalewalk_course::claim::{Check, Claim, Relation, run};
use scalewalk_course::stages::CLAIMS;
use serde_json::{Value, json};

use crate::Printed;
use crate::show::{self, number};

/// Runs the claim named `id`, or all.
pub fn claim(id: &str, as_json: bool) -> Result<Printed, String> {
    let all: Vec<&Claim> = CLAIMS.iter().copied().flatten().collect();
    let wanted: Vec<&Claim> = all.iter().copied().filter(|claim| id == "all" || claim.id == id).collect();
    if wanted.is_empty() {
        let ids: Vec<_> = all.iter().map(|claim| claim.id).collect();
        return Err(format!("claim `{id}` is not known; allowed are all, {}", ids.join(", ")));
    }
    let results: Vec<(&Claim, Vec<Check>, u64)> = wanted
        .into_iter()
        .map(|claim| {
            let (checks, events) = run(claim);
            (claim, checks, events)
        })
        .collect();
    let holds = results.iter().all(|(_, checks, _)| well(checks));
    let text = if as_json {
        show::json(&results.iter().map(|(claim, checks, events)| whole(claim, checks, *events)).collect::<Vec<_>>())?
    } else {
        results.iter().map(|(claim, checks, _)| lines(claim, checks)).collect::<Vec<_>>().join("\n")
    };
    Ok(Printed { text, holds })
}

fn well(checks: &[Check]) -> bool {
    !checks.is_empty() && checks.iter().all(Check::holds)
}

fn lines(claim: &Claim, checks: &[Check]) -> String {
    let head = format!("{} {}", claim.id, if well(checks) { "holds" } else { "DOES NOT HOLD" });
    let line = |check: &Check| {
        let (mean, half) = (number(check.measured.mean), number(check.measured.half_width));
        let stands = match check.relation {
            Relation::Exactly => "exactly",
            Relation::Equal => "theory",
            Relation::AtLeast => "at least",
            Relation::AtMost => "at most",
        };
        let margin = match check.relation {
            Relation::Equal => format!(", within {} %", number(100.0 * check.margin)),
            _ => String::new(),
        };
        let mark = if check.holds() { " " } else { "!" };
        format!(
            "{mark} {}: {mean} ± {half}{}, {stands} {}{}{margin}",
            check.what,
            check.unit,
            number(check.expected),
            check.unit
        )
    };
    [vec![head], checks.iter().map(line).collect()].concat().join("\n")
}

fn whole(claim: &Claim, checks: &[Check], events: u64) -> Value {
    let check = |check: &Check| {
        let relation = match check.relation {
            Relation::Exactly => "exactly",
            Relation::Equal => "equal",
            Relation::AtLeast => "at-least",
            Relation::AtMost => "at-most",
        };
        json!({
            "what": check.what,
            "measured": check.measured,
            "unit": check.unit.trim(),
            "relation": relation,
            "expected": check.expected,
            "margin": matches!(check.relation, Relation::Equal).then_some(check.margin),
            "holds": check.holds(),
        })
    };
    let checked: Vec<Value> = checks.iter().map(check).collect();
    json!({ "id": claim.id, "holds": well(checks), "events": events, "checks": checked })
}
