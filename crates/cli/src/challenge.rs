//! `scalewalk challenge`.

use std::io::Read;

use clap::Args;
use scalewalk_course::challenge::score::{First, SEEDS};
use scalewalk_course::challenge::{Design, LEVELS, Level, Objective, Score, level, run};
use scalewalk_course::slices::complete;
use serde_json::{Value, json};

use crate::Printed;
use crate::show::{self, number};

/// What to score.
#[derive(Args)]
#[command(after_help = DESIGNS)]
pub struct Options {
    /// The level, from 1; without a design it is described.
    #[arg(long, value_name = "N")]
    level: usize,
    /// A file with a design, or `-` for the standard input.
    #[arg(long, value_name = "FILE")]
    design: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

const DESIGNS: &str = "\
A design is an object: {\"level\": 1, \"settings\": {\"web.servers\": 6, \"lb.standby\": true}}. Numbers are in the unit
of their parameter, shares in percent; choices are texts. What is not set stays as the level begins.
The exit code is 0 when all objectives are met, 1 when not, 2 when the design cannot be read.";

/// Scores a design, or describes a level.
pub fn challenge(options: &Options) -> Result<Printed, String> {
    let Options { level: number, design, json } = options;
    let level = level(*number).ok_or_else(|| {
        format!("level `{number}` is not known; allowed is a whole number from 1 to {}", LEVELS.len())
    })?;
    let Some(file) = design else {
        let text = if *json { show::json(&brief(level))? } else { brief_text(level) };
        return Ok(Printed::new(text));
    };
    let design = Design::read(&text_of(file)?).map_err(|error| error.to_string())?;
    if design.level.number() != *number {
        return Err(format!(
            "design: level {} is refused; allowed with --level {number} is {number}",
            design.level.number()
        ));
    }
    let score = complete(run::score(&design, &mut |_, _| {}));
    let holds = score.medal(level).is_some();
    let text = if *json { show::json(&whole(level, &score))? } else { table(level, &score) };
    Ok(Printed { text, holds })
}

/// No design is longer; a pipe may be without end.
const LONGEST: u64 = 100_000;

fn text_of(file: &str) -> Result<String, String> {
    let refused = |error: std::io::Error| format!("design `{file}` cannot be read: {error}");
    let mut text = String::new();
    let length = if file == "-" {
        std::io::stdin().take(LONGEST).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(LONGEST).read_to_string(&mut text))
    };
    let length = length.map_err(refused)? as u64;
    if length == LONGEST {
        return Err(format!("design `{file}` is too long; allowed are fewer than {LONGEST} bytes"));
    }
    // Some editors mark the beginning of a file.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn brief(level: &Level) -> Value {
    let config = level.config();
    let settings: Vec<Value> = level
        .params()
        .map(|param| {
            let (least, most) = level.range(param);
            let (least, most, own) = (param.write(least), param.write(most), param.write(param.value(&config)));
            json!({ "id": param.id, "least": least, "most": most, "at_first": own })
        })
        .collect();
    let script: Vec<Value> =
        level.script.iter().map(|event| json!({ "at_s": event.at_s, "what": event.what.to_string() })).collect();
    json!({
        "level": level.number(),
        "id": level.id,
        "users": config.users,
        "budget_usd": level.budget_usd,
        "answered_percent": level.answered_percent,
        "p99_ms": level.p99_ms,
        "measured_s": level.measured_s,
        "settings": settings,
        "script": script,
    })
}

fn brief_text(level: &Level) -> String {
    let config = level.config();
    let mut rows = vec![
        vec!["users a day".to_owned(), config.users.to_string()],
        vec!["budget".to_owned(), format!("${} a month", level.budget_usd)],
        vec!["answered".to_owned(), format!("at least {} %", level.answered_percent)],
        vec!["p99".to_owned(), format!("at most {} ms", level.p99_ms)],
        vec!["measured".to_owned(), format!("{} s", level.measured_s)],
    ];
    rows.extend(level.script.iter().map(|event| vec![format!("at {} s", event.at_s), event.what.to_string()]));
    rows.extend(level.params().map(|param| {
        let (least, most) = level.range(param);
        let own = param.write(param.value(&config));
        vec![param.id.to_owned(), format!("{} to {}, at first {own}", param.write(least), param.write(most))]
    }));
    show::table(&rows)
}

fn whole(level: &Level, score: &Score) -> Value {
    let objective = |objective: Objective| {
        json!({
            "what": objective.key(),
            "measured": finite(score.of(objective)),
            "objective": objective.of(level),
            "margin_percent": finite(margin_percent(objective, level, score)),
            "met": objective.is_met(level, score),
        })
    };
    json!({
        "level": level.number(),
        "met": score.medal(level).is_some(),
        "medal": score.medal(level).map(|medal| medal.key()),
        "objectives": Objective::ALL.map(objective),
        "seeds": SEEDS,
        "worst_seed": score.seed,
        "failed_first": score.first.map(|First { at_s, node, cause }| {
            json!({ "at_s": at_s, "node": node.to_string(), "cause": cause.key() })
        }),
        "busiest": score.busiest.map(|(node, used)| json!({ "node": node.to_string(), "utilisation": used })),
    })
}

/// What is left of what is allowed, in percent of it; less than nothing where an objective is missed.
fn margin_percent(objective: Objective, level: &Level, score: &Score) -> f64 {
    100.0 * (1.0 - objective.used(level, score))
}

fn finite(value: f64) -> Option<f64> {
    Some(value).filter(|value| value.is_finite())
}

fn table(level: &Level, score: &Score) -> String {
    let head = match score.medal(level) {
        Some(medal) => format!("level {}: {}", level.number(), medal.key()),
        None => format!("level {}: NOT MET", level.number()),
    };
    let row = |objective: Objective| {
        let mark = if objective.is_met(level, score) { " " } else { "!" };
        let (measured, asked) = (number(score.of(objective)), number(objective.of(level)));
        let text = match objective {
            Objective::Budget => format!("${measured} a month of ${asked}"),
            Objective::Answered => format!("{measured} %, at least {asked} %"),
            Objective::P99 => format!("{measured} ms, at most {asked} ms"),
        };
        let margin = format!("margin {} %", number(margin_percent(objective, level, score)));
        vec![format!("{mark} {}", objective.key()), text, margin]
    };
    let mut rows: Vec<Vec<String>> = Objective::ALL.map(row).to_vec();
    if let Some(First { at_s, node, cause }) = score.first {
        rows.push(vec!["  failed first".to_owned(), format!("{node}, {} by {at_s} s", cause.key())]);
    }
    if let Some((node, used)) = score.busiest {
        rows.push(vec!["  busiest".to_owned(), format!("{node}, {} % busy", number(100.0 * used))]);
    }
    format!("{head}\n{}", show::table(&rows))
}
