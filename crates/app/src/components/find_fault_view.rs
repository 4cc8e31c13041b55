//! What a search is shown: the lines of a machine's file, and those that were collected.

use scalewalk_course::find_fault::{self, Entry, Trouble, What};
use scalewalk_course::page::Messages;
use scalewalk_model::time::to_secs;
use scalewalk_model::{Config, NodeId, NodeKind, Sim};

use super::{format, names};
use leptos::prelude::*;

/// Lines of one file that are shown, and of all together.
const OF_ONE: usize = 10;
const OF_ALL: usize = 14;

/// What a machine is called.
pub fn name(node: NodeId, config: &Config, words: &Messages) -> String {
    names::capital(&names::node(node, config, words))
}

/// What can be wrong, in words.
pub fn trouble_name(trouble: Trouble, words: &Messages) -> &'static str {
    match trouble {
        Trouble::Slow => words.find_slow,
        Trouble::Fails => words.find_fails,
        Trouble::Cut => words.find_cut,
        Trouble::Full => words.find_full,
    }
}

fn place(kind: NodeKind, words: &'static Messages) -> &'static str {
    match kind {
        NodeKind::Web => words.node_web_server,
        NodeKind::Database | NodeKind::Replica => words.node_database,
        NodeKind::Cache => words.term_cache,
        NodeKind::Sessions => words.node_sessions,
        _ => words.node_balancer,
    }
}

fn line(entry: &Entry, with_name: bool, config: &Config, words: &'static Messages) -> AnyView {
    let what = match entry.what {
        What::Failed(kind, cause) => {
            let text = words.find_failed.replace("{where}", place(kind, words));
            text.replace("{cause}", names::cause(cause, words))
        }
        What::Did { waited_ms, worked_ms, .. } => {
            let text = words.find_did.replace("{waited}", &format::millis(waited_ms));
            text.replace("{worked}", &format::millis(worked_ms))
        }
    };
    let failed = matches!(entry.what, What::Failed(..));
    let who = with_name.then(|| names::node(entry.writer, config, words));
    view! {
        <li class:failed=failed>
            <span class="num">{format::clock(to_secs(entry.at), 2)}</span>
            {who.map(|who| view! { <b>{who}</b> })}
            <span class="num">{what}</span>
        </li>
    }
    .into_any()
}

fn list(entries: &[Entry], with_name: bool, sim: &Sim, words: &'static Messages) -> AnyView {
    if entries.is_empty() {
        return view! { <p class="hint">{words.find_empty}</p> }.into_any();
    }
    view! { <ol class="log">{entries.iter().map(|entry| line(entry, with_name, sim.config(), words)).collect_view()}</ol> }
        .into_any()
}

/// The file of `node`, the latest line first; or that it cannot be read.
pub fn file(sim: &Sim, node: NodeId, words: &'static Messages) -> AnyView {
    match find_fault::file(sim, node, OF_ONE) {
        Some(entries) => list(&entries, false, sim, words),
        None => {
            let text = words.find_no_answer.replace("{what}", &name(node, sim.config(), words));
            view! { <p class="why">{text}</p> }.into_any()
        }
    }
}

/// The error lines of all machines, the latest first.
pub fn collected(sim: &Sim, words: &'static Messages) -> AnyView {
    list(&find_fault::collected(sim, OF_ALL), true, sim, words)
}
