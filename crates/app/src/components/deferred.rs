//! The parts of the page that no stage needs for its first picture, as `crate::deferred` lists them.

use leptos::prelude::*;
use scalewalk_course::Lane;

use super::challenge::Challenge;
use super::charts::Charts;
use super::controls::Controls;
use super::curve_panel::CurvePanel;
use super::faults::Faults;
use super::help::HelpDialog;
use super::know::Know;
use super::ladder::Ladder;
use super::live::Live;
use super::panels::Panels;
use super::site_select;
use super::stage_page::NextEnd;
use super::state_text::StateText;
use super::try_it::TryIt;
use super::ui::Ui;
use super::walk_panel::WalkPanel;
use crate::context::Shared;
use crate::plate;

/// All below text and picture, one below the other.
pub fn upright() -> AnyView {
    view! {
        <Ladder />
        <Challenge />
        <CurvePanel />
        <Controls />
        <Faults />
        <Charts />
        <Panels />
        <StateText />
        <TryIt />
        <Know />
        <NextEnd />
    }
    .into_any()
}

/// What comes after the text, where it stands in a column of its own.
pub fn below_text() -> AnyView {
    view! {
        <Ladder />
        <Challenge />
        <TryIt />
        <Know />
        <NextEnd />
    }
    .into_any()
}

/// What stands below the picture beside it.
pub fn instruments() -> AnyView {
    view! {
        <div class="instruments">
            <CurvePanel />
            <Controls />
            <Faults />
            <Charts />
        </div>
        <Panels />
        <StateText />
    }
    .into_any()
}

/// What has no room of its own: the live region and the help.
pub fn overlays() -> AnyView {
    view! {
        <Live />
        <HelpDialog />
    }
    .into_any()
}

/// One request, hop by hop.
pub fn walk() -> AnyView {
    view! { <WalkPanel /> }.into_any()
}

/// The choice of data center, after the words that it completes.
pub fn site_choice(s: Shared, ui: Ui, label: &'static str) -> AnyView {
    site_select::choice(s, ui, label)
}

/// The dead letters of the queue of `lane`.
pub fn dead_letters(s: Shared, lane: Lane) -> AnyView {
    plate::dead_letters(s, lane)
}
