//! What a search is shown: the lines of a machine's file, and those that were collected.

use leptos::prelude::*;
use scalewalk_course::page::Messages;
use scalewalk_course::stages::observability::find_fault::{self, Entry, Trouble, What};
use scalewalk_model::time::to_secs;
use scalewalk_model::{Config, NodeId, NodeKind, Sim};

use crate::ui::kit::{format, names};

/// Lines of one file that are shown, and of all together.
const OF_ONE: usize = 10;
const OF_ALL: usize = 14;

/// What a machine is called.
pub fn name(node: NodeId, config: &Config, messages: &Messages) -> String {
    names::capital(&names::node(node, config, messages))
}

/// What can be wrong, in words.
pub fn trouble_name(trouble: Trouble, messages: &Messages) -> &'static str {
    match trouble {
        Trouble::Slow => messages.find_slow,
        Trouble::Fails => messages.find_fails,
        Trouble::Cut => messages.find_cut,
        Trouble::Full => messages.find_full,
    }
}

fn place(kind: NodeKind, messages: &'static Messages) -> &'static str {
    match kind {
        NodeKind::Web => messages.node_web_server,
        NodeKind::Database | NodeKind::Replica => messages.node_database,
        NodeKind::Cache => messages.term_cache,
        NodeKind::Sessions => messages.node_sessions,
        _ => messages.node_balancer,
    }
}

fn line(entry: &Entry, with_name: bool, config: &Config, messages: &'static Messages) -> AnyView {
    let what = match entry.what {
        What::Failed(kind, cause) => {
            let text = messages.find_failed.replace("{where}", place(kind, messages));
            text.replace("{cause}", names::cause(cause, messages))
        }
        What::Did { waited_ms, worked_ms, .. } => {
            let text = messages.find_did.replace("{waited}", &format::millis(waited_ms));
            text.replace("{worked}", &format::millis(worked_ms))
        }
    };
    let failed = matches!(entry.what, What::Failed(..));
    let who = with_name.then(|| names::node(entry.writer, config, messages));
    view! {
        <li class:failed=failed>
            <span class="num">{format::clock(to_secs(entry.at), 2)}</span>
            {who.map(|who| view! { <b>{who}</b> })}
            <span class="num">{what}</span>
        </li>
    }
    .into_any()
}

fn list(entries: &[Entry], with_name: bool, sim: &Sim, messages: &'static Messages) -> AnyView {
    if entries.is_empty() {
        return view! { <p class="hint">{messages.find_empty}</p> }.into_any();
    }
    view! { <ol class="log">{entries.iter().map(|entry| line(entry, with_name, sim.config(), messages)).collect_view()}</ol> }
        .into_any()
}

/// The file of `node`, the latest line first; or that it cannot be read.
pub fn file(sim: &Sim, node: NodeId, messages: &'static Messages) -> AnyView {
    match find_fault::file(sim, node, OF_ONE) {
        Some(entries) => list(&entries, false, sim, messages),
        None => {
            let text = messages.find_no_answer.replace("{what}", &name(node, sim.config(), messages));
            view! { <p class="why">{text}</p> }.into_any()
        }
    }
}

/// The error lines of all machines, the latest first.
pub fn collected(sim: &Sim, messages: &'static Messages) -> AnyView {
    list(&find_fault::collected(sim, OF_ALL), true, sim, messages)
}
