//! `scalewalk params` and `scalewalk stages`.

use scalewalk_course::page::english;
use scalewalk_course::{STAGES, Stage};
use scalewalk_model::params::{self, Param};
use serde_json::{Value, json};

use crate::Printed;
use crate::show;

/// Lists the parameters.
pub fn params(as_json: bool) -> Result<Printed, String> {
    let list = params::all();
    if as_json {
        return show::json(&list.iter().map(describe).collect::<Vec<_>>()).map(Printed::new);
    }
    let row = |p: &Param| vec![p.id.to_owned(), p.write(p.default), p.allowed(), p.help.to_owned()];
    let head = ["parameter", "default", "allowed", "what it is"].map(str::to_owned).to_vec();
    Ok(Printed::new(show::table(&[vec![head], list.iter().map(row).collect()].concat())))
}

fn describe(param: &Param) -> Value {
    json!({
        "id": param.id,
        "label": param.label,
        "default": param.write(param.default),
        "default_shown": param.show(param.default),
        "allowed": param.allowed(),
        "help": param.help,
        "source": param.source,
    })
}

/// Lists the stages.
pub fn stages(as_json: bool) -> Result<Printed, String> {
    if as_json {
        return show::json(&STAGES.iter().map(whole).collect::<Vec<_>>()).map(Printed::new);
    }
    let ids = |ids: Vec<&str>| ids.join(" ");
    let row = |stage: &Stage| {
        vec![
            stage.number().to_string(),
            stage.id.to_owned(),
            title(stage).to_owned(),
            format!("claims: {}", ids(stage.claims().iter().map(|c| c.id).collect())),
        ]
    };
    Ok(Printed::new(show::table(&STAGES.iter().map(row).collect::<Vec<_>>())))
}

fn title(stage: &Stage) -> &'static str {
    english().heading(stage.id).map_or("", |heading| heading.title)
}

fn whole(stage: &Stage) -> Value {
    let controls = stage.controls.iter().map(|c| json!({ "param": c.param, "lane": c.lane }));
    let breaks =
        stage.breaks.iter().map(|b| json!({ "lane": b.lane, "node": b.node.to_string(), "kind": b.kind.key() }));
    json!({
        "number": stage.number(),
        "id": stage.id,
        "title": title(stage),
        "lanes": (stage.lanes)(),
        "controls": controls.collect::<Vec<_>>(),
        "breaks": breaks.collect::<Vec<_>>(),
        "walks": stage.walks.iter().map(|walk| walk.id).collect::<Vec<_>>(),
        "claims": stage.claims().iter().map(|claim| claim.id).collect::<Vec<_>>(),
    })
}
