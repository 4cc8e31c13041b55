//! `scalewalk ladder`.

use clap::Args;
use scalewalk_course::ladder::{BUILDS, Build, FIRST, Found, climb, rung, step};
use scalewalk_course::slices::complete;
use scalewalk_course::trial::{OBJECTIVE_FAILED_PERCENT, OBJECTIVE_P99_MS};
use serde_json::{Value, json};

use crate::Printed;
use crate::show::{self, number};

/// Which part of it.
#[derive(Args)]
pub struct Options {
    /// Only the stage with this id: `scalewalk stages` lists them.
    #[arg(long, value_name = "ID")]
    stage: Option<String>,
    /// Search anew in place of telling what is filed: half a minute for all stages.
    #[arg(long)]
    measure: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// One stage.
struct Line {
    build: &'static Build,
    users: f64,
    limit: String,
    /// What the search saw besides.
    found: Option<Found>,
}

/// Prints it.
pub fn ladder(options: &Options) -> Result<Printed, String> {
    let builds: Vec<&Build> =
        BUILDS.iter().filter(|build| options.stage.as_ref().is_none_or(|id| id == build.stage)).collect();
    if builds.is_empty() {
        let ids: Vec<_> = BUILDS.iter().map(|build| build.stage).collect();
        let id = options.stage.as_deref().unwrap_or_default();
        return Err(format!("stage `{id}` is not known; allowed are {}", ids.join(", ")));
    }
    let mut lines: Vec<Line> = Vec::new();
    for build in builds {
        let first = if options.measure { lines.last().map(|line| step(line.users)) } else { None };
        lines.push(if options.measure { measured(build, first) } else { filed(build)? });
    }
    let text = if options.json {
        let stages: Vec<Value> = lines.iter().map(whole).collect();
        show::json(&json!({
            "objective": { "p99_ms": OBJECTIVE_P99_MS, "failed_percent": OBJECTIVE_FAILED_PERCENT },
            "stages": stages,
        }))?
    } else {
        table(&lines)
    };
    Ok(Printed::new(text))
}

fn filed(build: &'static Build) -> Result<Line, String> {
    let rung = rung(build.stage).ok_or_else(|| format!("stage `{}` has not been measured yet", build.stage))?;
    Ok(Line { build, users: rung.users, limit: rung.limit.to_owned(), found: None })
}

fn measured(build: &'static Build, first: Option<u32>) -> Line {
    let found = complete(climb(build, first.unwrap_or(FIRST), &mut |_| {}));
    Line { build, users: found.users, limit: found.limit.clone(), found: Some(found) }
}

fn whole(line: &Line) -> Value {
    let config = line.build.config(line.users);
    let mut value = json!({
        "stage": line.build.stage,
        "users": line.users,
        "limit": line.limit,
        "requests_per_s": config.arrival_rate(),
        "usd_month": config.usd_month(),
    });
    if let (Some(found), Some(fields)) = (&line.found, value.as_object_mut()) {
        fields.insert("p99_ms".to_owned(), json!(found.p99_ms));
        fields.insert("failed_percent".to_owned(), json!(found.failed_percent));
    }
    value
}

fn table(lines: &[Line]) -> String {
    let row = |line: &Line| {
        let found = line.found.as_ref().map_or(String::new(), |found| format!("p99 {} ms", number(found.p99_ms)));
        vec![
            line.build.stage.to_owned(),
            format!("{} users", line.users),
            format!("then the busiest: {}", line.limit),
            found,
        ]
    };
    show::table(&lines.iter().map(row).collect::<Vec<_>>())
}
